"""The index of a site as JSON, and the page that searches it, in a real browser."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs
import pytest

from newsflow import Newsroom, read_config
from newsflow.channels.site_folder import OWN_FILE
from newsflow.model.content import Content
from newsflow.testing import PEOPLE
from newsflow.testing.staging import bring

from ..preview.browser import Browser, browsing
from ..storyline import BRIDGE
from .sites import Site
from .test_lists import story

HOSTILE = "<img src=x onerror=document.title='taken'> & “ferry”"
ARABIC = "EU: إعادة فتح الجسر"
DAY = "archive/2026-11-24/index.json"
CONFIG = """
[newsroom]
name = "Harbour Gazette"
[[sites]]
name = "main"
address = "https://gazette.example"
[[channels]]
name = "site"
kind = "folder"
path = "site"
"""


def told(site: Site, name: str) -> Any:
    """Read a file of the index."""
    return json.loads(site.files[name])


def index(site: Site) -> bytes:
    """Give all of the index, in one piece."""
    files = site.files.items()
    return b"".join(data for name, data in files if name.endswith("index.json"))


class TestIndex:
    """What programs and the search page read."""

    def test_it_leads_from_the_archive_to_every_story(self, site: Site) -> None:
        """By month and day, newest first; each file names what lies below it."""
        for number, days in enumerate((0, 0.1, -1, -31)):
            site.show(story(f"s{number}", days=days))

        assert {"months": ["2026-11", "2026-10"]} == told(site, "archive/index.json")
        month = told(site, "archive/2026-11/index.json")
        assert {"days": ["2026-11-24", "2026-11-23"]} == month
        assert ["Story s1", "Story s0"] == [
            one["headline"] for one in told(site, DAY)["stories"]
        ]

    def test_a_story_is_told_as_its_line_on_the_page(self, site: Site) -> None:
        """The way to it leads from the file; what it lacks is left out."""
        bridge = story("bridge", label="Exclusive")
        site.show(bridge)
        content = attrs.evolve(bridge.released.content, summary=None, label=None)
        told_first = told(site, DAY)["stories"][0]
        bridge.correct(content, "Eleven weeks, not twelve.")
        site.show(bridge, sequence=2)
        (line,) = told(site, DAY)["stories"]

        assert (BRIDGE.summary, "Exclusive") == (
            told_first["summary"],
            told_first["label"],
        )
        assert {
            "href": "../../articles/bridge/index.html",
            "headline": "Story bridge",
            "language": BRIDGE.language,
            "published": told_first["published"],
            "updated": line["updated"],
            "kind": "reportage",
            "section": BRIDGE.section,
            "corrected": True,
        } == line
        assert line["updated"] > line["published"]
        assert (site.root / DAY).parent.joinpath(line["href"]).is_file()

    @pytest.mark.parametrize("end", ["unpublish", "retract", "kill"])
    def test_what_goes_is_in_it_no_more(self, site: Site, end: str) -> None:
        """Nor a day, a month, or the search of a site that has nothing left."""
        bridge, ferry = story("bridge"), story("ferry", days=-31)
        site.show(bridge)
        site.show(ferry)
        for one in (bridge, ferry):
            gone = one.unpublish() if end == "unpublish" else getattr(one, end)("So.")
            site.take_down(gone, sequence=2)
            assert gone.article.id.encode() not in index(site)

        assert b"" == index(site)
        assert not (site.root / "archive").exists()
        assert not (site.root / "search").exists()
        assert "search/index.html" not in site.index

    def test_its_files_are_known_as_ours(self, site: Site) -> None:
        """So that building anew sweeps what no story is behind any more."""
        site.show(story("bridge"))
        made = site.files
        stale = site.root / "archive" / "2019-01-01" / "index.json"
        stale.parent.mkdir()
        stale.write_text('{"stories":[{"headline":"killed long ago"}]}')
        (site.root / "archive" / "notes.json").write_text("the house's own")

        assert 1 == site.rebuild().removed
        assert {*made, "archive/notes.json"} == set(site.files)
        for name in made:
            assert OWN_FILE.fullmatch(name) or "/" not in name

    def test_a_mirror_has_it_and_loses_it(self, make_site: Any) -> None:
        """In step, and when it catches up."""
        mirror = {"path": "mirror", "address": "https://mirror.example"}
        site = make_site(mirrors=[mirror])
        bridge = story("bridge")
        site.show(bridge)
        assert DAY in site.mirror()
        (site.root.parent / "mirror" / "manifest.json").unlink()
        site.take_down(bridge.kill("So."), sequence=2)

        assert site.files == site.mirror()
        assert "search/index.html" not in site.mirror()


def test_nothing_that_readers_may_not_have_is_in_the_index(tmp_path: Path) -> None:
    """Neither drafts, nor what is scheduled or held, nor what was taken down."""
    file = tmp_path / "newsflow.toml"
    file.write_text(CONFIG)
    with Newsroom.open("sqlite://", config=read_config(file)) as room:
        for name in [one.name for one in room.workflow().states]:
            text = Content(headline=f"Canary {name}", summary=f"It sings of {name}")
            bring(room, name, people=PEOPLE, content=text)
    site = tmp_path / "site"
    found = b"".join(one.read_bytes() for one in site.rglob("index.json"))

    assert b'"Canary published"' in found
    assert 1 == found.count(b"Canary")


def test_the_search_page_is_made_anew_when_it_has_changed(site: Site) -> None:
    """By the next delivery; otherwise it stays as it is."""
    site.show(story("bridge"))
    page = site.root / "search" / "index.html"
    made, mark = page.read_bytes(), page.stat().st_ino
    site.show(story("ferry"))
    assert mark == page.stat().st_ino
    page.write_text("an older one")
    site.show(story("tram"))

    assert made == page.read_bytes()


def test_readers_find_the_search(site: Site) -> None:
    """From the front page, and from the first page of the archive."""
    site.show(story("bridge"))

    assert 'href="search/index.html"' in site.index
    archive = site.files["archive/index.html"].decode()
    assert 'href="../search/index.html"' in archive
    month = site.files["archive/2026-11/index.html"].decode()
    assert "search/index.html" not in month


@attrs.frozen
class Reader:
    """Somebody who searches the site."""

    browser: Browser
    address: str
    site: Site

    def open(self, query: str = "") -> None:
        """Open the page."""
        self.browser.complaints.clear()
        self.browser.open(f"{self.address}/search/{query}")
        self.browser.wait("!document.querySelector('.search').hidden")

    def look_for(self, words: str) -> list[str]:
        """Type words, and give the headlines that are shown when all is done."""
        self.browser.value("document.getElementById('q').select()")
        self.browser.call("Input.insertText", text=words)
        for kind in ("rawKeyDown", "char", "keyUp"):
            key = {"key": "Enter", "text": "\r", "windowsVirtualKeyCode": 13}
            self.browser.call("Input.dispatchKeyEvent", type=kind, **key)
        return self.found()

    def found(self) -> list[str]:
        """Wait for the end, and give the headlines that are shown."""
        self.browser.wait("document.querySelector('.found').ariaBusy === 'false'")
        titles = "[...document.querySelectorAll('.hits h2')].map(e => e.textContent)"
        shown: list[str] = self.browser.value(titles)
        return shown

    def value(self, expression: str) -> Any:
        """Work something out in the page."""
        return self.browser.value(expression)

    @property
    def status(self) -> str:
        """What is said of the search."""
        text: str = self.value("document.querySelector('.found').textContent")
        return text


class Files(SimpleHTTPRequestHandler):
    """Hands out the files of a site, and says nothing."""

    def log_message(self, *_: object) -> None:
        """Keep the log to itself."""


@pytest.fixture(scope="module", name="reader")
def _reader(
    chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("searched")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", int)  # no power is lost here
        site = searched(folder)
    serving = partial(Files, directory=str(site.root))
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), serving) as server,
        browsing(chromium, folder / "profile") as browser,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Reader(browser, f"http://127.0.0.1:{server.server_port}", site)
        server.shutdown()


def searched(folder: Path) -> Site:
    """Publish what is looked for."""
    site = Site(folder)
    site.show(story("cafe", headline="Café at the Bridge", kind="opinion"))
    site.show(story("hostile", headline=HOSTILE, summary=HOSTILE, section=HOSTILE))
    site.show(story("arabic", headline=ARABIC, language="ar", summary="الجسر"))
    for number in range(1, 41):
        site.show(story(f"d{number:02}", days=-number))
    for number in range(12):
        site.show(story(f"many-{number:02}", days=-1))
    (site.root / "favicon.ico").write_bytes(b"")  # a browser asks for it by itself
    return site


class TestSearching:
    """In Debian's Chromium, over a server on this machine."""

    @pytest.mark.parametrize("words", ["CAFE bridge", "cafe\u0301", "opinion", " at"])
    def test_words_are_found_in_any_case_and_without_their_accents(
        self, reader: Reader, words: str
    ) -> None:
        """All of them must be there; where a story stands, it leads."""
        reader.open()

        found = reader.look_for(words)
        assert "Café at the Bridge" in found
        assert len(found) == 1 or words == " at"
        link = "document.querySelector('.hits a').href"
        assert f"{reader.address}/articles/cafe/index.html" == reader.value(link)
        label = "document.querySelector('.hits .label').textContent"
        assert "Opinion" == reader.value(label)
        time = "document.querySelector('.hits time')"
        assert reader.value(f"{time}.dateTime").endswith("Z")
        assert "24 November 2026" in reader.value(f"{time}.textContent")
        assert [] == reader.browser.complaints

    def test_what_stands_in_a_headline_is_text(self, reader: Reader) -> None:
        """No element of it comes to be, nor does anything run."""
        reader.open()

        assert [HOSTILE] == reader.look_for("onerror ferry")
        assert 0 == reader.value("document.querySelectorAll('.hits img').length")
        assert reader.value("document.title").startswith("Search")
        assert [] == reader.browser.complaints

    def test_a_headline_reads_from_its_own_side(self, reader: Reader) -> None:
        """By its language, whatever letters it begins with."""
        reader.open()

        assert [ARABIC] == reader.look_for("الجسر")
        article = "document.querySelector('.hits article')"
        assert "ar rtl" == reader.value(f"{article}.lang + ' ' + {article}.dir")
        time = "document.querySelector('.hits time')"
        assert "en ltr" == reader.value(f"{time}.lang + ' ' + {time}.dir")

    def test_an_address_can_be_passed_on_with_its_words(self, reader: Reader) -> None:
        """They are looked for at once, and follow what is typed."""
        reader.open("?q=caf%C3%A9+bridge")

        assert ["Café at the Bridge"] == reader.found()
        assert "café bridge" == reader.value("document.getElementById('q').value")
        reader.look_for("100% & more")
        assert "?q=100%25%20%26%20more" == reader.value("location.search")

    def test_it_goes_back_a_month_and_further_when_asked(self, reader: Reader) -> None:
        """It says how far it has come."""
        reader.open()

        assert [] == reader.look_for("d40")
        assert reader.status.startswith("Found: 0 · Searched back to 26 October 2026")
        assert not reader.value("document.querySelector('.further').hidden")
        reader.value("document.querySelector('.further').click()")
        assert ["Story d40"] == reader.found()
        assert "Found: 1 · Searched back to 15 October 2026" == reader.status
        assert reader.value("document.querySelector('.further').hidden")

    def test_it_stops_after_thirty(self, reader: Reader) -> None:
        """More come when they are asked for."""
        reader.open()

        assert 30 == len(reader.look_for("story"))
        reader.value("document.querySelector('.further').click()")
        assert 52 == len(reader.found())

    def test_new_words_end_the_search_for_the_old(self, reader: Reader) -> None:
        """Nothing of it is shown any more."""
        reader.open()
        typed = "(w => { const f = document.querySelector('.search');"
        typed += " f.q.value = w; f.requestSubmit(); })"
        reader.value(f"{typed}('story'); {typed}('ferry')")

        assert [HOSTILE] == reader.found()
        assert [] == reader.browser.complaints

    def test_a_file_that_cannot_be_read_is_told(self, reader: Reader) -> None:
        """The others are searched all the same."""
        lost = reader.site.root / "archive" / "2026-11-20" / "index.json"
        lost.write_text("half of it")
        reader.open()

        assert ["Story d05"] == reader.look_for("d05")
        assert "Part of the archive could not be read." in reader.status
