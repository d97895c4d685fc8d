"""What is said to PostgreSQL alone: who waits for whom, where an event stands, when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    cast,
    extract,
    func,
    literal_column,
    select,
    update,
)

from ._parts import ONE, ZERO, adding_unless_there, param
from .database import Database
from .schema import ARTICLES, EVENTS, LANES


def holding_statements() -> Mapping[str, Any]:
    """Write the statements, by name; SQLite is told of lanes alone."""
    channel = LANES.c.channel == param("channel")
    waiting = EVENTS.c.cursor < ZERO
    return {
        "hold": select(ARTICLES.c.id)
        .where(ARTICLES.c.id == param("article"))
        .with_for_update(),
        "add_lane": adding_unless_there(LANES),
        "hold_lane": select(LANES.c.channel).where(channel).with_for_update(),
        "turn": select(func.pg_advisory_xact_lock(func.hashtext(param("name")))),
        "now": select(cast(_microseconds(), BigInteger)),
        "waiting": select(EVENTS.c.cursor).where(waiting).limit(ONE).offset(ZERO),
        "place": _place(),
    }


def place_events(database: Database) -> None:
    """Give every committed event that has none its place in the feed.

    On PostgreSQL transactions commit in another order than they began to write, so that
    no number given while writing tells the order in which events become visible. An
    event is therefore written with a negative cursor, and gets its place when the feed
    is next read, by one reader at a time: whatever is committed later comes later.
    On SQLite, with one writer at a time, the cursor is right from the beginning.
    """
    with database.reading() as tx:
        if tx.dialect.name != "postgresql" or tx.one("waiting") is None:
            return
    with database.writing() as tx:
        tx.turn("feed")
        tx.run("place")


def _place() -> Any:
    """Go on from the last place, in the order in which the events were written."""
    last = (
        select(func.coalesce(func.max(EVENTS.c.cursor), ZERO))
        .where(EVENTS.c.cursor > ZERO)
        .scalar_subquery()
    )
    number = func.row_number().over(order_by=EVENTS.c.cursor.desc())
    placed = (
        select(EVENTS.c.cursor.label("waiting"), (last + number).label("place"))
        .where(EVENTS.c.cursor < ZERO)
        .subquery("placed")
    )
    return (
        update(EVENTS)
        .where(EVENTS.c.cursor == placed.c.waiting)
        .values(cursor=placed.c.place)
    )


def _microseconds() -> Any:
    return extract("epoch", func.clock_timestamp()) * literal_column("1000000")
