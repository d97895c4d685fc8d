"""The desk's own view of a story: it follows each save, for whoever has the address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import attrs
import pytest

from newsflow import Article, Newsroom
from newsflow.ports import Rendition
from newsflow.preview import Desk as Window
from newsflow.preview import StoryDraft, preview_app
from newsflow.preview.serving import is_loopback
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text
from .served import Served, serving
from .test_links import KEY, pictured

ADA, CY = PEOPLE["ada"], PEOPLE["cy"]


@attrs.frozen(kw_only=True)
class Watched:
    """A story that is looked at, and where."""

    room: Newsroom
    article: Article
    server: Served
    over: threading.Event
    path: str


@pytest.fixture(name="watched")
def _watched(room: Newsroom) -> Iterator[Watched]:
    article, over = room.draft(pictured(room), by=ADA), threading.Event()
    window = Window(draft=StoryDraft(room, article.id), over=over.is_set)
    with serving(preview_app(room, key=KEY, desk=window)) as server:
        yield Watched(
            room=room, article=article, server=server, over=over, path=window.path
        )
        over.set()


def test_the_desk_sees_the_head_as_it_is(watched: Watched) -> None:
    """Whatever was saved last, with its state and when it was saved."""
    ask, path = watched.server.ask, watched.path
    before = ask(path).text
    watched.room.save(watched.article, text("Bridge reopens at noon"), by=ADA)
    after = ask(path).text

    assert "draft, revision 1 of 2026-11-24 08:00Z" in before
    assert "draft, revision 2" in after
    assert "<title>Preview: Bridge reopens at noon</title>" in after
    for view in ("page", "card", "feed"):
        assert "Bridge reopens at noon" in ask(f"{path}{view}").text


def test_the_script_is_in_the_frame_and_never_in_the_page(watched: Watched) -> None:
    """What will be published is looked at as it will be."""
    ask, path = watched.server.ask, watched.path

    assert 1 == ask(path).text.count("<script>")
    for view in ("page", "card", "feed"):
        assert "<script" not in ask(f"{path}{view}").text


def test_nobody_finds_the_desk_by_chance(watched: Watched) -> None:
    """Another person on the same machine, or a page from elsewhere, guesses nothing."""
    secret = watched.path.split("/")[2]
    for guess in ("x", secret[:-1], f"{secret}x", secret.swapcase(), "x" * 10_000):
        for view in ("", "page", "card", "feed", "events", "media/x"):
            assert 403 == watched.server.ask(f"/desk/{guess}/{view}").status
    assert 32 == len(secret)
    assert secret not in repr(
        Window(draft=StoryDraft(watched.room, "x"), secret=secret)
    )


def test_each_save_is_told_at_once(watched: Watched) -> None:
    """First where the story stands, then every event of it; and the end."""
    room, article = watched.room, watched.article
    with watched.server.listen(f"{watched.path}events") as events:
        assert str(article.position) == next(events)
        article = room.save(article, text("Bridge reopens at noon"), by=ADA)
        assert str(article.position) == next(events)
        room.save(story(room, headline="Another"), text("Not this one"), by=ADA)
        article = room.submit(article, by=ADA)
        assert str(article.position) == next(events)
        watched.over.set()
        assert [] == list(events)


def test_a_story_that_is_killed_is_gone_from_the_screen(room: Newsroom) -> None:
    """So is one whose text a court has erased; each is told, and nothing is shown."""
    killed, erased = story(room), story(room, "draft", headline="Another")
    room.kill(killed, by=CY, reason="It was not so.")
    room.erase(erased, by=CY, reason="By order.", texts=[erased.head.content])
    for article, words in ((killed, "was killed"), (erased, "was erased")):
        window = Window(draft=StoryDraft(room, article.id))
        with serving(preview_app(room, key=KEY, desk=window)) as server:
            shown = server.ask(window.path)
            page = server.ask(f"{window.path}page")
        assert words in shown.text
        assert "<iframe" not in shown.text
        assert (404, True) == (page.status, words in page.text)


def test_the_desk_is_told_of_an_embargo(desk: Desk, room: Newsroom) -> None:
    """It may look; and it sees that nobody else may."""
    until = desk.clock() + timedelta(hours=3)
    article = room.draft(text(), by=ADA, embargo=until)

    state = StoryDraft(room, article.id).look().state
    assert state.endswith("embargo until 2026-11-24 11:00Z")


def test_the_desk_is_told_why_a_page_cannot_be_made(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever works on a theme sees its error where the page would be."""

    def broken(*_: object, **__: object) -> Rendition:
        message = "'kicker' is undefined"
        raise RuntimeError(message)

    monkeypatch.setattr(type(watched.room.renderers["html"]), "render", broken)
    page = watched.server.ask(f"{watched.path}page")

    assert 500 == page.status
    assert "RuntimeError: &#39;kicker&#39; is undefined" in page.text
    assert 200 == watched.server.ask(f"{watched.path}card").status


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("LocalHost", True),
        ("0.0.0.0", False),  # noqa: S104 - it is what is told apart
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.gazette.example", False),
        ("", False),
    ],
)
def test_a_machine_knows_its_own_names(host: str, *, alone: bool) -> None:
    """Only what never leaves the machine is taken for it."""
    assert alone is is_loopback(host)
