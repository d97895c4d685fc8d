"""Mirrors: the same site under several addresses, and what if one is down."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsflow.errors import NeedsPersonError, RejectedError, RetryError
from newsflow.model.media import Media
from newsflow.ports import Parcel

from ..pictures import picture
from ..storyline import BRIDGE, Story
from .sites import Site

PICTURE = picture()
MEDIUM = Media(
    key="m1",
    href="media:bridge.png",
    media_type="image/png",
    sha256=sha256(PICTURE).hexdigest(),
    alt="Cars on the bridge",
)
PAGE = "articles/harbour-bridge-reopens-after-eleven-weeks/index.html"
PICTURE_FILE = f"media/{sha256(PICTURE).hexdigest()[:32]}.png"
ADDRESS = "https://mirror.example"
MIRRORS = [
    {"path": "mirror", "address": ADDRESS},
    {"path": "far", "address": "https://far.example"},
]


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site with two mirrors."""
    site = make_site(mirrors=MIRRORS)
    site.shelf.kept["media:bridge.png"] = PICTURE
    return site


def pictured(article: str = "bridge", headline: str = BRIDGE.headline) -> Story:
    """Make a story with its picture, published."""
    content = attrs.evolve(BRIDGE, headline=headline, media=(MEDIUM,), lead="m1")
    return Story(content, article=article).publish()


def put_away(site: Site) -> None:
    """Take the disk of the first mirror out."""
    mirror = site.root.parent / "mirror"
    if mirror.is_dir():
        mirror.rename(mirror.with_name("in-a-drawer"))
    mirror.touch()


def put_back(site: Site) -> None:
    """Put the disk of the first mirror in again, as it was."""
    mirror = site.root.parent / "mirror"
    if mirror.is_file():
        mirror.unlink()
        with suppress(FileNotFoundError):
            mirror.with_name("in-a-drawer").rename(mirror)


@contextmanager
def away(site: Site) -> Iterator[None]:
    """Take the first mirror down for a while."""
    put_away(site)
    yield
    put_back(site)


class TestInStep:
    """All is well."""

    def test_every_mirror_has_the_very_same_files(self, site: Site) -> None:
        """Byte for byte, so that one manifest is true of all of them."""
        receipt = site.show(pictured())

        assert {PAGE, PICTURE_FILE, "index.html", "manifest.json"} == set(site.own)
        assert site.files == site.mirror() == site.mirror("far")
        assert receipt.degraded is None

    def test_a_page_of_a_mirror_names_the_address_of_the_site(self, site: Site) -> None:
        """The canonical link leads to the primary, and all others are relative."""
        site.show(pictured())
        page = site.mirror()[PAGE].decode()

        assert f'rel="canonical" href="https://gazette.example/{PAGE[:-10]}"' in page
        assert f'src="../../{PICTURE_FILE}"' in page
        assert "mirror.example" not in page

    @pytest.mark.parametrize("end", ["unpublish", "retract", "kill"])
    def test_what_is_taken_down_is_down_everywhere(self, site: Site, end: str) -> None:
        """No mirror keeps what the site has lost."""
        story = pictured()
        site.show(story)
        site.take_down(ended(story, end), sequence=2)

        assert site.files == site.mirror() == site.mirror("far")
        assert b"first cars" not in b"".join(site.mirror().values())
        assert PICTURE_FILE not in site.mirror()

    def test_a_mirror_that_is_new_gets_the_whole_site(
        self, make_site: Callable[..., Site]
    ) -> None:
        """With the next delivery, whatever that is about."""
        alone = make_site()
        alone.shelf.kept["media:bridge.png"] = PICTURE
        alone.show(pictured())
        site = make_site(mirrors=MIRRORS)
        site.shelf = alone.shelf
        site.show(Story(BRIDGE, article="ferry").publish())

        assert 2 == len([name for name in site.mirror() if "articles/" in name])
        assert site.files == site.mirror()


