"""What is overdue, and what there is, over all articles."""

from __future__ import annotations

from collections.abc import Iterator

from ..newsroom import Newsroom
from ..store.search import Row

_PAGE = 500


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


def expired(room: Newsroom, *, before: str) -> Iterator[Row]:
    """Give the articles that are out, and whose expiry was before an instant."""
    yield from room.search(expires_before=before, live=True, limit=_PAGE)


def ahead(room: Newsroom, *, now: str) -> Iterator[Row]:
    """Give the latest article that was changed after *now*: a clock was ahead then."""
    yield from (row for row in room.search(limit=1) if row.updated > now)
