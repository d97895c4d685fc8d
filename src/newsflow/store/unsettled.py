"""Deliveries that have not ended well, over all articles, in one statement."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Dialect, or_, select

from ..ports import Delivery
from ._ledger_columns import DELIVERY, delivery_of
from ._parts import param, word
from .database import Database
from .schema import DELIVERIES, WELL
from .statements import compiled


def unsettled(
    database: Database, *, before: str | None = None, failing: bool = False
) -> tuple[Delivery, ...]:
    """List the deliveries that wait, fail or were given up, oldest first.

    Those that are due until the instant *before*, as stored text; with *failing*, those
    alone that a channel has refused or could not do.
    """
    bound = {} if before is None else {"before": before}
    with database.reading() as tx:
        tx.cursor.execute(_statement(tx.dialect, before is not None, failing), bound)
        return tuple(map(delivery_of, tx.cursor.fetchall()))


@cache
def _statement(dialect: Dialect, bounded: bool, failing: bool) -> str:  # noqa: FBT001 - two of each are built
    status, wanted = DELIVERIES.c.status, []
    if bounded:
        wanted.append(DELIVERIES.c.due <= param("before"))
    if failing:
        wanted.append(or_(DELIVERIES.c.error.is_not(None), status == word("dead")))
    listed = select(*DELIVERY).where(status.not_in(map(word, WELL)), *wanted)
    return compiled(listed.order_by(DELIVERIES.c.id), dialect)
