"""Several deliveries to a channel at a time: as many as it takes, and none twice."""

from __future__ import annotations

from threading import Barrier, Lock, get_ident
from typing import Any

import attrs
import pytest

from newsflow import Newsroom
from newsflow.ports import Capabilities, Idempotency, Parcel, Receipt, Shelf, Status
from newsflow.testing import RecordingChannel

from ..gazette import Desk, story


@attrs.define
class Busy(RecordingChannel):
    """A receiver who answers when so many are at it, and counts them."""

    name: str = "busy"
    meeting: Barrier = attrs.field(factory=lambda: Barrier(1))
    most: int = 0
    _here: set[int] = attrs.field(factory=set)
    _count: Lock = attrs.field(factory=Lock)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Wait for the others."""
        with self._count:
            self._here.add(get_ident())
            self.most = max(self.most, len(self._here))
        self.meeting.wait(20)
        with self._count:
            self._here.discard(get_ident())
            return super().deliver(parcel, shelf=shelf)


def due(room: Newsroom, stories: int) -> list[str]:
    """Publish so many stories, of which nothing has gone out yet."""
    return [story(room, headline=f"Bridge {number}").id for number in range(stories)]


def statuses(room: Newsroom, articles: list[str]) -> set[tuple[Status, ...]]:
    """Tell how the deliveries of each story ended."""
    return {tuple(one.status for one in room.deliveries(name)) for name in articles}


def test_several_deliveries_to_a_receiver_are_under_way_at_a_time(
    desk: Desk, file: str
) -> None:
    """Eight stories go out in two lots of four, each of them once."""
    busy = Busy(meeting=Barrier(4))
    room = desk.open(file, channels=[busy], deliver=False)
    articles = due(room, 8)
    ran = room.run_due(at_once=4)

    assert 4 == busy.most
    assert 8 == len(ran.deliveries) == len({parcel.key for parcel in busy.attempts})
    assert {(Status.DELIVERED,)} == statuses(room, articles)


@pytest.mark.parametrize(
    "can", [{"at_once": 2}, {"at_once": 1}, {"collective": True}], ids=str
)
def test_a_receiver_gets_no_more_at_a_time_than_it_takes(
    desk: Desk, file: str, can: dict[str, Any]
) -> None:
    """Whatever the pace, the channel's own bound holds; a site gets one at a time."""
    capabilities = Capabilities(idempotency=Idempotency.KEY, **can)
    takes = capabilities.together or 0
    busy = Busy(capabilities=capabilities, meeting=Barrier(takes))
    room = desk.open(file, channels=[busy], deliver=False)
    articles = due(room, 4)
    room.run_due(batch=4, at_once=4)

    assert takes == busy.most
    assert {(Status.DELIVERED,)} == statuses(room, articles)


def test_what_fails_beside_others_fails_alone(desk: Desk, file: str) -> None:
    """One receiver's trouble with one story is nobody else's."""
    busy = Busy(meeting=Barrier(2))
    room = desk.open(file, channels=[busy], deliver=False)
    articles = due(room, 4)
    busy.fail()
    room.run_due(at_once=2)

    assert {(Status.DELIVERED,), (Status.DUE,)} == statuses(room, articles)
    assert 3 == len(busy.parcels)


def test_threads_leave_no_connection_behind(desk: Desk, file: str) -> None:
    """Those that delivered are gone, and so is what they had open."""
    room = desk.open(file, channels=[Busy(meeting=Barrier(2))], deliver=False)
    due(room, 4)
    database: Any = room._office.database  # noqa: SLF001 - what is open
    before = len(database._all)  # noqa: SLF001 - the same
    room.run_due(at_once=2, workers=2)

    assert before == len(database._all)  # noqa: SLF001 - the same
