"""Procrastinate's jobs on a real PostgreSQL, worked off by real processes."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from newsflow import Article, Newsroom
from newsflow.model.times import instant_of
from newsflow.ports import Delivery, Status
from newsflow.testing import PEOPLE, Answer, Receiver
from newsflow.testing.peers import Fault
from newsflow.testing.staging import clear

from ..failures.conftest import until
from ..gazette import story
from ..newsroom.test_using_async import run as in_async_session
from ..postgres import RUN, WORKER, Server, packaged
from ..postgres import engine as engine_of
from .conftest import Workers, delivered, imported, keys
from .worker import Work, by_procrastinate

BO, CY = PEOPLE["bo"], PEOPLE["cy"]


@attrs.define
class House:
    """A newsroom whose deliveries Procrastinate runs."""

    url: str
    receiver: Receiver
    workers: Workers
    rooms: list[Newsroom] = attrs.field(factory=list)

    def open(self) -> Newsroom:
        """Open it as a web process does, which delivers nothing itself."""
        _, room = by_procrastinate(Work(url=self.url, port=self.receiver.port))
        self.rooms.append(room)
        return room

    def worker(self, **settings: object) -> Any:
        """Start a worker."""
        port = self.receiver.port
        return self.workers.start("procrastinate", self.url, port, **settings)

    def ask(self, sql: str) -> list[Any]:
        """Ask the database."""
        engine = engine_of(self.url)
        with engine.begin() as connection:
            found = connection.execute(sa.text(sql))
            rows = list(found.all()) if found.returns_rows else []
        engine.dispose()
        return rows

    def jobs(self) -> list[Any]:
        """List what is to be delivered: the id, and when."""
        return self.ask(
            "SELECT (args->>'delivery')::int, scheduled_at FROM procrastinate_jobs "
            "WHERE task_name = 'newsflow.deliver' AND status = 'todo' ORDER BY id"
        )

    def close(self) -> None:
        """Close the newsrooms."""
        for room in self.rooms:
            room.close()


def with_tables(url: str) -> str:
    """Make Procrastinate's own tables in a database."""
    app, room = by_procrastinate(Work(url=url, port=0))
    with app.open():
        app.schema_manager.apply_schema()
    room.close()
    return url


@pytest.fixture
def house(postgres: Server, receiver: Receiver, workers: Workers) -> Iterator[House]:
    """A house with two channels, on a database of its own."""
    url = postgres.new_database()
    house = House(with_tables(url), receiver, workers)
    yield house
    house.close()
    workers.close()
    postgres.drop(url)


def test_a_rollback_leaves_no_row_no_job_and_no_post(house: House) -> None:
    """The jobs ride in the transaction of the host, and go with it."""
    room = house.open()
    article = clear(room, story(room, "review"), people=PEOPLE)
    engine = engine_of(house.url)
    with engine.connect() as connection:
        room.using(connection).publish(article, by=BO)
        connection.rollback()
    assert ([], ()) == (house.jobs(), room.deliveries(article))

    with engine.begin() as connection:
        room.using(connection).publish(article, by=BO)
        assert [] == house.jobs(), "before the commit, nobody sees them"
    engine.dispose()
    ids = [one.id for one in room.deliveries(article)]
    assert ids == [delivery for delivery, _ in house.jobs()]
    assert () == house.receiver.requests, "nobody delivers here"


def test_a_step_of_our_own_brings_its_jobs_or_nothing(house: House) -> None:
    """A step that fails after its hints has left neither row nor job."""
    room = house.open()
    article = clear(room, story(room, "review"), people=PEOPLE)
    house.ask("ALTER TABLE procrastinate_jobs RENAME TO away")
    with pytest.raises(Exception, match="Database error"):
        room.publish(article, by=BO)
    house.ask("ALTER TABLE away RENAME TO procrastinate_jobs")

    assert ("review", ()) == (room.article(article.id).state, room.deliveries(article))
    published = room.publish(article, by=BO)
    assert len(room.deliveries(published)) == len(house.jobs()) == 2


@pytest.mark.parametrize("driver", ["postgresql+psycopg", "postgresql+asyncpg"])
def test_in_an_async_session_the_sweep_sends_the_hints(
    house: House, driver: str
) -> None:
    """No job can ride on an asynchronous connection; the delivery is recorded."""
    room = house.open()
    article = clear(room, story(room, "review"), people=PEOPLE)

    def publish(session: Session) -> None:
        room.using(session).publish(article, by=BO)

    in_async_session(house.url, driver, publish, commit=True)
    assert "published" == room.article(article.id).state
    assert [] == house.jobs()
    house.worker()
    until(lambda: delivered(room, article))


def test_a_worker_delivers_and_ends_when_it_is_told_to(house: House) -> None:
    """Told to stop, it finishes what it is at; jobs that are done are deleted."""
    room = house.open()
    worker = house.worker()
    articles = [story(room) for _ in range(3)]
    until(lambda: delivered(room, *articles))
    worker.send_signal(signal.SIGTERM)

    assert 0 == worker.wait(20)
    assert 6 == len(set(keys(house.receiver)))
    done = "SELECT * FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing')"
    assert [] == house.ask(done), "what is done is deleted, and nothing has failed"


def test_a_worker_that_is_killed_loses_nothing(house: House) -> None:
    """Another one ends it, under the same keys; what was being done is given back."""
    room = house.open()
    articles = [story(room) for _ in range(2)]
    victim = house.worker(step="mid-post")
    assert -signal.SIGKILL == victim.wait(20)
    house.worker()
    until(lambda: delivered(room, *articles))
    doing = "SELECT id FROM procrastinate_jobs WHERE status = 'doing'"
    until(lambda: len(house.ask(doing)) <= 2)

    assert 4 == len(set(keys(house.receiver)))
    sent = {one.key for article in articles for one in room.deliveries(article)}
    assert sent == set(keys(house.receiver)), "every repeat under its own key"


