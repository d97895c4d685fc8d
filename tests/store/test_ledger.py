"""The ledger: who has a delivery, whose turn it is, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsflow import Newsroom
from newsflow.errors import LedgerError, NotFoundError
from newsflow.model.times import stamp
from newsflow.ports import (
    Attempt,
    Delivery,
    Outcome,
    RateLimit,
    Receipt,
    Rendition,
    Status,
)
from newsflow.store.claiming import Lease
from newsflow.store.deliveries import Deliveries
from newsflow.store.ledger import Ledger
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

DATABASES = ("sqlite", "postgres")
LEASE = timedelta(minutes=5)


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    """A newsroom that delivers nothing by itself."""
    return desk.open(channels=[desk.site], deliver=False)


@pytest.fixture
def ledger(room: Newsroom) -> Ledger:
    """Its ledger, with one story due."""
    story(room)
    return room._office.ledger  # noqa: SLF001 - what is tested


@pytest.fixture
def deliveries(room: Newsroom) -> Deliveries:
    """What can be asked of it."""
    return room._office.deliveries  # noqa: SLF001 - what is tested


def lease(desk: Desk, worker: str = "a", **limits: object) -> Lease:
    """Ask for five minutes."""
    now = desk.clock()
    return Lease(token=worker, now=stamp(now), until=stamp(now + LEASE), **limits)  # type: ignore[arg-type] # whatever a test wants


def claim(
    ledger: Ledger, desk: Desk, worker: str = "a", number: int = 1
) -> Delivery | None:
    """Claim a delivery for five minutes."""
    return ledger.claim(number, lease(desk, worker))


def mine(ledger: Ledger, desk: Desk, worker: str = "a", number: int = 1) -> Delivery:
    """Claim a delivery that is to be had."""
    claimed = claim(ledger, desk, worker, number)
    assert claimed is not None, "it is nobody's turn"
    return claimed


def ended(desk: Desk, status: Status = Status.DELIVERED, **facts: object) -> Outcome:
    """End an attempt so."""
    at = stamp(desk.clock())
    receipt = Receipt(reference="7") if status is Status.DELIVERED else None
    return Outcome(status=status, at=at, due=at, **{"receipt": receipt, **facts})  # type: ignore[arg-type] # whatever a test wants


def statuses(deliveries: Deliveries) -> list[Status]:
    """Tell where the deliveries of the story stand."""
    return [one.status for one in deliveries.of("story-0001")]


def test_a_delivery_is_somebodys_for_the_time_of_the_lease(
    desk: Desk, ledger: Ledger
) -> None:
    """Nobody else has it, until the lease has run out."""
    first = mine(ledger, desk, "a")
    assert (Status.LEASED, 1, "a") == (first.status, first.attempts, first.token)
    assert claim(ledger, desk, "b") is None
    assert [] == list(ledger.overdue(now=stamp(desk.clock())))
    desk.clock.advance(minutes=5)
    assert [1] == [one.id for one in ledger.overdue(now=stamp(desk.clock()))]
    second = mine(ledger, desk, "b")

    assert (2, "b", True) == (second.attempts, second.token, second.unsure)
    assert not first.unsure


@pytest.mark.parametrize("late", list(Status))
def test_who_has_lost_the_lease_settles_nothing(
    desk: Desk, ledger: Ledger, deliveries: Deliveries, late: Status
) -> None:
    """However a late worker's attempt went, it changes nothing and is not kept."""
    first = mine(ledger, desk, "a")
    desk.clock.advance(minutes=5)
    second = mine(ledger, desk, "b")

    assert ledger.settle(first, ended(desk, late)) is None
    assert (None,) == ledger.settle_batch([(first, ended(desk, late))])
    assert Status.DEAD is ledger.settle(second, ended(desk, Status.DEAD))
    assert ledger.settle(second, ended(desk)) is None
    assert [Status.DEAD] == statuses(deliveries)
    assert [2] == [one.number for one in deliveries.attempts(second)]


