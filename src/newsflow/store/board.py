"""What the board asks: so many statements, each for so many rows, however many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Dialect,
    Integer,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from ..events.chain import Record
from ..ports import Delivery, Status
from ._ledger_columns import DELIVERY, delivery_of
from ._ledger_tell import outdated_by, shown_later
from ._parts import ZERO, one_of, param, word
from .articles import record_of
from .database import Database
from .desk import Lock
from .schema import ARTICLES, DELIVERIES, EVENTS, LOCKS, WELL
from .search import ROW, Row, row_of
from .statements import RECORD, compiled

_AT_ONCE = 200
"""How many articles one statement asks for; more are asked for in several."""

_LATEST = 10_000
"""How many deliveries that have not ended well are looked through, the latest ones."""

_OVER = ("Scheduled", "Unscheduled", "Revised", "SentBack", "Submitted", "Published")
"""The events after which a schedule that failed is nobody's task any more."""


def ids(database: Database, what: str, *, now: str, most: int) -> tuple[str, ...]:
    """Name articles of one of the lists below, in its order."""
    rows = _asked(database, what, {"now": now, "most": most})
    return tuple(row[0] for row in rows)


def rows_of(database: Database, articles: Iterable[str]) -> Mapping[str, Row]:
    """Read the rows of some articles in the projection."""
    found = map(row_of, _about(database, "rows", articles))
    return {row.id: row for row in found}


def records_of(
    database: Database, articles: Iterable[str]
) -> Mapping[str, tuple[Record, ...]]:
    """Read the whole histories of some articles."""
    found: dict[str, list[Record]] = {}
    for row in _about(database, "records", articles):
        found.setdefault(row[1], []).append(record_of(row))
    return {article: tuple(records) for article, records in found.items()}


def locks_of(
    database: Database, articles: Iterable[str], *, now: str
) -> Mapping[str, Lock]:
    """Read who has locked some articles at an instant."""
    rows = _about(database, "locks", articles)
    locks = (Lock(article=row[0], holder=row[1], until=row[2]) for row in rows)
    return {lock.article: lock for lock in locks if lock.until > now}


def copies_of(database: Database, articles: Iterable[str]) -> tuple[Delivery, ...]:
    """Read of some articles what each channel took last, and whatever came after it."""
    return tuple(map(delivery_of, _about(database, "copies", articles)))


def deliveries(database: Database, what: str, *, most: int) -> tuple[Delivery, ...]:
    """List deliveries of one of the lists below, in its order."""
    return tuple(map(delivery_of, _asked(database, what, {"most": most})))


def unwell(database: Database) -> Mapping[str, Mapping[Status, int]]:
    """Count the deliveries that have not ended well, by channel and status."""
    found: dict[str, dict[Status, int]] = {}
    for channel, status, count in _asked(database, "unwell", {}):
        found.setdefault(channel, {})[Status(status)] = count
    return found


def _asked(database: Database, what: str, bound: Mapping[str, Any]) -> list[Any]:
    with database.reading() as tx:
        tx.cursor.execute(_statement(tx.dialect, what), bound)
        rows: list[Any] = tx.cursor.fetchall()
        return rows


def _about(
    database: Database, what: str, articles: Iterable[str]
) -> Iterator[Sequence[Any]]:
    wanted = sorted(set(articles))
    for start in range(0, len(wanted), _AT_ONCE):
        page = wanted[start : start + _AT_ONCE]
        places = range(_AT_ONCE)
        bound = {f"a{n}": page[n] if n < len(page) else "" for n in places}
        yield from _asked(database, what, bound)


@cache
def _statement(dialect: Dialect, what: str) -> str:
    return compiled(_STATEMENTS[what](), dialect)


def _list(*where: Any, order: Any) -> Any:
    listed = select(ARTICLES.c.id).where(*where).order_by(*order, ARTICLES.c.id)
    return listed.limit(param("most", Integer)).offset(ZERO)


def _in_review() -> Any:
    return ARTICLES.c.state_kind == word("review")


