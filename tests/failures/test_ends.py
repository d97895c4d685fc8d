"""A story is taken down, or sent again, at every point of its original's life."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import attrs
import pytest

from newsflow import Article, Newsroom
from newsflow.errors import LedgerError
from newsflow.ports import (
    Capabilities,
    Delivery,
    Idempotency,
    Parcel,
    Receipt,
    Shelf,
    Status,
)
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
ASKED = Capabilities(idempotency=Idempotency.LOOKUP)
REMOVALS = ("unpublish", "retract", "kill")


@attrs.define
class Site(RecordingChannel):
    """A site during whose next delivery something else may happen."""

    name: str = "site"
    capabilities: Capabilities = ASKED
    meanwhile: Callable[[], object] | None = None

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Let the other thing happen, then take the parcel or what was planned."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().deliver(parcel, shelf=shelf)


TROUBLES: dict[str, Callable[[Site], None]] = {
    "delivered": lambda _: None,
    "backing off": RecordingChannel.fail,
    "dead": RecordingChannel.reject,
    "never arrived": RecordingChannel.lose_request,
    "arrived unheard": RecordingChannel.lose_answer,
    "a task": RecordingChannel.need_person,
    "paused": RecordingChannel.rate_limit,
    "frozen": RecordingChannel.lock_out,
}
MAY_HAVE_ARRIVED = {"delivered", "arrived unheard"}


def finish(desk: Desk, room: Newsroom) -> None:
    """Let time go by; people thaw what is frozen, and send again what they can."""
    for _ in range(6):
        for frozen in room.frozen():
            room.thaw(frozen.channel, by=BO)
        for trouble in room.troubles():
            with suppress(LedgerError):
                room.redrive(delivery=trouble)
        desk.clock.advance(days=2)
        room.run_due()


def ends_with_its_end(site: Site, room: Newsroom, article: str, verb: str) -> None:
    """See that nothing came after the removal, and that nothing is shown."""
    asked = [one.operation.value for one in site.parcels]
    assert asked[-1:] in ([], [verb]), asked
    assert {} == site.shown
    assert all(one.status.ended for one in room.deliveries(article))


@pytest.mark.parametrize("verb", REMOVALS)
@pytest.mark.parametrize("point", TROUBLES)
@pytest.mark.parametrize("under_way", [False, True])
def test_a_removal_has_the_last_word(
    desk: Desk, point: str, verb: str, *, under_way: bool
) -> None:
    """Before or after the end of an attempt that ends like this, or in its middle."""
    site = Site()
    room = desk.open(channels=[site], deliver=False)
    article = story(room).id
    TROUBLES[point](site)

    def take_down() -> None:
        by = {"by": CY, "reason": "By order of the court."}
        getattr(room, verb)(article, **by)

    site.meanwhile = take_down if under_way else None
    room.run_due()
    if not under_way:
        take_down()
    finish(desk, room)

    ends_with_its_end(site, room, article, verb)
    if point in MAY_HAVE_ARRIVED:
        assert verb == site.parcels[-1].operation.value


@pytest.mark.parametrize("verb", REMOVALS)
def test_what_is_queued_never_leaves(desk: Desk, verb: str) -> None:
    """Neither the story, nor the word that it was taken down."""
    site = Site()
    room = desk.open(channels=[site], deliver=False)
    article = story(room)
    getattr(room, verb)(article, by=CY, reason="Court.")
    finish(desk, room)

    assert () == site.attempts
    assert {Status.SUPERSEDED} == {one.status for one in room.deliveries(article)}


@pytest.mark.parametrize("verb", REMOVALS)
def test_what_is_scheduled_never_fires(desk: Desk, verb: str) -> None:
    """An update that waits for its time goes with the story that it would change."""
    site = Site()
    room = desk.open(channels=[site])
    article = room.save(story(room), text("Second"), by=ADA)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)
    when = desk.clock() + timedelta(hours=1)
    article = room.schedule(article, when=when, by=BO)
    article = getattr(room, verb)(article, by=CY, reason="Court.")
    finish(desk, room)

    assert article.schedule is None
    ends_with_its_end(site, room, article.id, verb)
    assert ["create", verb] == [one.operation.value for one in site.parcels]


def test_a_story_that_is_killed_before_its_time_never_comes(desk: Desk) -> None:
    """It waited for its first release; nobody ever hears of it."""
    site = Site()
    room = desk.open(channels=[site])
    article = room.kill(story(room, "scheduled"), by=CY, reason="Court.")
    finish(desk, room)

    assert ((), ()) == (site.attempts, room.deliveries(article))


@pytest.mark.parametrize(
    "correction", ["queued", "backing off", "delivered", *REMOVALS]
)
def test_a_dead_original_that_is_sent_again_brings_nothing_old_back(
    desk: Desk, correction: str
) -> None:
    """With its correction queued, delivered or gone itself: no dead-lock, no ghost."""
    site = Site()
    room = desk.open(channels=[site], deliver=False)
    article, dead = _corrected_when_dead(room, site)
    if correction == "backing off":
        site.fail()
    if correction != "queued":
        room.run_due()
    if correction in REMOVALS:
        article = getattr(room, correction)(article, by=CY, reason="Court.")
    with suppress(LedgerError):
        room.redrive(delivery=dead)
    finish(desk, room)

    numbers = [one.sequence for one in site.parcels]
    assert sorted(set(numbers)) == numbers
    assert all(one.status.ended for one in room.deliveries(article))
    if correction in REMOVALS:
        ends_with_its_end(site, room, article.id, correction)
    else:
        assert [2] == [getattr(one, "version", 0) for one in site.copies()]


def _corrected_when_dead(room: Newsroom, site: Site) -> tuple[Article, Delivery]:
    site.reject()
    article = story(room)
    room.run_due()
    (dead,) = room.troubles()
    article = room.save(article.id, text("Second"), by=ADA)
    article = clear(room, room.submit(article, by=ADA, note="Sorry."), people=PEOPLE)
    return room.correct(article, by=BO), dead
