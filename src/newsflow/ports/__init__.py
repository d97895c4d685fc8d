"""The seams: small read-only protocols, and the frozen values that pass through them.

Whoever writes a renderer, a channel, a check or a store writes a class with these
members and inherits from nothing.
"""

from __future__ import annotations

from ..documents.reading import Reader, Reading, SetAside
from .capabilities import (
    Capabilities,
    Concurrency,
    Deleting,
    Idempotency,
    MediaLimits,
    RateLimit,
    TextLimit,
    TextUnit,
    Updating,
)
from .channels import (
    Channel,
    ChannelKind,
    Examines,
    Health,
    MediaBytes,
    OnDisk,
    Operation,
    Parcel,
    Receipt,
    Reconciles,
    Shelf,
    Shown,
    Surroundings,
    Watched,
    nothing_kept,
    utc_now,
)
from .engine import Engine
from .fitting import rejection, unfit_media, unfit_text, unfit_view
from .ledger import (
    Attempt,
    Copy,
    Coverage,
    Delivery,
    Dispatch,
    Freeze,
    Hint,
    Later,
    Outcome,
    Sent,
    Status,
)
from .measuring import graphemes, length
from .offers import Asking, Check, Renderer, Rendition
from .world import Clock, Directory, Ids, MediaStore, Salts

__all__ = [
    "Asking",
    "Attempt",
    "Capabilities",
    "Channel",
    "ChannelKind",
    "Check",
    "Clock",
    "Concurrency",
    "Copy",
    "Coverage",
    "Deleting",
    "Delivery",
    "Directory",
    "Dispatch",
    "Engine",
    "Examines",
    "Freeze",
    "Health",
    "Hint",
    "Idempotency",
    "Ids",
    "Later",
    "MediaBytes",
    "MediaLimits",
    "MediaStore",
    "OnDisk",
    "Operation",
    "Outcome",
    "Parcel",
    "RateLimit",
    "Reader",
    "Reading",
    "Receipt",
    "Reconciles",
    "Renderer",
    "Rendition",
    "Salts",
    "Sent",
    "SetAside",
    "Shelf",
    "Shown",
    "Status",
    "Surroundings",
    "TextLimit",
    "TextUnit",
    "Updating",
    "Watched",
    "graphemes",
    "length",
    "nothing_kept",
    "rejection",
    "unfit_media",
    "unfit_text",
    "unfit_view",
    "utc_now",
]