def test_what_is_settled_together_ends_each_in_its_own_way(
    desk: Desk, room: Newsroom, ledger: Ledger, deliveries: Deliveries
) -> None:
    """Receipts go to their own deliveries; a failure and a lost lease stay theirs."""
    for _ in range(3):
        story(room)
    lost, *held = (mine(ledger, desk, "a", number) for number in (4, 1, 2, 3))
    desk.clock.advance(minutes=5)
    mine(ledger, desk, "b", lost.id)
    receipts = [Receipt(reference=f"r{one.id}", url=f"/{one.id}") for one in held]
    together = [
        (lost, ended(desk, receipt=receipts[0])),
        (held[0], ended(desk, receipt=receipts[0])),
        (held[1], ended(desk, Status.DEAD, error="no room")),
        (held[2], ended(desk, receipt=receipts[2])),
    ]

    assert (
        None,
        Status.DELIVERED,
        Status.DEAD,
        Status.DELIVERED,
    ) == ledger.settle_batch(together)
    found = [deliveries.one(one.id) for one in (*held, lost)]
    assert [receipts[0], None, receipts[2], None] == [one.receipt for one in found]
    assert [None, "no room", None, None] == [one.error for one in found]
    assert Status.LEASED is found[3].status


def test_a_delivery_that_is_not_there_is_nobodys(
    desk: Desk, ledger: Ledger, deliveries: Deliveries
) -> None:
    """An id that was never given is claimed by nobody, and moved by nobody."""
    limited = lease(desk, rate=RateLimit(most=1))

    assert claim(ledger, desk, number=99) is None
    assert ledger.claim(99, limited) is None
    for move in (
        lambda: deliveries.one(99),
        lambda: deliveries.redrive(99, now=stamp(desk.clock())),
        lambda: deliveries.resolve(99, Status.DEAD, now=limited.now, note="gone"),
    ):
        with pytest.raises(NotFoundError, match="no delivery '99'"):
            move()


def test_every_attempt_is_kept(
    desk: Desk, room: Newsroom, ledger: Ledger, deliveries: Deliveries
) -> None:
    """When, the how-manieth, and how it ended: for ever."""
    desk.site.fail(1)
    room.run_due()
    before = stamp(desk.clock())
    desk.clock.advance(seconds=5)
    room.run_due()
    down = "channel site: the line is down"

    assert (
        Attempt(number=1, at=before, outcome=Status.DUE, error=down),
        Attempt(number=2, at=stamp(desk.clock()), outcome=Status.DELIVERED, error=None),
    ) == deliveries.attempts(deliveries.one(1))
    assert ledger.previous("story-0001", "site") == deliveries.one(1)


def test_a_dead_letter_keeps_what_it_held(
    desk: Desk, ledger: Ledger, deliveries: Deliveries
) -> None:
    """Whatever bytes they were; sent again, it holds nothing until it dies again."""
    held = Rendition(media_type="application/octet-stream", data=bytes(range(256)))
    ledger.settle(mine(ledger, desk), ended(desk, Status.DEAD, payload=held))
    dead = deliveries.one(1)
    assert held == deliveries.payload(dead)
    deliveries.redrive(1, now=stamp(desk.clock()))

    assert deliveries.payload(dead) is None
    again = mine(ledger, desk, "b")
    assert dead.key == again.key
    assert (1, None) == (again.attempts, again.error)


@pytest.mark.parametrize("status", [Status.DUE, Status.DELIVERED, Status.SUPERSEDED])
def test_only_what_has_failed_is_sent_again(
    desk: Desk, ledger: Ledger, deliveries: Deliveries, status: Status
) -> None:
    """What is under way, or has arrived, is left alone, and the refusal says so."""
    ledger.settle(mine(ledger, desk), ended(desk, status))

    with pytest.raises(LedgerError, match=f"story-0001/site/1: it is {status.value}"):
        deliveries.redrive(1, now=stamp(desk.clock()))
    with pytest.raises(LedgerError, match="waits for no person"):
        deliveries.resolve(1, Status.DEAD, now=stamp(desk.clock()), note="no")


