"""What the validators of the web found on our pages, so that it stays mended.

``make validate`` asks them; this is what needs neither npm nor a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import attrs
import pytest

from newsflow import Newsroom
from newsflow.model.blocks import Code, Paragraph, Prose, Row, Table, plain
from newsflow.model.content import Content, Kind
from newsflow.model.credits import Dateline
from newsflow.preview.exhibit import Exhibit
from newsflow.render import Html
from newsflow.render.dashboard import dashboard
from newsflow.testing import PEOPLE

from ..storyline import BRIDGE, Story
from .parsed import STYLE, Document
from .walls import board

WIDE = (
    Table(key="w1", rows=(Row(cells=(Prose(spans=plain("16 centimetres")),)),)),
    Code(key="w2", text="bridge.open()"),
    Paragraph(key="w3", spans=plain("</table><table><pre>")),
)
LANDMARKS = ("main", "nav", "section", "aside", "header", "footer")


def page_of(content: Content, *, proof: bool = False, **site: Any) -> Document:
    """Give the page of a story, or its proof."""
    story = Story(content).publish()
    html = Html(site_name="Harbour Gazette", **site)
    return Document(html.render(story.proof if proof else story.released).data)


def attributes(document: Document, tag: str) -> list[dict[str, str]]:
    """Give what the elements of a name say."""
    return [dict(one.attrib) for one in document.all(tag)]


def test_a_page_always_says_its_language() -> None:
    """That of the site, where nobody told that of the story (WCAG 2.2, 3.1.1)."""
    untold = attrs.evolve(BRIDGE, language="und")
    page = page_of(untold, base_url="https://gazette.example", language="pt")

    assert [{"lang": "pt", "dir": "auto"}] == attributes(page, "html")
    assert "inLanguage" not in page.linked_data  # machines are told no guess


def test_what_is_too_wide_can_be_scrolled_by_the_keyboard() -> None:
    """A table and a listing can be focused (WCAG 2.2, 2.1.1)."""
    page = page_of(attrs.evolve(BRIDGE, body=WIDE))

    (scroll,) = (one for one in page.all("div") if one.get("class") == "scroll")
    assert "0" == scroll.get("tabindex")
    assert [one.tag.rpartition("}")[2] for one in scroll] == ["table"]
    assert [{"tabindex": "0"}] == attributes(page, "pre")
    assert [{}] == attributes(page, "table")
    assert "</table><table><pre>" in "".join(page.root.itertext())


def test_no_table_is_taken_apart_by_its_style() -> None:
    """Shown as a block, it is no table any more to those who hear the page."""
    assert not re.search(r"(?<![-\w])table[^{]*\{[^}]*display", STYLE)
    assert re.search(r"\.scroll \{[^}]*overflow-x: auto", STYLE)


def test_instants_are_told_to_the_second() -> None:
    """A clock knows microseconds, and HTML does not."""
    at = datetime(2026, 11, 24, 8, 0, 0, 123456, tzinfo=UTC)
    with Newsroom.open("sqlite://", clock=lambda: at) as room:
        story = room.draft(BRIDGE, by=PEOPLE["ada"])
        story = room.submit(story, by=PEOPLE["ada"])
        story = room.break_glass(story, by=PEOPLE["cy"], reason="it opens")
        page = Document(Html().render(room.released(story)).data)
        wall = Document(dashboard(room.board()).data)

    instant = "2026-11-24T08:00:00Z"
    assert instant == page.linked_data["datePublished"]
    assert [instant] == page.meta["article:published_time"]
    for document in (page, wall):
        told = {one.get("datetime") for one in document.all("time")}
        assert {instant} == told


@pytest.mark.parametrize("kind", Kind)
def test_only_news_has_a_dateline_in_the_linked_data(kind: Kind) -> None:
    """schema.org knows it for NewsArticle, which satire and advertising are not."""
    filed = attrs.evolve(BRIDGE, kind=kind, dateline=Dateline(place="Skarrow"))
    data = page_of(filed).linked_data

    news = kind not in {Kind.SATIRE, Kind.SPONSORED}
    assert ("Skarrow" if news else None) == data.get("dateline")
    assert news == data["@type"].endswith("NewsArticle")


def test_the_mark_of_a_proof_is_a_part_of_the_page_with_a_name() -> None:
    """Whoever goes from part to part hears first that it is a proof."""
    page = page_of(BRIDGE, proof=True)

    first = next(one for one in page.root.iter() if tag_of(one) in LANDMARKS)
    assert {"class": "proof", "aria-labelledby": "proof"} == dict(first.attrib)
    assert ["proof"] == [one.get("id") for one in first]


def test_the_parts_of_the_wall_have_names_of_their_own() -> None:
    """No two of them are called the same (ARIA, landmark regions)."""
    wall = Document(dashboard(board()).data)
    named = [
        one.get("aria-labelledby") or one.get("aria-label")
        for one in wall.root.iter()
        if tag_of(one) in {"nav", "section"} or one.get("role") == "region"
    ]

    assert None not in named
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("shown", ["card_page", "feed_page"])
def test_the_forms_of_a_preview_have_headings_in_their_order(
    room: Newsroom, shown: str
) -> None:
    """One of the first level, none skipped, and nothing outside of the parts."""
    content = attrs.evolve(BRIDGE, body=(*BRIDGE.body, *WIDE))
    view = room.proof(room.draft(content, by=PEOPLE["ada"]))
    exhibit = Exhibit(room=room, view=view, site=None, fetch=room.media.get)
    page = Document(getattr(exhibit, shown)())

    levels = list(levels_of(page))
    assert 1 == levels[0]
    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    (body,) = page.all("body")
    assert ["aside", "main"] == [tag_of(one) for one in body]
    assert [{"tabindex": "0"}] * shown.count("feed") == attributes(page, "pre")


def test_a_word_of_any_length_stays_on_the_page() -> None:
    """What stands over the headline breaks, as the headline does (WCAG 2.2, 1.4.10)."""
    assert re.search(r"\.kicker \{[^}]*overflow-wrap: anywhere", STYLE)
    assert re.search(r"\nbody \{[^}]*overflow-wrap: break-word", STYLE)


def tag_of(element: Any) -> str:
    """Give the name of an element."""
    return str(element.tag).rpartition("}")[2]


def levels_of(page: Document) -> Iterator[int]:
    """Give the levels of the headings, in the order of the page."""
    for one in page.root.iter():
        if re.fullmatch("h[1-6]", tag_of(one)):
            yield int(tag_of(one)[1])
