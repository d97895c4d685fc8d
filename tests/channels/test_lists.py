"""Lists of a site: which there are, what stands in them, and that each stays small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unicodedata import normalize

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.channels.list_names import list_slug
from newsflow.channels.site_names import OWN_FILE
from newsflow.model.article import Article
from newsflow.model.credits import Byline, Subject

from ..storyline import BRIDGE, Story
from .sites import Site


def story(article: str, *, days: float = 0, **content: Any) -> Story:
    """Make a story that is published some days after the first."""
    told = {"headline": f"Story {article}", "slug": article, **content}
    made = Story(attrs.evolve(BRIDGE, **told), article=article)
    made.clock += timedelta(days=days)
    return made.publish()


def text(site: Site, page: str) -> str:
    """Read a page."""
    return (site.root / page / "index.html").read_text("utf-8")


def touched(site: Site, deed: Callable[[], object]) -> set[str]:
    """Name the files that are written by a deed."""
    before = {name: (site.root / name).stat().st_ino for name in site.files}
    deed()
    return {
        name
        for name in site.files
        if before.get(name) != (site.root / name).stat().st_ino
    }


class TestPlaces:
    """Where a story is listed."""

    def test_a_story_is_in_the_lists_of_its_section_subjects_and_authors(
        self, site: Site
    ) -> None:
        """And in their months, and in the archive under its day."""
        site.show(
            story(
                "bridge",
                subjects=(Subject(code="20000763", name="Road traffic"),),
                bylines=(
                    Byline(name="Ada Marsh"),
                    Byline(name="Cy Holt", role="photographer"),
                ),
            )
        )

        for folder in (
            "sections/local",
            "subjects/medtop-20000763",
            "authors/ada-marsh",
        ):
            assert 'href="../../articles/bridge/index.html"' in text(site, folder)
            month = text(site, f"{folder}/2026-11")
            assert 'href="../../../articles/bridge/index.html"' in month
        day = text(site, "archive/2026-11-24")
        assert 'href="../../articles/bridge/index.html"' in day
        assert "Road traffic" in text(site, "subjects/medtop-20000763")
        assert not (site.root / "authors" / "cy-holt").exists()

    def test_a_list_without_stories_is_gone(self, site: Site) -> None:
        """With its months, its line among the sections, and its folder."""
        bridge, ferry = story("bridge"), story("ferry", days=40, section="Sport")
        site.show(bridge)
        site.show(ferry)
        site.take_down(ferry.unpublish(), sequence=2)

        assert not (site.root / "sections" / "sport").exists()
        assert not (site.root / "archive" / "2027-01-03").exists()
        assert "Sport" not in text(site, "sections") + site.index

    def test_a_story_that_changes_its_section_leaves_the_old_one(
        self, site: Site
    ) -> None:
        """At once, and the old section is gone if it was its last."""
        bridge = story("bridge")
        site.show(bridge)
        moved = attrs.evolve(bridge.released.content, section="Sport")
        site.show(bridge.correct(moved, "It is no local matter."), sequence=2)

        assert "Story bridge" in text(site, "sections/sport")
        assert not (site.root / "sections" / "local").exists()

    def test_a_section_is_named_as_its_newest_story_names_it(self, site: Site) -> None:
        """One list for all spellings that differ in case alone."""
        site.show(story("bridge", section="LOCAL news"))
        site.show(story("ferry", section="Local News", days=1))

        assert "<bdi>Local News</bdi>" in site.index
        assert ["local-news"] == [
            one.name for one in (site.root / "sections").iterdir() if one.is_dir()
        ]

    def test_days_are_those_of_the_zone_of_the_site(
        self, make_site: Callable[..., Site]
    ) -> None:
        """A story of the small hours is of the day before, further west."""
        site = make_site(look={"zone": "America/Los_Angeles"})
        site.show(story("bridge", days=-0.2))

        assert "Story bridge" in text(site, "archive/2026-11-23")


class TestFrontPage:
    """What stands on top."""

    def test_the_most_urgent_of_the_newest_leads(self, site: Site) -> None:
        """Whatever came after it; it had that urgency when it went out."""
        site.show(story("ferry"))
        bridge = story("bridge", days=1)
        urgent = attrs.evolve(bridge.article.versions[0], urgency=1)
        bridge.article = evolved(bridge.article, urgent)
        site.show(bridge)
        site.show(story("tram", days=2))

        order = [site.index.index(f">Story {one}<") for one in ("bridge", "tram")]
        assert order == sorted(order)
        assert 'class="teaser first"' in site.index

    def test_sections_show_what_is_not_above_them(self, site: Site) -> None:
        """Each its newest; a story stands on the front page once."""
        for number in range(12):
            site.show(story(f"s{number:02}", days=number / 100))

        for number in range(12):
            assert site.index.count(f">Story s{number:02}<") == int(number > 0)


def evolved(article: Article, version: Any) -> Article:
    """Give an article another only version."""
    return attrs.evolve(article, live=version, versions=(version,))


class TestSize:
    """What one delivery writes does not grow with the site."""

    @pytest.mark.parametrize("size", [1, 40])
    def test_a_delivery_writes_its_page_its_lists_and_its_state(
        self, site: Site, size: int
    ) -> None:
        """As many files in a site of forty stories as in one of one."""
        for number in range(size):
            site.show(story(f"s{number}", days=-number / 2))

        written = touched(site, lambda: site.show(story("bridge", days=0.1)))

        pages = {name for name in written if not name.startswith("manifest")}
        assert {
            "articles/bridge/index.html",
            "archive/2026-11-24/index.html",
            "archive/2026-11-24/index.json",
            "sections/local/index.html",
            "sections/local/2026-11/index.html",
            "authors/ada-marsh/index.html",
            "authors/ada-marsh/2026-11/index.html",
            "index.html",
        } == pages
        assert 6 == len(written - pages)

    def test_a_new_month_changes_the_month_before_and_no_other(
        self, site: Site
    ) -> None:
        """It gets the way to the newer one; all older pages stay as they are."""
        for number in range(4):
            site.show(story(f"s{number}", days=31 * number, section=None, bylines=()))

        written = touched(
            site,
            lambda: site.show(story("new", days=124, section=None, bylines=())),
        )

        assert {
            "articles/new/index.html",
            "archive/index.html",
            "archive/index.json",
            "archive/2027-03/index.html",
            "archive/2027-03/index.json",
            "archive/2027-03-28/index.html",
            "archive/2027-03-28/index.json",
            "archive/2027-02/index.html",
            "archive/2027-02-25/index.html",
            "index.html",
        } == {name for name in written if not name.startswith("manifest")}


names = st.text(min_size=1, max_size=300).filter(lambda name: name.strip())


class TestNames:
    """Addresses of lists."""

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Local news", "local-news"),
            ("Straße", "strasse"),
            ("Über uns", "uber-uns-692fb4e1b4"),
            ("Local-news", "local-news-"),
            ("con", "con-"),
            ("🚢", ""),
            ("港", "gang-"),
            ("a 0123456789", "a-0123456789-"),
        ],
    )
    def test_a_name_that_cannot_be_read_back_ends_in_its_hash(
        self, name: str, slug: str
    ) -> None:
        """So that no other has the same address."""
        found = list_slug(name)

        assert found.startswith(slug)
        assert (found == slug) == (name in {"Local news", "Straße"}) or "uns" in found

    @given(name=names)
    def test_any_name_gives_a_safe_address(self, name: str) -> None:
        """However long it is, and in whatever script."""
        slug = list_slug(name)

        assert OWN_FILE.fullmatch(f"sections/{slug}/index.html")
        assert slug.replace("-", "a").isalnum()
        assert slug.isascii()
        assert len(slug) <= 80

    @given(one=names, other=names)
    def test_two_names_share_an_address_only_if_they_are_one(
        self, one: str, other: str
    ) -> None:
        """But for case, and for how letters are composed."""
        assert list_slug(one) == list_slug(one.casefold())
        assert (list_slug(one) == list_slug(other)) == (_folded(one) == _folded(other))

    @given(name=st.sampled_from(["", "ab", "a b", "é", "ß"]), end=names)
    def test_a_name_that_looks_like_the_address_of_another_gets_its_own(
        self, name: str, end: str
    ) -> None:
        """Even if somebody made it so."""
        slug = list_slug(f"{name} {end}")

        assert list_slug(slug.replace("-", " ")) != slug or slug == list_slug(
            f"{name} {end}".casefold()
        )


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", normalize("NFC", name).casefold()).split())
