"""What waits, what is overdue and what has failed, over all articles."""

from __future__ import annotations

from collections.abc import Iterator

from ..newsroom import Newsroom
from ..ports import Delivery, Status
from ..store.search import Row

_PAGE = 500
_ENDED = frozenset({Status.DELIVERED, Status.SUPERSEDED})


def every_article(room: Newsroom) -> Iterator[Row]:
    """Walk through all articles, page by page."""
    after = None
    while True:
        rows = room.search(after=after, limit=_PAGE)
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].place


def scheduled(room: Newsroom, *, before: str) -> Iterator[Row]:
    """Give the articles whose release was due before an instant."""
    yield from room.search(due_before=before, limit=_PAGE)


def waiting(room: Newsroom) -> Iterator[Delivery]:
    """Give the deliveries that have not ended well: waiting, failing or given up."""
    for row in every_article(room):
        for delivery in room.deliveries(row.id):
            if delivery.status not in _ENDED:
                yield delivery


def failing(room: Newsroom) -> tuple[Delivery, ...]:
    """Give the deliveries that a channel has refused or could not do."""
    return tuple(one for one in waiting(room) if one.error or one.status is Status.DEAD)
