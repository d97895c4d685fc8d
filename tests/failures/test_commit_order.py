"""Two processes at the same stories in opposite order: the commits have the say."""

from __future__ import annotations

import pytest

from newsflow.testing import PEOPLE

from ..gazette import story, text
from ..postgres import Server, engine
from .conftest import Colleague, House, until

DATABASES = ("sqlite", "postgres")
BO = PEOPLE["bo"]
BEGIN = (
    "bool((host_s := host.connect()).execute(sa.text('SELECT 1')).all()) "
    "and bool(mine := room.using(host_s))"
)


def test_sequences_follow_the_commits_whoever_began_first(
    house: House, kind: str, request: pytest.FixtureRequest
) -> None:
    """Who began first and came to the story second has the later sequence.

    What was decided on how the story stood before is a conflict, and decided anew.
    """
    if kind == "sqlite":
        pytest.skip(
            "SQLite has one writer at a time: who begins to write commits first"
        )
    server: Server = request.getfixturevalue("postgres")
    house.channels = 1
    room = house.open()
    article = story(room)
    room.run_due()
    slow, quick = house.colleague(), house.colleague()
    kill = f"mine.kill({article.id!r}, by=cy, reason='Court.').position"
    for one in (slow, quick):
        assert "True" == one.does(BEGIN)
    down = f"mine.unpublish({article.id!r}, by=bo, reason='Wrong.').position"
    assert "6" == quick.does(down)
    slow.begins(kill)
    until(lambda: server.waiting(house.url))
    quick.does("host_s.commit()")
    assert slow.said().startswith("ConflictError")
    assert "7" == slow.does(kill)
    slow.does("host_s.commit()")

    rows = room.deliveries(article)
    assert [(1, "create"), (2, "unpublish"), (3, "kill")] == [
        (one.sequence, one.operation.value) for one in rows
    ]
    last = [type(one).__name__ for one in room.history(article)][-2:]
    assert ["Unpublished", "Killed"] == last
    assert rows[1].created <= rows[2].created


STORIES = (
    "[Incoming(story=text(f'Story {n}'), id=f's-{n:03}') for n in range(60)][::%d]"
)


def test_two_processes_bring_in_the_same_stories_crosswise(
    house: House, kind: str, request: pytest.FixtureRequest
) -> None:
    """Each is there once, and nobody was undone: ids are taken in one order by all.

    Both are stopped in the middle. Were ids taken as they come, each would by then have
    what the other one wants next.
    """
    room = house.open()
    both = house.colleague(), house.colleague()
    host = engine(house.url)
    with host.connect() as held:
        if kind == "postgres":
            room.using(held).draft(text(), by=BO, id="s-030")
        for one, order in zip(both, (1, -1), strict=True):
            one.does("room._office.database.trace((heard := []).append)")
            one.begins(f"[*room.ingest({STORIES % order}, by=ada, size=60)]")
        if kind == "postgres":
            server: Server = request.getfixturevalue("postgres")
            until(lambda: server.waiters(house.url) == 2)
        held.rollback()
    host.dispose()
    fates = [_fates(one) for one in both]

    assert [(0, 60), (60, 0)] == sorted(fates)
    assert ["0", "0"] == [one.does("heard.count('ROLLBACK')") for one in both]
    assert 60 == room.audit().articles


def _fates(one: Colleague) -> tuple[int, int]:
    said = one.said()
    assert "Ingested(" in said, said
    return said.count("Fate.DRAFTED"), said.count("Fate.UNCHANGED")
