"""What is told of deliveries, and how a person moves them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable

from ..errors import LedgerError, NotFoundError
from ..ports import Attempt, Delivery, Freeze, Receipt, Rendition, Status
from ._ledger_columns import delivery_of
from .claiming import hold_lane
from .database import Database, Transaction, repeated


class Deliveries:
    """Tells of deliveries, over one article or all; redrives, resolves, freezes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, article: str) -> tuple[Delivery, ...]:
        """List every delivery of an article, oldest first."""
        return self._listed("deliveries", article=article)

    def in_trouble(self) -> tuple[Delivery, ...]:
        """List what is dead, unknown, parked, or waits for a person."""
        return self._listed("in_trouble")

    def showing_other(self) -> tuple[Delivery, ...]:
        """List the copies, over all articles, that are not of the live version."""
        return self._listed("showing_other")

    def shown_at(self, channel: str, until: str) -> tuple[Delivery, ...]:
        """List what a channel had last taken of each article at an instant."""
        return self._listed("receipts_until", channel=channel, until=until)

    def one(self, delivery: int) -> Delivery:
        """Find a delivery.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self.database.reading() as tx:
            row = tx.one("delivery", id=delivery)
        if row is None:
            kind = "delivery"
            raise NotFoundError(kind, str(delivery))
        return delivery_of(row)

    def attempts(self, delivery: Delivery) -> tuple[Attempt, ...]:
        """List the attempts at a delivery, the one that ended it included."""
        with self.database.reading() as tx:
            rows = tx.all("attempts", id=delivery.id)
        found = tuple(
            Attempt(number=row[0], at=row[1], outcome=Status(row[2]), error=row[3])
            for row in rows
        )
        by_hand = bool(found) and found[-1].outcome is Status.DELIVERED
        if delivery.status is not Status.DELIVERED or by_hand:
            return found
        last = Attempt(
            number=delivery.attempts,
            at=delivery.settled or delivery.due,
            outcome=Status.DELIVERED,
            error=None,
        )
        return (*found, last)

    def payload(self, delivery: Delivery) -> Rendition | None:
        """Give what a dead letter held; None if it is not kept."""
        with self.database.reading() as tx:
            row = tx.one("payload", id=delivery.id)
        return (
            None
            if row is None
            else Rendition(media_type=row[0], data=b64decode(row[1]))
        )

    @repeated
    def redrive(self, delivery: int, *, now: str) -> Delivery:
        """Make a delivery due again, under the same key.

        Raises:
            NotFoundError: there is none of that id.
            LedgerError: it has not failed, or something newer has overtaken it.
        """
        with self.database.writing() as tx:
            before = _held(tx, delivery)
            row = tx.one("redrive", id=delivery, now=now)
            if row is None:
                raise LedgerError(before.key, _why_not(before))
            tx.run("drop_payload", id=delivery)
        return delivery_of(row)

    @repeated
    def resolve(
        self,
        delivery: int,
        status: Status,
        *,
        now: str,
        note: str,
        receipt: Receipt | None = None,
    ) -> Delivery:
        """End a delivery as a person has found it: delivered, or dead.

        Raises:
            NotFoundError: there is none of that id.
            LedgerError: it waits for no person.
        """
        with self.database.writing() as tx:
            before = _held(tx, delivery)
            row = tx.one(
                "resolve",
                id=delivery,
                status=status.value,
                now=now,
                reference=receipt.reference if receipt else None,
                url=receipt.url if receipt else None,
            )
            if row is None:
                reason = f"it is {before.status.value} and waits for no person"
                raise LedgerError(before.key, reason)
            tx.run(
                "add_attempt",
                delivery=delivery,
                number=before.attempts,
                at=now,
                outcome=status.value,
                error=note,
            )
        return delivery_of(row)

    @repeated
    def freeze(self, frozen: Freeze) -> None:
        """Hold a channel, or all of them."""
        with self.database.writing() as tx:
            hold_lane(tx, frozen.channel)
            tx.run(
                "freeze_lane",
                channel=frozen.channel,
                frozen_at=frozen.at,
                frozen_by=frozen.by,
                frozen_why=frozen.reason,
                frozen_removals=int(frozen.removals),
            )

    @repeated
    def thaw(self, channel: str) -> None:
        """Let a channel, or all that are frozen as a whole, go on."""
        with self.database.writing() as tx:
            hold_lane(tx, channel)
            gone = dict.fromkeys(
                ("frozen_at", "frozen_by", "frozen_why", "frozen_removals")
            )
            tx.run("freeze_lane", channel=channel, **gone)

    def frozen(self) -> tuple[Freeze, ...]:
        """List what is frozen; the empty name stands for every channel."""
        with self.database.reading() as tx:
            rows = tx.all("frozen")
        return tuple(
            Freeze(
                channel=row[0],
                at=row[1],
                by=row[2],
                reason=row[3],
                removals=row[4] == 1,
            )
            for row in rows
        )

    @repeated
    def pause(self, channel: str, *, until: str) -> None:
        """Let nothing go to a channel until an instant: its receiver has had enough."""
        with self.database.writing() as tx:
            hold_lane(tx, channel)
            tx.run("pause_lane", channel=channel, until=until)

    def _listed(self, statement: str, **parameters: str) -> tuple[Delivery, ...]:
        with self.database.reading() as tx:
            return tuple(map(delivery_of, tx.all(statement, **parameters)))


def failed_between(
    deliveries: Iterable[Delivery],
    *,
    channel: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[Delivery, ...]:
    """Choose among deliveries those of a channel, that ended in a range of time."""
    return tuple(
        one
        for one in deliveries
        if channel in {None, one.channel}
        and (since is None or (one.settled or one.due) >= since)
        and (until is None or (one.settled or one.due) <= until)
    )


def _held(tx: Transaction, delivery: int) -> Delivery:
    row = tx.one("delivery", id=delivery)
    if row is None:
        kind = "delivery"
        raise NotFoundError(kind, str(delivery))
    found = delivery_of(row)
    tx.hold(found.article)
    return found


def _why_not(delivery: Delivery) -> str:
    if delivery.status in {Status.DEAD, Status.PARKED, Status.NEEDS_HUMAN}:
        return (
            "something newer has gone out to the channel, or takes the story down; "
            "an older version is never sent after it"
        )
    return (
        f"it is {delivery.status.value}; only what is dead, parked or waits for a "
        "person can be sent again"
    )
