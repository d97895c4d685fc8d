"""The facts of a newsroom: a closed union of frozen classes in the past tense."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias, get_args

from ._base import Event
from .releases import (
    Advanced,
    Corrected,
    GlassBroken,
    Killed,
    Published,
    Released,
    Retracted,
    Scheduled,
    ScheduleFailed,
    Unpublished,
    Unscheduled,
    Updated,
)
from .review import (
    ApprovalWithdrawn,
    Approved,
    Checked,
    SentBack,
    SignedOff,
    Submitted,
)
from .writing import (
    Commented,
    Discarded,
    Drafted,
    EmbargoLifted,
    EmbargoTightened,
    Erased,
    Handled,
    Migrated,
    Revised,
    Revived,
    Spiked,
    Unlocked,
)

AnyEvent: TypeAlias = (
    Drafted
    | Revised
    | Discarded
    | Commented
    | EmbargoTightened
    | EmbargoLifted
    | Handled
    | Unlocked
    | Spiked
    | Revived
    | Migrated
    | Erased
    | Submitted
    | SentBack
    | Approved
    | ApprovalWithdrawn
    | SignedOff
    | Checked
    | Scheduled
    | Unscheduled
    | ScheduleFailed
    | Advanced
    | GlassBroken
    | Published
    | Updated
    | Corrected
    | Unpublished
    | Retracted
    | Killed
)
"""Every event there is."""

EVENTS: Mapping[str, type[AnyEvent]] = MappingProxyType(
    {kind.__name__: kind for kind in get_args(AnyEvent)}
)
"""Event classes by the name under which they are stored."""

__all__ = [
    "EVENTS",
    "Advanced",
    "AnyEvent",
    "ApprovalWithdrawn",
    "Approved",
    "Checked",
    "Commented",
    "Corrected",
    "Discarded",
    "Drafted",
    "EmbargoLifted",
    "EmbargoTightened",
    "Erased",
    "Event",
    "GlassBroken",
    "Handled",
    "Killed",
    "Migrated",
    "Published",
    "Released",
    "Retracted",
    "Revised",
    "Revived",
    "ScheduleFailed",
    "Scheduled",
    "SentBack",
    "SignedOff",
    "Spiked",
    "Submitted",
    "Unlocked",
    "Unpublished",
    "Unscheduled",
    "Updated",
]
