"""Lists of articles: by state, section, person, due date, words; paged by keyset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs
from sqlalchemy import Dialect, Integer, Text, and_, bindparam, exists, or_, select

from ._parts import ZERO
from .database import Database
from .schema import ARTICLES, EVENTS
from .statements import compiled


@attrs.frozen(kw_only=True)
class Search:
    """What to look for; what is None does not matter.

    *person* has taken a step in the history; *text* occurs in the headline, whatever
    the case; *due_before* and *expires_before* are instants as stored text. *after* is
    the place where the page before ended: update time and id of its last row.
    """

    state: str | None = None
    state_kind: str | None = None
    section: str | None = None
    person: str | None = None
    text: str | None = None
    due_before: str | None = None
    expires_before: str | None = None
    live: bool | None = None
    after: tuple[str, str] | None = None
    limit: int = 50


@attrs.frozen(kw_only=True)
class Row:
    """One article in a list: what a desk looks at before it opens a story."""

    id: str
    headline: str
    state: str
    live: int | None
    section: str | None
    kind: str
    language: str
    slug: str | None
    embargo: str | None
    expires: str | None
    due: str | None
    position: int
    created: str
    updated: str

    @property
    def place(self) -> tuple[str, str]:
        """Where a next page goes on after this row."""
        return self.updated, self.id


_AS_THEY_ARE = (
    "state",
    "state_kind",
    "section",
    "person",
    "due_before",
    "expires_before",
)
ROW = tuple(ARTICLES.c[field.name] for field in attrs.fields(Row))


def search(database: Database, wanted: Search) -> tuple[Row, ...]:
    """List articles, the latest updated first."""
    with database.reading() as tx:
        tx.cursor.execute(*query(tx.dialect, wanted))
        rows = tx.cursor.fetchall()
    return tuple(map(row_of, rows))


def row_of(row: Sequence[Any]) -> Row:
    """Make a row of a list out of its columns."""
    names = (field.name for field in attrs.fields(Row))
    return Row(**dict(zip(names, row, strict=True)))


def query(dialect: Dialect, wanted: Search) -> tuple[str, Mapping[str, Any]]:
    """Give the statement that looks for it, and the parameters."""
    parameters = dict(_parameters(wanted))
    filters = frozenset(parameters) - {"most", "after_id"}
    return _statement(dialect, filters), parameters


def _parameters(wanted: Search) -> Iterator[tuple[str, Any]]:
    for name in _AS_THEY_ARE:
        value = getattr(wanted, name)
        if value is not None:
            yield name, value
    if wanted.text:
        yield "text", f"%{_escaped(wanted.text.casefold())}%"
    if wanted.live is not None:
        yield "live" if wanted.live else "dark", 1
    if wanted.after is not None:
        yield "after_updated", wanted.after[0]
        yield "after_id", wanted.after[1]
    yield "most", max(1, min(wanted.limit, 500))


def _escaped(text: str) -> str:
    # Not with a backslash: in a literal, our two databases do not read it alike.
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


@cache
def _statement(dialect: Dialect, filters: frozenset[str]) -> str:
    clauses = [_FILTERS[name]() for name in sorted(filters)]
    return compiled(
        select(*ROW)
        .where(*clauses)
        .order_by(ARTICLES.c.updated.desc(), ARTICLES.c.id)
        .limit(_p("most", Integer))
        .offset(ZERO),
        dialect,
    )


def _p(name: str, kind: Any = Text) -> Any:
    return bindparam(name, type_=kind(), required=False)


def _by_person() -> Any:
    return exists().where(
        EVENTS.c.article == ARTICLES.c.id, EVENTS.c.actor == _p("person")
    )


def _further() -> Any:
    updated, at = ARTICLES.c.updated, _p("after_updated")
    return or_(updated < at, and_(updated == at, ARTICLES.c.id > _p("after_id")))


_FILTERS: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {
        "state": lambda: ARTICLES.c.state == _p("state"),
        "state_kind": lambda: ARTICLES.c.state_kind == _p("state_kind"),
        "section": lambda: ARTICLES.c.section == _p("section"),
        "person": _by_person,
        "text": lambda: ARTICLES.c.headline_key.like(_p("text"), escape="!"),
        "due_before": lambda: ARTICLES.c.due <= _p("due_before"),
        "expires_before": lambda: ARTICLES.c.expires <= _p("expires_before"),
        "live": lambda: ARTICLES.c.live.is_not(None),
        "dark": lambda: ARTICLES.c.live.is_(None),
        "after_updated": _further,
    }
)
