"""Pages: what readers see, and what no page ever shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsflow.errors import NotReleasedError
from newsflow.model.blocks import Code, Heading, ImageBlock, Paragraph, Span
from newsflow.model.content import Content, Kind
from newsflow.model.credits import (
    Byline,
    ClaimReview,
    Dateline,
    Disclosure,
    Entity,
    Organisation,
    Place,
    Related,
    Source,
    Subject,
)
from newsflow.model.media import Media, Rights
from newsflow.ports import Front, Link, Listing, ListKind, Section, Teaser
from newsflow.render import Html, newsflow_renderers
from newsflow.render.linked_data import TYPES

from .everything import renditions

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
TEMPLATES = files("newsflow.render") / "templates"
SCRIPT = (TEMPLATES / "share.js").read_text("utf-8").strip()
VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "source"})
HANDLER = re.compile(r"on[a-z]+")


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html.decode())
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        """Keep an element; its attributes are distinct."""
        named = {name: value or "" for name, value in attributes}
        assert len(named) == len(attributes)
        self.elements.append((tag, named))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Elements end in the order in which they must."""
        assert tag == self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep a text with the element that it is in."""
        if data.strip():
            self.texts.append((self._open[-1], data.strip()))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Find elements by name and attributes."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and wanted.items() <= attributes.items()
        ]

    def text(self, tag: str) -> str:
        """Give the text in an element."""
        return "".join(text for name, text in self.texts if name == tag)

    @property
    def meta(self) -> dict[str, str]:
        """What the head says of the page."""
        return {
            one.get("name") or one.get("property", ""): one["content"]
            for one in self.all("meta")
            if "content" in one
        }

    @property
    def scripts(self) -> list[str]:
        """The texts of the script elements."""
        return [text for name, text in self.texts if name == "script"]

    @property
    def nodes(self) -> list[Any]:
        """All that the JSON-LD tells of."""
        told = json.loads(self.scripts[0])
        return told if isinstance(told, list) else [told]

    @property
    def linked_data(self) -> Any:
        """The JSON-LD of the story, and of the reviews in it where there are some."""
        told = [one for one in self.nodes if one["@type"] != "BreadcrumbList"]
        return told if len(told) > 1 else told[0]

    @property
    def trail(self) -> list[tuple[int, str, str]]:
        """The way down to the story, as the JSON-LD has it."""
        return [
            (one["position"], one["name"], one["item"])
            for node in self.nodes
            if node["@type"] == "BreadcrumbList"
            for one in node["itemListElement"]
        ]


def page(view: Any, **place: Any) -> Page:
    """Render a view and take the page apart."""
    return Page(Html(**place).render(view).data)


PLACE = {
    "site_name": "Harbour Gazette",
    "base_url": "https://gazette.example",
    "path": "articles/bridge",
}
LEAD = Media(
    key="m1",
    href="media:bridge.jpg",
    alt='The "new" bridge',
    caption="First cars at dawn.",
    credit="Bo Lind",
    width=1280,
    height=720,
)


class TestArticle:
    """The page of a story."""

    def test_it_shows_who_what_where_and_when(self, story: Any) -> None:
        """Headline, summary, byline with its link, dateline and times in UTC."""
        seen = page(story().publish().released)

        assert "Harbour bridge reopens after eleven weeks" == seen.text("h1")
        assert [{"rel": "author", "href": "https://gazette.example/ada"}] == seen.all(
            "a", rel="author"
        )
        shown = [text for _, text in seen.texts]
        assert "Ferries stop at midnight; the tram returns on Monday." in shown
        assert "Harbour, 24 November 2026" in shown
        assert [{"datetime": "2026-11-24T09:00:00Z"}] == seen.all("time")
        assert "24 November 2026, 09:00 UTC" == seen.text("time")

    def test_it_has_one_headline_of_the_first_level(self, story: Any) -> None:
        """Subheads go below it."""
        heading = Heading(key="h", spans=(Span("What it cost"),))
        seen = page(story(body=(heading,)).publish().released)

        assert 1 == len(seen.all("h1"))
        assert "What it cost" == seen.text("h2")

    def test_a_correction_is_seen_with_its_date(
        self, story: Any, bridge: Content
    ) -> None:
        """Before the text, and in the data for machines."""
        note = "An earlier version gave the cost as 3 million."
        view = story().publish().correct(bridge, note).released
        html = Html(**PLACE).render(view).data.decode()
        seen = Page(html.encode())

        assert html.index(note) < html.index("first cars")
        assert {"datetime": "2026-11-24T10:00:00Z"} in seen.all("time")
        assert "2026-11-24T10:00:00Z" == seen.meta["article:modified_time"]
        assert [
            {
                "@type": "CorrectionComment",
                "text": note,
                "datePublished": "2026-11-24T10:00:00Z",
            }
        ] == seen.linked_data["correction"]

    def test_the_lead_picture_has_all_that_it_needs(self, story: Any) -> None:
        """Alt text, size, caption and credit; and it stands there once."""
        body = (ImageBlock(key="i", media="m1"), Paragraph(key="p", spans=(Span("x"),)))
        seen = page(story(media=(LEAD,), lead="m1", body=body).publish().released)

        assert [
            {
                "src": "../media/bridge.jpg",
                "alt": 'The "new" bridge',
                "width": "1280",
                "height": "720",
                "fetchpriority": "high",
                "decoding": "async",
            }
        ] == seen.all("img")
        assert "First cars at dawn." == seen.text("figcaption")
        assert ("span", "Bo Lind") in seen.texts

    @pytest.mark.parametrize(
        ("kind", "tag", "said"),
        [
            ("video", "video", {"controls": "", "preload": "none"}),
            ("audio", "audio", {"controls": "", "preload": "none"}),
            ("file", "a", {"href": "https://x.example/m"}),
        ],
    )
    def test_other_media_on_top_are_shown_as_what_they_are(
        self, story: Any, kind: str, tag: str, said: dict[str, str]
    ) -> None:
        """A video plays when the reader asks for it; a file is a link."""
        medium = Media(key="m1", href="https://x.example/m", kind=kind)
        seen = page(story(media=(medium,), lead="m1").publish().released)

        assert 1 == len(seen.all(tag, **said))

    def test_machines_learn_what_the_page_is(self, story: Any) -> None:
        """Canonical address, OpenGraph, description."""
        view = story(
            short_headline="Bridge open", keywords=("bridge",), media=(LEAD,), lead="m1"
        ).publish()
        seen = page(view.released, **PLACE)
        address = "https://gazette.example/articles/bridge/"

        assert [{"rel": "canonical", "href": address}] == seen.all("link")
        assert {
            "description": "Ferries stop at midnight; the tram returns on Monday.",
            "og:url": address,
            "og:type": "article",
            "og:title": "Bridge open",
            "og:site_name": "Harbour Gazette",
            "og:image": "https://gazette.example/articles/media/bridge.jpg",
            "og:image:alt": 'The "new" bridge',
            "article:published_time": "2026-11-24T09:00:00Z",
            "article:section": "Local",
            "article:tag": "bridge",
        }.items() <= seen.meta.items()
        assert {"href": "../../index.html"} in seen.all("a")

    def test_a_story_that_belongs_elsewhere_names_that_address(
        self, story: Any
    ) -> None:
        """The canonical address of the story goes before that of the page."""
        view = story(canonical_url="https://other.example/bridge").publish().released
        seen = page(view, **PLACE)

        assert "https://other.example/bridge" == seen.all("link")[0]["href"]
        assert "https://other.example/bridge" == seen.linked_data["url"]

    def test_everything_that_readers_should_know_is_there(self, story: Any) -> None:
        """What machines did, sources, related stories, rights."""
        view = story(
            disclosure=Disclosure(source_type="humanEdits", statement="By software."),
            backstory="We asked for the report for three weeks.",
            sources=(
                Source(name="Report", url="https://h.example/r"),
                Source(name="B"),
            ),
            related=(Related(title="The pier", url="https://g.example/p"),),
            rights=Rights(
                holder="Gazette",
                year=2026,
                notice="All rights.",
                usage_terms="Quote freely.",
                licence="https://l.example/",
            ),
        ).publish()
        shown = [text for _, text in page(view.released).texts]

        for text in (
            "How this story was made",
            "By software.",
            "humanEdits",
            "We asked for the report for three weeks.",
            "Report",
            "B",
            "The pier",
            "© 2026 Gazette",
            "All rights.",
            "Quote freely.",
            "Licence",
        ):
            assert text in shown

    def test_a_disclosure_without_words_is_made_in_ours(self, story: Any) -> None:
        """Readers are told in any case."""
        made = Disclosure(source_type="trainedAlgorithmicMedia")
        shown = page(story(disclosure=made).publish().released).texts

        assert ("p", "Software had a part in making this text.") in shown

    @pytest.mark.parametrize(
        ("kind", "label"),
        [("reportage", ""), ("opinion", "Opinion"), ("sponsored", "Sponsored")],
    )
    def test_what_is_no_report_is_labelled(
        self, story: Any, kind: str, label: str
    ) -> None:
        """Opinion and advertising do not pass for news."""
        seen = page(story(kind=kind).publish().released)

        assert label == "".join(text for tag, text in seen.texts if tag == "strong")

    def test_a_byline_as_printed_stands_where_no_person_is_named(
        self, story: Any
    ) -> None:
        """Nothing is guessed out of it."""
        seen = page(story(bylines=(), byline="Gazette staff").publish().released)

        assert ("p", "Gazette staff") in seen.texts

    def test_a_role_is_told_beside_the_name(self, story: Any) -> None:
        """Who took the pictures did not write the text."""
        bylines = (Byline(name="Ada"), Byline(name="Bo", role="photographer"))
        seen = page(story(bylines=bylines).publish().released)

        assert ("bdi", "(photographer)") in seen.texts

    def test_a_dateline_may_be_a_place_alone(self, story: Any) -> None:
        """No date is made up for it."""
        seen = page(story(dateline=Dateline(place="Old Town")).publish().released)

        assert ("p", "Old Town") in seen.texts
        without = page(story(dateline=None).publish().released)
        assert [] == without.all("p", **{"class": "dateline"})

    def test_it_carries_no_script_and_says_so_to_the_browser(self, story: Any) -> None:
        """The one script element is data; the policy lets nothing run."""
        seen = page(story().publish().released)

        assert [{"type": "application/ld+json"}] == seen.all("script")
        (policy,) = seen.all("meta", **{"http-equiv": "Content-Security-Policy"})
        assert policy["content"].startswith("default-src 'none'; style-src 'sha256-")

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en-GB", {"lang": "en-GB", "dir": "ltr"}),
            ("ar", {"lang": "ar", "dir": "rtl"}),
            ("ar-EG", {"lang": "ar-EG", "dir": "rtl"}),
            ("he", {"lang": "he", "dir": "rtl"}),
            ("pa-Arab", {"lang": "pa-Arab", "dir": "rtl"}),
            ("az-Arab-IR", {"lang": "az-Arab-IR", "dir": "rtl"}),
            ("ar-Latn", {"lang": "ar-Latn", "dir": "ltr"}),
            ("und", {"lang": "en", "dir": "auto"}),
            ("und-Hebr", {"lang": "und-Hebr", "dir": "rtl"}),
        ],
    )
    def test_the_language_says_which_way_it_reads(
        self, story: Any, language: str, said: dict[str, str]
    ) -> None:
        """By its script, or by the one that it is usually written in."""
        assert [said] == page(story(language=language).publish().released).all("html")

    @pytest.mark.parametrize(
        ("language", "time", "by"),
        [
            ("de-AT", "24. November 2026, 09:00 UTC", "Von"),
            ("fr", "24 novembre 2026, 09:00 UTC", "Par"),
            ("es", "24 de noviembre de 2026, 09:00 UTC", "Por"),
            ("ar", "24 نوفمبر 2026، 09:00 UTC", "بقلم"),
            ("tr", "24 November 2026, 09:00 UTC", "By"),
        ],
    )
    def test_the_page_speaks_the_language_of_the_story(
        self, story: Any, language: str, time: str, by: str
    ) -> None:
        """Where we do not speak it, in English, marked as such."""
        seen = page(story(language=language).publish().released)

        assert time == seen.text("time")
        assert ("bdi" if "tr" == language else "span", by) in seen.texts
        assert ("tr" == language) == bool(seen.all("bdi", lang="en"))
        assert ("tr" == language) == bool(seen.all("time", lang="en", dir="ltr"))

    @given(
        headline=st.text(min_size=1).filter(lambda text: re.search(r"\w", text)),
        words=st.text(),
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_words_come_out_as_they_went_in(
        self, story: Any, headline: str, words: str
    ) -> None:
        """No sign is markup, and none is lost."""
        made = story(
            headline=headline, body=(Code(key="c", text=words),), summary=words or None
        )
        seen = page(made.publish().released)

        assert made.released.content.headline.split() == seen.text("h1").split()
        assert made.released.content.headline == seen.linked_data["headline"]


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --><svg/onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "<style>body{display:none}</style>",
    "<base href=//evil.example>",
    "\u2028\u2029</SCRIPT >",
)


class TestHostileWords:
    """What people put into texts stays text."""

    @pytest.mark.parametrize("words", HOSTILE)
    def test_nothing_of_it_is_executable(self, story: Any, words: str) -> None:
        """Not in the page, not in an attribute, not in the data for machines."""
        medium = Media(
            key="m1", href="media:x.png", alt=words, caption=words, credit=words
        )
        content = Content(
            headline=words,
            short_headline=words,
            summary=words,
            label=words,
            section=words,
            keywords=(words,),
            subjects=(Subject(code=words, name=words),),
            bylines=(Byline(name=words, role=words),),
            dateline=Dateline(place=words),
            body=(
                Paragraph(key="p", spans=(Span(words),)),
                Code(key="c", text=words, language=words),
                ImageBlock(key="i", media="m2"),
            ),
            media=(medium, attrs.evolve(medium, key="m2")),
            lead="m1",
            sources=(Source(name=words),),
            related=(Related(title=words),),
            rights=Rights(holder=words, notice=words, usage_terms=words),
            disclosure=Disclosure(source_type="humanEdits", statement=words),
            backstory=words,
        )
        moved = story(content).publish().correct(content, words)
        html = Html(**{**PLACE, "site_name": words}).render(moved.released).data
        seen = Page(html)

        self._harmless(seen)
        assert moved.released.content.headline == seen.linked_data["headline"]
        assert b"49" not in re.sub(rb"<style>.*?</style>", b"", html, flags=re.DOTALL)
        self._harmless(page(moved.retract(words).tombstone, site_name=words))

    def test_the_front_page_and_lists_are_no_way_in_either(self) -> None:
        """Teasers are text like the rest."""
        for words in HOSTILE:
            one = Teaser(
                href="a/",
                headline=words,
                language="en",
                published=AT,
                updated=AT,
                summary=words,
                section=words,
                label=words,
            )
            link = Link(words, "sections/a/")
            front = Front(
                lead=one,
                newest=(one,),
                sections=(Section(link=link, stories=(one,)),),
                directory=(link,),
            )
            html = Html(site_name=words)
            self._harmless(Page(html.front(front).data))
            listing = Listing(
                kind=ListKind.SECTION, name=words, stories=(one,), parents=(link,)
            )
            self._harmless(Page(html.listing(listing).data))
            dense = attrs.evolve(listing, period="2026-11")
            self._harmless(Page(html.listing(dense).data))
            self._harmless(Page(html.sections([link]).data))

    @staticmethod
    def _harmless(seen: Page) -> None:
        data = [one for one in seen.all("script") if "type" in one]
        assert [{"type": "application/ld+json"}] * len(data) == data
        assert {SCRIPT} >= set(seen.scripts[len(data) :])
        assert len(data) <= 1
        assert 1 == len(seen.all("style"))
        assert [] == [*seen.all("svg"), *seen.all("base"), *seen.all("iframe")]
        for _, attributes in seen.elements:
            assert not any(HANDLER.fullmatch(name) for name in attributes)
            for name in ("href", "src", "action", "data"):
                assert "javascript:" not in attributes.get(name, "").lower()


class TestLinkedData:
    """The story for machines, as schema.org has it."""

    def test_every_kind_has_a_type(self) -> None:
        """A kind that is added to the model must say what it is here."""
        assert set(Kind) == set(TYPES)

    def test_a_whole_story_is_told(self, story: Any) -> None:
        """What schema.org has a property for is there."""
        view = story(
            kind="fact_check",
            bylines=(
                Byline(name="Ada", url="https://g.example/ada"),
                Byline(name="Bo", role="photographer"),
                Byline(name="Cy", role="editor"),
            ),
            subjects=(Subject(code="20000002", name="transport"), Subject(code="1")),
            mentions=(Entity(name="Harbour Authority", kind="organisation"),),
            places=(Place(name="Harbour", country="GB"),),
            sources=(
                Source(name="Wire", role="supplier"),
                Source(name="Report", url="https://h.example/r"),
                Source(name="Data", role="based_on"),
            ),
            publisher=Organisation(name="Gazette Group", url="https://group.example"),
            rights=Rights(holder="Gazette", year=2026, licence="https://l.example/"),
            disclosure=Disclosure(source_type="humanEdits"),
            media=(LEAD,),
            lead="m1",
            free_to_read=False,
            claim_reviews=(
                ClaimReview(
                    claim="It fell.", rating="False", claimant="A man", value=1
                ),
            ),
        ).publish()
        article, review = page(view.released, **PLACE).linked_data
        group = {
            "@type": "NewsMediaOrganization",
            "name": "Gazette Group",
            "url": "https://group.example",
        }

        assert {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "identifier": "bridge",
            "version": 1,
            "url": "https://gazette.example/articles/bridge/",
            "mainEntityOfPage": "https://gazette.example/articles/bridge/",
            "headline": "Harbour bridge reopens after eleven weeks",
            "description": "Ferries stop at midnight; the tram returns on Monday.",
            "inLanguage": "en-GB",
            "datePublished": "2026-11-24T09:00:00Z",
            "dateModified": "2026-11-24T09:00:00Z",
            "articleSection": "Local",
            "dateline": "Harbour",
            "isAccessibleForFree": False,
            "author": [
                {"@type": "Person", "name": "Ada", "url": "https://g.example/ada"}
            ],
            "contributor": [{"@type": "Person", "name": "Bo"}],
            "editor": [{"@type": "Person", "name": "Cy"}],
            "publisher": group,
            "image": {
                "@type": "ImageObject",
                "url": "https://gazette.example/articles/media/bridge.jpg",
                "width": 1280,
                "height": 720,
                "caption": "First cars at dawn.",
                "creditText": "Bo Lind",
            },
            "about": [
                {"@type": "Thing", "name": "transport", "identifier": "medtop:20000002"}
            ],
            "mentions": [{"@type": "Organization", "name": "Harbour Authority"}],
            "contentLocation": [{"@type": "Place", "name": "Harbour", "address": "GB"}],
            "sourceOrganization": [{"@type": "Organization", "name": "Wire"}],
            "citation": [
                {
                    "@type": "CreativeWork",
                    "name": "Report",
                    "url": "https://h.example/r",
                }
            ],
            "isBasedOn": [{"@type": "CreativeWork", "name": "Data"}],
            "copyrightHolder": {"@type": "Organization", "name": "Gazette"},
            "copyrightYear": 2026,
            "license": "https://l.example/",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits",
        } == article
        assert {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": "https://gazette.example/articles/bridge/",
            "datePublished": "2026-11-24T09:00:00Z",
            "claimReviewed": "It fell.",
            "author": group,
            "reviewRating": {
                "@type": "Rating",
                "alternateName": "False",
                "ratingValue": 1,
            },
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Person", "name": "A man"},
            },
        } == review

    def test_a_picture_without_a_public_address_is_left_out(self, story: Any) -> None:
        """A relative address means nothing to whoever reads the data alone."""
        seen = page(story(media=(LEAD,), lead="m1").publish().released)

        assert "image" not in seen.linked_data
        assert "og:image" not in seen.meta

    def test_a_video_on_top_is_no_image(self, story: Any) -> None:
        """Machines would show a broken picture."""
        medium = Media(key="m1", href="https://x.example/v.mp4", kind="video")
        seen = page(story(media=(medium,), lead="m1").publish().released, **PLACE)

        assert "image" not in seen.linked_data


class TestOtherViews:
    """Proofs, tombstones, and what has no page."""

    def test_a_proof_says_that_it_is_one(self, story: Any) -> None:
        """On top, at the end, and to search engines; it has no address to share."""
        proof = story().publish().submit("The date was wrong.").proof
        html = Html(**PLACE).render(proof).data
        seen = Page(html)

        assert "noindex" == seen.meta["robots"]
        assert 2 == html.count(b"Proof. Not for publication.")
        assert ("p", "The date was wrong.") in seen.texts
        assert [] == [*seen.all("link"), *seen.all("script")]
        assert "og:title" not in seen.meta

    def test_a_release_is_no_proof(self, story: Any) -> None:
        """Its page is to be found."""
        assert "robots" not in page(story().publish().released).meta

    def test_a_retracted_story_leaves_a_notice(self, story: Any) -> None:
        """The reason and the date, and no word of the story."""
        html = Html(**PLACE).render(story().publish().retract("Wrong ship.").tombstone)
        seen = Page(html.data)

        assert "This story has been retracted" == seen.text("h1")
        assert ("p", "Wrong ship.") in seen.texts
        assert [{"datetime": "2026-11-24T10:00:00Z"}] == seen.all("time")
        assert "noindex" == seen.meta["robots"]
        assert b"bridge" not in html.data

    @pytest.mark.parametrize("name", ["html", "markdown", "text", "json"])
    def test_nothing_is_rendered_of_what_is_gone(self, story: Any, name: str) -> None:
        """Neither of a killed story, nor of one that was unpublished, in any format."""
        renderer = {one.name: one for one in newsflow_renderers()}[name]
        killed = story().publish().kill("Court order.").tombstone
        with pytest.raises(NotReleasedError, match="after kill nothing of it is shown"):
            renderer.render(killed)
        with pytest.raises(NotReleasedError, match="after unpublish nothing"):
            renderer.render(story().publish().unpublish().tombstone)

    @pytest.mark.parametrize("name", ["html", "markdown", "text"])
    def test_an_embargo_goes_only_where_the_format_can_say_it(
        self, story: Any, name: str
    ) -> None:
        """A page cannot, so there is none ahead of time."""
        renderer = {one.name: one for one in newsflow_renderers()}[name]
        held = story().publish()
        advance = held.embargo(held.clock + timedelta(days=1)).advance
        with pytest.raises(NotReleasedError, match=f"{name} has no field that carries"):
            renderer.render(advance)

    @pytest.mark.parametrize("name", ["html", "markdown", "text", "json"])
    def test_a_content_that_nobody_released_is_no_view(
        self, bridge: Content, name: str
    ) -> None:
        """Whoever holds a draft cannot have it rendered as if it were out."""
        renderer = {one.name: one for one in newsflow_renderers()}[name]
        with pytest.raises(TypeError, match=r"a renderer takes a view, .* not Content"):
            renderer.render(bridge)


def test_a_page_is_the_same_everywhere(elsewhere: Callable[[], bytes]) -> None:
    """In another locale, zone and hash seed, to the byte, in every format."""
    assert renditions() == elsewhere()
