"""Celery's messages over a real Redis, worked off by real processes."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from newsflow import Newsroom
from newsflow.contrib.celery import CeleryEngine
from newsflow.ports import Hint, Later, Status
from newsflow.testing import PEOPLE, Receiver
from newsflow.testing.peers import Fault
from newsflow.testing.staging import clear

from ..conftest import program
from ..failures.conftest import until
from ..gazette import refused, story
from .conftest import Workers, delivered, imported, keys
from .worker import Work, by_celery

BO = PEOPLE["bo"]


@attrs.define
class Redis:
    """A server of Debian's package, on a socket of its own."""

    folder: Path
    process: subprocess.Popen[bytes]
    client: Any

    @property
    def broker(self) -> str:
        """The URL that Celery finds it at."""
        return f"redis+socket://{self.folder}/redis.sock"

    def messages(self) -> list[dict[str, Any]]:
        """Read what waits for a worker."""
        return [json.loads(one) for one in self.client.lrange("celery", 0, -1)]

    def close(self) -> None:
        """End it."""
        self.client.close()
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis that forgets all with the test."""
    server = program("redis-server")
    from redis import Redis as Client  # noqa: PLC0415 - an extra of the tests
    from redis.exceptions import ConnectionError as Away  # noqa: PLC0415 - same

    folder = Path(tempfile.mkdtemp(prefix="newsflow-redis-"))
    settings = ["--port", "0", "--save", "", "--unixsocket", f"{folder}/redis.sock"]
    process = subprocess.Popen(
        [server, *settings, "--dir", str(folder)], stdout=subprocess.DEVNULL
    )
    redis = Redis(folder, process, Client(unix_socket_path=f"{folder}/redis.sock"))

    def answers() -> bool:
        with suppress(Away):
            return bool(redis.client.ping())
        return False

    until(answers)
    yield redis
    redis.close()


@attrs.define
class House:
    """A newsroom whose deliveries Celery runs."""

    url: str
    redis: Redis
    receiver: Receiver
    workers: Workers
    apps: list[Any] = attrs.field(factory=list)
    rooms: list[Newsroom] = attrs.field(factory=list)

    def open(self) -> Newsroom:
        """Open it as a web process does, which delivers nothing itself."""
        work = Work(url=self.url, port=self.receiver.port, broker=self.redis.broker)
        app, room = by_celery(work)
        self.apps.append(app)
        self.rooms.append(room)
        return room

    def start(self, what: str = "celery", **settings: object) -> Any:
        """Start a process: a worker that also beats, or one that dies."""
        where = {"broker": self.redis.broker, "schedule": self.redis.folder / "beat"}
        port = self.receiver.port
        return self.workers.start(what, self.url, port, **where, **settings)

    def close(self) -> None:
        """Close what was opened."""
        for room in self.rooms:
            room.close()
        for app in self.apps:
            app.close()


@pytest.fixture
def house(
    file: str, redis: Redis, receiver: Receiver, workers: Workers
) -> Iterator[House]:
    """A house with two channels."""
    house = House(file, redis, receiver, workers)
    yield house
    house.close()
    workers.close()


def test_hints_go_out_after_the_commit_and_are_worked_off(house: House) -> None:
    """A worker delivers what a step sent out, and ends when it is told to."""
    room = house.open()
    article = story(room)
    waiting = sorted(_arguments(one) for one in house.redis.messages())
    assert [[1, 5], [2, 5]] == waiting
    worker = house.start(every=600)
    until(lambda: delivered(room, article))
    worker.send_signal(signal.SIGTERM)

    assert 0 == worker.wait(20)
    assert 2 == len(house.receiver.requests)


def _arguments(message: dict[str, Any]) -> Any:
    from base64 import b64decode  # noqa: PLC0415 - only here

    return json.loads(b64decode(message["body"]))[0]


def test_a_refused_step_sends_no_message(house: House) -> None:
    """What was not committed, nobody hears of."""
    room = house.open()
    article = story(room, "review")
    assert {"approvals"} == refused(lambda: room.publish(article, by=BO))

    assert [] == house.redis.messages()


def test_a_web_process_that_dies_before_the_message_is_made_up_for(
    house: House,
) -> None:
    """Killed between the commit and the hint: the sweep finds what it left."""
    dying = house.start("dying")
    assert -signal.SIGKILL == dying.wait(20)
    room = house.open()
    (row,) = room.search()
    assert {Status.DUE} == {one.status for one in room.deliveries(row.id)}
    assert [] == house.redis.messages()
    house.start()
    until(lambda: delivered(room, room.article(row.id)))

    assert 2 == len(house.receiver.requests)


def test_a_redis_that_forgot_everything_loses_nothing(house: House) -> None:
    """Flushed before any worker came: the sweep sends it all again."""
    room = house.open()
    articles = [story(room) for _ in range(3)]
    assert 6 == len(house.redis.messages())
    house.redis.client.flushall()
    house.start()
    until(lambda: delivered(room, *articles))

    assert 6 == len(set(keys(house.receiver)))


def test_a_redis_that_is_away_undoes_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The story is published, the hint is lost, and nobody waits for long."""
    room = house.open()
    article = clear(room, story(room, "review"), people=PEOPLE)
    house.redis.process.kill()
    house.redis.process.wait()
    began = time.monotonic()
    article = room.publish(article, by=BO)

    assert time.monotonic() - began < 5
    assert "published" == room.article(article.id).state
    assert "the sweep will find it" in caplog.text


