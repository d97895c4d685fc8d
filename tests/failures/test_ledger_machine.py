"""The ledger under any mishap: a machine of stories, faults, crashes and people."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from newsflow import Newsroom
from newsflow.errors import (
    LedgerError,
    RetryError,
    UnknownOutcomeError,
)
from newsflow.model.views import Released
from newsflow.ports import (
    Capabilities,
    Copy,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Shelf,
    Status,
)
from newsflow.store.board import deliveries
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
NAMES = ("keyed", "asked")
CAN = {
    "keyed": Capabilities(idempotency=Idempotency.KEY),
    "asked": Capabilities(idempotency=Idempotency.LOOKUP, collective=True),
}


FAULTS = ("", "", "crash before", "crash after", "down", "lost", "bug")


class Crash(BaseException):
    """The process is gone."""


@attrs.define
class Faulty(RecordingChannel):
    """A receiver that remembers all, and a line that does what chance wants."""

    faults: list[str] = attrs.field(factory=list)
    took: list[tuple[str, int, Operation, int | None]] = attrs.field(factory=list)
    keys: dict[str, Receipt] = attrs.field(factory=dict)
    repeats: int = 0

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Take it, or not, and answer, or not."""
        del shelf
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "crash before":
            raise Crash
        if fault == "down":
            raise RetryError(self.name, "down")
        self._take(parcel)
        if fault == "crash after":
            raise Crash
        if fault == "lost":
            raise UnknownOutcomeError(self.name, "no answer")
        if fault == "bug":
            raise ZeroDivisionError
        return self.keys[parcel.key]

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Tell the truth."""
        return self.keys.get(parcel.key)

    def _take(self, parcel: Parcel) -> None:
        if parcel.key in self.keys:
            self.repeats += not parcel.operation.removes
            return
        version = parcel.view.version if isinstance(parcel.view, Released) else None
        self.took.append(
            (parcel.view.article, parcel.sequence, parcel.operation, version)
        )
        self.keys[parcel.key] = Receipt(reference=parcel.key)


class Mishaps(RuleBasedStateMachine):
    """Two stories, two channels, and everything that can go wrong with them."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.channels = {name: Faulty(name, capabilities=CAN[name]) for name in NAMES}
        self.room: Newsroom = self.desk.open(
            channels=list(self.channels.values()), deliver=False
        )
        self.stories = [story(self.room, "review", headline=name).id for name in "ab"]

    def teardown(self) -> None:
        """Close the newsroom."""
        self.desk.close()

    @rule(
        number=st.integers(0, 1),
        step=st.sampled_from(["release", "release", "correct", "take down", "kill"]),
        faults=st.lists(st.sampled_from(FAULTS), max_size=3),
        runs=st.booleans(),
    )
    def take_a_step(
        self, number: int, step: str, faults: list[str], *, runs: bool
    ) -> None:
        """Somebody takes a step, and a worker may deliver it, or fail in doing so."""
        identifier = self.stories[number]
        if step == "kill":
            self.room.kill(identifier, by=CY, reason="Court.")
            self.stories[number] = story(self.room, "review", headline="next").id
        elif step == "take down":
            self._take_down(identifier)
        else:
            self._release(identifier, correcting=step == "correct")
        if runs:
            self.go_wrong(faults)
            self.run()

    @rule(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4))
    def go_wrong(self, faults: list[str]) -> None:
        """The next deliveries to each channel end like this."""
        for channel in self.channels.values():
            channel.faults = list(faults)

    @rule(batch=st.sampled_from([1, 5]))
    def run(self, batch: int = 1) -> None:
        """A worker delivers, until it is done or dead."""
        try:
            self.room.run_due(batch=batch)
        except Crash:
            return

    @rule(seconds=st.sampled_from([5, 61, 301, 7200, 90000]))
    def wait(self, seconds: int) -> None:
        """Time goes by, and a worker comes along."""
        self.desk.clock.advance(seconds=seconds)
        self.run()

    @rule(name=st.sampled_from(["", *NAMES]), removals=st.booleans())
    def freeze(self, name: str, *, removals: bool) -> None:
        """Somebody holds a channel, or all."""
        self.room.freeze(name, by=BO, reason="because", removals=removals)

    @precondition(lambda self: self.room.frozen())
    @rule()
    def thaw(self) -> None:
        """Somebody lets it go on."""
        for one in self.room.frozen():
            self.room.thaw(one.channel, by=BO)

    @precondition(lambda self: self.room.troubles())
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """A person sends one again, whatever has become of it."""
        trouble = data.draw(st.sampled_from(self.room.troubles()))
        try:
            self.room.redrive(delivery=trouble)
        except LedgerError:
            return

    @invariant()
    def nothing_older_comes_after_something_newer(self) -> None:
        """Of what a receiver takes in a stream, the sequences rise."""
        for channel in self.channels.values():
            last: dict[str, int] = {}
            for article, sequence, _, _ in channel.took:
                assert last.get(article, 0) < sequence
                last[article] = sequence

    @invariant()
    def nothing_is_posted_after_its_end(self) -> None:
        """After a kill nothing of the story comes; after a removal, a creation."""
        for channel in self.channels.values():
            ends: dict[str, Operation] = {}
            for article, _, operation, version in channel.took:
                assert ends.get(article) is not Operation.KILL
                if article in ends and version is not None:
                    assert operation is Operation.CREATE
                if version is None:
                    ends[article] = operation
                else:
                    ends.pop(article, None)

    @invariant()
    def the_ledger_claims_nothing_that_nobody_got(self) -> None:
        """Each receipt is of something that the receiver has."""
        for name, channel in self.channels.items():
            for delivery in self._deliveries():
                if delivery.channel == name and delivery.status is Status.DELIVERED:
                    assert delivery.key in channel.keys

    @invariant()
    def what_may_have_arrived_is_not_sent_again(self) -> None:
        """Where a repeat would be a second copy, the channel is asked first."""
        assert 0 == self.channels["asked"].repeats

    @invariant()
    def one_delivery_is_under_way_in_a_stream(self) -> None:
        """Or none."""
        under_way: dict[tuple[str, str], int] = {}
        for one in self._deliveries():
            if one.status is Status.LEASED:
                stream = one.article, one.channel
                under_way[stream] = under_way.get(stream, 0) + 1
        assert all(number <= 2 for number in under_way.values())

    @invariant()
    def the_wall_shows_every_copy_that_is_at_odds(self) -> None:
        """It looks through what has not ended well, and misses none by that."""
        database = self.room._office.database  # noqa: SLF001 - what the board asks

        assert self.room.outdated() == deliveries(database, "outdated", most=500)

    @rule()
    def settle_everything(self) -> None:
        """When all is well again and time enough has gone by, everything has ended."""
        for channel in self.channels.values():
            channel.faults = []
        for one in self.room.frozen():
            self.room.thaw(one.channel, by=BO)
        for _ in range(6):
            self.desk.clock.advance(days=2)
            self.room.run_due()
        for delivery in self._deliveries():
            assert delivery.status.ended, delivery
        for identifier in self.stories:
            for copy in self.room.coverage(identifier):
                if copy.open is None and copy.copy is not Copy.CURRENT:
                    last = self.room.deliveries(identifier)
                    assert any(
                        one.status is Status.DEAD or one.attempts == 0 for one in last
                    ), copy

    def _deliveries(self) -> list[Any]:
        articles = [row.id for row in self.room.search(limit=500)]
        return [one for each in articles for one in self.room.deliveries(each)]

    def _take_down(self, identifier: str) -> None:
        article = self.room.article(identifier)
        if article.live is not None:
            chance = len(self._deliveries()) % 2
            take = self.room.retract if chance else self.room.unpublish
            take(article, by=CY, reason="It never closed.")

    def _release(self, identifier: str, *, correcting: bool) -> None:
        room, article = self.room, self.room.article(identifier)
        if article.live is None and article.withdrawal is not None:
            article = room.submit(room.revive(article, by=BO), by=ADA)
        elif article.live is not None:
            note = "We were wrong." if correcting else None
            article = room.save(article, text(f"Text {article.position}"), by=ADA)
            article = room.submit(article, by=ADA, note=note)
        article = clear(room, article, people=PEOPLE)
        if article.live is None:
            room.publish(article, by=BO)
        elif correcting:
            room.correct(article, by=BO)
        else:
            room.update(article, by=BO)


TestMishaps = Mishaps.TestCase
TestMishaps.settings = settings(stateful_step_count=30, deadline=None)
