"""Copies: where stories were sent, what each channel shows, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ..errors import LedgerError, NotFoundError
from ..model.times import stamp
from ..ports import (
    Attempt,
    Capabilities,
    Coverage,
    Delivery,
    Freeze,
    Health,
    Rebuilt,
    Receipt,
    Rendition,
    Status,
    Watched,
)
from ..store.deliveries import failed_between
from ._coverage import coverage_of
from ._office import Office
from ._rebuilding import rebuild
from ._verbs import By, Story, _id


class Copies:
    """What can be asked about the copies of stories, and how a person moves them."""

    _office: Office

    def deliveries(self, story: Story) -> tuple[Delivery, ...]:
        """List what the ledger has about an article, oldest first."""
        return self._office.deliveries.of(_id(story))

    def delivery(self, delivery: int) -> Delivery:
        """Give one delivery.

        Raises:
            NotFoundError: there is none of that id.
        """
        return self._office.deliveries.one(delivery)

    def attempts(self, delivery: Delivery | int) -> tuple[Attempt, ...]:
        """List the attempts at a delivery, with when each ended, and how.

        Raises:
            NotFoundError: there is none of that id.
        """
        return self._office.deliveries.attempts(self._delivery(delivery))

    def payload(self, delivery: Delivery | int) -> Rendition | None:
        """Give what a dead letter held; None if nothing is kept.

        Raises:
            NotFoundError: there is no delivery of that id.
        """
        return self._office.deliveries.payload(self._delivery(delivery))

    def coverage(self, story: Story) -> tuple[Coverage, ...]:
        """List every channel that was ever to have a story, and what it shows of it.

        Raises:
            NotFoundError: there is no such article.
        """
        article = self._office.articles.load(_id(story)).article
        return coverage_of(article, self._office.deliveries.of(article.id))

    def outdated(self) -> tuple[Delivery, ...]:
        """List, over all articles, the copies that are not of the live version."""
        return self._office.deliveries.showing_other()

    def troubles(self) -> tuple[Delivery, ...]:
        """List what is dead, unknown, parked, or waits for a person."""
        return self._office.deliveries.in_trouble()

    def redrive(
        self,
        *,
        delivery: Delivery | int | None = None,
        channel: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Delivery, ...]:
        """Make failed deliveries due again, under the same keys.

        Either one *delivery*; or whatever of a *channel*, or that failed in a range of
        time, is dead or parked and has not been overtaken by something newer.

        Raises:
            NotFoundError: there is no delivery of that id, or the channel is not here.
            LedgerError: the one delivery has not failed, or has been overtaken.
        """
        office = self._office
        if delivery is not None:
            return (self._redriven(self._delivery(delivery)),)
        failed = failed_between(
            office.deliveries.in_trouble(),
            channel=channel,
            since=None if since is None else stamp(since),
            until=None if until is None else stamp(until),
        )
        return tuple(self._redrivable(failed))

    def resolve(
        self,
        delivery: Delivery | int,
        *,
        by: By,
        arrived: bool,
        note: str = "",
        receipt: Receipt | None = None,
    ) -> Delivery:
        """End a delivery as a person has found it, or has done it by hand.

        Raises:
            NotFoundError: there is no such delivery or person.
            LedgerError: it waits for no person.
        """
        office = self._office
        person = office.person(by).id
        status = Status.DELIVERED if arrived else Status.DEAD
        found = self._delivery(delivery)
        if arrived and receipt is None and found.receipt is None:
            receipt = Receipt(reference=f"by hand: {person}")
        return office.deliveries.resolve(
            found.id,
            status,
            now=stamp(office.clock()),
            note=f"{person}: {note}" if note else person,
            receipt=receipt,
        )

    def freeze(
        self, channel: str = "", *, by: By, reason: str, removals: bool = False
    ) -> Freeze:
        """Let nothing go to a channel, or to any; what is under way comes to its end.

        Removals go out all the same, unless *removals* are to be held, too.

        Raises:
            NotFoundError: there is no such channel or person.
        """
        office = self._office
        if channel:
            self._known(channel)
        frozen = Freeze(
            channel=channel,
            at=stamp(office.clock()),
            by=office.person(by).id,
            reason=reason,
            removals=removals,
        )
        office.deliveries.freeze(frozen)
        return frozen

    def thaw(self, channel: str = "", *, by: By) -> None:
        """Let a channel go on, or whatever was frozen as a whole.

        Raises:
            NotFoundError: it is not frozen, or there is no such person.
        """
        office = self._office
        office.person(by)
        frozen = {one.channel for one in office.deliveries.frozen()}
        if channel not in frozen:
            kind = "frozen channel"
            raise NotFoundError(kind, channel or "(all)", known=sorted(frozen))
        office.deliveries.thaw(channel)

    def frozen(self) -> tuple[Freeze, ...]:
        """List what is frozen; the empty name stands for every channel."""
        return self._office.deliveries.frozen()

    def capabilities(self, channel: str) -> Capabilities:
        """Tell what a channel can do.

        Raises:
            NotFoundError: there is no such channel.
        """
        self._known(channel)
        return self._office.channels[channel].capabilities

    def health(self, channel: str) -> Health:
        """Ask a channel whether it could deliver now; it sends nothing.

        Raises:
            NotFoundError: there is no such channel.
        """
        self._known(channel)
        asked = self._office.channels[channel]
        return asked.health() if isinstance(asked, Watched) else Health(channel=channel)

    def rebuild(
        self, channel: str, *, told: Callable[[int], None] | None = None
    ) -> Rebuilt:
        """Build what a channel shows anew, out of the ledger and the stories.

        It gives the very files that the deliveries have made, and removes what nothing
        accounts for. Deliveries to the channel wait until it is done, on all machines.
        *told* hears of each story, by its number.

        Raises:
            NotFoundError: there is no such channel.
            RejectedError: it keeps no files that could be built anew.
            RetryError: a delivery to it does not end, or its files cannot be written.
            NeedsPersonError: a person has to go on.
        """
        self._known(channel)
        return rebuild(self._office, channel, told or _nobody)

    def taken(self, channel: str) -> int:
        """Count the stories of which a channel has ever taken anything.

        Raises:
            NotFoundError: there is no such channel.
        """
        self._known(channel)
        return self._office.ledger.taken_stories(channel)

    def _known(self, channel: str) -> None:
        if channel not in self._office.channels:
            kind = "channel"
            raise NotFoundError(kind, channel, known=self._office.channels)

    def _delivery(self, delivery: Delivery | int) -> Delivery:
        identifier = delivery.id if isinstance(delivery, Delivery) else delivery
        return self._office.deliveries.one(identifier)

    def _redriven(self, delivery: Delivery) -> Delivery:
        self._known(delivery.channel)
        office = self._office
        again = office.deliveries.redrive(delivery.id, now=stamp(office.clock()))
        if office.engine is not None:
            office.engine.hinted(office.hints([(again.id, again.channel)]))
        return again

    def _redrivable(self, failed: tuple[Delivery, ...]) -> Iterator[Delivery]:
        wanted = {Status.DEAD, Status.PARKED}
        for one in failed:
            if one.status in wanted and one.channel in self._office.channels:
                try:
                    yield self._redriven(one)
                except LedgerError:
                    continue  # something newer has overtaken it


def _nobody(_: int) -> None:
    """Hear how far a building is, and do nothing with it."""
