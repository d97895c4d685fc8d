"""A newsflow channel that tells a web service, signed, what became of a story.

Whoever receives finds what to verify and read it with in
:mod:`newsflow_webhook.receiver`.
"""

from __future__ import annotations

from newsflow.hookspecs import hookimpl
from newsflow.ports import ChannelKind

from .channel import Webhook
from .settings import WEBHOOK


@hookimpl
def newsflow_channels() -> list[ChannelKind]:
    """Offer the webhook."""
    return [WEBHOOK]


__all__ = ["WEBHOOK", "Webhook", "newsflow_channels"]
