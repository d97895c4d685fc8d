"""A crash before the commit leaves nothing; one after it is repaired."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from newsflow.ports import Status
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

DATABASES = ("sqlite", "postgres")
START = """
import os, signal, sys
from datetime import UTC, datetime, timedelta
from newsflow import Content, Newsroom, hookimpl
from newsflow.ports import Receipt
from newsflow.testing import PEOPLE, RecordingChannel

class Crash:
    def end(self, *_):
        if "{how}" == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        os._exit(9)

class Judge(Crash):
    @hookimpl
    def newsflow_objections(self, asking):
        if "{where}" == "judge" and asking.step == "publish":
            self.end()

class Reacting(Crash):
    @hookimpl
    def newsflow_event(self, event):
        if "{where}" == "react" and type(event).__name__ == "Published":
            self.end()

class Channel(RecordingChannel, Crash):
    def deliver(self, parcel, *, shelf):
        if "{where}" == "channel":
            self.end()
        return super().deliver(parcel, shelf=shelf)

room = Newsroom.open(
    sys.argv[1],
    channels=[Channel("site"), RecordingChannel("wire")],
    plugins={{"judge": Judge(), "reacting": Reacting()}},
    clock=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC),
)
if "{where}" == "commit":
    ending = lambda sql: Crash().end() if sql == "COMMIT" else None
    room._office.database.trace(ending)  # told just before the statement is run
room.publish("{story}", by=PEOPLE["bo"])
print("published")
"""
pytestmark = pytest.mark.parametrize("how", ["exit", "kill"])


def crash(url: str, *, where: str, how: str, article: str) -> None:
    """Publish a story in a process that ends in the middle of it."""
    script = START.format(where=where, how=how, story=article)
    ended = subprocess.run(
        [sys.executable, "-c", script, url],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode in {9, -9}, ended.stderr
    assert not ended.stdout


@pytest.mark.parametrize("where", ["judge", "commit"])
def test_a_crash_before_the_commit_leaves_nothing(
    desk: Desk, file: str, where: str, how: str
) -> None:
    """The story is as it was, and can be published as if nothing had been tried."""
    room = desk.open(file)
    article = clear(room, story(room, "review"), people=PEOPLE)
    crash(file, where=where, how=how, article=article.id)

    assert article == room.article(article.id)
    assert () == room.deliveries(article)
    assert 1 == room.audit().articles
    assert "published" == room.publish(article, by="bo").state


@pytest.mark.parametrize("where", ["react", "channel"])
def test_a_crash_after_the_commit_is_repaired(
    desk: Desk, file: str, where: str, how: str
) -> None:
    """What was committed is delivered by whoever runs what is due."""
    room = desk.open(file)
    article = clear(room, story(room, "review"), people=PEOPLE)
    crash(file, where=where, how=how, article=article.id)

    assert "published" == room.article(article.id).state
    assert () == desk.site.parcels
    desk.clock.to(desk.clock() + timedelta(hours=1))  # where the process stood
    room.run_due()
    if where == "channel":  # its lease has to run out first
        assert () == desk.site.parcels
        assert Status.LEASED == room.deliveries(article)[0].status
        desk.clock.advance(minutes=5)
        room.run_due()
    assert (1, 1) == (len(desk.site.parcels), len(desk.wire.parcels))
    assert {Status.DELIVERED} == {one.status for one in room.deliveries(article)}


def test_a_crash_in_the_middle_of_writing_is_no_half_story(
    desk: Desk, file: str, how: str
) -> None:
    """Whatever moment a process is killed at, every story is whole."""
    room = desk.open(file)
    script = (
        "import sys\nfrom newsflow import Content, Newsroom\n"
        "from newsflow.testing import PEOPLE\n"
        "room = Newsroom.open(sys.argv[1])\nprint('open', flush=True)\n"
        "while True:\n"
        "    one = room.draft(Content(headline='Bridge'), by=PEOPLE['ada'])\n"
        "    room.submit(one, by=PEOPLE['ada'])\n"
    )
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", script, file], stdout=subprocess.PIPE
        )
        assert writer.stdout
        assert b"open\n" == writer.stdout.readline()
        before = len(room.search(limit=500))
        while len(room.search(limit=500)) < min(before + 5, 400):
            pass
        writer.kill() if how == "kill" else writer.terminate()
        writer.communicate(timeout=20)

    audit = room.audit()
    assert audit.articles <= audit.events <= 2 * audit.articles
    assert "draft" == room.draft(text(), by="ada").state
