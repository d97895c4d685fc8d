"""What the templates of lists are given: stories, and a few texts about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import attrs

from ..ports import Front, Link, Listing, ListKind, Period, Teaser
from .direction import direction
from .list_words import ListWords, list_words_in
from .moments import Moment, moment
from .place import Place
from .words import Words, words_in

Context: TypeAlias = Mapping[str, Any]

_DAY = len("2026-11-24")


@attrs.frozen(kw_only=True)
class Entry:
    """One story in a list, as the page shows it."""

    href: str
    language: str
    direction: str
    headline: str
    summary: str | None
    section: str | None
    label: str | None
    published: Moment
    updated: Moment | None
    changed: str


def front(told: Front, place: Place) -> Context:
    """Prepare the front page."""
    around = _around(place)
    texts: ListWords = around["texts"]
    sections = [
        {
            "link": one.link,
            "more": texts.more.format(one.link.name),
            "stories": _entries(one.stories),
        }
        for one in told.sections
    ]
    return {
        **around,
        "lead": None if told.lead is None else _entry(told.lead),
        "newest": _entries(told.newest),
        "sections": sections,
        "front": told,
    }


def listing(told: Listing, place: Place) -> Context:
    """Prepare a page of a list."""
    around = _around(place)
    words, texts = around["words"], around["texts"]
    period = None if told.period is None else _shown(told.period, words, texts)
    name = told.name or texts.archive
    return {
        **around,
        "name": name,
        "period": period,
        "kind": _kind(told.kind, texts),
        "title": f"{name}{words.comma} {period}" if period else name,
        "stories": _entries(told.stories),
        "periods": [_link(one, words, texts) for one in told.periods],
        "newer": told.newer and _link(told.newer, words, texts),
        "older": told.older and _link(told.older, words, texts),
        "parents": [_parent(one, told, words, texts) for one in told.parents],
        "here": period or name,
        "dense": told.period is not None,
    }


def sections(links: Iterable[Link], place: Place) -> Context:
    """Prepare the page that leads to every section."""
    around = _around(place)
    texts: ListWords = around["texts"]
    parents = [Link(texts.front, "../index.html")]
    return {**around, "links": tuple(links), "parents": parents}


def plain(place: Place) -> dict[str, Any]:
    """Prepare a page that shows no story."""
    return _around(place)


def _around(place: Place) -> dict[str, Any]:
    words = words_in(place.language)
    return {
        "place": place,
        "words": words,
        "texts": list_words_in(place.language),
        "language": words.language,
        "direction": direction(words.language),
    }


def _entries(stories: Iterable[Teaser]) -> list[Entry]:
    return [_entry(one) for one in stories]


@lru_cache(maxsize=4096)
def _entry(told: Teaser) -> Entry:
    # In its own language, as the time is: the line is one sentence.
    words, texts = words_in(told.language), list_words_in(told.language)
    changed = told.updated != told.published
    return Entry(
        href=told.href,
        language=told.language,
        direction=direction(told.language),
        headline=told.headline,
        summary=told.summary,
        section=told.section,
        label=told.label or words.kinds.get(told.kind),
        published=moment(told.published, words),
        updated=moment(told.updated, words) if changed else None,
        changed=texts.corrected if told.corrected else texts.updated,
    )


def _link(told: Period, words: Words, texts: ListWords) -> Link:
    return Link(_shown(told.period, words, texts), told.href)


def _parent(told: Link, listing: Listing, words: Words, texts: ListWords) -> Link:
    """Name a page above: the front page, the sections, the list, or a month of it."""
    if told.href.endswith("../index.html"):
        return Link(texts.front, told.href)
    if told.href.endswith("../sections/index.html"):
        return Link(texts.sections, told.href)
    if told.name == (listing.period or "")[: len("2026-11")] and told.name:
        return Link(_shown(told.name, words, texts), told.href)
    return Link(told.name or texts.archive, told.href)


def _shown(period: str, words: Words, texts: ListWords) -> str:
    if len(period) == _DAY:
        return words.date(date.fromisoformat(period))
    year, month = period.split("-")
    return texts.month.format(words.months[int(month) - 1], year)


def _kind(kind: ListKind, texts: ListWords) -> str | None:
    match kind:
        case ListKind.SECTION:
            return texts.section
        case ListKind.SUBJECT:
            return texts.subject
        case ListKind.AUTHOR:
            return texts.author
        case ListKind.ARCHIVE:
            return None
