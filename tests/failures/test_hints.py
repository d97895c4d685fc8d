"""Whatever an engine does with its hints, the ledger decides."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.ports import Hint, Later, Status
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text

CY = PEOPLE["cy"]


@attrs.define
class Adversary:
    """An engine that shuffles, doubles, drops and invents; it still calls its sweep."""

    atomic: bool = False
    chance: random.Random = attrs.field(factory=lambda: random.Random(7))  # noqa: S311 - no secret
    drops: float = 0.5
    hints: list[int] = attrs.field(factory=list)
    rode: list[int] = attrs.field(factory=list)
    run: Callable[[int], Later | None] = lambda _: None
    sweep: Callable[[], int] = lambda: 0

    def attach(
        self, run: Callable[[int], Later | None], sweep: Callable[[], int]
    ) -> None:
        """Learn how to do it."""
        self.run, self.sweep = run, sweep

    def hint(self, connection: Any, hints: Iterable[Hint]) -> None:
        """Be told inside the transaction."""
        assert connection.in_transaction
        self.rode.extend(one.delivery for one in hints)
        self.hints.extend(self.rode)

    def hinted(self, hints: Iterable[Hint]) -> None:
        """Be told; forget some, and hear some twice."""
        for one in hints:
            times = self.chance.choice([0, 1, 2]) if self.drops else 1
            self.hints.extend([one.delivery] * times)

    def turn(self) -> list[Later | None]:
        """Run what is at hand, in any order, with some that never were."""
        hints, self.hints = [*self.hints, 4711, -1], []
        self.chance.shuffle(hints)
        return [self.run(one) for one in hints]


@given(st.randoms(use_true_random=False))
def test_shuffled_doubled_dropped_and_invented_hints_change_nothing(
    chance: random.Random,
) -> None:
    """Each channel gets each version once and in order; what was dropped is swept."""
    desk, engine = Desk(), Adversary(chance=chance)
    room = desk.open(engine=engine)
    article = story(room)
    article = room.submit(room.save(article, text("Second"), by="ada"), by="ada")
    other = story(room)
    room.kill(other, by=CY, reason="Court.")
    for _ in range(8):
        engine.turn()
        engine.sweep()
    desk.clock.advance(minutes=1)
    for _ in range(4):
        engine.sweep()
        engine.drops = 0.0
        engine.turn()

    for channel in (desk.site, desk.wire):
        keys = [one.key for one in channel.attempts]
        assert sorted(set(keys)) == sorted(keys), "no repeat, nothing having failed"
    for one in (article, other):
        assert {Status.DELIVERED, Status.SUPERSEDED} >= {
            delivery.status for delivery in room.deliveries(one)
        }
    desk.close()


def test_an_engine_hears_when_to_ask_again(desk: Desk) -> None:
    """Backing off, or not its turn: later; at the end: never."""
    engine = Adversary(drops=0.0)
    room = desk.open(engine=engine, channels=[desk.site])
    desk.site.fail()
    article = story(room)
    (identifier,) = engine.hints
    later = engine.run(identifier)
    assert later is not None
    assert 5 == (later.at - desk.clock()).total_seconds()
    again = engine.run(identifier)
    assert later == again, "asking too early does no harm"
    desk.clock.advance(seconds=5)

    assert engine.run(identifier) is None
    assert engine.run(identifier) is None
    assert [Status.DELIVERED] == [one.status for one in room.deliveries(article)]
    assert 2 == len(desk.site.attempts)


def test_a_hint_rides_in_the_transaction(desk: Desk, file: str) -> None:
    """An atomic engine is told on the connection that records, and only then."""
    engine = Adversary(atomic=True)
    room = desk.open(file, engine=engine)
    article = story(room)

    assert [one.id for one in room.deliveries(article)] == engine.rode
    assert () == desk.site.attempts, "the engine runs it, and nobody else"


def test_an_engine_fires_what_is_scheduled(desk: Desk) -> None:
    """The sweep looks for schedules as well."""
    engine = Adversary(drops=0.0)
    room = desk.open(engine=engine)
    article = story(room, "scheduled")
    assert article.schedule is not None
    assert 0 == engine.sweep()
    desk.clock.to(article.schedule.due)
    assert engine.sweep() > 0
    engine.turn()

    assert {Status.DELIVERED} == {one.status for one in room.deliveries(article)}


def test_sent_again_is_hinted_again(desk: Desk) -> None:
    """A dead letter that a person sends again goes to the engine."""
    engine = Adversary(drops=0.0)
    room = desk.open(engine=engine, channels=[desk.site])
    desk.site.reject()
    article = story(room)
    engine.turn()
    (dead,) = room.deliveries(article)
    assert Status.DEAD is dead.status
    room.redrive(delivery=dead)

    assert [dead.id] == engine.hints
    engine.turn()
    assert [Status.DELIVERED] == [one.status for one in room.deliveries(article)]


@pytest.mark.parametrize("most", [1, 3, 500])
def test_a_sweep_names_so_many_at_most(desk: Desk, most: int) -> None:
    """And what is for a channel of another machine it leaves to that one."""
    room = desk.open(deliver=False)
    for _ in range(2):
        story(room)
    found = room.overdue(most=most)

    assert min(most, 4) == len(found)
    assert {"site", "wire"} >= {one.channel for one in found}


def test_what_a_person_holds_is_not_asked_for_all_the_time(
    desk: Desk, file: str
) -> None:
    """A frozen channel, or one that is not here, is looked at once a minute."""
    engine = Adversary(drops=0.0)
    room = desk.open(file, engine=engine, channels=[desk.site])
    room.freeze("site", by=PEOPLE["bo"], reason="the site is being moved")
    article = story(room)
    (delivery,) = room.deliveries(article)
    later = engine.run(delivery.id)
    assert later is not None
    assert 60 == (later.at - desk.clock()).total_seconds()
    assert () == room.overdue()
    elsewhere = desk.open(file, channels=[desk.wire])
    held = elsewhere.deliver(delivery.id)
    assert held is not None
    assert 60 == (held.at - desk.clock()).total_seconds()
    room.kill(article, by=CY, reason="Court.")
    room.thaw("site", by=PEOPLE["bo"])
    engine.turn()

    assert () == desk.site.attempts, "what never left is not called back"