def test_what_a_dead_worker_had_is_given_back(house: House) -> None:
    """Its jobs are not left lying, and neither is a sweep that it died in."""
    room = house.open()
    article = story(room)
    house.ask(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args) "
        "VALUES ('newsflow', 'newsflow.sweep', 'dead', '{\"timestamp\": 1}')"
    )
    house.ask("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    house.worker()
    until(lambda: delivered(room, article))
    left = (
        "SELECT id FROM procrastinate_jobs "
        "WHERE task_name = 'newsflow.deliver' OR queueing_lock = 'dead'"
    )
    until(lambda: house.ask(left) == [])


def test_what_failed_is_a_job_anew_at_its_time(house: House) -> None:
    """The retry is not an error of the engine's, and comes when the ledger says."""
    room = house.open()
    house.receiver.play(Fault.LOST_REQUEST)
    house.worker()
    article = story(room)
    until(lambda: _failed(room, article) is not None)
    failed = _failed(room, article)
    assert failed is not None
    due = instant_of(failed.due)

    assert due > room._office.clock() + timedelta(seconds=2)  # noqa: SLF001 - the server's clock
    until(lambda: (failed.id, due) in house.jobs(), seconds=3)
    room.sweep()
    until(lambda: delivered(room, article))
    assert 2 == len(set(keys(house.receiver)))


def _failed(room: Newsroom, article: Article) -> Delivery | None:
    return next((one for one in room.deliveries(article) if one.error), None)


def test_jobs_for_one_delivery_do_not_multiply(house: House) -> None:
    """However often it is hinted at, one job waits for it at a time."""
    app, room = by_procrastinate(Work(url=house.url, port=house.receiver.port))
    house.rooms.append(room)
    article = story(room)
    house.ask("DELETE FROM procrastinate_jobs")
    with app.open():
        for _ in range(5):
            assert 2 == room.sweep()
        assert 2 == len(house.jobs())
    assert not delivered(room, article)


def test_a_sweep_finds_what_was_deleted(house: House) -> None:
    """Somebody has emptied the queue; the ledger knows all the same."""
    room = house.open()
    article = story(room)
    house.ask("DELETE FROM procrastinate_jobs")
    assert [] == house.jobs()
    house.worker()
    until(lambda: delivered(room, article))

    assert 2 == len(set(keys(house.receiver)))


def test_a_sweep_fires_a_schedule(house: House) -> None:
    """What is due goes out, and the hints ride on the worker's own connection."""
    room = house.open()
    article = clear(room, story(room, "review"), people=PEOPLE)
    when = room._office.clock() + timedelta(seconds=1.5)  # noqa: SLF001 - the server's clock
    room.schedule(article, when=when, by=BO)
    house.worker()
    assert "scheduled" == room.article(article.id).state
    until(lambda: room.article(article.id).state == "published")
    until(lambda: delivered(room, article))

    assert 2 == len(set(keys(house.receiver)))


def test_an_engine_out_of_reach_undoes_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """An app that was never opened: sent again all the same, and swept."""
    room = house.open()
    house.receiver.script(Answer(status=200))
    article = story(room)
    house.ask("DELETE FROM procrastinate_jobs")
    assert 2 == room.sweep()
    assert "the sweep will find it" in caplog.text
    house.worker()
    until(lambda: delivered(room, article))


def test_a_worker_outlives_the_death_of_postgresql(
    receiver: Receiver, workers: Workers
) -> None:
    """Stopped at once and started again: the worker begins anew by itself."""
    with packaged(f"{RUN}-{WORKER}-jobs") as (url, control):
        house = House(with_tables(url), receiver, workers)
        room = house.open()
        worker = house.worker()
        first = story(room)
        until(lambda: delivered(room, first))
        control("-m", "immediate", "stop")
        time.sleep(1.0)
        folder = Path(url.partition("host=")[2])
        control("-l", f"{folder}/log", "-o", f"-h '' -k {folder}", "start")
        second = story(room)
        until(lambda: delivered(room, second))

        assert worker.poll() is None
        assert 4 == len(set(keys(receiver)))
        house.close()
        workers.close()


def test_two_apps_in_one_process_leave_each_other_alone(
    house: House, postgres: Server, receiver: Receiver
) -> None:
    """Each has the tasks, the jobs and the stories of its own house."""
    other = House(with_tables(postgres.new_database()), receiver, house.workers)
    rooms = house.open(), other.open()
    articles: list[Article] = [story(room) for room in rooms]
    assert [2, 2] == [len(one.jobs()) for one in (house, other)]
    other.worker()
    until(lambda: delivered(rooms[1], articles[1]))

    assert {Status.DUE} == {one.status for one in rooms[0].deliveries(articles[0])}
    assert 2 == len(house.jobs())
    other.close()
    house.workers.close()
    postgres.drop(other.url)


def test_importing_the_engine_starts_nothing() -> None:
    """No thread, no loop, no handler of signals or logs."""
    ended = imported("newsflow.contrib.procrastinate")

    assert 0 == ended.returncode, ended.stderr


def test_without_its_extra_it_says_what_to_install() -> None:
    """The error names the extra."""
    ended = imported("newsflow.contrib.procrastinate", without="procrastinate")

    assert "MissingExtraError: the engine Procrastinate needs" in ended.stderr
    assert "pip install 'newsflow[procrastinate]'" in ended.stderr
