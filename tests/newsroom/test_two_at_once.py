"""Several people, threads and processes at one story, and at one file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from newsflow import Article, Newsroom
from newsflow.errors import ConflictError, StepRefusedError
from newsflow.events import Commented, Published
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def test_whoever_read_an_older_story_is_told_where_it_stands(room: Newsroom) -> None:
    """A step on a story that has moved on is a conflict with both positions."""
    article = story(room, "draft")
    room.comment(article, "First.", by=BO)
    room.comment(article.id, "By id, nothing is said about a position.", by=BO)

    with pytest.raises(ConflictError) as conflict:
        room.save(article, text("Late"), by=ADA)
    assert (1, 3) == (conflict.value.expected, conflict.value.found)
    assert 3 == len(room.history(article))
    assert 1 == len(room.search())


def test_a_conflict_leaves_the_newsroom_in_order(desk: Desk, file: str) -> None:
    """After somebody else was faster, the next step is on what there is now."""
    here, there = desk.open(file), desk.open(file)
    article = story(here, "draft")
    stale = there._office.articles.load  # noqa: SLF001 - as if it read just before
    loaded = stale(article.id)
    here.comment(article, "First.", by=BO)
    there._office.articles.load = lambda *_, **__: loaded  # type: ignore[method-assign]  # noqa: SLF001 - the same
    with pytest.raises(ConflictError) as conflict:
        there.comment(article.id, "Second.", by=CY)
    there._office.articles.load = stale  # type: ignore[method-assign]  # noqa: SLF001 - the same

    assert (1, 2) == (conflict.value.expected, conflict.value.found)
    assert 3 == there.comment(article.id, "Second.", by=CY).position


def test_nobody_is_refused_because_of_where_a_story_stood(
    desk: Desk, file: str
) -> None:
    """What is at hand is believed until it says no; then it is looked up, and told."""
    here, there = desk.open(file), desk.open(file)
    article = there.submit(story(there, "draft"), by=ADA)
    words = there.content(article)
    here.comment(article.id, "First.", by=BO)

    with pytest.raises(ConflictError) as refused:
        there.approve(article, by=ADA)  # who has written it, and never could
    with pytest.raises(ConflictError) as unchanged:
        there.save(article, words, by=ADA)
    assert (2, 3) == (refused.value.expected, refused.value.found)
    assert (2, 3) == (unchanged.value.expected, unchanged.value.found)
    with pytest.raises(StepRefusedError, match="has written in it"):
        there.approve(article.id, by=ADA)


def _race(*runs: Callable[[], Article]) -> list[Article | Exception]:
    """Run several steps at the same instant, each in a thread of its own."""
    start = Barrier(len(runs))

    def run(step: Callable[[], Article]) -> Article | Exception:
        start.wait(timeout=20)
        try:
            return step()
        except (ConflictError, StepRefusedError) as lost:
            return lost

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(run, runs))


@pytest.mark.parametrize("where", ["memory", "file"])
def test_two_publishers_at_once_give_one_publication(
    desk: Desk, file: str, where: str
) -> None:
    """One of them publishes; the other is told that somebody else was faster."""
    room = desk.open(file if where == "file" else "sqlite://")
    for _ in range(10):
        article = clear(room, story(room, "review"), people=PEOPLE)
        ended = _race(
            lambda article=article: room.publish(article, by=BO),  # type: ignore[misc] # the default binds it
            lambda article=article: room.publish(article, by=CY),  # type: ignore[misc] # the same
        )

        assert 1 == sum(isinstance(one, Article) for one in ended)
        history = room.history(article)
        assert 1 == sum(isinstance(one, Published) for one in history)
    assert 10 == len(desk.site.parcels)
    assert 10 == room.audit().articles


def test_threads_with_their_own_stories_do_not_disturb_one_another(
    desk: Desk, file: str
) -> None:
    """Eight writers at one file, and nobody waits for ever or loses a word."""
    room = desk.open(file)

    def write(number: int) -> Article:
        article = room.draft(text(f"Story {number}"), by=ADA)
        for turn in range(5):
            article = room.save(article, text(f"Story {number}.{turn}"), by=ADA)
        return article

    with ThreadPoolExecutor(8) as pool:
        articles = list(pool.map(write, range(24)))

    assert 24 == len({article.id for article in articles})
    assert {6} == {article.position for article in articles}
    assert 144 == len(list(room.events()))
    assert 24 == room.audit().articles


WRITER = """
import sys
from newsflow import Content, Newsroom
from newsflow.errors import ConflictError
from newsflow.testing import PEOPLE, seeded_ids