def test_nothing_older_is_sent_after_something_newer(
    desk: Desk, room: Newsroom, ledger: Ledger, deliveries: Deliveries
) -> None:
    """A dead letter that was overtaken stays dead, whoever asks for it."""
    ledger.settle(mine(ledger, desk), ended(desk, Status.DEAD))
    room.kill("story-0001", by=PEOPLE["cy"], reason="Court.")

    with pytest.raises(LedgerError, match="an older version is never sent after it"):
        deliveries.redrive(1, now=stamp(desk.clock()))
    assert [Status.DEAD, Status.DUE] == statuses(deliveries)


def test_what_a_person_found_ends_a_delivery(
    desk: Desk, ledger: Ledger, deliveries: Deliveries
) -> None:
    """With the reference that they saw, and their note among the attempts."""
    waiting = ended(desk, Status.NEEDS_HUMAN, error="look at the wall")
    ledger.settle(mine(ledger, desk), waiting)
    assert "look at the wall" == deliveries.one(1).error
    seen = Receipt(reference="wall-7", url="https://wall.example/7")
    done = deliveries.resolve(
        1, Status.DELIVERED, now=stamp(desk.clock()), note="bo: seen", receipt=seen
    )

    assert (Status.DELIVERED, seen) == (done.status, done.receipt)
    assert [("needs_human", "look at the wall"), ("delivered", "bo: seen")] == [
        (one.outcome, one.error) for one in deliveries.attempts(done)
    ]
    assert [("story-0001", 5)] == list(ledger.shelf("site"))


def test_a_removal_goes_past_what_nobody_knows_the_end_of(
    desk: Desk, room: Newsroom, ledger: Ledger, deliveries: Deliveries
) -> None:
    """An unknown outcome holds up an update, and never a kill."""
    ledger.settle(mine(ledger, desk), ended(desk, Status.UNKNOWN))
    room.kill("story-0001", by=PEOPLE["cy"], reason="Court.")
    desk.clock.advance(seconds=1)
    kill = mine(ledger, desk, number=2)
    assert ledger.went_past(kill)
    ledger.settle(kill, ended(desk))

    assert [Status.SUPERSEDED, Status.DELIVERED] == statuses(deliveries)


def test_a_removal_waits_for_a_live_lease_and_no_longer(
    desk: Desk, room: Newsroom, ledger: Ledger, deliveries: Deliveries
) -> None:
    """What somebody is sending comes first, at most until the lease is over."""
    stuck = mine(ledger, desk)
    room.kill("story-0001", by=PEOPLE["cy"], reason="Court.")
    assert claim(ledger, desk, number=2) is None
    desk.clock.advance(minutes=5)
    kill = mine(ledger, desk, number=2)
    ledger.settle(kill, ended(desk))

    assert ledger.settle(stuck, ended(desk)) is None, "a late worker changes nothing"
    assert [Status.SUPERSEDED, Status.DELIVERED] == statuses(deliveries)


@pytest.mark.parametrize("ends", ["settled", "lost"])
def test_an_update_waits_for_the_older_one_that_is_under_way(
    desk: Desk, room: Newsroom, ledger: Ledger, deliveries: Deliveries, ends: str
) -> None:
    """Until it is settled, or its lease is over; and then it is its turn at once."""
    first = mine(ledger, desk)
    article = room.submit(
        room.save("story-0001", text("Again"), by=PEOPLE["ada"]), by=PEOPLE["ada"]
    )
    room.update(clear(room, article, people=PEOPLE), by=PEOPLE["bo"])
    desk.clock.advance(seconds=299)
    assert claim(ledger, desk, "b", 2) is None
    assert () == ledger.claim_batch("site", lease(desk, "b"), most=10)
    if ends == "settled":
        assert Status.DELIVERED is ledger.settle(first, ended(desk))
        assert "b" == mine(ledger, desk, "b", 2).token
        return
    desk.clock.advance(seconds=1)
    again = mine(ledger, desk, "c")
    assert claim(ledger, desk, "b", 2) is None, "the older one goes first, once more"
    assert ledger.settle(first, ended(desk)) is None
    assert Status.DELIVERED is ledger.settle(again, ended(desk))
    assert "b" == mine(ledger, desk, "b", 2).token
    assert [Status.DELIVERED, Status.LEASED] == statuses(deliveries)


