"""What a step writes into the ledger: which operation, for which channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from ..events import (
    Advanced,
    Corrected,
    EmbargoLifted,
    EmbargoTightened,
    Erased,
    Event,
    Killed,
    Published,
    Released,
    Retracted,
    Unpublished,
    Updated,
)
from ..model.article import Article, Digest, Removal
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


def dispatch_of(
    before: Article,
    article: Article,
    events: Iterable[Event],
    configured: Iterable[str],
) -> Dispatch | None:
    """Tell what the ledger is to hold after these events; None if nothing goes out.

    *before* is the article as it was, *article* as it is by them. An update goes to
    today's channels as well. A correction goes after every copy, and to whom it is
    expressly for: who never had the story has nothing to be corrected. What partners
    have ahead of an embargo is sent to them anew when the embargo is another one.
    """
    known = tuple(configured)
    partners = () if before.advance is None else before.advance.channels
    for event in events:
        if isinstance(event, Advanced | EmbargoTightened | EmbargoLifted):
            return _ahead(article, event, frozenset(known))
        operation = OPERATIONS.get(type(event))
        if isinstance(event, Erased) and _is_public(article, event.texts):
            # The channels show these words: the tombstone goes out anew, without them.
            operation = Operation.RETRACT
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
            partners=partners,
        )
    return None


def _ahead(
    article: Article,
    event: Advanced | EmbargoTightened | EmbargoLifted,
    known: frozenset[str],
) -> Dispatch | None:
    """Tell who gets an advance copy, or hears of another embargo that it is under."""
    copy = article.advance
    if copy is None:
        return None
    if isinstance(event, Advanced):
        channels = event.channels
    elif copy.at == event.at:
        channels = copy.channels
    else:
        return None  # for them nothing has changed
    return Dispatch(
        operation=Operation.UPDATE,
        at=stamp(event.at),
        known=known,
        channels=channels,
        content=copy.content,
    )


def _today(operation: Operation, known: tuple[str, ...]) -> tuple[str, ...]:
    return () if operation is Operation.CORRECT else known


def _is_public(article: Article, texts: tuple[Digest, ...]) -> bool:
    """Tell whether one of the texts stands on the tombstone of a retraction.

    Nothing else of a story that is down is with readers; what is live is not erased.
    """
    down = article.withdrawal
    return down is not None and down.removal is Removal.RETRACT and down.reason in texts