class TestDown:
    """A mirror is down."""

    def test_readers_of_the_site_see_the_story_all_the_same(self, site: Site) -> None:
        """The delivery counts, and says which mirror is missing what."""
        with away(site):
            receipt = site.show(pictured())

        assert PAGE in site.files
        assert site.files == site.mirror("far")
        assert receipt.url
        assert (receipt.degraded or "").startswith(
            f"{ADDRESS} lacks {PAGE} and 15 more"
        )
        assert "far.example" not in (receipt.degraded or "")

    def test_the_same_parcel_repairs_it_and_the_receipt_is_whole(
        self, site: Site
    ) -> None:
        """What the ledger brings again is what was missing; nothing else changes."""
        with away(site):
            first = site.show(pictured())
            files = site.files
            told = f"{ADDRESS} lacks {PAGE} and 9 more"
            seen = site.seen()
            assert seen is not None
            assert (seen.degraded or "").startswith(told)
            assert attrs.evolve(first, degraded=seen.degraded) == seen

        assert attrs.evolve(first, degraded=None) == site.again() == site.seen()
        assert files == site.files == site.mirror()

    def test_a_repair_brings_everything_that_was_missed(self, site: Site) -> None:
        """New stories, corrections, and stories that went in the meantime."""
        ferry, tram = pictured("ferry", "Ferry stops"), pictured("tram", "Tram stops")
        site.show(ferry)
        site.show(tram)
        with away(site):
            site.show(pictured("market", "Market burns"))
            site.show(ferry.correct(BRIDGE, "It was the other ferry."), sequence=2)
            with pytest.raises(RetryError):
                site.take_down(tram.unpublish(), sequence=2)
        receipt = site.show(Story(BRIDGE).publish())

        assert receipt.degraded is None
        assert site.files == site.mirror()
        assert b"the other ferry" in b"".join(site.mirror().values())
        assert not any("tram" in name for name in site.mirror())

    @pytest.mark.parametrize("end", ["unpublish", "retract", "kill"])
    def test_what_is_taken_down_stays_open_until_every_mirror_is_reached(
        self, site: Site, end: str
    ) -> None:
        """The site and the other mirror are done at once; and the ledger comes back."""
        story = pictured()
        site.show(story)
        with away(site):
            with pytest.raises(RetryError, match=r"mirror\.example"):
                site.take_down(ended(story, end), sequence=2)
            assert b"first cars" not in b"".join(site.files.values())
            assert site.files == site.mirror("far")
            assert site.seen() is None
        assert b"first cars" in b"".join(site.mirror().values())
        assert site.seen() is None

        receipt = site.again()

        assert site.files == site.mirror()
        assert receipt == site.seen()

    @pytest.mark.parametrize("missing", ["manifest.json", "index.html", PAGE])
    def test_a_kill_reaches_a_mirror_in_whatever_state_it_is(
        self, site: Site, missing: str
    ) -> None:
        """Even one that has lost its manifest, and never hears of the story again."""
        story = pictured()
        site.show(story)
        ferry = attrs.evolve(BRIDGE, headline="Ferry stops", body=())
        site.show(Story(ferry, article="ferry").publish())
        (site.root.parent / "mirror" / missing).unlink()
        site.take_down(story.kill("The harbour master sued."), sequence=2)

        assert site.files == site.mirror()
        assert b"bridge" not in b"".join(site.mirror().values())

    def test_a_full_disk_does_not_keep_a_killed_page(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing can be written any more; what must go goes all the same."""
        story = pictured()
        site.show(story)

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as disk:
            disk.setattr(os, "fsync", full)
            with pytest.raises(RetryError, match="No space left"):
                site.take_down(story.kill("The harbour master sued."), sequence=2)
        assert PAGE not in site.files
        site.again()

        assert site.files == site.mirror() == site.mirror("far")
        assert b"bridge" not in b"".join(site.files.values())


class TestDamaged:
    """A mirror is not what we made it."""

    def test_a_file_that_somebody_changed_is_told_and_put_right(
        self, site: Site
    ) -> None:
        """Whoever asks hears of it, and the same parcel repairs it."""
        first = site.show(pictured())
        page = site.root.parent / "mirror" / PAGE
        for damage in (page.unlink, lambda: page.write_text("Bridge closed!")):
            damage()
            seen = site.seen()
            assert seen
            assert f"{ADDRESS} lacks {PAGE}" == seen.degraded
            assert first == site.again() == site.seen()

    def test_what_somebody_put_back_after_a_kill_is_found(self, site: Site) -> None:
        """A kill is done when no mirror has the page any more."""
        story = pictured()
        site.show(story)
        site.take_down(story.kill("The harbour master sued."), sequence=2)
        page = site.root.parent / "mirror" / PAGE
        page.parent.mkdir(parents=True)
        page.write_text("The bridge carried its first cars at dawn.")

        assert site.seen() is None
        site.again()
        assert site.files == site.mirror()

    def test_a_link_in_a_mirror_is_not_followed(self, site: Site) -> None:
        """The mirror is short of the story, and the place it leads to is untouched."""
        elsewhere = site.root.parent / "elsewhere"
        elsewhere.mkdir()
        (site.root.parent / "mirror").mkdir()
        (site.root.parent / "mirror" / "articles").symlink_to(elsewhere)
        receipt = site.show(pictured())

        assert "is a symbolic link" in (receipt.degraded or "")
        assert [] == list(elsewhere.iterdir())

    def test_a_folder_of_somebody_else_is_not_written_to(self, site: Site) -> None:
        """A manifest that is none of ours is left alone."""
        (site.root.parent / "mirror").mkdir()
        (site.root.parent / "mirror" / "manifest.json").write_text("no JSON")
        receipt = site.show(pictured())

        assert "none that newsflow wrote" in (receipt.degraded or "")
        assert ["manifest.json"] == list(site.mirror())

    def test_a_site_that_lost_a_file_cannot_repair_its_mirrors(
        self, site: Site
    ) -> None:
        """The receipt says what is gone; what is there gets there, kills as well."""
        site.show(pictured("ferry", "Ferry stops"))
        story = pictured()
        site.show(story)
        (site.root / "articles" / "ferry-stops" / "index.html").unlink()
        (site.root.parent / "mirror" / "manifest.json").unlink()
        (
            site.root.parent / "mirror" / "articles" / "ferry-stops" / "index.html"
        ).unlink()
        with pytest.raises(RetryError, match=r"has lost articles/ferry-stops/index"):
            site.take_down(story.kill("Why."), sequence=2)

        assert PAGE not in site.mirror()


class TestSettings:
    """What the settings must say."""

    def test_a_site_without_an_address_has_no_mirrors(
        self, make_site: Callable[..., Site]
    ) -> None:
        """The mirrors could not say which of them is the site."""
        with pytest.raises(RejectedError, match="give it a site with one"):
            make_site(mirrors=MIRRORS, address="")

    @pytest.mark.parametrize("path", ["site", "site/mirror", ".", "mirror/../site"])
    def test_a_mirror_has_a_folder_of_its_own(
        self, make_site: Callable[..., Site], path: str
    ) -> None:
        """Two sites in one folder would take each other's files away."""
        with pytest.raises(RejectedError, match=r"is the folder of|lies within"):
            make_site(mirrors=[{"path": path, "address": ADDRESS}])


class TestHealth:
    """Is all well? Nothing is written for the answer."""

    def test_a_site_in_step_is_well(self, site: Site) -> None:
        """Before the first story, and after it."""
        assert site.channel.health().ok
        assert not site.root.exists()
        site.show(pictured())

        assert site.channel.health().ok

    def test_a_mirror_that_is_behind_is_told(self, site: Site) -> None:
        """With its address; once it is down, with what is in the way."""
        site.show(pictured())
        with away(site):
            told = site.channel.health().problems
            assert [f"{site.root.parent / 'mirror'} is no folder"] == list(told)
            site.show(Story(BRIDGE, article="ferry").publish())

        assert (f"{ADDRESS} is not in step with the site",) == (
            site.channel.health().problems
        )

    def test_a_disk_that_is_almost_full_is_told(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Before it is full."""
        monkeypatch.setattr("newsflow.channels.disk.LEAST", 2**62)

        problems = site.channel.health().problems

        assert problems
        assert all("KiB left on the disk" in problem for problem in problems)

    def test_a_folder_that_cannot_be_used_is_told(self, site: Site) -> None:
        """A manifest of somebody else stops every delivery; so it is told before."""
        site.root.mkdir()
        (site.root / "manifest.json").write_text("no JSON")
        (problem,) = site.channel.health().problems
        assert "no manifest that newsflow wrote" in problem
        with pytest.raises(NeedsPersonError):
            site.show(pictured())

    def test_a_folder_that_cannot_be_written_to_is_told(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever runs the newsroom may not write there."""
        monkeypatch.setattr(os, "access", lambda *_: False)

        (problem, *_) = site.channel.health().problems

        assert "cannot be written to" in problem


DEEDS = st.sampled_from(("show", "unpublish", "retract", "kill", "away", "back"))


@settings(deadline=None)
@given(deeds=st.lists(st.tuples(DEEDS, st.sampled_from("abc")), max_size=12))
def test_whatever_happened_the_mirrors_end_as_the_site(
    deeds: list[tuple[str, str]],
) -> None:
    """Once the mirror is back and what was open has come again, all are the same."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), mirrors=MIRRORS)
        site.shelf.kept["media:bridge.png"] = PICTURE
        open_parcels = done(site, deeds)
        put_back(site)
        for parcel in open_parcels.values():
            receipt = site.channel.deliver(parcel, shelf=site.shelf)
            assert receipt.degraded is None
            assert receipt == site.channel.reconcile(parcel)
        if open_parcels:
            assert site.files == site.mirror() == site.mirror("far")


def done(site: Site, deeds: list[tuple[str, str]]) -> dict[str, Parcel]:
    """Do all that, and give the last parcel of each story."""
    stories: dict[str, Story] = {}
    parcels: dict[str, Parcel] = {}
    for deed, name in deeds:
        if deed in {"away", "back"}:
            (put_away if deed == "away" else put_back)(site)
            continue
        story = stories.setdefault(name, pictured(name, f"Story {name}"))
        if story.article.withdrawal is not None:
            continue
        number = parcels[name].sequence + 1 if name in parcels else 1
        with suppress(RetryError):
            if deed == "show":
                site.show(story, sequence=number)
            else:
                site.take_down(ended(story, deed), sequence=number)
        parcels[name] = site.parcel
    return parcels


def ended(story: Story, end: str) -> Story:
    """Take a story down."""
    return story.unpublish() if end == "unpublish" else getattr(story, end)("Why.")
