"""Settling: what an attempt leaves in the ledger."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from ..model.times import instant_of, stamp
from ..ports import Delivery, Operation, Outcome, Status
from ._ledger_claim import RECEIVED
from .database import Transaction

_REPAIR = timedelta(seconds=5)
"""After what a delivery is made once more that readers have in part only."""


def plain(delivery: Delivery, outcome: Outcome) -> bool:
    """Tell that one statement will do: delivered whole, and nothing taken down."""
    if outcome.status is not Status.DELIVERED or delivery.operation.removes:
        return False
    return outcome.receipt is not None and outcome.receipt.degraded is None


def settle(tx: Transaction, delivery: Delivery, outcome: Outcome) -> Status | None:
    """Record an outcome, and what follows from it; None if the lease is not ours."""
    receipt = outcome.receipt
    row = tx.one(
        "settle",
        id=delivery.id,
        token=delivery.token,
        status=outcome.status.value,
        due=outcome.due,
        reference=receipt.reference if receipt else None,
        url=receipt.url if receipt else None,
        sha256=receipt.sha256 if receipt else None,
        renderer=receipt.renderer if receipt else None,
        degraded=receipt.degraded if receipt else None,
        error=outcome.error,
        settled=outcome.at if outcome.status.ended else None,
    )
    if row is None:
        return None
    status = Status(row[0])
    if status is not Status.DELIVERED:
        _not_delivered(tx, delivery, outcome, status)
    elif delivery.operation.removes:
        tx.run("end_older", **_place(delivery), now=outcome.at)
    elif receipt is not None and receipt.degraded is not None:
        again = stamp(instant_of(outcome.at) + _REPAIR)
        tx.run("repair", id=delivery.id, due=again, now=outcome.at)
    return status


def settle_several(
    tx: Transaction, ended: Sequence[tuple[Delivery, Outcome]]
) -> tuple[Status | None, ...]:
    """Record several outcomes; those of deliveries that went well in one statement.

    That is for PostgreSQL, where each statement is a way to the server and back.
    """
    if "settle_delivered" not in tx.sql:
        return tuple(settle(tx, *one) for one in ended)
    whole = [one for one in ended if plain(*one)]
    told = settle_delivered(tx, whole) if whole else frozenset()
    return tuple(
        _whole(delivery, told) if plain(delivery, outcome) else settle(tx, *one)
        for one in ended
        for delivery, outcome in (one,)
    )


def _whole(delivery: Delivery, told: frozenset[int]) -> Status | None:
    return Status.DELIVERED if delivery.id in told else None


def settle_delivered(
    tx: Transaction, ended: Sequence[tuple[Delivery, Outcome]]
) -> frozenset[int]:
    """Record what was delivered whole; the ids of those whose lease was ours."""
    told: dict[str, list[Any]] = {f"{name}s": [] for name in ("id", *RECEIVED)}
    for delivery, outcome in ended:
        receipt = outcome.receipt
        told["ids"].append(delivery.id)
        told["tokens"].append(delivery.token)
        told["dues"].append(outcome.due)
        told["settleds"].append(outcome.at)
        for name in ("reference", "url", "sha256", "renderer"):
            told[f"{name}s"].append(getattr(receipt, name))
    return frozenset(row[0] for row in tx.all("settle_delivered", **told))


def _not_delivered(
    tx: Transaction, delivery: Delivery, outcome: Outcome, status: Status
) -> None:
    tx.run(
        "add_attempt",
        delivery=delivery.id,
        number=delivery.attempts,
        at=outcome.at,
        outcome=status.value,
        error=outcome.error,
    )
    if status is Status.SUPERSEDED and delivery.operation is Operation.CORRECT:
        tx.run("escalate", **_place(delivery))
    if status is Status.DEAD and outcome.payload is not None:
        tx.run("drop_payload", id=delivery.id)
        tx.run(
            "add_payload",
            delivery=delivery.id,
            media_type=outcome.payload.media_type,
            body=b64encode(outcome.payload.data).decode(),
        )


def _place(delivery: Delivery) -> dict[str, Any]:
    return {
        "article": delivery.article,
        "channel": delivery.channel,
        "sequence": delivery.sequence,
    }
