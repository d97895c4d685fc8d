"""Lists of stories: the front page, sections, months, and what is not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from newsflow.ports import Front, Link, Listing, ListKind, Period, Section, Teaser
from newsflow.render.html import Html
from newsflow.render.theme import Theme

from .test_html import Page

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
BRIDGE = Teaser(
    href="articles/bridge/index.html",
    headline="Harbour bridge reopens",
    language="en-GB",
    published=AT,
    updated=AT,
    section="Local",
)
FERRY = attrs.evolve(BRIDGE, href="articles/ferry/index.html", headline="Ferries stop")
LOCAL = Link("Local", "sections/local/index.html")
PLACE: dict[str, Any] = {
    "site_name": "Harbour Gazette",
    "base_url": "https://gazette.example",
}


def front(front: Front, **place: Any) -> Page:
    """Render a front page, and read it as a browser would."""
    return Page(Html(**{**PLACE, **place}).front(front).data)


def listing(listing: Listing, **place: Any) -> Page:
    """Render a page of a list, and read it as a browser would."""
    return Page(
        Html(**{**PLACE, "path": "sections/local/", **place}).listing(listing).data
    )


class TestFrontPage:
    """What readers see first."""

    def test_the_lead_is_on_top_and_the_sections_below(self) -> None:
        """Each headline leads to its story, each section to its page."""
        section = Section(link=LOCAL, stories=(FERRY,))
        seen = front(
            Front(lead=BRIDGE, newest=(FERRY,), sections=(section,), directory=(LOCAL,))
        )

        links = [one["href"] for one in seen.all("a")]
        assert links.index(BRIDGE.href) < links.index(FERRY.href)
        assert ("a", "More from Local") in seen.texts
        assert "https://gazette.example/" == seen.all("link")[0]["href"]

    def test_each_story_keeps_its_language(self) -> None:
        """An Arabic headline reads from the right on an English page."""
        arabic = attrs.evolve(BRIDGE, headline="إعادة فتح الجسر", language="ar")
        (teaser,) = front(Front(lead=arabic)).all("article")

        assert ("ar", "rtl") == (teaser["lang"], teaser["dir"])

    def test_an_empty_front_page_says_so(self) -> None:
        """Rather than look broken."""
        assert ("p", "Nothing has been published yet.") in front(Front()).texts

    def test_a_corrected_story_says_so_in_the_list(self) -> None:
        """With the time at which it was put right."""
        corrected = attrs.evolve(
            BRIDGE, corrected=True, updated=AT + timedelta(hours=2)
        )
        seen = front(Front(lead=corrected))

        assert any("Corrected" in text for _, text in seen.texts)
        assert {"datetime": "2026-11-24T10:00:00Z"} in seen.all("time")


class TestListing:
    """One page of a list."""

    def test_it_tells_where_it_stands_and_what_is_beside_it(self) -> None:
        """The way back to the front page, and the months before and after."""
        seen = listing(
            Listing(
                kind=ListKind.SECTION,
                name="Local",
                period="2026-11",
                stories=(BRIDGE,),
                newer=Period("2026-12", "../2026-12/index.html"),
                older=Period("2026-09", "../2026-09/index.html"),
                parents=(
                    Link("", "../../../index.html"),
                    Link("", "../../../sections/index.html"),
                    Link("Local", "../../../sections/local/index.html"),
                ),
            ),
            path="sections/local/2026-11/",
        )

        stands = [text for name, text in seen.texts if name == "bdi"]
        assert ["Front page", "Sections", "Local", "November 2026"] == stands[1:]
        told = [text for name, text in seen.texts if name == "a"]
        assert ["Newer, December 2026", "Older, September 2026"] == told[-2:]
        ways = {(one.get("rel"), one["href"]) for one in seen.all("link")}
        assert ("prev", "../2026-12/index.html") in ways
        assert ("next", "../2026-09/index.html") in ways

    @pytest.mark.parametrize(
        ("language", "month", "day"),
        [
            ("en", "November 2026", "24 November 2026"),
            ("de", "November 2026", "24. November 2026"),
            ("fr", "novembre 2026", "24 novembre 2026"),
            ("es", "noviembre de 2026", "24 de noviembre de 2026"),
            ("ar", "نوفمبر 2026", "24 نوفمبر 2026"),
        ],
    )
    def test_months_and_days_are_named_in_the_language_of_the_site(
        self, language: str, month: str, day: str
    ) -> None:
        """As people there write them."""
        archive = Listing(
            kind=ListKind.ARCHIVE,
            periods=(Period("2026-11", "x"), Period("2026-11-24", "y")),
        )
        seen = listing(archive, language=language)

        assert [month, day] == [text for name, text in seen.texts if name == "a"][-2:]


def test_the_page_for_what_is_not_there_leads_home_by_a_full_address() -> None:
    """A server shows it at any depth, so no relative way would do."""
    seen = Page(Html(**PLACE).missing().data)

    assert {"https://gazette.example/"} == {one["href"] for one in seen.all("a")}
    assert "noindex" in {one.get("content") for one in seen.all("meta")}


def test_a_page_that_has_moved_leads_to_the_new_address_without_a_script() -> None:
    """At once, and search engines count the new one."""
    html = Html(**PLACE, path="articles/bridge-open/")
    seen = Page(html.moved("../bridge-open/").data)
    address = "https://gazette.example/articles/bridge-open/"

    refresh = {"http-equiv": "refresh", "content": "0; url=../bridge-open/"}
    assert refresh in seen.all("meta")
    assert {"rel": "canonical", "href": address} in seen.all("link")
    assert ("a", address) in seen.texts


def test_the_page_for_what_is_missing_has_its_files_at_any_address() -> None:
    """A server shows it far below the root, so that its ways begin there."""
    source = (
        '{% extends "newsflow/page.html.jinja" %}'
        '{% block masthead %}<img src="{{ asset("logo.svg") }}" alt="">{% endblock %}'
    )
    theme = Theme(
        name="g", templates={"page.html.jinja": source}, assets={"logo.svg": b"<svg/>"}
    )
    (logo,) = theme.files()
    html = Html(theme=theme, base_url="https://gazette.example/news")

    assert f'src="/news/{logo}"' in html.missing().data.decode()
    assert f'src="/{logo}"' in Html(theme=theme).missing().data.decode()
    deep = attrs.evolve(html, path="articles/bridge/")
    assert f'src="../../{logo}"' in deep.moved("../ferry/").data.decode()
