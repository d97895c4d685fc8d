"""A rolling deploy: processes of yesterday and of today at one newsroom."""

from __future__ import annotations

import time

from newsflow.ports import Status
from newsflow.testing import PEOPLE

from ..gazette import story
from .conftest import House, agree, all_ended, until

DATABASES = ("sqlite", "postgres")


def test_an_old_worker_leaves_a_new_channel_to_a_new_worker(house: House) -> None:
    """What it does not know waits, untried, and holds up nothing that it knows."""
    house.channels = 1
    old = house.worker()
    house.channels = 2
    room = house.open()
    articles = [story(room) for _ in range(3)]
    taken_down = room.kill(story(room), by=PEOPLE["cy"], reason="Court.")
    until(
        lambda: all(
            one.status.ended
            for name in articles
            for one in room.deliveries(name)
            if one.channel == "post-0"
        )
    )
    time.sleep(0.3)
    waiting = [one for name in articles for one in room.deliveries(name)]
    assert {("post-0", Status.DELIVERED, 1), ("post-1", Status.DUE, 0)} == {
        (one.channel, one.status, one.attempts) for one in waiting
    }
    assert old.poll() is None

    if house.url.startswith("postgresql"):
        old.kill()  # one process runs deliveries there at a time
    house.worker()
    until(lambda: all_ended(room, [*articles, taken_down]))
    agree(house, room, articles)
    for name in articles:
        assert [Status.DELIVERED] * 2 == [one.status for one in room.deliveries(name)]
