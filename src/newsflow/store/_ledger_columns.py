"""What is read of a delivery, and how a row becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..ports import Delivery, Operation, Receipt, Status
from .schema import DELIVERIES

DELIVERY = (
    DELIVERIES.c.id,
    DELIVERIES.c.article,
    DELIVERIES.c.channel,
    DELIVERIES.c.sequence,
    DELIVERIES.c.operation,
    DELIVERIES.c.version,
    DELIVERIES.c.content,
    DELIVERIES.c.status,
    DELIVERIES.c.attempts,
    DELIVERIES.c.due,
    DELIVERIES.c.reference,
    DELIVERIES.c.url,
    DELIVERIES.c.sha256,
    DELIVERIES.c.renderer,
    DELIVERIES.c.degraded,
    DELIVERIES.c.error,
    DELIVERIES.c.token,
    DELIVERIES.c.lease_until,
    DELIVERIES.c.unsure,
    DELIVERIES.c.created,
    DELIVERIES.c.settled,
)


def delivery_of(row: Sequence[Any]) -> Delivery:
    """Make a delivery out of the columns in the order of :data:`DELIVERY`."""
    return Delivery(
        id=row[0],
        article=row[1],
        channel=row[2],
        sequence=row[3],
        operation=Operation(row[4]),
        version=row[5],
        content=row[6],
        status=Status(row[7]),
        attempts=row[8],
        due=row[9],
        receipt=_receipt(row),
        error=row[15],
        token=row[16],
        lease_until=row[17],
        unsure=bool(row[18]),
        created=row[19],
        settled=row[20],
    )


def _receipt(row: Sequence[Any]) -> Receipt | None:
    if row[10] is None:
        return None
    return Receipt(
        reference=row[10],
        url=row[11],
        sha256=row[12],
        renderer=row[13],
        degraded=row[14],
    )
