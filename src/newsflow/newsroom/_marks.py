"""Marks: what happened to a story, without a word that anybody wrote in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from .. import events
from ..events import AnyEvent
from ..events.wording import happened
from ..ports.board import Mark, MarkKind

_KINDS: Mapping[type[AnyEvent], MarkKind] = MappingProxyType(
    {
        **dict.fromkeys(
            (events.Drafted, events.Revised, events.Discarded, events.Revived),
            MarkKind.WRITING,
        ),
        **dict.fromkeys(
            (
                events.Submitted,
                events.SentBack,
                events.Approved,
                events.ApprovalWithdrawn,
                events.SignedOff,
                events.Checked,
            ),
            MarkKind.REVIEW,
        ),
        **dict.fromkeys(
            (events.Published, events.Updated, events.Corrected, events.GlassBroken),
            MarkKind.RELEASE,
        ),
        **dict.fromkeys(
            (events.Unpublished, events.Retracted, events.Killed, events.Spiked),
            MarkKind.REMOVAL,
        ),
    }
)
"""What each event is to a story; all others are handling by the desk."""


def marks(
    history: Iterable[AnyEvent], *, named: Callable[[str], str]
) -> tuple[Mark, ...]:
    """Tell what happened, with the people as they are *named*."""
    return tuple(
        Mark(
            at=event.at,
            what=_what(event),
            kind=_KINDS.get(type(event), MarkKind.DESK),
            by=named(event.by),
            version=getattr(event, "version", None),
            until=_until(event),
        )
        for event in history
    )


def standing_since(history: Iterable[AnyEvent]) -> Iterator[datetime]:
    """Give the instants at which a story came into another state, oldest first."""
    before = None
    for event in history:
        state = getattr(event, "state", None)
        if state not in {None, before}:
            before = state
            yield event.at


def _what(event: AnyEvent) -> str:
    match event:
        case events.SignedOff(kind=kind):
            return f"signed off ({kind})"
        case events.ScheduleFailed(objections=codes):
            return f"schedule failed ({', '.join(codes)})"
        case events.Checked(errors=errors, warnings=warnings):
            return f"checked ({errors} errors, {warnings} warnings)"
        case _:
            return happened(event)


def _until(event: AnyEvent) -> datetime | None:
    match event:
        case events.Scheduled(due=due):
            return due
        case (
            events.EmbargoTightened(embargo=until) | events.EmbargoLifted(embargo=until)
        ):
            return until
        case events.Drafted(embargo=until):
            return until
        case _:
            return None
