"""The ledger in SQL: what was to be sent where, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..ports import Delivery, Dispatch, Operation, Outcome, Receipt, Sent, Status
from .database import Database, Transaction


def record_dispatch(
    tx: Transaction, article: str, dispatch: Dispatch | None
) -> tuple[Sent, ...]:
    """Write the deliveries of a step; a removal first ends all that is unsent."""
    if dispatch is None:
        return ()
    operation = dispatch.operation.value
    if not dispatch.version:
        tx.run("supersede", article=article, now=dispatch.at)
        rows = tx.all(
            "record_removals", article=article, operation=operation, now=dispatch.at
        )
        return tuple((row[0], row[1]) for row in rows)
    rows = [
        tx.one(
            "record",
            article=article,
            channel=channel,
            operation=operation,
            version=dispatch.version,
            content=dispatch.content,
            now=dispatch.at,
        )
        for channel in dispatch.channels
    ]
    return tuple((row[0], row[1]) for row in rows)


class Ledger:
    """Claims, settles and tells deliveries."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def overdue(self, *, now: str, most: int = 100) -> Iterator[Delivery]:
        """List what is due, or was leased by someone who never came back.

        It is read in pages of *most*, so that what has to wait bars nothing behind it.
        """
        due, identifier = "", 0
        while True:
            with self.database.reading() as tx:
                rows = tx.all(
                    "overdue", now=now, most=most, after_due=due, after_id=identifier
                )
            yield from map(_delivery, rows)
            if len(rows) < most:
                return
            due, identifier = rows[-1][9], rows[-1][0]

    def claim(
        self, delivery: int, *, token: str, now: str, lease_until: str, alone: bool
    ) -> tuple[Delivery, int] | None:
        """Lease a delivery; None when it is not its turn, or somebody else has it.

        With *alone*, one delivery at a time is made to the channel. The number is the
        position at which the article stands at this very moment.
        """
        with self.database.at_once() as tx:
            row = tx.one(
                "claim",
                id=delivery,
                token=token,
                now=now,
                lease_until=lease_until,
                collective=int(alone),
            )
        return None if row is None else (_delivery(row), row[15])

    def settle(self, delivery: Delivery, outcome: Outcome) -> Status | None:
        """Record how a leased delivery went; None if the lease was lost meanwhile.

        What failed and would be due again is superseded, if the story was taken down.
        """
        receipt = outcome.receipt
        open_again = outcome.status is Status.DUE
        with self.database.writing() as tx:
            settled = tx.one(
                "settle",
                id=delivery.id,
                token=delivery.token,
                status=outcome.status.value,
                due=outcome.due,
                reference=receipt.reference if receipt else None,
                url=receipt.url if receipt else None,
                sha256=receipt.sha256 if receipt else None,
                error=outcome.error,
                settled=None if open_again else outcome.at,
            )
            if settled is None:
                return None
            status = Status(settled[0])
            tx.run(
                "add_attempt",
                delivery=delivery.id,
                number=delivery.attempts,
                at=outcome.at,
                outcome=status.value,
                error=outcome.error,
            )
        return status

    def deliveries(self, article: str) -> tuple[Delivery, ...]:
        """List every delivery of an article, oldest first."""
        with self.database.reading() as tx:
            return tuple(map(_delivery, tx.all("deliveries", article=article)))

    def previous(self, article: str, channel: str) -> Delivery | None:
        """Give the last delivery of an article that a channel took."""
        with self.database.reading() as tx:
            row = tx.one("previous", article=article, channel=channel)
        return None if row is None else _delivery(row)

    def shelf(self, channel: str) -> Iterator[tuple[str, int]]:
        """Name the articles that a channel shows, newest first, and where each stands.

        The number is the position of the article at this very moment.
        """
        with self.database.reading() as tx:
            rows = tx.all("shelf", channel=channel)
        yield from ((row[0], row[1]) for row in rows)


def _delivery(row: Sequence[Any]) -> Delivery:
    reference, url, sha256 = row[10:13]
    receipt = (
        None
        if reference is None
        else Receipt(reference=reference, url=url, sha256=sha256)
    )
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
        receipt=receipt,
        error=row[13],
        token=row[14],
    )
