"""Hypothesis strategies for stories as newsrooms really have them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from hypothesis import strategies as st

from ..model import blocks as b
from ..model import credits as c
from ..model.content import Content, Kind, Medium
from ..model.extra import LARGEST, Frozen
from ..model.media import FocalPoint, Media, MediaKind, MediaRendition, Rights
from ..model.rules import VISIBLE
from ..model.text import line

T = TypeVar("T")
Strategy = st.SearchStrategy

_PHRASES = (
    "Harbour bridge reopens",
    "“Nobody” cheered louder – said Ada",
    "L’Été à Genève : 12 000 visiteurs",
    "إعادة فتح جسر الميناء",
    "הגשר נפתח מחדש",
    "می‌خواهم",
    "बंदरगाह का पुल फिर खुला क्‍ष",
    "港の橋が再開",
    "สะพานท่าเรือ",
    "👩‍👩‍👧‍👦 at the 🏴󠁧󠁢󠁳󠁣󠁴󠁿 border",
    "e\u0301te\u0301 n\u0303 ở",
    "<b>AT&T</b> {{ 7*7 }}",
    "x" * 300,
)
_KEYS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789"


def texts() -> Strategy[str]:
    """Lines that show something, in many scripts, as the model holds them."""
    parts = st.sampled_from(_PHRASES) | st.text(max_size=20)
    joined = st.lists(parts, min_size=1, max_size=4).map(" ".join)
    return joined.map(line).filter(VISIBLE.search)


def keys() -> Strategy[str]:
    """Keys of blocks, links and media, up to the longest."""
    rest = st.text(f"{_KEYS}._-", max_size=8) | st.just("k" * 63)
    return st.builds(str.__add__, st.sampled_from(_KEYS), rest)


def addresses() -> Strategy[str]:
    """Web addresses, some of them with letters of other scripts."""
    pages = ("", "/", "/bridge?p=1#top", "/جسر-الميناء", "/a%20b/(c)", "/橋")
    hosts = ("gazette.example", "bücher.example", "[2001:db8::1]:8443", "a:80")
    return st.builds(
        "{}://{}{}".format,
        st.sampled_from(("http", "https")),
        st.sampled_from(hosts),
        st.sampled_from(pages),
    )


def media() -> Strategy[Media]:
    """Media with all that can be known about them, or next to nothing."""
    href = addresses() | st.sampled_from(
        ("media:bridge.jpg", "media:2026/11/a_b-c.webp")
    )
    pixels = _maybe(st.integers(1, 1_000_000))
    bytes_ = {
        "href": href,
        "sha256": _maybe(st.text("0123456789abcdef", min_size=64, max_size=64)),
        "media_type": _maybe(st.sampled_from(("image/jpeg", "image/svg+xml"))),
        "width": pixels,
        "height": pixels,
        "size": _maybe(st.integers(0, LARGEST)),
    }
    renditions = st.builds(MediaRendition, key=keys(), **bytes_)
    return st.builds(
        Media,
        key=keys(),
        kind=st.sampled_from(MediaKind),
        headline=_maybe(texts()),
        caption=_maybe(texts()),
        credit=_maybe(texts()),
        alt=_maybe(texts()),
        duration=_maybe(st.integers(0, LARGEST)),
        rights=_maybe(_rights()),
        focal_point=_maybe(
            st.builds(FocalPoint, st.integers(0, 1000), st.integers(0, 1000))
        ),
        digital_source_type=_maybe(st.sampled_from(("digitalCapture", "newCode2"))),
        renditions=_keyed(renditions),
        **bytes_,
    )


def blocks(*, pictures: tuple[str, ...] = ()) -> Strategy[b.Block]:
    """Blocks of every type; image blocks only where there are *pictures* to show."""
    key = {"key": keys()}
    kinds: list[Strategy[b.Block]] = [
        _prose(b.Paragraph, **key),
        _prose(b.Heading, level=st.integers(2, 6), **key),
        _prose(b.Quote, speaker=_maybe(texts()), href=_maybe(addresses()), **key),
        st.builds(
            b.ListBlock,
            items=_few(_prose(b.ListItem, level=st.integers(1, 9))),
            ordered=st.booleans(),
            **key,
        ),
        st.builds(
            b.Embed,
            href=addresses(),
            provider=_maybe(texts()),
            title=_maybe(texts()),
            caption=_maybe(texts()),
            **key,
        ),
        st.builds(b.Table, rows=_few(_rows()), caption=_maybe(texts()), **key),
        st.builds(b.Code, text=st.text(max_size=30), language=_maybe(texts()), **key),
    ]
    if pictures:
        kinds.append(st.builds(b.ImageBlock, media=st.sampled_from(pictures), **key))
    return st.one_of(kinds)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Contents that the model accepts, from a bare headline to one with everything."""
    shown = draw(_keyed(media()))
    pictures = tuple(one.key for one in shown)
    fields = draw(_fields())
    return Content(
        media=shown,
        lead=draw(_maybe(st.sampled_from(pictures))) if pictures else None,
        body=draw(_keyed(blocks(pictures=pictures))),
        **fields,
    )


