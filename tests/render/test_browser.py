"""What a real browser makes of our pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest

from newsflow.model.blocks import Link, Paragraph, Span
from newsflow.model.content import Content
from newsflow.render.dashboard import dashboard
from newsflow.render.html import Html

from ..storyline import BRIDGE, Story
from .parsed import SCRIPT
from .walls import board

# Without these, it looks for a sandbox that root has not, and for servers of its maker.
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOSTILE = attrs.evolve(
    BRIDGE,
    headline="</title><script>document.title='taken'</script>{{ 7*7 }}",
    summary='"><img src=x onerror="document.title=1">',
    body=(
        Paragraph(
            key="b1",
            spans=(
                Span("</p><script>document.title='taken'</script>"),
                Span('" onclick="document.title=1', ("l1",)),
            ),
            links=(Link("l1", "https://example.org/?a=%22%3E"),),
        ),
    ),
)

Open = Callable[[bytes, str], str]


@pytest.fixture
def opened(chromium: str, tmp_path: Path, said: list[str]) -> Open:
    """Open a page in a browser of some width, and give the document as it is then."""

    def open_page(page: bytes, width: str = "1280") -> str:
        file = tmp_path / "page.html"
        file.write_bytes(page)
        command = [
            chromium,
            *QUIET,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},900",
            *("--enable-logging=stderr", "--log-level=0"),
            "--dump-dom",
            file.as_uri(),
        ]
        done = subprocess.run(
            command, capture_output=True, check=True, text=True, timeout=120
        )
        said.extend(one for one in done.stderr.splitlines() if "CONSOLE" in one)
        return done.stdout

    return open_page


@pytest.fixture
def said() -> list[str]:
    """What the browser says on its console: errors, and what a policy has blocked."""
    return []


class Seen(HTMLParser):
    """The elements and handlers that a document holds, and its title."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        """Note what could run."""
        if tag == "script":
            self.scripts.append(dict(found).get("type"))
        self.handlers += [name for name, _ in found if name.startswith("on")]


def page_of(content: Content) -> bytes:
    """Give the page of a published story."""
    return (
        Html(site_name="Harbour Gazette").render(Story(content).publish().released).data
    )


def test_a_browser_runs_nothing_that_a_story_says(opened: Open) -> None:
    """Whatever stands in a story, the browser shows it as text."""
    document = opened(page_of(HOSTILE), "1280")

    seen = Seen(document)
    assert ["application/ld+json"] == seen.scripts
    assert [] == seen.handlers
    title = re.search(r"<title>(.*?)</title>", document, re.DOTALL)
    assert title is not None
    assert "{{ 7*7 }} – Harbour Gazette" in title[1]


def test_a_browser_reads_the_page_as_it_was_written(opened: Open) -> None:
    """The browser has nothing to mend: its document has our elements, in our order."""
    page = page_of(BRIDGE)

    def elements(text: str) -> list[str]:
        return re.findall(r"<(\w+)", text)

    assert elements(page.decode()) == elements(opened(page, "390"))


@pytest.mark.parametrize("width", ["390", "1280"])
def test_a_browser_has_nothing_to_say_about_the_dashboard(
    opened: Open, said: list[str], width: str
) -> None:
    """It reads it as it was written, runs nothing, and asks for nothing."""
    page = dashboard(board(HOSTILE.headline)).data

    def elements(text: str) -> list[str]:
        return re.findall(r"<(\w+)", text)

    document = opened(page, width)

    assert elements(page.decode()) == elements(document)
    assert [] == said
    seen = Seen(document)
    assert ([], []) == (seen.scripts, seen.handlers)


def test_what_slips_into_the_dashboard_is_blocked(
    opened: Open, said: list[str]
) -> None:
    """Its policy stands before whatever could be added to the page."""
    more = b'<img src="http://127.0.0.1:9/a.png"><script>document.title = 1</script>'
    page = dashboard(board()).data.replace(b"</main>", more + b"</main>")

    document = opened(page, "1280")

    assert "<title>Harbour bridge reopens" in document
    assert 2 <= sum("Content Security Policy" in one for one in said)


def test_a_browser_shows_the_buttons_that_it_has_the_means_for(opened: Open) -> None:
    """The page's own policy lets its one script run, and no other."""
    html = Html(base_url="https://gazette.example", path="articles/bridge")
    page = html.render(Story(BRIDGE).publish().released).data
    meddled = page.replace(b"</h1>", b"</h1><script>document.title='taken'</script>")
    document = opened(meddled, "390")

    (copy,) = re.findall(r'<button type="button" name="copy"([^>]*)>', document)
    (device,) = re.findall(r'<button type="button" name="device"([^>]*)>', document)
    assert "hidden" not in copy
    assert "hidden" in device  # a browser without a screen has nothing to share by
    assert "<title>taken</title>" not in document


def test_the_device_is_handed_title_and_address(opened: Open) -> None:
    """Where a browser can share, and only when the reader asks for it."""
    stub = (
        "<script>navigator.share = told => {"
        "document.title = JSON.stringify(told); return Promise.resolve(); };</script>"
    )
    block = (
        '<div class="share" data-title="Bridge" data-url="https://g.example/b/">'
        '<button type="button" name="device" hidden>Share</button></div>'
    )
    click = "<script>document.querySelector('button').click()</script>"
    page = f"<!DOCTYPE html><title>x</title>{stub}{block}<script>{SCRIPT}</script>"
    before, after = (
        opened(page.encode(), "390"),
        opened(f"{page}{click}".encode(), "390"),
    )

    assert "<title>x</title>" in before
    assert 'name="device">' in before
    assert '<title>{"title":"Bridge","url":"https://g.example/b/"}</title>' in after
