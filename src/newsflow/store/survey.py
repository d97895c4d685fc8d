"""The whole store, read page by page: so many statements, however many articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs
from sqlalchemy import Dialect, Integer, Text, select, tuple_

from ..documents.texts import StoredText
from ..events.chain import Record
from ._parts import ZERO, param
from .articles import _stored, record_of
from .database import Database
from .schema import ARTICLES, CONTENTS, EVENTS
from .statements import RECORD, compiled

_Rows: TypeAlias = Iterator[tuple[str, str, Sequence[Any]]]
_PAGE = 500
_FIRST: Mapping[str, Any] = MappingProxyType({"articles": 0, "events": 0, "texts": ""})
"""What comes before any second part of a key: positions are numbers from 1."""

_TEXT = (
    CONTENTS.c.digest,
    CONTENTS.c.kind,
    CONTENTS.c.text,
    CONTENTS.c.salt,
    CONTENTS.c.fingerprint,
)


@attrs.frozen(kw_only=True)
class Stored:
    """All that is stored of one article; *row* is None where the projection lacks it.

    A text is None where it was erased.
    """

    article: str
    row: Mapping[str, Any] | None
    records: tuple[Record, ...]
    texts: Mapping[str, StoredText | None]


def survey(database: Database) -> Iterator[Stored]:
    """Read everything that is stored, article by article, in the order of their ids.

    Whoever needs one and the same state of it all reads in a snapshot.
    """
    tables = merge(
        _rows(database, "articles"),
        _rows(database, "events"),
        _rows(database, "texts"),
        key=itemgetter(0),
    )
    for article, rows in groupby(tables, key=itemgetter(0)):
        yield _whole(article, rows)


def _whole(article: str, rows: _Rows) -> Stored:
    row: Mapping[str, Any] | None = None
    records: list[Record] = []
    texts: dict[str, StoredText | None] = {}
    for _, what, values in rows:
        match what:
            case "articles":
                names = (column.name for column in ARTICLES.columns)
                row = dict(zip(names, values, strict=True))
            case "events":
                records.append(record_of(values))
            case _:
                texts[values[0]] = _stored(values)
    return Stored(article=article, row=row, records=tuple(records), texts=texts)


def _rows(database: Database, what: str) -> _Rows:
    """Read a table by its key, each row with the article that it is of."""
    article, second = "", _FIRST[what]
    while True:
        with database.reading() as tx:
            tx.cursor.execute(
                _statement(tx.dialect, what),
                {"article": article, "second": second, "most": _PAGE},
            )
            rows = tx.cursor.fetchall()
        yield from ((row[0], what, row[2:]) for row in rows)
        if len(rows) < _PAGE:
            return
        article, second = rows[-1][:2]


@cache
def _statement(dialect: Dialect, what: str) -> str:
    match what:
        case "articles":
            key, columns = (ARTICLES.c.id, ARTICLES.c.position), tuple(ARTICLES.c)
        case "events":
            key, columns = (EVENTS.c.article, EVENTS.c.position), RECORD
        case _:
            key, columns = (CONTENTS.c.article, CONTENTS.c.digest), _TEXT
    number = Text if what == "texts" else Integer
    past = tuple_(*key) > tuple_(param("article"), param("second", number))
    listed = select(*_apart(key), *columns).where(past).order_by(*key)
    return compiled(listed.limit(param("most", Integer)).offset(ZERO), dialect)


def _apart(key: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(column.label(f"key_{at}") for at, column in enumerate(key))