def _refused() -> Any:
    """Find stories in review whose schedule failed, if nobody has gone on with them."""
    failed, later = EVENTS.alias("failed"), EVENTS.alias("later")
    seen_to = exists().where(
        later.c.article == failed.c.article,
        later.c.position > failed.c.position,
        one_of(later.c.type, *_OVER),
    )
    return exists().where(
        failed.c.article == ARTICLES.c.id,
        failed.c.type == word("ScheduleFailed"),
        ~seen_to,
    )


def _among(column: Any) -> Any:
    return column.in_([param(f"a{number}") for number in range(_AT_ONCE)])


def _listed(where: Any, *order: Any) -> Any:
    listed = select(*DELIVERY).where(where).order_by(*order)
    return listed.limit(param("most", Integer)).offset(ZERO)


def _outdated() -> Any:
    """Find the copies that are not of the live version, by what did not go well.

    A newer delivery is on its way there, or did not arrive: else the copy would be of
    the live version. So only the few that have not ended well are looked through.
    """
    badly = DELIVERIES.alias("badly")
    near = (
        select(badly.c.article, badly.c.channel)
        .where(badly.c.status.not_in(map(word, WELL)))
        .order_by(badly.c.id.desc())
        .limit(literal_column(str(_LATEST), Integer))
        .offset(ZERO)
        .subquery("near")
    )
    live = select(func.coalesce(ARTICLES.c.live, ZERO)).where(
        ARTICLES.c.id == DELIVERIES.c.article
    )
    return (
        select(*DELIVERY)
        .distinct()
        .join(
            near,
            and_(
                near.c.article == DELIVERIES.c.article,
                near.c.channel == DELIVERIES.c.channel,
            ),
        )
        .where(DELIVERIES.c.status == word("delivered"))
        .where(~shown_later(DELIVERIES), outdated_by(live.scalar_subquery()))
        .order_by(DELIVERIES.c.settled, DELIVERIES.c.id)
        .limit(param("most", Integer))
        .offset(ZERO)
    )


def _troubles() -> Any:
    bad = one_of(DELIVERIES.c.status, "dead", "unknown", "needs_human", "parked")
    # What SQLite has an index for is said in the very words of the index.
    unwell = DELIVERIES.c.status.not_in(map(word, WELL))
    return _listed(and_(bad, unwell), DELIVERIES.c.id.desc())


def _last_copies() -> Any:
    where = or_(~shown_later(DELIVERIES), DELIVERIES.c.settled.is_(None))
    among = select(*DELIVERY).where(_among(DELIVERIES.c.article), where)
    return among.order_by(DELIVERIES.c.id)


def _unwell() -> Any:
    channel, status = DELIVERIES.c.channel, DELIVERIES.c.status
    counted = select(channel, status, func.count())
    unwell = counted.where(status.not_in(map(word, WELL)))
    return unwell.group_by(channel, status).order_by(channel, status)


_STATEMENTS: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {
        "waiting": lambda: _list(_in_review(), order=(ARTICLES.c.updated,)),
        "refused": lambda: _list(
            _in_review(), _refused(), order=(ARTICLES.c.updated.desc(),)
        ),
        "scheduled": lambda: _list(
            ARTICLES.c.due.is_not(None), order=(ARTICLES.c.due,)
        ),
        "expiring": lambda: _list(
            ARTICLES.c.expires.is_not(None),
            ARTICLES.c.live.is_not(None),
            order=(ARTICLES.c.expires,),
        ),
        "embargoed": lambda: _list(
            ARTICLES.c.embargo > param("now"), order=(ARTICLES.c.embargo,)
        ),
        "live": lambda: _list(
            ARTICLES.c.live.is_not(None), order=(ARTICLES.c.updated.desc(),)
        ),
        "rows": lambda: select(*ROW).where(_among(ARTICLES.c.id)),
        "records": lambda: (
            select(*RECORD)
            .where(_among(EVENTS.c.article))
            .order_by(EVENTS.c.article, EVENTS.c.position)
        ),
        "locks": lambda: select(LOCKS).where(_among(LOCKS.c.article)),
        "copies": _last_copies,
        "recent": lambda: _listed(DELIVERIES.c.id > ZERO, DELIVERIES.c.id.desc()),
        "troubles": _troubles,
        "outdated": _outdated,
        "unwell": _unwell,
    }
)
