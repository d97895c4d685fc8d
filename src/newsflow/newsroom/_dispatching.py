"""What a step writes into the ledger: which operation, for which channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from ..events import (
    Corrected,
    Event,
    Killed,
    Published,
    Released,
    Retracted,
    Unpublished,
    Updated,
)
from ..model.times import stamp
from ..ports import Dispatch, Operation

OPERATIONS: Mapping[type[Event], Operation] = MappingProxyType(
    {
        Published: Operation.CREATE,
        Updated: Operation.UPDATE,
        Corrected: Operation.CORRECT,
        Unpublished: Operation.UNPUBLISH,
        Retracted: Operation.RETRACT,
        Killed: Operation.KILL,
    }
)


def dispatch_of(events: Iterable[Event], configured: Iterable[str]) -> Dispatch | None:
    """Tell what the ledger is to hold after these events; None if nothing goes out.

    An update goes to today's channels as well. A correction goes after every copy, and
    to whom it is expressly for: who never had the story has nothing to be corrected.
    """
    known = tuple(configured)
    for event in events:
        operation = OPERATIONS.get(type(event))
        if operation is None:
            continue
        dispatch = Dispatch(
            operation=operation, at=stamp(event.at), known=frozenset(known)
        )
        if not isinstance(event, Released):
            return dispatch
        return attrs.evolve(
            dispatch,
            channels=event.channels or _today(operation, known),
            version=event.version,
            content=event.content,
        )
    return None


def _today(operation: Operation, known: tuple[str, ...]) -> tuple[str, ...]:
    return () if operation is Operation.CORRECT else known
