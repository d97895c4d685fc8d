"""Processes of yesterday that run on: on another workflow, on upgraded tables."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from newsflow import Newsroom
from newsflow.documents.workflows import read_workflow
from newsflow.ports import Status
from newsflow.store.database import Database, connected
from newsflow.store.migrations import upgrade
from newsflow.testing import PEOPLE, Receiver
from newsflow.testing.staging import clear

from ..gazette import story
from ..postgres import Server
from .conftest import House, agree, until

DATABASES = ("sqlite", "postgres")
BO, CY = PEOPLE["bo"], PEOPLE["cy"]


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The next workflow: review is called subbing, and takes three approvals."""
    standard = files("newsflow.documents") / "shipped" / "standard.toml"
    words = standard.read_text().replace("version = 2", "version = 3")
    words = words.replace('"review"', '"subbing"').replace("count = 2", "count = 3")
    file = tmp_path / "workflow.toml"
    file.write_text(words.replace('kind = "subbing"', 'kind = "review"'))
    return file


def test_a_process_of_the_old_workflow_keeps_to_the_new_one(
    house: House, stricter: Path
) -> None:
    """A story that was migrated under it is judged, and moved, by its workflow of now.

    What it had read before is a conflict, and none of its events is of the old one.
    """
    old = house.colleague()
    before = house.open()
    mine, theirs = (clear(before, story(before, "review"), people=PEOPLE) for _ in "ab")
    assert "True" == old.does(f"bool(read := room.article({mine.id!r}))")
    assert "['publish']" == old.does(_releasing(mine.id))
    new = house.open(workflow=read_workflow(stricter))
    for one in (mine, theirs):
        assert "subbing" == new.migrate(one, by=CY, state="subbing").state
    assert old.does("room.publish(read, by=bo)").startswith("ConflictError")

    for asked in (mine.id, theirs.id):
        refused = old.does(f"room.publish({asked!r}, by=bo)")
        assert refused.startswith("StepRefusedError")
        assert "it has 2 of 3" in refused
        assert "[]" == old.does(_releasing(asked))
        assert 5 == new.article(asked).position
    sent_back = old.does(f"room.send_back({mine.id!r}, by=bo, reason='Thin.').state")
    assert "draft" == sent_back
    assert "subbing" == old.does(f"room.submit({mine.id!r}, by=ada).state")
    assert 3 == new.article(mine.id).workflow_version
    assert 2 == new.audit().articles
    assert "2" == old.does("room.draft(text('Ferry'), by=ada).workflow_version")


def _releasing(article: str) -> str:
    return (
        f"[one.name for one in room.allowed({article!r}, by=bo) "
        "if one.act.value == 'publish']"
    )


@pytest.fixture
def yesterday(
    kind: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    socket_enabled: None,
) -> Iterator[House]:
    """A house whose tables are those of version 1."""
    del socket_enabled
    server: Server | None = None
    if kind == "postgres":
        server = request.getfixturevalue("postgres")
    url = server.empty_database() if server else f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, to=1)
    house = House(url, Receiver(key="idempotency-key"))
    yield house
    house.close()
    if server:
        server.drop(url)


STEPS = (
    "room.comment('bridge', 'Late.', by=bo)",
    "room.save('bridge', text('Another'), by=ada)",
    "room.draft(text('Ferry'), by=ada)",
    "list(room.ingest([text('Tram'), text('Taxi')], by=ada))",
    "room.using(host.connect()).draft(text('Ferry'), by=ada)",
    "room.run_due()",
    "room.sweep()",
)


def test_an_old_process_writes_nothing_into_upgraded_tables(yesterday: House) -> None:
    """It may read; each step is refused, and its runner ends instead of trying on."""
    old = yesterday.colleague(tables=1)
    assert "draft" == old.does("room.draft(text(), by=ada, id='bridge').state")
    assert "True" == old.does("bool(runner := room.running(every=0.02))")
    assert "True" == old.does(RUNS)
    assert 1 == upgrade(yesterday.url)
    until(lambda: old.does(RUNS) == "False")

    for step in STEPS:
        assert old.does(step).startswith("NewerDatabaseError: the database has"), step
    assert "1" == old.does("room.article('bridge').position")
    room = yesterday.open()
    assert (1, 1) == (len(list(room.events())), room.audit().articles)


RUNS = "'newsflow-runner' in [one.name for one in threading.enumerate()]"


def test_an_old_process_leaves_what_it_does_not_know(yesterday: House) -> None:
    """A delivery of a kind that it cannot even read waits, untried, for a new one."""
    yesterday.channels = 1
    old = yesterday.colleague(tables=1)
    upgrade(yesterday.url)
    room = yesterday.open()
    article = story(room)
    (due,) = room.deliveries(article)
    for operation in ("create", "syndicate"):
        _set(yesterday.url, operation)
        assert old.does(f"room.deliver({due.id})").startswith("Later(at=")
        assert old.does("room.run_due()").startswith("NewerDatabaseError")
    _set(yesterday.url, "create")
    assert (due,) == room.deliveries(article)
    room.run_due()

    agree(yesterday, room, [article])
    (sent,) = room.deliveries(article)
    assert (Status.DELIVERED, 1) == (sent.status, sent.attempts)


def _set(url: str, operation: str) -> None:
    database = connected(url)
    with database.writing() as tx:
        tx.cursor.execute(f"UPDATE newsflow_deliveries SET operation = '{operation}'")  # noqa: S608 - a word of ours
    database.close()


def test_what_an_old_process_has_under_way_it_still_settles(
    yesterday: House, tmp_path: Path
) -> None:
    """Claimed before the upgrade and sent after it: that is recorded, not repeated.

    The very run that is at it claims no more.
    """
    yesterday.channels, yesterday.lease = 1, 20.0
    go = tmp_path / "go"
    old = yesterday.colleague(tables=1, wait_for=go)
    assert "3" == old.does("len([bring_out(room) for _ in 'abc'])")
    old.begins("room.run_due(batch=2)")
    until(go.with_suffix(".claimed").exists)
    upgrade(yesterday.url)
    go.touch()
    assert old.said().startswith("Ran(")
    room = yesterday.open()
    articles = [room.article(row.id) for row in room.search()]

    agree(yesterday, room, articles)
    assert [(Status.DELIVERED, 1), (Status.DELIVERED, 1), (Status.DUE, 0)] == sorted(
        (one.status, one.attempts) for name in articles for one in room.deliveries(name)
    )
    assert 2 == len(yesterday.receiver.requests)


def test_a_writer_in_full_swing_ends_with_the_upgrade(yesterday: House) -> None:
    """What it had begun is waited for; after the upgrade not one event of it comes."""
    old = yesterday.colleague(tables=1)
    old.begins("[room.draft(text(), by=ada) for _ in range(5000)]")
    database = connected(yesterday.url)
    until(lambda: _events(database) > 20)
    upgrade(yesterday.url)
    then = _events(database)
    assert old.said().startswith("NewerDatabaseError")
    assert then == _events(database)
    database.close()
    with Newsroom.open(yesterday.url) as room:
        assert then == room.audit().articles


def _events(database: Database) -> int:
    with database.reading() as tx:
        tx.cursor.execute("SELECT COUNT(*) FROM newsflow_events")
        return int(tx.cursor.fetchone()[0])
