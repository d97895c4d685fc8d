"""Many stories at once: which are known, and all new ones in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import attrs
from sqlalchemy import Dialect, select

from ..documents.texts import StoredText
from ..events.chain import Record
from ._parts import param
from .articles import _append
from .database import Database, Transaction, repeated
from .schema import ARTICLES
from .statements import compiled

_MOST = 100
"""So many originals are asked for in one statement."""


@attrs.frozen(kw_only=True)
class NewArticle:
    """A new article as it is stored: its first events, their texts, and its row."""

    records: Sequence[Record]
    texts: tuple[StoredText, ...]
    row: Mapping[str, Any]


class Arrivals:
    """Where many stories come in at once."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @repeated
    def begin(self, articles: Sequence[NewArticle]) -> tuple[int, ...]:
        """Store new articles in one transaction: all of them, or nothing of any.

        Gives for each the position at which an article of its id stood already: 0 for
        one that was begun. Of one whose id was taken nothing is stored, and the others
        go on.
        """
        # Ids are taken in their own order, so that of two batches with the same ones
        # none waits for the other's end; what happened is told in the order given.
        in_order = sorted(range(len(articles)), key=lambda at: _id(articles[at]))
        with self.database.writing() as tx:
            stood = {at: _taken(tx, articles[at]) for at in in_order}
            for at, new in enumerate(articles):
                if not stood[at]:
                    _append(tx, new.records, new.texts)
            return tuple(stood[at] for at in range(len(articles)))

    def known(self, originals: Iterable[str]) -> Mapping[str, str]:
        """Find the articles that were read from documents, by the SHA-256 of the bytes.

        Of several that were read from one document, the latest is given.
        """
        wanted = tuple(dict.fromkeys(originals))
        pages = (wanted[at : at + _MOST] for at in range(0, len(wanted), _MOST))
        return {
            original: article
            for page in pages
            for original, article in _known(self.database, page)
        }


def _id(new: NewArticle) -> str:
    return new.records[0].article


def _taken(tx: Transaction, new: NewArticle) -> int:
    """Take the id of an article; tell where one of that id stood already, or 0."""
    if tx.run("add_article", **new.row).rowcount == 1:
        return 0
    return int(tx.one("position", article=_id(new))[0])


def _known(database: Database, originals: Sequence[str]) -> list[tuple[str, str]]:
    # Two statements serve all: what is left of a page asks for its last one again.
    many = 1 if len(originals) == 1 else _MOST
    asked = {
        f"original_{number}": originals[min(number, len(originals) - 1)]
        for number in range(many)
    }
    with database.reading() as tx:
        tx.cursor.execute(_statement(tx.dialect, many), asked)
        return [(row[0], row[1]) for row in tx.cursor.fetchall()]


@cache
def _statement(dialect: Dialect, many: int) -> str:
    asked = [param(f"original_{number}") for number in range(many)]
    return compiled(
        select(ARTICLES.c.original, ARTICLES.c.id)
        .where(ARTICLES.c.original.in_(asked))
        .order_by(ARTICLES.c.created, ARTICLES.c.id),
        dialect,
    )
