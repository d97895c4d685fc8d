"""The channels that come with newsflow, registered through the hook like any other."""

from __future__ import annotations

from ..hookspecs import hookimpl
from ..ports import ChannelKind
from .folder_kind import FOLDER


@hookimpl
def newsflow_channels() -> list[ChannelKind]:
    """Offer the folder: a site on disk."""
    return [FOLDER]


__all__ = ["FOLDER", "newsflow_channels"]
