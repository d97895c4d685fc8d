"""Two who take the same things in opposite order: nothing is lost or half done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from newsflow import Newsroom
from newsflow.errors import ConflictError, ContentionError
from newsflow.newsroom import Fate, Incoming
from newsflow.ports import Status
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text
from ..postgres import engine

DATABASES = ("sqlite", "postgres")
BO = PEOPLE["bo"]


def test_two_hosts_take_two_stories_crosswise(desk: Desk, file: str) -> None:
    """One gets through; the other is told so, is whole, and succeeds when run anew."""
    told = _comment_crosswise(desk, file)

    deadlocks = {one.reason for one in told if isinstance(one, ContentionError)}
    assert deadlocks == ({"deadlock detected"} if file.startswith("p") else set())
    room = desk.rooms[0]
    assert [3, 3] == [room.article(f"story-000{n}").position for n in (1, 2)]
    assert [6, 2] == [len(list(room.events())), room.audit().articles]


def _comment_crosswise(desk: Desk, file: str) -> list[Exception]:
    room = desk.open(file, deliver=False)
    bridge, ferry = (story(room, "draft").id for _ in range(2))
    begun = Barrier(2) if file.startswith("postgresql") else None
    host, told = engine(file), list[Exception]()

    def comment(first: str, second: str) -> int:
        for tries in range(1, 10):
            try:
                with host.begin() as connection:
                    mine = room.using(connection)
                    mine.comment(first, "First.", by=BO)
                    if begun and tries == 1:
                        begun.wait(20)
                    mine.comment(second, "Second.", by=BO)
            except (ContentionError, ConflictError) as lost:
                told.append(lost)
                continue
            return tries
        pytest.fail("it never got through")

    with ThreadPoolExecutor(2) as pool:
        ways = [(bridge, ferry), (ferry, bridge)]
        tries = [pool.submit(comment, *way).result for way in ways]
        took = sorted(one(60) for one in tries)
    host.dispose()
    assert 9 > max(took), "each gets through before long"
    return told


def test_the_feed_misses_nothing_of_two_that_commit_crosswise(
    desk: Desk, file: str
) -> None:
    """Who wrote first commits last: whoever reads meanwhile is told of both."""
    if file.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time: nobody commits crosswise")
    room = desk.open(file, deliver=False)
    bridge, ferry = (story(room, "draft").id for _ in range(2))
    after = [one.cursor for one in room.events()][-1]
    host = engine(file)
    with host.connect() as slow, host.connect() as quick:
        room.using(slow).comment(bridge, "Slow.", by=BO)
        room.using(quick).comment(ferry, "Quick.", by=BO)
        quick.commit()
        first = [(one.cursor, one.event.article) for one in room.events(after=after)]
        slow.commit()
    then = [(one.cursor, one.event.article) for one in room.events(after=first[-1][0])]
    host.dispose()

    assert [ferry] == [name for _, name in first]
    assert [bridge] == [name for _, name in then]


def _crosswise(runs: list[Callable[[], Any]]) -> list[Any]:
    start = Barrier(len(runs))

    def run(one: Callable[[], Any]) -> Any:
        start.wait(20)
        return one()

    with ThreadPoolExecutor(len(runs)) as pool:
        return [one.result(60) for one in [pool.submit(run, one) for one in runs]]


def test_two_bring_in_the_same_stories_crosswise(desk: Desk, file: str) -> None:
    """Each story is there once, and nobody was in anybody's way."""
    rooms = [desk.open(file, deliver=False) for _ in range(2)]
    stories = [Incoming(story=text(f"Story {n}"), id=f"s-{n:03}") for n in range(60)]

    def bring(room: Newsroom, given: list[Incoming]) -> list[Fate]:
        return [one.fate for one in room.ingest(given, by="ada", size=60)]

    fates = _crosswise(
        [
            lambda: bring(rooms[0], stories),
            lambda: bring(rooms[1], stories[::-1]),
        ]
    )

    assert 60 == sum(one.count(Fate.DRAFTED) for one in fates)
    assert 60 == sum(one.count(Fate.UNCHANGED) for one in fates)
    assert 60 == rooms[0].audit().articles


def test_two_workers_and_an_update_take_channels_and_stories_crosswise(
    desk: Desk, file: str
) -> None:
    """Claims, settlements and takedowns at once: each delivery ends, and ends once."""
    rooms = [desk.open(file, deliver=False) for _ in range(3)]
    articles = [story(rooms[0]).id for _ in range(12)]

    def take_down() -> None:
        for one in reversed(articles):
            rooms[2].kill(one, by=PEOPLE["cy"], reason="Court.")

    def work(room: Newsroom, order: int) -> None:
        office = room._office  # noqa: SLF001 - past the one runner that PostgreSQL has
        from newsflow.newsroom._abreast import Pace  # noqa: PLC0415
        from newsflow.newsroom._delivering import deliver_channel  # noqa: PLC0415

        for _ in range(6):
            for channel in list(office.channels.values())[::order]:
                list(deliver_channel(office, channel, Pace(batch=5)))

    _crosswise([lambda: work(rooms[0], 1), lambda: work(rooms[1], -1), take_down])
    rooms[0].run_due(batch=5)

    ended = [one for name in articles for one in rooms[0].deliveries(name)]
    assert {Status.DELIVERED, Status.SUPERSEDED} >= {one.status for one in ended}
    for channel in (desk.site, desk.wire):
        keys = [one.key for one in channel.attempts]
        assert len(set(keys)) == len(keys), "none was sent twice"
