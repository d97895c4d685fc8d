"""The ledger in SQL: whose turn it is, and what came of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import attrs

from ..model.times import instant_of, stamp
from ..ports import Capabilities, Delivery, Operation, Outcome, RateLimit, Status
from ._ledger_columns import delivery_of
from .database import Database, Transaction

_REPAIR = timedelta(seconds=5)
"""After what a delivery is made once more that readers have in part only."""

_LANE = (
    "ready",
    "paused_until",
    "frozen_at",
    "frozen_by",
    "frozen_why",
    "frozen_removals",
)


@attrs.frozen(kw_only=True)
class Lease:
    """Who takes a delivery: a fencing *token*, from *now* until *until*.

    *together* is how many may be under way to the channel, 0 for any number; *rate* how
    fast they may follow each other.
    """

    token: str
    now: str
    until: str
    together: int = 0
    rate: RateLimit | None = None

    @classmethod
    def of(
        cls, capabilities: Capabilities, *, token: str, now: str, until: str
    ) -> Lease:
        """Take the limits of a channel."""
        together = capabilities.together or 0
        return cls(
            token=token, now=now, until=until, together=together, rate=capabilities.rate
        )

    @property
    def limited(self) -> bool:
        """Whether the channel as a whole has to be looked at."""
        return self.together > 0 or self.rate is not None


class Ledger:
    """Claims and settles deliveries."""

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
            yield from map(delivery_of, rows)
            if len(rows) < most:
                return
            due, identifier = rows[-1][9], rows[-1][0]

    def due_channels(self, *, now: str) -> tuple[str, ...]:
        """Name the channels for which something is due."""
        with self.database.reading() as tx:
            return tuple(row[0] for row in tx.all("due_channels", now=now))

    def next_due(self) -> str | None:
        """Tell when the next delivery is due, if there is one."""
        with self.database.reading() as tx:
            row = tx.one("next_due")
        return None if row is None else row[0]

    def claim(self, delivery: int, lease: Lease) -> Delivery | None:
        """Lease a delivery; None when it is not its turn, or somebody else has it."""
        if lease.rate is None and not self.database.locks:
            with self.database.at_once() as tx:
                return _claimed(tx, delivery, lease)
        with self.database.writing() as tx:
            row = tx.one("place_of", id=delivery)
            if row is None:
                return None
            article, channel = row
            if lease.limited:
                hold_lane(tx, channel)
            tx.hold(article)
            return _claimed(tx, delivery, lease)

    def claim_batch(
        self, channel: str, lease: Lease, *, most: int
    ) -> tuple[Delivery, ...]:
        """Lease up to *most* deliveries of a channel, the longest due first."""
        if not lease.limited and not self.database.locks:
            with self.database.at_once() as tx:
                return _claimed_batch(tx, channel, lease, most)
        with self.database.writing() as tx:
            if lease.limited:
                hold_lane(tx, channel)
            most = _room(tx, channel, lease, most)
            claimed = _claimed_batch(tx, channel, lease, most)
            return tuple(one for one in claimed if _in_time(tx, one, lease))

    def give_back(self, delivery: Delivery, *, now: str) -> None:
        """Let a lease go without having tried."""
        with self.database.writing() as tx:
            tx.run("give_back", id=delivery.id, token=delivery.token, now=now)

    def held_at(self, delivery: Delivery, *, now: str) -> int | None:
        """Give the position of the article by now; None if the lease is not ours."""
        with self.database.reading() as tx:
            row = tx.one("still_held", id=delivery.id, token=delivery.token, now=now)
        return None if row is None else int(row[0])

    def settle(self, delivery: Delivery, outcome: Outcome) -> Status | None:
        """Record how a leased delivery went; None if the lease was lost meanwhile.

        What failed and would be due again is superseded, if something newer is
        recorded for the channel; what nobody knows the end of, if the story was taken
        down.
        """
        if _plain(delivery, outcome) and not self.database.locks:
            with self.database.at_once() as tx:
                return _settled(tx, delivery, outcome)
        with self.database.writing() as tx:
            tx.hold(delivery.article)
            return _settled(tx, delivery, outcome)

    def settle_batch(
        self, ended: Sequence[tuple[Delivery, Outcome]]
    ) -> tuple[Status | None, ...]:
        """Record how several deliveries went, in one transaction."""
        with self.database.writing() as tx:
            for article in sorted({delivery.article for delivery, _ in ended}):
                tx.hold(article)
            return tuple(_settled(tx, *one) for one in ended)

    def previous(self, article: str, channel: str) -> Delivery | None:
        """Give the last delivery of an article that a channel took."""
        with self.database.reading() as tx:
            row = tx.one("previous", article=article, channel=channel)
        return None if row is None else delivery_of(row)

    def went_past(self, delivery: Delivery) -> bool:
        """Tell whether something older was sent of which nobody knows the end."""
        with self.database.reading() as tx:
            row = tx.one(
                "went_past",
                article=delivery.article,
                channel=delivery.channel,
                sequence=delivery.sequence,
            )
        return row is not None

    def shelf(self, channel: str) -> Iterator[tuple[str, int]]:
        """Name the articles that a channel shows, newest first, and where each stands.

        The number is the position of the article at this very moment.
        """
        with self.database.reading() as tx:
            rows = tx.all("shelf", channel=channel)
        yield from ((row[0], row[1]) for row in rows)


def hold_lane(tx: Transaction, channel: str) -> None:
    """Keep others from claiming for a channel, or changing its lane, until the end."""
    tx.run("add_lane", channel=channel, **dict.fromkeys(_LANE))
    tx.hold_lane(channel)


def _claimed(tx: Transaction, delivery: int, lease: Lease) -> Delivery | None:
    row = tx.one(
        "claim",
        id=delivery,
        token=lease.token,
        now=lease.now,
        lease_until=lease.until,
        together=lease.together,
    )
    if row is None:
        return None
    claimed = delivery_of(row)
    return claimed if _in_time(tx, claimed, lease) else None


def _room(tx: Transaction, channel: str, lease: Lease, most: int) -> int:
    """Tell how many more may be under way to a channel."""
    if lease.together == 0:
        return most
    row = tx.one("under_way", channel=channel, now=lease.now)
    return min(most, max(0, lease.together - int(row[0])))


def _claimed_batch(
    tx: Transaction, channel: str, lease: Lease, most: int
) -> tuple[Delivery, ...]:
    wanted: dict[str, Any] = {"channel": channel, "now": lease.now, "most": most}
    if "hold_batch" in tx.sql:
        wanted = {
            "now": lease.now,
            "ids": [row[0] for row in tx.all("hold_batch", **wanted)],
        }
    rows = tx.all("claim_batch", **wanted, token=lease.token, lease_until=lease.until)
    return tuple(sorted(map(delivery_of, rows), key=_longest_due))


def _longest_due(claimed: Delivery) -> tuple[str, int]:
    return claimed.due, claimed.id


def _in_time(tx: Transaction, claimed: Delivery, lease: Lease) -> bool:
    """Keep to the rate of a channel; if it is too early yet, let the delivery go.

    This is the generic cell rate algorithm (ITU-T I.371): the lane is ready again one
    spacing after its last delivery, and a burst may run ahead of that.
    """
    rate = lease.rate
    if rate is None:
        return True
    (ready_at, _) = tx.one("lane", channel=claimed.channel)
    now = instant_of(lease.now)
    ready = max(instant_of(ready_at), now) if ready_at else now
    ahead = rate.spacing * (rate.burst - 1)
    if ready - now > ahead:
        early = stamp(ready - ahead)
        tx.run("give_back", id=claimed.id, token=claimed.token, now=early)
        return False
    tx.run("move_lane", channel=claimed.channel, ready=stamp(ready + rate.spacing))
    return True


def _plain(delivery: Delivery, outcome: Outcome) -> bool:
    """Tell that one statement will do: delivered whole, and nothing taken down."""
    if outcome.status is not Status.DELIVERED or delivery.operation.removes:
        return False
    return outcome.receipt is not None and outcome.receipt.degraded is None


def _settled(tx: Transaction, delivery: Delivery, outcome: Outcome) -> Status | None:
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
