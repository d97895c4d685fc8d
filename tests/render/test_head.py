"""The head of an article page, and the way down to it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from newsflow.model.content import Content
from newsflow.model.credits import Byline
from newsflow.model.media import Media
from newsflow.render import Html

from ..storyline import BRIDGE, Story
from .parsed import Document
from .test_html import Page

PLACE: dict[str, Any] = {
    "site_name": "Harbour Gazette",
    "base_url": "https://gazette.example",
    "path": "articles/bridge",
    "policies": (("Corrections policy", "https://gazette.example/corrections"),),
}
URL = "https://gazette.example/articles/bridge/"
LEAD = Media(key="m", href="media:b.jpg", alt="The bridge", width=1280, height=720)


def page_of(content: Content = BRIDGE, **site: Any) -> Document:
    """Give the page of a published story."""
    view = Story(content).publish().released
    return Document(Html(**{**PLACE, **site}).render(view).data)


def test_a_card_knows_the_picture_before_it_is_there() -> None:
    """Its size, what it shows, and that it is large."""
    meta = page_of(attrs.evolve(BRIDGE, media=(LEAD,), lead="m")).meta

    assert {
        "og:image": ["https://gazette.example/articles/media/b.jpg"],
        "og:image:width": ["1280"],
        "og:image:height": ["720"],
        "og:image:alt": ["The bridge"],
        "twitter:image:alt": ["The bridge"],
        "twitter:card": ["summary_large_image"],
    }.items() <= meta.items()


@pytest.mark.parametrize(
    "lead", [None, attrs.evolve(LEAD, width=120), attrs.evolve(LEAD, kind="video")]
)
def test_a_small_picture_or_none_makes_a_small_card(lead: Media | None) -> None:
    """What is no picture is not shown as one."""
    fields: dict[str, Any] = {} if lead is None else {"media": (lead,), "lead": "m"}

    assert ["summary"] == page_of(attrs.evolve(BRIDGE, **fields)).meta["twitter:card"]


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en-GB", ["en_GB"]),
        ("zh-Hant-TW", ["zh_TW"]),
        ("de", None),
        ("es-419", None),
        ("sr-Latn", None),
        ("und", None),
    ],
)
def test_a_locale_is_told_where_there_is_a_territory(
    language: str, locale: list[str] | None
) -> None:
    """OpenGraph knows no other form."""
    meta = page_of(attrs.evolve(BRIDGE, language=language)).meta

    assert locale == meta.get("og:locale")


def test_authors_are_named_and_linked() -> None:
    """Those without a page of their own by their name alone."""
    bylines = (Byline(name="Ada", url="https://g.example/ada"), Byline(name="Bo"))
    meta = page_of(attrs.evolve(BRIDGE, bylines=bylines)).meta

    assert ["Ada", "Bo"] == meta["author"]
    assert ["https://g.example/ada"] == meta["article:author"]


def test_a_story_that_expires_tells_search_engines_when() -> None:
    """They take it off their lists by then."""
    view = attrs.evolve  # a view cannot be evolved: its article can
    story = Story(BRIDGE).publish()
    handling = view(story.article.handling, expires=story.clock)
    story.article = view(story.article, handling=handling)
    meta = Document(Html(**PLACE).render(story.released).data).meta

    assert ["unavailable_after: 2026-11-24T09:00:00Z"] == meta["robots"]
    assert ["2026-11-24T09:00:00Z"] == meta["article:expiration_time"]


class TestTrail:
    """Home, section, story."""

    def test_it_leads_by_the_section_where_that_has_a_list(self) -> None:
        """In the page, and for machines."""
        view = Story(BRIDGE).publish().released
        html = Html(**PLACE, section_href=lambda name: f"../../{name.lower()}/")
        page = Page(html.render(view).data)

        assert [
            (1, "Harbour Gazette", "https://gazette.example/"),
            (2, "Local", "https://gazette.example/local/"),
            (3, BRIDGE.headline, URL),
        ] == page.trail
        assert {"href": "../../local/"} in page.all("a")
        assert ("a", "Local") in page.texts

    def test_a_section_without_a_list_is_named_and_leads_nowhere(self) -> None:
        """No link is better than a dead one."""
        page = Page(Html(**PLACE).render(Story(BRIDGE).publish().released).data)

        assert ["Harbour Gazette", BRIDGE.headline] == [
            name for _, name, _ in page.trail
        ]
        assert ("bdi", "Local") in page.texts
        assert ("a", "Front page") in page.texts
        assert [
            {"class": "trail", "aria-label": "Where this story stands"}
        ] == page.all("nav", **{"class": "trail"})

    def test_a_page_without_an_address_has_no_trail_for_machines(self) -> None:
        """There is nothing to lead to."""
        page = Page(Html().render(Story(BRIDGE).publish().released).data)

        assert [] == page.trail
        assert ("bdi", "Local") in page.texts


def test_the_publisher_tells_of_its_policies() -> None:
    """But not of those of another house whose story it carries."""
    article = page_of().linked_data[0]

    assert [
        {
            "@type": "CreativeWork",
            "name": "Corrections policy",
            "url": "https://gazette.example/corrections",
        }
    ] == article["publisher"]["publishingPrinciples"]


@pytest.mark.parametrize("language", ["he", "fa", "ur"])
def test_words_in_another_language_tell_their_direction(language: str) -> None:
    """Names, titles and our own words do not turn the sentence around them."""
    page = page_of(attrs.evolve(BRIDGE, language=language))
    (root,) = page.all("html")

    assert "rtl" == root.get("dir")
    assert {"en"} == {one.get("lang") for one in page.all("bdi")} - {None}
    assert {("en", "ltr")} == {
        (one.get("lang"), one.get("dir")) for one in page.all("time")
    }
    assert "Ada Marsh" in ["".join(one.itertext()) for one in page.all("bdi")]