def test_so_many_are_under_way_to_a_channel(desk: Desk, room: Newsroom) -> None:
    """The limit holds for whoever claims; a dead worker's place is free in the end."""
    ledger = room._office.ledger  # noqa: SLF001 - what is tested
    for _ in range(4):
        story(room)
    two = lease(desk, together=2)

    assert [1, 2] == [one.id for one in ledger.claim_batch("site", two, most=9)]
    assert ledger.claim(3, lease(desk, "b", together=2)) is None
    desk.clock.advance(minutes=5)
    assert ledger.claim(3, lease(desk, "b", together=2))


def test_deliveries_follow_each_other_at_the_rate_of_the_channel(
    desk: Desk, room: Newsroom
) -> None:
    """Two in ten seconds: each five seconds after the last, but for the burst."""
    ledger = room._office.ledger  # noqa: SLF001 - what is tested
    for _ in range(6):
        story(room)
    limit = RateLimit(most=2, seconds=10, burst=2)
    went = []
    for second in range(21):
        turns = ledger.claim_batch("site", lease(desk, rate=limit), most=9)
        went.extend([second] * len(turns))
        desk.clock.advance(seconds=1)

    assert [0, 0, 5, 10, 15, 20] == went


def test_who_comes_too_early_is_told_when_to_come(desk: Desk, room: Newsroom) -> None:
    """What the rate holds back is due at the time at which it may go."""
    ledger = room._office.ledger  # noqa: SLF001 - what is tested
    story(room)
    story(room)
    limit = RateLimit(most=1, seconds=60)
    assert ledger.claim(1, lease(desk, rate=limit))
    assert ledger.claim(2, lease(desk, rate=limit)) is None
    waiting = room.delivery(2)

    assert stamp(desk.clock() + timedelta(seconds=60)) == waiting.due
    assert (Status.DUE, 0) == (waiting.status, waiting.attempts)


def test_what_was_given_back_was_not_tried(
    desk: Desk, ledger: Ledger, deliveries: Deliveries
) -> None:
    """It is due as before, with no attempt more."""
    before = deliveries.one(1)
    ledger.give_back(mine(ledger, desk), now=before.due)
    after = deliveries.one(1)

    assert (before.status, before.attempts, before.due) == (
        after.status,
        after.attempts,
        after.due,
    )


def test_what_a_channel_shows_is_what_it_took_last(
    desk: Desk, room: Newsroom, ledger: Ledger
) -> None:
    """A story that was taken down is on the shelf no more."""
    assert [] == list(ledger.shelf("site"))
    assert ledger.previous("story-0001", "site") is None
    room.run_due()
    assert [("story-0001", 5)] == list(ledger.shelf("site"))
    room.unpublish("story-0001", by=PEOPLE["bo"])
    assert [("story-0001", 6)] == list(ledger.shelf("site"))
    room.run_due()

    assert [] == list(ledger.shelf("site"))
    assert [] == list(ledger.shelf("wire"))
    assert len(desk.site.parcels) == 2


def test_what_is_overdue_is_read_in_pages(
    desk: Desk, room: Newsroom, ledger: Ledger
) -> None:
    """However small the page, everything comes, once, the oldest first."""
    for _ in range(6):
        desk.clock.advance(minutes=1)
        story(room)
    now = stamp(desk.clock())

    whole = [one.id for one in ledger.overdue(now=now)]
    assert [1, 2, 3, 4, 5, 6, 7] == whole
    for most in (1, 2, 7, 8):
        assert whole == [one.id for one in ledger.overdue(now=now, most=most)]


def test_a_row_that_is_not_there_is_told(room: Newsroom) -> None:
    """The projection has one row for each story, and no others."""
    story(room)
    store = room._office.store  # noqa: SLF001 - what is tested

    assert "published" == store.row("story-0001")["state"]
    with pytest.raises(NotFoundError, match="no article 'x'"):
        store.row("x")
