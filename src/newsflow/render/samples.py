"""Two sample stories: one with everything that a page can show, one with next to none.

They are made by the events of a story's life, since nobody makes a view by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import attrs

from ..events import AnyEvent, Corrected, Drafted, Published, Retracted
from ..model import blocks as b
from ..model import credits as c
from ..model.article import Article
from ..model.content import Content, Kind
from ..model.media import Media, Rights
from ..model.views import Proof, Released, Tombstone, proof, release, tombstone
from ..workflow.evolve import evolve

NOTE = "An earlier version gave the day as Sunday."
_AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
_LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)
_CITED = "https://gazette.example/report"


@attrs.frozen
class Sample:
    """One story, and the digests by which its texts are known."""

    article: Article
    texts: Mapping[str, Any]

    @property
    def released(self) -> Released:
        """What readers have of it."""
        return release(self.article, self.texts, now=_LATER)

    @property
    def proof(self) -> Proof:
        """What the desk looks at."""
        return proof(self.article, self.texts)

    @property
    def retracted(self) -> Tombstone:
        """What would be left of it."""
        digest = sha256(NOTE.encode()).hexdigest()
        gone = _event(Retracted, self.article, state="retracted", reason=digest)
        return tombstone(evolve(self.article, gone), self.texts)


def samples() -> Iterator[Sample]:
    """Give a bare story, and a whole one of each kind of lead medium."""
    yield _published(Content(headline="Harbour bridge reopens"))
    for kind in ("picture", "video", "audio", "file"):
        yield _corrected(_published(_whole(kind)))


def _published(content: Content) -> Sample:
    digest = sha256(content.headline.encode()).hexdigest()
    article = evolve(None, _event(Drafted, None, content=digest, **_FOLLOWED))
    out = _event(Published, article, version=1, content=digest, state="published")
    note = sha256(NOTE.encode()).hexdigest()
    return Sample(evolve(article, out), {digest: content, note: NOTE})


_FOLLOWED: Mapping[str, Any] = {
    "workflow": "standard",
    "workflow_version": 1,
    "state": "draft",
}


def _corrected(one: Sample) -> Sample:
    note = sha256(NOTE.encode()).hexdigest()
    right = _event(
        Corrected,
        one.article,
        version=2,
        content=one.article.head.content,
        note=note,
        state="published",
    )
    return Sample(evolve(one.article, right), one.texts)


def _event(kind: type[AnyEvent], article: Article | None, **facts: Any) -> AnyEvent:
    position = 1 if article is None else article.position + 1
    at = _AT if article is None else _LATER
    return kind(article="sample", position=position, at=at, by="ada", **facts)


def _whole(lead: str) -> Content:
    person = c.Byline(name="Ada Marsh", url="https://gazette.example/ada")
    return Content(
        headline="Harbour bridge reopens after eleven weeks",
        short_headline="Bridge reopens",
        summary="Ferries stop at midnight.",
        kind=Kind.ANALYSIS,
        language="en-GB",
        section="Local",
        keywords=("bridge",),
        subjects=(c.Subject(code="20000056", name="Transport"),),
        bylines=(person, c.Byline(name="Bo Lind", role="photographer")),
        dateline=c.Dateline(place="Harbour", date=_AT.date()),
        body=tuple(_body()),
        media=tuple(_media(lead)),
        lead="lead",
        backstory="We asked for the report for three weeks.",
        **_further(),
    )


def _further() -> Mapping[str, Any]:
    name, url = "The report", _CITED
    return {
        "sources": (c.Source(name=name, url=url), c.Source(name="A witness")),
        "related": (c.Related(title=name, url=url), c.Related(title="The ferry")),
        "disclosure": c.Disclosure(source_type="humanEdits", statement="By hand."),
        "publisher": c.Organisation(name="Harbour Gazette", url=url),
        "trust": (c.TrustIndicator(role=url, title="Corrections", url=url),),
        "rights": Rights(
            holder="Harbour Gazette",
            notice="All rights reserved.",
            year=2026,
            usage_terms="Quote freely.",
            licence=url,
        ),
    }


def _media(lead: str) -> Iterator[Media]:
    told: Mapping[str, Any] = {"alt": "The bridge", "caption": "Dawn.", "credit": "Bo"}
    size: Mapping[str, Any] = {"width": 1280, "height": 720}
    yield Media(key="lead", kind=lead, href="media:bridge.jpg", **size, **told)
    yield Media(key="tram", href="media:tram.jpg", **size, **told)


def _body() -> Iterator[b.Block]:
    words = b.plain("The bridge is open.")
    yield b.Paragraph(key="b1", spans=words)
    yield b.Heading(key="b2", spans=words)
    yield b.Quote(key="b3", spans=words, speaker="Cy Holt")
    yield b.ListBlock(key="b4", items=(b.ListItem(spans=words),))
    yield b.ImageBlock(key="b5", media="tram")
    yield b.Embed(key="b6", href=_CITED, title="The report")
    yield b.Table(key="b7", rows=(b.Row(cells=(b.Prose(spans=words),)),))
    yield b.Code(key="b8", text="open()")
