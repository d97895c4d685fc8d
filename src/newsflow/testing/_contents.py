"""Hypothesis strategies for stories as newsrooms really have them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from ..model import blocks as b
from ..model import credits as c
from ..model.content import Content, Kind, Medium
from ..model.extra import LARGEST
from ..model.media import FocalPoint, Media, MediaKind, MediaRendition, Rights
from ._values import (
    Strategy,
    addresses,
    few,
    house_fields,
    instants,
    keyed,
    keys,
    languages,
    maybe,
    texts,
)

T = TypeVar("T")


@cache
def media() -> Strategy[Media]:
    """Media with all that can be known about them, or next to nothing."""
    href = addresses() | st.sampled_from(
        ("media:bridge.jpg", "media:2026/11/a_b-c.webp")
    )
    pixels = maybe(st.integers(1, 1_000_000))
    bytes_ = {
        "href": href,
        "sha256": maybe(st.text("0123456789abcdef", min_size=64, max_size=64)),
        "media_type": maybe(st.sampled_from(("image/jpeg", "image/svg+xml"))),
        "width": pixels,
        "height": pixels,
        "size": maybe(st.integers(0, LARGEST)),
    }
    renditions = st.builds(MediaRendition, key=keys(), **bytes_)
    return st.builds(
        Media,
        key=keys(),
        kind=st.sampled_from(MediaKind),
        headline=maybe(texts()),
        caption=maybe(texts()),
        credit=maybe(texts()),
        alt=maybe(texts()),
        duration=maybe(st.integers(0, LARGEST)),
        rights=maybe(_rights()),
        focal_point=maybe(
            st.builds(FocalPoint, st.integers(0, 1000), st.integers(0, 1000))
        ),
        digital_source_type=maybe(st.sampled_from(("digitalCapture", "newCode2"))),
        renditions=keyed(renditions),
        **bytes_,
    )


@cache
def blocks() -> Strategy[b.Block]:
    """Blocks of every type that stands alone; an image block needs its medium."""
    key = {"key": keys()}
    return st.one_of(
        _prose(b.Paragraph, **key),
        _prose(b.Heading, level=st.integers(2, 6), **key),
        _prose(b.Quote, speaker=maybe(texts()), href=maybe(addresses()), **key),
        st.builds(
            b.ListBlock,
            items=few(_prose(b.ListItem, level=st.integers(1, 9))),
            ordered=st.booleans(),
            **key,
        ),
        st.builds(
            b.Embed,
            href=addresses(),
            provider=maybe(texts()),
            title=maybe(texts()),
            caption=maybe(texts()),
            **key,
        ),
        st.builds(b.Table, rows=few(_rows()), caption=maybe(texts()), **key),
        st.builds(b.Code, text=st.text(max_size=30), language=maybe(texts()), **key),
    )


def contents() -> Strategy[Content]:
    """Contents that the model accepts, from a bare headline to one with everything."""
    names = st.sets(st.sampled_from(sorted(_optional())), max_size=9)
    return _contents(names, keyed(media()), keyed(blocks()))


@st.composite
def _contents(
    draw: st.DrawFn,
    names: Strategy[set[str]],
    shown: Strategy[tuple[Media, ...]],
    bodies: Strategy[tuple[b.Block, ...]],
) -> Content:
    pictures, body, on_top = draw(shown), draw(bodies), draw(st.booleans())
    images = [
        b.ImageBlock(key=f"image.{place}", media=one.key)
        for place, one in enumerate(pictures)
    ]
    taken = {block.key for block in body}
    return Content(
        headline=draw(texts()),
        media=pictures,
        lead=pictures[0].key if pictures and on_top else None,
        body=(*body, *(image for image in images if image.key not in taken)),
        **{name: draw(_optional()[name]) for name in sorted(draw(names))},
    )


@cache
def _optional() -> dict[str, Strategy[Any]]:
    """What a content may have besides its headline, its body and its media."""
    return {
        "short_headline": texts(),
        "working_title": texts(),
        "label": texts(),
        "summary": st.builds("{}\n{}".format, texts(), texts()),
        "slug": st.from_regex(r"\A[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}\Z"),
        "slugline": texts(),
        "kind": st.sampled_from(Kind),
        "medium": st.sampled_from(Medium),
        "language": languages(),
        "section": texts(),
        "keywords": few(texts()),
        "byline": texts(),
        "backstory": texts(),
        "canonical_url": addresses(),
        "free_to_read": st.booleans(),
        "content_created": instants(),
        "extra": house_fields(),
        **_credits(),
    }


def _credits() -> dict[str, Strategy[Any]]:
    name, url, note = texts(), maybe(addresses()), maybe(texts())
    code = {"code": note, "scheme": note}
    subjects = few(
        st.builds(
            c.Subject,
            code=name,
            scheme=st.sampled_from(("medtop", "house")),
            name=note,
            relevance=maybe(st.integers(0, 100)),
        )
    )
    point = st.builds(
        c.GeoPoint,
        st.integers(-90_000_000, 90_000_000),
        st.integers(-180_000_000, 180_000_000),
    )
    day = maybe(st.dates())
    role = st.sampled_from(("author", "photographer", "Übersetzung"))
    person = maybe(keys())
    return {
        "subjects": subjects,
        "genres": subjects,
        "mentions": few(
            st.builds(
                c.Entity, name=name, kind=st.sampled_from(c.EntityKind), url=url, **code
            )
        ),
        "bylines": few(
            st.builds(c.Byline, name=name, role=role, url=url, person=person)
        ),
        "dateline": st.builds(c.Dateline, place=name, date=day),
        "places": few(
            st.builds(c.Place, name=name, country=note, point=maybe(point), **code)
        ),
        "sources": few(st.builds(c.Source, name=name, role=name, url=url)),
        "publisher": st.builds(c.Organisation, name=name, url=url),
        "rights": _rights(),
        **_notes(name, url, note),
    }


def _notes(
    name: Strategy[str], url: Strategy[str | None], note: Strategy[str | None]
) -> dict[str, Strategy[Any]]:
    scale = maybe(st.integers(-1000, 1000))
    code = st.sampled_from(("trainedAlgorithmicMedia", "humanEdits"))
    return {
        "claim_reviews": few(
            st.builds(
                c.ClaimReview,
                claim=name,
                rating=name,
                claimant=note,
                appearance=url,
                explanation=note,
                value=scale,
                best=scale,
                worst=scale,
            )
        ),
        "disclosure": st.builds(c.Disclosure, source_type=code, statement=note),
        "trust": few(
            st.builds(c.TrustIndicator, role=addresses(), title=name, url=url)
        ),
        "related": few(
            st.builds(c.Related, title=name, rel=name, article=maybe(keys()), url=url)
        ),
        "other_ids": few(st.builds(c.OtherId, role=name, value=name)),
    }


@cache
def _rights() -> Strategy[Rights]:
    note, url = maybe(texts()), maybe(addresses())
    return st.builds(
        Rights,
        holder=note,
        notice=note,
        year=maybe(st.integers(1000, 9999)),
        usage_terms=note,
        licence=url,
        acquire=url,
        data_mining=url,
    )


def _prose(kind: type[T], **fields: Strategy[Any]) -> Strategy[T]:
    href = addresses() | st.sampled_from(("mailto:desk@gazette.example", "tel:+44-1"))
    name = keys().filter(lambda key: key not in b.DECORATORS)
    words = texts() | st.sampled_from(("", " ", "one\ntwo"))
    # A link is marked by its place in the list, since its key is not known yet.
    marks = st.sampled_from(b.DECORATORS) | st.integers(0, 1)
    return st.builds(
        _woven,
        st.just(kind),
        few(st.tuples(words, st.lists(marks, max_size=3))),
        keyed(st.builds(b.Link, name, href, maybe(texts()))),
        st.fixed_dictionaries(fields),
    )


def _woven(
    kind: Callable[..., T],
    runs: tuple[tuple[str, list[str | int]], ...],
    links: tuple[b.Link, ...],
    fields: dict[str, Any],
) -> T:
    named: dict[str | int, str] = {name: name for name in b.DECORATORS}
    named |= {place: link.key for place, link in enumerate(links)}
    spans = (
        b.Span(words, [named[mark] for mark in marks if mark in named])
        for words, marks in runs
    )
    return kind(spans=spans, links=links, **fields)


def _rows() -> Strategy[b.Row]:
    return st.builds(b.Row, cells=few(_prose(b.Prose)), header=st.booleans())
