"""A site in a store is the site of a folder: the same laws, over three protocols."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import cast

import pytest

from newsflow.channels.change import Held
from newsflow.channels.folder import Folder
from newsflow.errors import RetryError
from newsflow.model.media import Media

from ..sites import Desk, Site
from .berths import PICTURE, StoredSite, pictured
from .servers import Server, berth


def lived(site: Site) -> Site:
    """Publish, and take down, each in some way."""
    site.shelf.kept["media:bridge.png"] = PICTURE
    ferry, bridge = pictured("ferry"), pictured()
    site.show(ferry)
    site.show(bridge)
    site.take_down(ferry.kill("The harbour master sued."), sequence=2)
    site.take_down(bridge.retract("It never opened."), sequence=2)
    return site


class Meanwhile(Desk):
    """A shelf on which something happens whenever it is asked for a picture."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self.kept["media:bridge.png"] = PICTURE
        self._happens = happens

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes, after the thing has happened."""
        self._happens()
        return super().media(medium)


class TestAsAFolder:
    """Whatever a folder would hold."""

    def test_a_life_of_stories_leaves_the_very_files_of_a_folder(
        self, stored: StoredSite, tmp_path: Path
    ) -> None:
        """Byte for byte; and building it anew finds nothing to do."""
        files = lived(Site(tmp_path)).files

        assert files == lived(stored).files
        assert stored.channel.health().ok
        rebuilt = stored.rebuild()
        assert (0, 0) == (rebuilt.written, rebuilt.removed)
        assert files == stored.files

    @pytest.mark.parametrize("server", ["dav", "sftp"], indirect=True)
    def test_what_was_done_is_found_again_and_what_was_not_is_not(
        self, stored: StoredSite
    ) -> None:
        """Once the page is gone, or another one, the delivery was not done."""
        receipt = stored.show(pictured())

        assert receipt == stored.seen()
        at, page = stored.berth, "articles/bridge/index.html"
        at.server.plant(at.place, page, b"<p>Another page.</p>")
        assert stored.seen() is None
        assert receipt == stored.again() == stored.seen()

    @pytest.mark.parametrize("server", ["dav", "sftp"], indirect=True)
    def test_what_a_crash_left_goes_and_what_a_house_put_there_stays(
        self, stored: StoredSite
    ) -> None:
        """And so does whatever has a name that only begins like that of the site."""
        at = stored.berth
        at.server.plant(at.place, ".newsflow-0badc0de", b"<p>Half a p")
        at.server.plant(at.place, "robots.txt", b"Disallow:")
        at.server.plant(f"{at.place}2", "articles/bridge/index.html", b"theirs")
        story = pictured()
        stored.show(story)
        stored.take_down(story.kill("Why."), sequence=2)

        assert b"Disallow:" == stored.files["robots.txt"]
        assert not [name for name in stored.files if name.startswith(".newsflow")]
        theirs = at.server.files(f"{at.place}2")
        assert {"articles/bridge/index.html": b"theirs"} == theirs


class TestReaders:
    """Whoever reads while somebody writes."""

    @pytest.mark.parametrize(
        ("server", "always"), [("dav", False), ("sftp", True)], indirect=["server"]
    )
    def test_nobody_ever_finds_half_a_page(
        self, stored: StoredSite, *, always: bool
    ) -> None:
        """Only the one before, or the one after.

        A server for WebDAV may remove the one before it brings the one after (RFC
        4918, section 9.9.3), so that there is none for a moment.
        """
        pages = [bytes([65 + number]) * 400_000 for number in range(6)]
        stored.store.write("index.html", pages[0])
        seen: list[dict[str, bytes]] = []
        done = Event()

        def read() -> None:
            while not done.is_set():
                with suppress(FileNotFoundError):  # what was listed has been renamed
                    seen.append(stored.files)

        reader = Thread(target=read)
        reader.start()
        for page in pages[1:]:
            stored.store.write("index.html", page)
        done.set()
        reader.join()

        assert len(seen) > 1
        found = [one["index.html"] for one in seen if "index.html" in one]
        assert all(one in pages for one in found)
        assert not always or len(found) == len(seen)
        assert {"index.html"} == stored.files.keys()


class TestTwoWriters:
    """Two newsrooms, or two workers, that write to one store."""

    def test_of_two_that_saw_the_same_root_one_wins(
        self, stored: StoredSite, make_stored: Callable[..., StoredSite]
    ) -> None:
        """With a root before, and without one."""
        one, other = stored.store, make_stored(stored).store
        for number in range(2):
            (_, mine), (_, theirs) = (
                one.look("manifest.json"),
                other.look("manifest.json"),
            )
            assert mine == theirs
            one.swap("manifest.json", b"%d, by Ada" % number, mark=mine)
            with pytest.raises(RetryError, match="another one writes to"):
                other.swap("manifest.json", b"%d, by Bo" % number, mark=theirs)
            assert b"%d, by Ada" % number == other.read("manifest.json")

    def test_whoever_was_overtaken_stops_at_the_next_step(
        self, stored: StoredSite, make_stored: Callable[..., StoredSite]
    ) -> None:
        """They have been taken for dead, and do not touch anything any more."""
        held = Held.with_claim(stored.store, b"by Ada")
        Held.with_claim(make_stored(stored).store, b"by Bo")

        for step in (
            lambda: held.put("index.html", b"of Ada"),
            lambda: held.step(("articles/bridge/", None), None),
            lambda: held.release(b"after Ada"),
        ):
            with pytest.raises(RetryError, match="another one writes to"):
                step()
        assert {"manifest.json": b"by Bo"} == stored.files

    def test_a_delivery_that_was_planned_on_what_is_past_is_made_anew(
        self, stored: StoredSite, make_stored: Callable[..., StoredSite]
    ) -> None:
        """The other story came in between; in the end, both are there."""
        other = make_stored(stored)
        stored.shelf = Meanwhile(lambda: other.show(pictured("ferry")))
        with pytest.raises(RetryError, match="another one writes to"):
            stored.show(pictured())
        assert "articles/bridge/index.html" not in stored.files
        stored.shelf = other.shelf
        stored.again()

        assert b"Story ferry" in stored.files["index.html"]
        assert b"Story bridge" in stored.files["index.html"]


class TestMirrors:
    """A mirror in a store, of a site on disk."""

    @pytest.fixture
    def mirrored(self, tmp_path: Path, server: Server) -> Site:
        """A site on disk that has a mirror in a store."""
        self.berth = berth(server, cut=True)
        told = {**self.berth.settings, "address": "https://mirror.example"}
        site = Site(tmp_path, mirrors=[told])
        site.shelf.kept["media:bridge.png"] = PICTURE
        return site

    def test_a_mirror_that_was_away_catches_up(self, mirrored: Site) -> None:
        """Readers have the site meanwhile; a kill stays open until it is reached."""
        story = pictured()
        assert mirrored.show(story).degraded is None
        assert mirrored.files == self.berth.files
        with self.berth.server.away():
            receipt = mirrored.show(pictured("ferry"))
            assert "https://mirror.example lacks" in (receipt.degraded or "")
            (problem, *_) = mirrored.channel.health().problems
            assert "cannot be reached" in problem
            with pytest.raises(RetryError, match=r"mirror\.example"):
                mirrored.take_down(story.kill("Why."), sequence=2)
            assert "articles/bridge/index.html" not in mirrored.files
        assert mirrored.seen() is None
        receipt = mirrored.again()

        assert receipt == mirrored.seen()
        assert mirrored.files == self.berth.files
        assert mirrored.channel.health().ok


class TestAway:
    """The store of the site itself cannot be reached."""

    def test_a_delivery_is_tried_again_when_the_store_is_back(
        self, far: StoredSite
    ) -> None:
        """The address is in the reason; and the line is opened anew."""
        far.store.write("index.html", b"The line is open.")
        with far.berth.server.away():
            with pytest.raises(RetryError, match=r"could not be done .*://"):
                far.show(pictured())
            assert not far.channel.health().ok
        far.again()

        assert "articles/bridge/index.html" in far.files
        assert far.channel.health().ok

    def test_nothing_is_asked_before_something_is_delivered(
        self, server: Server, tmp_path: Path
    ) -> None:
        """A newsroom opens, and its settings are checked, while a store is away."""
        with server.away():
            site = StoredSite(tmp_path, berth(server, cut=True))
            channel = cast("Folder", site.channel)
            assert () == channel.public_folders