def _fields() -> Strategy[dict[str, Any]]:
    """What a content may have besides its body and its media."""
    return st.fixed_dictionaries(
        {"headline": texts()},
        optional={
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
            "keywords": _few(texts()),
            "byline": texts(),
            "backstory": texts(),
            "canonical_url": addresses(),
            "free_to_read": st.booleans(),
            "content_created": instants(),
            "extra": house_fields(),
            **_credits(),
        },
    )


def _credits() -> dict[str, Strategy[Any]]:
    name, url, note = texts(), _maybe(addresses()), _maybe(texts())
    code = {"code": note, "scheme": note}
    subjects = _few(
        st.builds(
            c.Subject,
            code=name,
            scheme=st.sampled_from(("medtop", "house")),
            name=note,
            relevance=_maybe(st.integers(0, 100)),
        )
    )
    point = st.builds(
        c.GeoPoint,
        st.integers(-90_000_000, 90_000_000),
        st.integers(-180_000_000, 180_000_000),
    )
    day = _maybe(st.dates())
    role = st.sampled_from(("author", "photographer", "Übersetzung"))
    person = _maybe(keys())
    return {
        "subjects": subjects,
        "genres": subjects,
        "mentions": _few(
            st.builds(
                c.Entity, name=name, kind=st.sampled_from(c.EntityKind), url=url, **code
            )
        ),
        "bylines": _few(
            st.builds(c.Byline, name=name, role=role, url=url, person=person)
        ),
        "dateline": st.builds(c.Dateline, place=name, date=day),
        "places": _few(
            st.builds(c.Place, name=name, country=note, point=_maybe(point), **code)
        ),
        "sources": _few(st.builds(c.Source, name=name, role=name, url=url)),
        "publisher": st.builds(c.Organisation, name=name, url=url),
        "rights": _rights(),
        **_notes(name, url, note),
    }


def _notes(
    name: Strategy[str], url: Strategy[str | None], note: Strategy[str | None]
) -> dict[str, Strategy[Any]]:
    scale = _maybe(st.integers(-1000, 1000))
    code = st.sampled_from(("trainedAlgorithmicMedia", "humanEdits"))
    return {
        "claim_reviews": _few(
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
        "trust": _few(
            st.builds(c.TrustIndicator, role=addresses(), title=name, url=url)
        ),
        "related": _few(
            st.builds(c.Related, title=name, rel=name, article=_maybe(keys()), url=url)
        ),
        "other_ids": _few(st.builds(c.OtherId, role=name, value=name)),
    }


def languages() -> Strategy[str]:
    """Language tags, from the usual ones to those with every part."""
    tags = ("und", "en", "en-GB", "ar", "he", "fa-IR", "zh-Hant-TW", "sr-Latn", "hi")
    rare = ("de-CH-1996", "es-419", "sl-rozaj-biske", "en-u-ca-gregory-x-house")
    return st.sampled_from((*tags, *rare))


def instants() -> Strategy[datetime]:
    """Instants in UTC, from the year 1 to 9999, to the microsecond."""
    return st.datetimes(timezones=st.just(UTC))


def house_fields() -> Strategy[Frozen]:
    """House fields: any JSON without fractions under a name with a namespace."""
    name = st.sampled_from(("gazette:print-page", "house:a.b", "x:Y_1", "x:z"))
    whole = st.integers(-LARGEST, LARGEST)
    scalar = st.none() | st.booleans() | whole | texts()
    member = st.sampled_from(("page", "", "ﬀ", "صفحة", "𝒳", "\ue000", "it's"))
    value = st.recursive(
        scalar,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(member, inner, max_size=3)
        ),
        max_leaves=6,
    )
    return st.dictionaries(name, value, max_size=3).map(Frozen)


def _rights() -> Strategy[Rights]:
    note, url = _maybe(texts()), _maybe(addresses())
    return st.builds(
        Rights,
        holder=note,
        notice=note,
        year=_maybe(st.integers(1000, 9999)),
        usage_terms=note,
        licence=url,
        acquire=url,
        data_mining=url,
    )


def _prose(kind: type[T], **fields: Strategy[Any]) -> Strategy[T]:
    href = addresses() | st.sampled_from(("mailto:desk@gazette.example", "tel:+44-1"))
    keyed = keys().filter(lambda key: key not in b.DECORATORS)
    links = _keyed(st.builds(b.Link, keyed, href, _maybe(texts())))
    return links.flatmap(lambda found: _marked(kind, found, fields))


def _marked(
    kind: type[T], links: tuple[b.Link, ...], fields: dict[str, Strategy[Any]]
) -> Strategy[T]:
    marks = (*b.DECORATORS, *(link.key for link in links))
    span = st.builds(
        b.Span,
        texts() | st.sampled_from(("", " ", "one\ntwo")),
        st.lists(st.sampled_from(marks), max_size=3),
    )
    return st.builds(kind, spans=_few(span), links=st.just(links), **fields)


def _rows() -> Strategy[b.Row]:
    return st.builds(b.Row, cells=_few(_prose(b.Prose)), header=st.booleans())


def _maybe(strategy: Strategy[T]) -> Strategy[T | None]:
    return st.none() | strategy


def _few(strategy: Strategy[T]) -> Strategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


def _keyed(strategy: Strategy[T]) -> Strategy[tuple[T, ...]]:
    by_key: Callable[[Any], str] = lambda one: one.key  # noqa: E731 - typed so
    return st.lists(strategy, max_size=4, unique_by=by_key).map(tuple)
