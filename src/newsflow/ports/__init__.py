"""The seams: small read-only protocols, and the frozen values that pass through them.

Whoever writes a renderer, a channel, a check or a store writes a class with these
members and inherits from nothing.
"""

from __future__ import annotations

from ..documents.reading import Reader, Reading, SetAside
from .ledger import Delivery, Dispatch, Outcome, Sent, Status
from .offers import (
    Asking,
    Channel,
    ChannelKind,
    Check,
    Operation,
    Parcel,
    Receipt,
    Renderer,
    Rendition,
    Shelf,
    Surroundings,
)
from .world import Clock, Directory, Ids, MediaStore, Salts

__all__ = [
    "Asking",
    "Channel",
    "ChannelKind",
    "Check",
    "Clock",
    "Delivery",
    "Directory",
    "Dispatch",
    "Ids",
    "MediaStore",
    "Operation",
    "Outcome",
    "Parcel",
    "Reader",
    "Reading",
    "Receipt",
    "Renderer",
    "Rendition",
    "Salts",
    "Sent",
    "SetAside",
    "Shelf",
    "Status",
    "Surroundings",
]
