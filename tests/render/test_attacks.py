"""What people put into stories stays text, as an HTML5 parser sees the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import attrs
import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsflow import Newsroom
from newsflow.errors import NotReleasedError
from newsflow.model.article import Removal
from newsflow.model.blocks import (
    Code,
    Embed,
    Heading,
    ImageBlock,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Prose,
    Quote,
    Row,
    Span,
    Table,
)
from newsflow.model.content import Content
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
from newsflow.model.views import Released
from newsflow.render import Html, newsflow_renderers
from newsflow.render.pages import environment
from newsflow.testing._listed import Moved, listed_pages, rendered_list
from newsflow.testing.strategies import contents, proofs, released, tombstones

from ..storyline import Story
from .parsed import Document

MARKUP = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT\n><script>alert(1)//",
    "<!--<script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    '" autofocus onfocus="alert(1)',
    "<svg/onload=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed;inset:0">',
    "<base href=//evil.example>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<form action=//evil.example><input name=password>",
    "<iframe src=//evil.example></iframe>",
    "<link rel=stylesheet href=//evil.example>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }}{% raw %}{# #}${7*7}",
    "\\u003cscript\\u003e</SCRIPT >",
    "a\u2028b\u2029c",
)
HOSTILE_LINKS = (
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
)


def full_of(words: str) -> Content:
    """Make a story that says the same in every place that takes a text."""
    prose: dict[str, Any] = {
        "spans": (Span(words), Span(words, ("l",))),
        "links": (_link(words),),
    }
    medium = Media(
        key="m1",
        href="media:x.png",
        headline=words,
        alt=words,
        caption=words,
        credit=words,
        rights=Rights(holder=words, notice=words),
    )
    return Content(
        headline=words,
        short_headline=words,
        working_title=words,
        label=words,
        summary=words,
        slugline=words,
        section=words,
        keywords=(words,),
        kind="fact_check",
        language="en-GB",
        byline=words,
        bylines=(Byline(name=words, role=words, url="https://g.example/?a=1&b=2"),),
        dateline=Dateline(place=words),
        subjects=(Subject(code=words, name=words),),
        mentions=(Entity(name=words, kind="person"),),
        places=(Place(name=words, country=words),),
        body=(
            Paragraph(key="a", **prose),
            Heading(key="b", **prose),
            Quote(key="c", speaker=words, **prose),
            ListBlock(key="d", items=(ListItem(**prose),)),
            ImageBlock(key="e", media="m2"),
            Embed(
                key="f",
                href="https://v.example/1",
                provider=words,
                title=words,
                caption=words,
            ),
            Table(key="g", caption=words, rows=(Row(cells=(Prose(**prose),)),)),
            Code(key="h", text=words, language=words),
        ),
        media=(medium, attrs.evolve(medium, key="m2")),
        lead="m1",
        sources=(Source(name=words),),
        backstory=words,
        claim_reviews=(
            ClaimReview(claim=words, rating=words, claimant=words, explanation=words),
        ),
        publisher=Organisation(name=words),
        rights=Rights(holder=words, notice=words, usage_terms=words),
        disclosure=Disclosure(source_type="humanEdits", statement=words),
        related=(Related(title=words),),
    )


def _link(words: str) -> Link:
    return Link("l", "https://g.example/?a=%22%3E", words)


def site(words: str) -> Html:
    """Make the pages of a site whose own names are hostile as well."""
    return Html(
        site_name=words,
        base_url="https://gazette.example",
        path="articles/bridge",
        policies=((words, "https://gazette.example/ethics"),),
        section_href=lambda name: f"../../{len(name)}/",
    )


def lists(html: Html, view: Released) -> Iterator[bytes]:
    """Render every page that shows a story without being its page."""
    for _, _, shown in listed_pages({"a": view}):
        if not isinstance(shown, Moved):
            yield rendered_list(html, shown).data


class TestWords:
    """Case A: bodies and texts."""

    @pytest.mark.parametrize("words", MARKUP)
    def test_no_page_takes_words_for_markup(self, words: str) -> None:
        """Stories, proofs, tombstones and lists hold our elements and no others."""
        content, html = full_of(words), site(words)
        story = Story(content).publish().correct(content, words)
        headline = story.released.content.headline
        page = Document(html.render(story.released).data)

        page.hold_harmless()
        assert headline == page.text("h1")
        assert [headline] == [
            one["headline"] for one in page.linked_data if "headline" in one
        ]
        Document(html.render(story.proof).data).hold_harmless()
        for made in lists(html, story.released):
            Document(made).hold_harmless()
        Document(html.render(story.retract(words).tombstone).data).hold_harmless()

    @pytest.mark.parametrize("words", MARKUP)
    @pytest.mark.parametrize("reader", ["html", "markdown", "text"])
    def test_nothing_comes_in_by_a_reader_either(
        self, room: Newsroom, reader: str, words: str
    ) -> None:
        """Whatever a document holds, what is made of it is our own markup."""
        whole = f"# The bridge\n\n{words} and more\n\n{words}"
        if reader == "html":
            whole = f"<h1>The bridge</h1><p>{words} and more</p>{words}"
        content = room.readers[reader].read(whole.encode()).content
        Document(Html().render(Story(content).publish().released).data).hold_harmless()

    @pytest.mark.parametrize("href", HOSTILE_LINKS)
    def test_a_link_leads_to_a_page_or_nowhere(self, room: Newsroom, href: str) -> None:
        """However its scheme is spelled."""
        for reader, text in (
            ("html", f'<h1>B</h1><p><a href="{href}">go</a> <img src="{href}"></p>'),
            ("markdown", f"# B\n\n[go]({href}) ![x]({href})"),
        ):
            content = room.readers[reader].read(text.encode()).content
            page = Document(Html().render(Story(content).publish().released).data)
            page.hold_harmless()
            assert [] == [*page.all("a"), *page.all("img")]

    @pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\U000e0041"])
    def test_a_headline_reads_as_it_is_stored(self, sign: str) -> None:
        """No override turns it, nothing in it is invisible; text and data agree."""
        content = Content(headline=f"Mayor{sign} cleared", language="en-GB")
        page = Document(site("G").render(Story(content).publish().released).data)

        assert "Mayor cleared" == content.headline == page.text("h1")
        assert "Mayor cleared" == page.linked_data[0]["headline"]
        assert ["Mayor cleared"] == page.meta["og:title"]

    def test_an_embed_is_a_link_and_loads_nothing(self) -> None:
        """Whatever it leads to learns of readers when they go there."""
        body = (Embed(key="e", href="https://tracker.example/v"),)
        content = Content(headline="Bridge", body=body)
        page = Document(Html().render(Story(content).publish().released).data)

        assert [] == [*page.all("img"), *page.all("video"), *page.all("iframe")]

    @given(view=released(), words=st.sampled_from(MARKUP))
    def test_no_story_breaks_a_page(self, view: Any, words: str) -> None:
        """Whatever Hypothesis makes of contents, on a site of any name."""
        Document(site(words).render(view).data).hold_harmless()
        for made in lists(site(words), view):
            Document(made).hold_harmless()

    @given(view=proofs())
    def test_no_draft_breaks_a_proof(self, view: Any) -> None:
        """The desk is no less worth than the readers."""
        Document(site("G").render(view).data).hold_harmless()

    @given(view=tombstones("retracted"))
    def test_no_reason_breaks_a_tombstone(self, view: Any) -> None:
        """A reason is text."""
        Document(site("G").render(view).data).hold_harmless()


class TestTemplates:
    """Case C: templates."""

    def test_a_story_is_no_template(self) -> None:
        """What looks like one is printed as it is."""
        page = site("G").render(Story(full_of("{{ 7*7 }}")).publish().released)

        assert "{{ 7*7 }}" == Document(page.data).text("h1")
        assert not re.search(rb"\b49\b", page.data.partition(b"</style>")[2])

    def test_what_is_missing_is_an_error_with_its_place(self) -> None:
        """Not an empty headline."""
        with pytest.raises(jinja2.UndefinedError, match="headline"):
            environment().from_string("<h1>{{ headline }}</h1>").render()

    @pytest.mark.parametrize("name", ["x.rss", "x.atom", "x.txt.j2", "x.html.jinja"])
    def test_everything_is_escaped_whatever_it_is_called(self, name: str) -> None:
        """Escaping hangs on no ending."""
        template = environment().overlay(loader=jinja2.DictLoader({name: "{{ a }}"}))

        assert "&lt;b&gt;" == template.get_template(name).render(a="<b>")
        assert "&lt;b&gt;" == environment().from_string("{{ a }}").render(a="<b>")

    @pytest.mark.parametrize("path", ["../pages.py", "/etc/passwd", "../../secrets"])
    def test_no_template_lies_outside_their_folder(self, path: str) -> None:
        """Neither by include nor by extends."""
        for tag in ("include", "extends"):
            with pytest.raises(jinja2.TemplateNotFound):
                environment().from_string(f'{{% {tag} "{path}" %}}').render()


class TestEmbargo:
    """Case F: what is not out is on no page."""

    @given(content=contents())
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_a_tombstone_has_no_word_of_the_story(self, content: Content) -> None:
        """Neither of one that was retracted; and of others there is none at all."""
        marked = attrs.evolve(content, headline="Xyzzyquux", summary="Plughfrotz")
        page = site("G").render(Story(marked).publish().retract("Gone.").tombstone)

        assert b"Xyzzyquux" not in page.data
        assert b"Plughfrotz" not in page.data

    @pytest.mark.parametrize("renderer", newsflow_renderers(), ids=lambda one: one.name)
    def test_a_killed_story_leaves_no_notice(self, renderer: Any, bridge: Any) -> None:
        """In no format."""
        gone = Story(bridge).publish().kill("Court order.").tombstone

        assert Removal.KILL is gone.removal
        with pytest.raises(NotReleasedError):
            renderer.render(gone)

    def test_an_embargo_that_is_put_on_later_holds(
        self, story: Callable[..., Story]
    ) -> None:
        """No view can be had that a page could be made of."""
        held = story().publish()
        held.embargo(held.clock + timedelta(days=1))

        with pytest.raises(NotReleasedError, match="under embargo"):
            _ = held.released

    def test_a_proof_has_no_way_out(self, bridge: Content) -> None:
        """No address, nothing to share, not to be indexed, nothing for machines."""
        page = Document(site("G").render(Story(bridge).proof).data)

        assert ["noindex"] == page.meta["robots"]
        assert None is page.linked_data
        assert [] == [*page.all("link"), *page.all("button")]
        assert not [name for name in page.meta if name.startswith(("og:", "twitter:"))]