url, name = sys.argv[1:]
room = Newsroom.open(url, ids=seeded_ids(name))
print("open", flush=True)
sys.stdin.readline()
for number in range(15):
    article = room.draft(Content(headline=f"{name} {number}"), by=PEOPLE["ada"])
    room.submit(article, by=PEOPLE["ada"])
    while True:
        try:
            room.comment(room.article("bridge"), f"{name} {number}", by=PEOPLE["bo"])
            break
        except ConflictError:
            pass
print("done", flush=True)
"""

PUBLISHER = """
import sys
from newsflow import Newsroom
from newsflow.errors import ConflictError, StepRefusedError
from newsflow.testing import PEOPLE

url, name = sys.argv[1:]
room = Newsroom.open(url)
articles = [room.article(f"story-{number:04}") for number in range(1, 11)]
print("open", flush=True)
sys.stdin.readline()
won = 0
for article in articles:
    try:
        room.publish(article, by=PEOPLE[name])
        won += 1
    except (ConflictError, StepRefusedError):
        pass
print(won, flush=True)
"""


def _processes(script: str, url: str, *names: str) -> list[str]:
    """Run a script in a process for each name, let them go at once, hear the end."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for one in running:
        assert one.stdout
        assert "open\n" == one.stdout.readline(), one.communicate()[1]
    told = []
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in running:
        out, err = one.communicate(timeout=120)
        assert 0 == one.returncode, err
        told.append(out.strip())
    return told


def test_four_processes_write_one_file_without_a_lock_error(
    desk: Desk, file: str
) -> None:
    """They open it at once, write at once, and one story hears all of them."""
    Path(file.removeprefix("sqlite:///")).unlink(missing_ok=True)
    room = desk.open(file)
    room.draft(text(), by=ADA, id="bridge")

    assert ["done"] * 4 == _processes(WRITER, file, "a", "b", "c", "d")
    history = room.history("bridge")
    remarks = [one for one in history if isinstance(one, Commented)]
    said = {room.words("bridge", one.note) for one in remarks}
    assert {f"{name} {number}" for name in "abcd" for number in range(15)} == said
    assert 61 == room.audit().articles
    assert 1 + 4 * 15 * 3 == len(list(room.events()))


def test_two_processes_publish_each_story_once(desk: Desk, file: str) -> None:
    """Whoever is slower gets a conflict or a refusal, never a second version."""
    room = desk.open(file)
    for _ in range(10):
        clear(room, story(room, "review"), people=PEOPLE)

    assert 10 == sum(map(int, _processes(PUBLISHER, file, "bo", "cy")))
    assert {1} == {row.live for row in room.search()}
    assert {"published": 10} == room.counts()


def test_four_processes_make_the_tables_at_once(tmp_path: Path) -> None:
    """A file that nobody has opened yet is opened by everyone together."""
    opener = (
        "import sys\nprint('open', flush=True)\nsys.stdin.readline()\n"
        "from newsflow import Newsroom\n"
        "Newsroom.open(sys.argv[1])\nprint('made', flush=True)"
    )
    url = f"sqlite:///{tmp_path / 'new.db'}"

    assert ["made"] * 4 == _processes(opener, url, "a", "b", "c", "d")
