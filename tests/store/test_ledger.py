"""The ledger: who has a delivery, whose turn it is, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsflow import Newsroom
from newsflow.errors import NotFoundError
from newsflow.model.times import stamp
from newsflow.ports import Delivery, Outcome, Receipt, Status
from newsflow.store.ledger import Ledger
from newsflow.testing import PEOPLE

from ..gazette import Desk, story

DATABASES = ("sqlite", "postgres")


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    """A newsroom that delivers nothing by itself."""
    return desk.open(channels=[desk.site], deliver=False)


@pytest.fixture
def ledger(room: Newsroom) -> Ledger:
    """Its ledger, with one story due."""
    story(room)
    return room._office.ledger  # noqa: SLF001 - what is tested


def claim(ledger: Ledger, desk: Desk, token: str, number: int = 1) -> Delivery | None:
    """Claim a delivery for five minutes."""
    now = desk.clock()
    claimed = ledger.claim(
        number,
        token=token,
        now=stamp(now),
        lease_until=stamp(now + timedelta(minutes=5)),
        alone=False,
    )
    return None if claimed is None else claimed[0]


def ended(desk: Desk, status: Status = Status.DELIVERED) -> Outcome:
    """End an attempt so."""
    at = stamp(desk.clock())
    return Outcome(status=status, at=at, due=at, receipt=Receipt(reference="7"))


def test_a_delivery_is_somebodys_for_the_time_of_the_lease(
    desk: Desk, ledger: Ledger
) -> None:
    """Nobody else has it, until the lease has run out."""
    first = claim(ledger, desk, "a")
    assert first
    assert (Status.LEASED, 1, "a") == (first.status, first.attempts, first.token)
    assert claim(ledger, desk, "b") is None
    assert [] == list(ledger.overdue(now=stamp(desk.clock())))
    desk.clock.advance(minutes=5)
    assert [1] == [one.id for one in ledger.overdue(now=stamp(desk.clock()))]
    second = claim(ledger, desk, "b")

    assert second
    assert (2, "b") == (second.attempts, second.token)


def test_who_has_lost_the_lease_settles_nothing(desk: Desk, ledger: Ledger) -> None:
    """The outcome of whoever holds it now is the one that counts."""
    first = claim(ledger, desk, "a")
    desk.clock.advance(minutes=5)
    second = claim(ledger, desk, "b")
    assert first
    assert second

    assert ledger.settle(first, ended(desk)) is None
    assert Status.DEAD is ledger.settle(second, ended(desk, Status.DEAD))
    assert ledger.settle(second, ended(desk)) is None
    assert [Status.DEAD] == [one.status for one in ledger.deliveries("story-0001")]


def test_a_delivery_that_is_not_there_is_nobodys(desk: Desk, ledger: Ledger) -> None:
    """An id that was never given is claimed by nobody."""
    assert claim(ledger, desk, "a", number=99) is None


def test_every_attempt_is_kept(desk: Desk, room: Newsroom, ledger: Ledger) -> None:
    """When, the how-manieth, and how it ended: for ever."""
    desk.site.fail(1)
    room.run_due()
    desk.clock.advance(seconds=5)
    room.run_due()
    with room._office.database.reading() as tx:  # noqa: SLF001 - what was written
        tx.cursor.execute("SELECT number, outcome, error FROM newsflow_attempts")
        rows = tx.cursor.fetchall()

    assert [
        (1, "due", "channel site: the line is down"),
        (2, "delivered", None),
    ] == [tuple(row) for row in rows]
    assert ledger.deliveries("story-0001")[0] == ledger.previous("story-0001", "site")


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


@pytest.mark.usefixtures("ledger")
def test_a_row_that_is_not_there_is_told(room: Newsroom) -> None:
    """The projection has one row for each story, and no others."""
    store = room._office.store  # noqa: SLF001 - what is tested

    assert "published" == store.row("story-0001")["state"]
    with pytest.raises(NotFoundError, match="no article 'x'"):
        store.row("x")
