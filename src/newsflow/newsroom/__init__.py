"""The newsroom: the shell that asks the world, tells the core, stores its answer."""

from __future__ import annotations

from ._checking import CheckRun
from ._planning import Plan
from ._queries import Fact, Snapshot
from .audit import Audit, Checkpoint
from ._running import Ran, Runner
from .room import Newsroom

__all__ = [
    "Audit",
    "CheckRun",
    "Checkpoint",
    "Fact",
    "Newsroom",
    "Plan",
    "Ran",
    "Runner",
    "Snapshot",
]
