"""The statements that write deliveries down, and end what they make pointless."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Integer, case, func, insert, select, update

from ._parts import ONE, ZERO, one_of, param, word
from .schema import DELIVERIES

RECORDED = (
    "channel",
    "sequence",
    "operation",
    "status",
    "settled",
)
"""The columns that differ from channel to channel."""


def record_statements() -> Mapping[str, Any]:
    """Write the fixed ones, by name."""
    mine = DELIVERIES.c.article == param("article")
    unsent = case((DELIVERIES.c.status == word("due"), ONE), else_=ZERO)
    correct = case((DELIVERIES.c.operation == word("correct"), ONE), else_=ZERO)
    return {
        "streams": select(
            DELIVERIES.c.channel,
            func.max(DELIVERIES.c.sequence),
            func.max(DELIVERIES.c.attempts),
            func.max(unsent * correct),
        )
        .where(mine)
        .group_by(DELIVERIES.c.channel)
        .order_by(func.min(DELIVERIES.c.id)),
        "supersede": update(DELIVERIES)
        .where(mine, one_of(DELIVERIES.c.status, "due", "parked"))
        .values(status=word("superseded"), settled=param("now")),
        "supersede_at": update(DELIVERIES)
        .where(mine, DELIVERIES.c.channel == param("channel"))
        .where(one_of(DELIVERIES.c.status, "due", "parked"))
        .values(status=word("superseded"), settled=param("now")),
        "hurry": update(DELIVERIES)
        .where(mine, DELIVERIES.c.status == word("due"))
        .where(DELIVERIES.c.due > param("now"))
        .values(due=param("now")),
        "repair": _repair(),
    }


@cache
def recording(dialect: Dialect, count: int) -> str:
    """Write the statement that records *count* deliveries of one article at once.

    Each column that differs has its number in the parameter's name: ``channel_0`` …
    """
    rows = [
        {
            "article": param("article"),
            "version": param("version", Integer),
            "content": param("content"),
            "attempts": ZERO,
            "unsure": ZERO,
            "due": param("now"),
            "created": param("now"),
            **{
                name: param(f"{name}_{number}", DELIVERIES.c[name].type.__class__)
                for name in RECORDED
            },
        }
        for number in range(count)
    ]
    statement = (
        insert(DELIVERIES)
        .values(rows)
        .returning(DELIVERIES.c.id, DELIVERIES.c.channel, DELIVERIES.c.status)
    )
    return str(statement.compile(dialect=dialect))


def _repair() -> Any:
    """Record once more what readers have in part: only if nothing newer is recorded."""
    columns = (
        "article channel sequence operation version content "
        "status attempts unsure due created"
    )
    this, newest = DELIVERIES.alias("this"), DELIVERIES.alias("newest")
    last = (
        select(func.max(newest.c.sequence))
        .where(newest.c.article == this.c.article, newest.c.channel == this.c.channel)
        .scalar_subquery()
    )
    row = select(
        this.c.article,
        this.c.channel,
        this.c.sequence + ONE,
        word("update"),
        this.c.version,
        this.c.content,
        word("due"),
        ZERO,
        ZERO,
        param("due"),
        param("now"),
    ).where(this.c.id == param("id", Integer), this.c.sequence == last)
    return insert(DELIVERIES).from_select(columns.split(), row)
