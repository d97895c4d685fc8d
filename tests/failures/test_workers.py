"""Workers die, stall and race; nothing is lost, nothing comes late or twice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from newsflow.ports import Status
from newsflow.testing import PEOPLE

from ..gazette import story
from .conftest import House, agree, all_ended, until
from .post import STEPS

DATABASES = ("sqlite", "postgres")
BO, CY = PEOPLE["bo"], PEOPLE["cy"]


@pytest.mark.parametrize("batch", [1, 10])
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_is_killed_loses_nothing(
    house: House, step: str, batch: int
) -> None:
    """At whatever step: the next one ends it within the lease, under the same keys."""
    room = house.open()
    articles = [story(room) for _ in range(4)]
    victim = house.worker(step=step, after=3, batch=batch)
    victim.wait(20)
    assert -signal.SIGKILL == victim.returncode
    house.worker(batch=batch)
    until(lambda: all_ended(room, articles), seconds=house.lease + 5)

    agree(house, room, articles)
    assert 8 == len(house.takes()), "every delivery, each once"
    assert {Status.DELIVERED} == {
        one.status for article in articles for one in room.deliveries(article)
    }


def test_two_workers_share_the_work(house: House) -> None:
    """Nothing is delivered by both, however they race."""
    room = house.open()
    articles = [story(room) for _ in range(20)]
    for _ in range(2):
        house.worker(workers=2)
    until(lambda: all_ended(room, articles))

    agree(house, room, articles)
    assert 40 == len(house.receiver.requests), "no repeat at all"


def test_a_kill_comes_last_whatever_was_under_way(house: House, tmp_path: Path) -> None:
    """While a worker hangs in the middle of a create, the story is killed."""
    house.channels, house.lease = 1, 8.0
    room = house.open()
    article = story(room)
    go = tmp_path / "go"
    hanging = house.worker(wait_for=go)
    until(go.with_suffix(".claimed").exists)
    article = room.kill(article, by=CY, reason="By order of the court.")
    house.worker()
    time.sleep(0.3)
    assert [] == house.takes(), "the kill waits for the live lease"
    hanging.kill()
    until(lambda: all_ended(room, [article]))

    assert [(f"{article.id}/post-0", 2, "kill -")] == house.takes()
    assert [Status.SUPERSEDED, Status.DELIVERED] == [
        one.status for one in room.deliveries(article)
    ]


@pytest.mark.parametrize("fails", ["no", "yes"])
def test_a_worker_that_wakes_too_late_changes_nothing(
    house: House, tmp_path: Path, fails: str, kind: str
) -> None:
    """Stopped past its lease and let go on: neither success nor failure counts.

    On PostgreSQL it also had the turn of the one runner: that is over with the lease.
    Awake, it goes on as a worker like any other.
    """
    house.channels, house.lease = 1, 1.0
    room = house.open()
    article = story(room)
    go = tmp_path / "go"
    sleeper = house.worker(wait_for=go, fails=fails)
    until(go.with_suffix(".claimed").exists)
    os.kill(sleeper.pid, signal.SIGSTOP)
    if kind == "postgres":
        assert room.run_due().elsewhere, "its lease is not over yet"
    other = house.worker()
    until(lambda: all_ended(room, [article]))
    (before,) = room.deliveries(article)
    copies = house.receiver.copies()
    go.touch()
    os.kill(sleeper.pid, signal.SIGCONT)
    time.sleep(0.3)

    assert Status.DELIVERED is before.status
    assert (before,) == room.deliveries(article)
    assert copies == house.receiver.copies()
    other.kill()
    later = story(room)
    until(lambda: bool(room.deliveries(later)[0].attempts))
    assert sleeper.poll() is None


def test_another_worker_takes_over_when_the_first_one_dies(
    house: House, tmp_path: Path, kind: str
) -> None:
    """On PostgreSQL one embedded runner is at it at a time; its end frees another."""
    house.channels = 1
    room = house.open()
    article = story(room)
    go = tmp_path / "go"
    first = house.worker(wait_for=go)
    until(go.with_suffix(".claimed").exists)
    other = story(room)
    house.worker()
    if kind == "postgres":
        assert room.run_due().elsewhere
    first.kill()
    until(lambda: all_ended(room, [article, other]))

    agree(house, room, [article, other])
