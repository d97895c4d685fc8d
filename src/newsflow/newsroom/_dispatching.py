"""What a step writes into the ledger: which operation, for which channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..events import (
    Corrected,
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
    article: Article, events: Iterable[Event], configured: Iterable[str]
) -> Dispatch | None:
    """Tell what the ledger is to hold after these events; None if nothing goes out."""
    for event in events:
        if isinstance(event, Erased) and _is_public(article, event.texts):
            # The channels show these words: the tombstone goes out anew, without them.
            return Dispatch(operation=Operation.RETRACT, at=stamp(event.at))
        operation = OPERATIONS.get(type(event))
        if operation is None:
            continue
        if not isinstance(event, Released):
            return Dispatch(operation=operation, at=stamp(event.at))
        return Dispatch(
            operation=operation,
            at=stamp(event.at),
            channels=channels_of(article, event, configured),
            version=event.version,
            content=event.content,
        )
    return None


def channels_of(
    article: Article, event: Released, configured: Iterable[str]
) -> tuple[str, ...]:
    """Name who gets a version: who was asked for, and who has an older one."""
    asked = event.channels or tuple(configured)
    before = (name for version in article.versions for name in version.channels)
    return tuple(dict.fromkeys((*asked, *before)))


def _is_public(article: Article, texts: tuple[Digest, ...]) -> bool:
    """Tell whether one of the texts stands on the tombstone of a retraction.

    Nothing else of a story that is down is with readers; what is live is not erased.
    """
    down = article.withdrawal
    return down is not None and down.removal is Removal.RETRACT and down.reason in texts
