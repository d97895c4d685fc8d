"""A newsflow channel that tells a web service, signed, what became of a story."""

from __future__ import annotations

from newsflow.hookspecs import hookimpl
from newsflow.ports import ChannelKind

from .channel import WEBHOOK, Webhook


@hookimpl
def newsflow_channels() -> list[ChannelKind]:
    """Offer the webhook."""
    return [WEBHOOK]


__all__ = ["WEBHOOK", "Webhook", "newsflow_channels"]
