"""Pages in the window of a phone, as a real browser sets them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import attrs
import pytest

from newsflow.cli.demo_house import stories as examples
from newsflow.model.blocks import ImageBlock
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.render import Html
from newsflow.render.dashboard import dashboard
from newsflow.testing._theme_stories import stories, story_of

from ..preview.browser import browsing
from ..storyline import BRIDGE
from .walls import board

PHONE = 390
LATE = 0.3
OVER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
SCROLLED = """
[...document.querySelectorAll('.scroll, pre')].every((one) => {
  one.focus();
  return document.activeElement === one && one.scrollWidth > one.clientWidth;
})
"""
SHOWN = "[...document.images].every((one) => one.naturalWidth > 0)"
# What a player moves inside of itself has no node that is seen from the page.
MOVED = """
new Promise((done) => {
  let moved = 0;
  const seen = (told) => told.getEntries().forEach(({ value, sources }) => {
    if (sources.some(({ node }) => node)) moved += value;
  });
  new PerformanceObserver(seen).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 100);
})
"""
HARD = ("hostile", "Arabic", "emoji", "one long word", "ten thousand words")


class Late(SimpleHTTPRequestHandler):
    """Lets pictures wait, so that the text around them is set before."""

    def do_GET(self) -> None:
        """Answer, in time or late."""
        if self.path.endswith(".png"):
            time.sleep(LATE)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Keep still."""


@pytest.fixture(name="late")
def _late(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Late, directory=str(tmp_path))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(name="pages", scope="module")
def _pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    told = stories()
    data = {name: page_of(told[name]) for name in HARD}
    data["the wall"] = dashboard(board("Bridge" * 50)).data
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{at}.html" for at, name in enumerate(data)}
    for name, file in files.items():
        file.write_bytes(data[name])
    return files


def page_of(content: Content) -> bytes:
    """Give the page of a story as it stands on a site, with a correction."""
    html = Html(
        site_name="Harbour Gazette",
        base_url="https://gazette.example",
        path="articles/a",
        media_href=lambda medium: medium.href.removeprefix("media:"),
        section_href=lambda _: "../../sections/a/",
    )
    return html.render(story_of(content)).data


def test_no_page_is_wider_than_its_window(
    pages: dict[str, Path], chromium: str, tmp_path: Path
) -> None:
    """What is too wide for a phone is scrolled by itself, with a finger or a key."""
    with browsing(chromium, tmp_path / "profile") as browser:
        for name, file in pages.items():
            browser.open(file.as_uri(), wide=PHONE)
            assert 0 == browser.value(OVER), name
        browser.open(pages["one long word"].as_uri(), wide=PHONE)
        assert browser.value(SCROLLED)


def test_nothing_moves_when_media_come_late(
    late: str, chromium: str, tmp_path: Path
) -> None:
    """Of known size or not, on top or in the text, seen or heard."""
    picture = (examples() / "media" / "bridge.png").read_bytes()
    (tmp_path / "bridge.png").write_bytes(picture)
    sized = Media(key="m1", href="media:bridge.png", width=640, height=360)
    unsized = Media(key="m2", href="media:bridge.png", caption="Nobody measured it.")
    heard = Media(key="m3", href="media:bridge.mp3", kind="audio", caption="Listen.")
    shown = (ImageBlock(key="p1", media="m1"), ImageBlock(key="p2", media="m2"))
    content = attrs.evolve(
        BRIDGE, media=(sized, unsized, heard), body=(*shown, *BRIDGE.body)
    )
    with browsing(chromium, tmp_path / "profile") as browser:
        for lead in ("m1", "m2", "m3"):
            page = page_of(attrs.evolve(content, lead=lead))
            (tmp_path / f"{lead}.html").write_bytes(page)
            browser.open(f"{late}{lead}.html", wide=PHONE)
            assert browser.value(SHOWN), lead
            assert 0 == browser.value(MOVED), lead
