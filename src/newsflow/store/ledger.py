"""The ledger in SQL: whose turn it is, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..ports import Delivery, Operation, Outcome, Status
from ._ledger_columns import delivery_of
from .claiming import (
    Lease,
    claim_one,
    claim_several,
    hold_lane,
    in_time,
    room_left,
)
from .database import Database, repeated
from .settling import plain, settle, settle_several


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

    @repeated
    def claim(self, delivery: int, lease: Lease) -> Delivery | None:
        """Lease a delivery; None when it is not its turn, or somebody else has it."""
        if lease.rate is None and not self.database.locks:
            with self.database.at_once() as tx:
                return claim_one(tx, delivery, lease)
        with self.database.writing() as tx:
            row = tx.one("place_of", id=delivery)
            if row is None:
                return None
            article, channel = row
            if lease.limited:
                hold_lane(tx, channel)
            tx.hold(article)
            return claim_one(tx, delivery, lease)

    @repeated
    def claim_batch(
        self, channel: str, lease: Lease, *, most: int
    ) -> tuple[Delivery, ...]:
        """Lease up to *most* deliveries of a channel, the longest due first."""
        if not lease.limited and not self.database.locks:
            with self.database.at_once() as tx:
                return claim_several(tx, channel, lease, most)
        with self.database.writing() as tx:
            if lease.limited:
                hold_lane(tx, channel)
            most = room_left(tx, channel, lease, most)
            claimed = claim_several(tx, channel, lease, most)
            return tuple(one for one in claimed if in_time(tx, one, lease))

    @repeated
    def give_back(self, delivery: Delivery, *, now: str) -> None:
        """Let a lease go without having tried."""
        with self.database.writing() as tx:
            tx.run("give_back", id=delivery.id, token=delivery.token, now=now)

    def held_at(self, delivery: Delivery, *, now: str) -> int | None:
        """Give the position of the article by now; None if the lease is not ours."""
        with self.database.reading() as tx:
            row = tx.one("still_held", id=delivery.id, token=delivery.token, now=now)
        return None if row is None else int(row[0])

    @repeated
    def settle(self, delivery: Delivery, outcome: Outcome) -> Status | None:
        """Record how a leased delivery went; None if the lease was lost meanwhile.

        What failed and would be due again is superseded, if something newer is
        recorded for the channel; what nobody knows the end of, if the story was taken
        down.
        """
        if plain(delivery, outcome) and not self.database.locks:
            with self.database.at_once() as tx:
                return settle(tx, delivery, outcome)
        with self.database.writing() as tx:
            tx.hold(delivery.article)
            return settle(tx, delivery, outcome)

    @repeated
    def settle_batch(
        self, ended: Sequence[tuple[Delivery, Outcome]]
    ) -> tuple[Status | None, ...]:
        """Record how several deliveries went, in one transaction."""
        with self.database.writing() as tx:
            tx.hold_all(delivery.article for delivery, _ in ended)
            return settle_several(tx, ended)

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

    def taken(
        self, channel: str, *, most: int = 500
    ) -> Iterator[tuple[str, int, Operation, str]]:
        """Give all that a channel has taken: article, sequence, operation, reference.

        It is in the order of articles and sequences, and read in pages of *most*.
        """
        article, sequence = "", 0
        while True:
            with self.database.reading() as tx:
                rows = tx.all(
                    "taken",
                    channel=channel,
                    after_article=article,
                    after_sequence=sequence,
                    most=most,
                )
            for row in rows:
                yield row[0], row[1], Operation(row[2]), row[3] or ""
            if len(rows) < most:
                return
            article, sequence = rows[-1][0], rows[-1][1]

    def taken_stories(self, channel: str) -> int:
        """Count the stories of which a channel has ever taken anything."""
        with self.database.reading() as tx:
            return int(tx.one("taken_stories", channel=channel)[0])

    def under_way(self, channel: str, *, now: str) -> int:
        """Count the deliveries that somebody is making to a channel."""
        with self.database.reading() as tx:
            return int(tx.one("under_way", channel=channel, now=now)[0])
