"""The newsroom: the shell that asks the world, tells the core, stores its answer."""

from __future__ import annotations

from ._as_of import Snapshot
from ._checking import CheckRun
from ._erasing import ErasedText
from ._expiring import Overstayed
from ._firing import Late
from ._ingesting import Document, Fate, Incoming, Ingested
from ._planning import Plan
from ._previewing import LONGEST_PREVIEW, Preview
from ._queries import Fact
from ._running import Ran, Runner
from .audit import Audit, Checkpoint
from .room import Newsroom

__all__ = [
    "LONGEST_PREVIEW",
    "Audit",
    "CheckRun",
    "Checkpoint",
    "Document",
    "ErasedText",
    "Fact",
    "Fate",
    "Incoming",
    "Ingested",
    "Late",
    "Newsroom",
    "Overstayed",
    "Plan",
    "Preview",
    "Ran",
    "Runner",
    "Snapshot",
]
