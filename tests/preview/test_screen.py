"""What an editor sees: the four views in a real browser, and how they follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsflow import Newsroom, Paragraph
from newsflow.cli.live_file import FileDraft
from newsflow.model.blocks import Link, Span, plain
from newsflow.preview import Desk as Window
from newsflow.preview import StoryDraft, preview_app
from newsflow.testing import PEOPLE

from ..gazette import text
from .browser import Browser, browsing
from .served import serving
from .test_links import KEY

ADA = PEOPLE["ada"]
TITLES = ["Desktop, 1280 pixels", "Social card", "Feed reader", "Phone, 390 pixels"]
HEADLINES = """
[...document.querySelectorAll('iframe:not(.coming)')].map(
  (one) => one.contentDocument.querySelector('h1, .title')?.textContent)
"""
FILE = '+++\nheadline = "{}"\nlanguage = "en"\n+++\n\nThe bridge is open.\n'


@pytest.fixture(name="browser")
def _browser(chromium: str, tmp_path: Path) -> Iterator[Browser]:
    with browsing(chromium, tmp_path / "profile") as browser:
        yield browser


def showing(headline: str) -> str:
    """Ask whether each of the four frames shows a headline."""
    return f"({HEADLINES}).join('|') === '{'|'.join([headline] * 4)}'"


def test_the_four_views_follow_a_save(room: Newsroom, browser: Browser) -> None:
    """All of them, without a word in the console, and each stays where it was read."""
    long = [Paragraph(key=f"b{n}", spans=plain("The bridge.")) for n in range(200)]
    article = room.draft(text(body=long), by=ADA)
    window = Window(draft=StoryDraft(room, article.id))
    with serving(preview_app(room, key=KEY, desk=window)) as server:
        browser.open(server.base + window.path)
        browser.wait(showing("Harbour bridge reopens"))
        titles = "[...document.querySelectorAll('iframe')].map((one) => one.title)"
        assert TITLES == browser.value(titles)
        read = "document.querySelector('iframe:not(.coming)').contentWindow"
        browser.value(f"{read}.scrollTo(0, 700)")

        room.save(article, text("Bridge reopens at noon", body=long), by=ADA)
        browser.wait(showing("Bridge reopens at noon"))
        assert 700 == browser.value(f"{read}.scrollY")
        assert "Preview: Bridge reopens at noon" == browser.value("document.title")
        state = "document.getElementById('state').textContent"
        assert browser.value(state).startswith("draft, revision 2")
        assert 4 == browser.value("document.querySelectorAll('iframe').length")
        window_of_phone = "document.querySelector('.phone iframe').contentWindow"
        assert 390 == browser.value(f"{window_of_phone}.innerWidth")
        assert 1280 == browser.value(f"{read}.innerWidth")
    assert [] == browser.complaints


def test_a_file_is_followed_through_what_breaks_it(
    room: Newsroom, browser: Browser, tmp_path: Path
) -> None:
    """Its problems stand above the last text that could be read, until they go."""
    file = tmp_path / "desk" / "bridge.md"
    file.parent.mkdir()
    file.write_text('+++\nheadlin = "A slip"\n+++\n', encoding="utf-8")
    window = Window(draft=FileDraft(room=room, file=file))
    with serving(preview_app(room, key=KEY, desk=window)) as server:
        browser.open(server.base + window.path)
        problems = "document.getElementById('problems').innerText"
        assert "$.headline" in browser.value(problems)
        assert 0 == browser.value("document.querySelectorAll('iframe').length")

        file.write_text(FILE.format("Bridge reopens"), encoding="utf-8")
        browser.wait(showing("Bridge reopens"))
        assert "" == browser.value(problems)
        file.write_text("+++\nheadline = \n+++\n", encoding="utf-8")
        browser.wait(f"{problems}.includes('the last text that could be shown')")
        browser.wait(showing("Bridge reopens"))
        saved_anew = file.with_suffix(".new")
        saved_anew.write_text(FILE.format("Bridge is open"), encoding="utf-8")
        saved_anew.replace(file)
        browser.wait(showing("Bridge is open"))
        assert "" == browser.value(problems)
    assert [] == browser.complaints


@pytest.mark.parametrize("wide", [390, 768, 1280])
def test_nothing_runs_over_the_edge(
    room: Newsroom, browser: Browser, wide: int
) -> None:
    """On a phone, a tablet or a desk, whatever the headline is."""
    article = room.draft(text("Donaudampfschifffahrt" * 12), by=ADA)
    window = Window(draft=StoryDraft(room, article.id))
    with serving(preview_app(room, key=KEY, desk=window)) as server:
        browser.open(server.base + window.path, wide=wide)
        browser.wait("document.querySelectorAll('iframe').length === 4")
        root = "document.documentElement"
        assert 0 == browser.value(f"{root}.scrollWidth - {root}.clientWidth")
        frames = """
        [...document.querySelectorAll('iframe')].every((one) => {
          const frame = one.getBoundingClientRect();
          const stage = one.parentElement.getBoundingClientRect();
          return frame.width <= stage.width + 1 && frame.width > stage.width - 16;
        })"""
        assert browser.value(frames), "each frame fills its stage"
    assert [] == browser.complaints


def test_the_end_of_the_server_is_seen(room: Newsroom, browser: Browser) -> None:
    """Nobody goes on looking at a text that nobody follows any more."""
    article = room.draft(text(), by=ADA)
    window = Window(draft=StoryDraft(room, article.id))
    with serving(preview_app(room, key=KEY, desk=window)) as server:
        browser.open(server.base + window.path)
        sign = "document.getElementById('live').textContent"
        assert "live" == browser.wait(sign)
    assert browser.wait(f"{sign} === 'the preview has ended'")


def test_a_link_out_of_the_story_opens_beside_the_preview(
    room: Newsroom, browser: Browser
) -> None:
    """An editor who follows a source finds the four views where they were."""
    linked = Paragraph(
        key="b1",
        spans=(Span("The report", ("l1",)),),
        links=(Link("l1", "https://bridges.example/report"),),
    )
    article = room.draft(text(body=[linked]), by=ADA)
    window = Window(draft=StoryDraft(room, article.id))
    with serving(preview_app(room, key=KEY, desk=window)) as server:
        browser.open(server.base + window.path)
        browser.wait(showing("Harbour bridge reopens"))
        browser.value("window.open = (address) => { window.opened = address; }; 1")
        browser.value(
            "document.querySelector('iframe').contentDocument"
            ".querySelector('a[href*=report]').click()"
        )
        assert "https://bridges.example/report" == browser.wait("window.opened")
        assert browser.value(showing("Harbour bridge reopens"))
    assert [] == browser.complaints