@pytest.mark.parametrize("kind", ["sqlite", "postgres"], indirect=True)
def test_a_worker_that_is_killed_loses_nothing(house: House) -> None:
    """Its message comes back in an hour; the sweep does not wait for that."""
    room = house.open()
    articles = [story(room) for _ in range(2)]
    victim = house.start(step="mid-post")
    assert -signal.SIGKILL == victim.wait(20)
    house.start()
    until(lambda: delivered(room, *articles))

    sent = {one.key for article in articles for one in room.deliveries(article)}
    assert sent == set(keys(house.receiver)), "every repeat under its own key"


def test_what_failed_is_tried_again_at_its_time(house: House) -> None:
    """The message waits with the worker, for as long as the ledger says."""
    room = house.open()
    house.receiver.play(Fault.LOST_REQUEST)
    article = story(room)
    house.start(every=600)
    until(lambda: delivered(room, article))

    assert 2 == max(one.attempts for one in room.deliveries(article))


@pytest.mark.parametrize(("seconds", "messages"), [(-60, 1), (28, 1), (32, 0)])
def test_a_long_wait_is_left_to_the_sweep(
    house: House, seconds: int, messages: int
) -> None:
    """No message waits longer than 30 seconds: a broker would repeat it."""
    house.open()
    engine = CeleryEngine(house.apps[0])
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    engine.hinted([Hint(delivery=7, channel="post-0", not_before=at)])

    assert messages == len(house.redis.messages())


def test_a_message_does_not_ask_for_ever(redis: Redis) -> None:
    """Each leads to one less, and the last of them to none: the sweep goes on."""
    from celery import Celery  # noqa: PLC0415 - an extra

    app = Celery(broker=redis.broker, set_as_current=False)
    asked: list[int] = []

    def run(delivery: int) -> Later:
        asked.append(delivery)
        return Later(at=datetime.now(UTC))

    CeleryEngine(app).attach(run, lambda: 0)
    app.tasks["newsflow.deliver"](7, 1)
    assert [[7, 0]] == [_arguments(one) for one in redis.messages()]
    app.tasks["newsflow.deliver"](7, 0)

    assert ([7, 7], 1) == (asked, len(redis.messages()))
    app.close()


def test_two_apps_in_one_process_leave_each_other_alone() -> None:
    """Each has its own tasks, its own beat and its own newsroom."""
    from celery import Celery  # noqa: PLC0415 - an extra

    heard: list[str] = []
    apps = [Celery(name, set_as_current=False) for name in ("one", "two")]
    for app in apps:
        app.conf.beat_schedule = {"theirs": {"task": "theirs", "schedule": 60.0}}
        CeleryEngine(app, every=7.0, queue=app.main).attach(
            lambda _: None, lambda name=app.main: len(heard.append(name) or "")
        )
    apps[0].tasks["newsflow.sweep"]()

    assert ["one"] == heard
    for app in apps:
        assert {"theirs", "newsflow.sweep"} == set(app.conf.beat_schedule)
        ours = app.conf.beat_schedule["newsflow.sweep"]
        assert (7.0, {"queue": app.main}) == (ours["schedule"], ours["options"])
        app.close()


def test_importing_the_engine_starts_nothing() -> None:
    """No thread, no loop, no handler of signals or logs."""
    ended = imported("newsflow.contrib.celery")

    assert 0 == ended.returncode, ended.stderr


def test_without_its_extra_it_says_what_to_install() -> None:
    """The error names the extra."""
    ended = imported("newsflow.contrib.celery", without="celery")

    assert "MissingExtraError: the engine Celery needs" in ended.stderr
    assert "pip install 'newsflow[celery]'" in ended.stderr
