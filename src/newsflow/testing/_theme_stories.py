"""Stories that are hard to set: hostile, extreme, and with next to nothing in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, overload

from ..model import blocks as b
from ..model import credits as c
from ..model.content import Content, Kind
from ..model.media import Media, Rights
from ..model.views import Proof, Released, Tombstone
from ._views import story

HOSTILE = (
    "</title></style></script><script>alert(1)</script>"
    '<x-canary x-canary="1"><img src=x onerror=alert(1)> "\' x-canary=1 '
    "onclick=alert(1) {{ 7*7 }}{% raw %} <!-- ]]> &amp; javascript:alert(1)"
)
"""What a text must never become: markup, a handler, an address, a template."""
CANARY = "x-canary"
NOTE = "We had the date wrong: it was Monday."
_URL = "https://elsewhere.example/report?a=1&b=%22%3E"
_AT = date(2026, 11, 24)


def stories() -> Mapping[str, Content]:
    """Give them by name; each kind of journalism is among them."""
    whole = {
        "whole": whole_story("The bridge is open"),
        "hostile": whole_story(HOSTILE),
        "Arabic": whole_story("أعيد فتح جسر الميناء", language="ar"),
        "Chinese": whole_story("港口大橋重新開放", language="zh-Hant"),
        "emoji": whole_story("🌉👩‍👩‍👧‍👦🇵🇹" * 20, language="pt"),
        "nobody told the language": whole_story("Ponte", language="und"),
        "one long word": whole_story("Bridge" * 50),
    }
    leads = {
        f"led by {kind}": whole_story("The bridge is open", lead=kind)
        for kind in ("video", "audio", "file")
    }
    kinds = {
        f"kind {kind.value}": Content(headline="The bridge is open", kind=kind)
        for kind in Kind
    }
    bare = {"bare": Content(headline="Harbour bridge reopens")}
    return MappingProxyType({**bare, **whole, **leads, **kinds, **_extremes()})


def _extremes() -> Mapping[str, Content]:
    pictures = [
        Media(key=f"p{at}", href=f"media:p{at}.jpg", alt="A pier", width=640, height=at)
        for at in range(1, 41)
    ]
    shown = [b.ImageBlock(key=f"b{at.key}", media=at.key) for at in pictures]
    words = b.plain("All the words of a long day at the harbour. " * 10)
    long = [b.Paragraph(key=f"b{at}", spans=words) for at in range(100)]
    unsized = Media(key="m", href="https://elsewhere.example/m.jpg")
    return {
        "forty pictures": Content(headline="The pier", media=pictures, body=shown),
        "ten thousand words": Content(headline="A long day", language="en", body=long),
        "a picture of which nothing is known": Content(
            headline="The pier", media=[unsized], lead="m"
        ),
    }


@overload
def story_of(content: Content, *, proof: Literal[True]) -> Proof: ...
@overload
def story_of(content: Content) -> Released: ...
def story_of(content: Content, *, proof: bool = False) -> Released | Proof:
    """Publish a story, and correct it with a note as hostile as the story may be."""
    words = f"{NOTE} {content.summary or ''}"
    out = story(content, words=words).reach("published").correct(content)
    return out.proof() if proof else out.release()


def tombstone_of(reason: str) -> Tombstone:
    """Retract a story for a reason."""
    content = Content(headline="Harbour bridge reopens")
    return story(content, words=reason).reach("retracted").tombstone()


def whole_story(
    words: str, *, language: str = "en-GB", lead: str = "picture"
) -> Content:
    """Make a story with the same words in every field that takes any.

    What readers are owed says what it is, so that it is missed where it is not shown.
    """
    ada = c.Byline(name=f"{words} (author)", url=_URL)
    return Content(
        headline=words,
        short_headline=words,
        label=f"{words} (label)",
        summary=words,
        language=language,
        section=words,
        keywords=(words,),
        kind=Kind.SPONSORED,
        bylines=(ada, c.Byline(name=words, role=words)),
        dateline=c.Dateline(place=words, date=_AT),
        body=tuple(_body(words)),
        media=tuple(_media(words, lead)),
        lead="m1",
        backstory=words,
        **_credits(words),
    )


def _credits(words: str) -> Mapping[str, Any]:
    return {
        "disclosure": c.Disclosure(
            source_type="humanEdits", statement=f"{words} (disclosure)"
        ),
        "mentions": (c.Entity(name=words, kind="person", url=_URL),),
        "places": (c.Place(name=words),),
        "publisher": c.Organisation(name=words, url=_URL),
        "related": (c.Related(title=words, url=_URL), c.Related(title=words)),
        "rights": Rights(
            holder=words, notice=words, year=2026, usage_terms=words, licence=_URL
        ),
        "sources": (c.Source(name=words, url=_URL), c.Source(name=words)),
        "subjects": (c.Subject(code="20000056", name=words),),
        "trust": (c.TrustIndicator(role=_URL, title=words, url=_URL),),
    }


def _media(words: str, lead: str) -> Iterator[Media]:
    told = {"alt": words, "caption": words, "credit": words, "headline": words}
    sized: Mapping[str, Any] = {"width": 1280, "height": 720, **told}
    yield Media(key="m1", kind=lead, href="media:lead.jpg", **sized)
    yield Media(key="m2", kind="graphic", href="https://elsewhere.example/m2", **sized)


def _body(words: str) -> Iterator[b.Block]:
    spans = (b.Span(words), b.Span(words, ("l1", "strong")), b.Span(words, ("em",)))
    linked: Mapping[str, Any] = {
        "spans": spans,
        "links": (b.Link("l1", _URL, words),),
    }
    items = (b.ListItem(**linked), b.ListItem(level=2, **linked))
    cells = (b.Prose(**linked), b.Prose(**linked))
    yield b.Paragraph(key="b1", **linked)
    yield from (b.Heading(key=f"h{at}", level=at, **linked) for at in range(2, 7))
    yield b.Quote(key="b3", speaker=words, href=_URL, **linked)
    yield b.ListBlock(key="b4", items=items)
    yield b.ListBlock(key="b5", items=items, ordered=True)
    yield b.ImageBlock(key="b6", media="m2")
    yield b.Embed(key="b7", href=_URL, provider=words, title=words, caption=words)
    rows = (b.Row(cells=cells, header=True), b.Row(cells=cells))
    yield b.Table(key="b8", rows=rows, caption=words)
    yield b.Code(key="b9", text=words, language="python")
