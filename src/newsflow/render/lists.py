"""What the templates of lists are given: stories, and a few texts about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import attrs
from markupsafe import Markup

from ..ports import Front, Link, Listing, ListKind, Period, Teaser
from .direction import direction
from .moments import Moment, moment
from .place import Place
from .words import Words, said_in, times_mark, words_in

Context: TypeAlias = Mapping[str, Any]

_DAY = len("2026-11-24")
_NAME = "{name}"


@attrs.frozen(kw_only=True)
class Entry:
    """One story in a list, as the page shows it.

    *mark* tells the language of its times, where it is not that of the story.
    """

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
    mark: Markup


@attrs.frozen
class _Told:
    """In which words, form of dates and zone the stories of a page are told of."""

    house: tuple[Words, ...]
    dates: str
    zone: str


def front(told: Front, place: Place) -> Context:
    """Prepare the front page."""
    around = plain(place)
    words: Words = around["words"]
    sections = [
        {
            "link": one.link,
            "more": words.more.replace(_NAME, one.link.name),
            "stories": _entries(one.stories, place),
        }
        for one in told.sections
    ]
    lead = None if told.lead is None else _entries((told.lead,), place)[0]
    return {
        **around,
        "lead": lead,
        "newest": _entries(told.newest, place),
        "sections": sections,
        "front": told,
    }


def listing(told: Listing, place: Place) -> Context:
    """Prepare a page of a list."""
    around = plain(place)
    words: Words = around["words"]
    period = None if told.period is None else _shown(told.period, words)
    name = told.name or words.archive
    return {
        **around,
        "name": name,
        "period": period,
        "kind": _kind(told.kind, words),
        "title": f"{name}{words.comma} {period}" if period else name,
        "stories": _entries(told.stories, place),
        "periods": [_link(one, words) for one in told.periods],
        "newer": told.newer and _link(told.newer, words),
        "older": told.older and _link(told.older, words),
        "search": told.search,
        "parents": [_parent(one, told, words) for one in told.parents],
        "here": period or name,
        "dense": told.period is not None,
    }


def sections(links: Iterable[Link], place: Place) -> Context:
    """Prepare the page that leads to every section."""
    around = plain(place)
    words: Words = around["words"]
    parents = [Link(words.home, f"{place.up}index.html")]
    return {**around, "links": tuple(links), "parents": parents}


def plain(place: Place) -> dict[str, Any]:
    """Prepare a page that shows no story."""
    words = place.words_in(place.language)
    return {
        "place": place,
        "words": words,
        "language": words.language,
        "direction": direction(words.language),
    }


def _entries(stories: Iterable[Teaser], place: Place) -> list[Entry]:
    told = _Told(place.words, place.dates, place.zone)
    return [_entry(one, told) for one in stories]


@lru_cache(maxsize=4096)
def _entry(story: Teaser, told: _Told) -> Entry:
    # In its own language, as the time is: the line is one sentence.
    words = words_in(story.language, house=told.house, dates=told.dates)
    said = said_in(words, story.language)
    changed = story.updated != story.published
    return Entry(
        href=story.href,
        language=story.language,
        direction=direction(story.language),
        headline=story.headline,
        summary=story.summary,
        section=story.section,
        label=story.label or said.kinds.get(story.kind),
        published=moment(story.published, words, told.zone),
        updated=moment(story.updated, words, told.zone) if changed else None,
        changed=said.corrected if story.corrected else said.updated,
        mark=times_mark(words, story.language),
    )


def _link(told: Period, words: Words) -> Link:
    return Link(_shown(told.period, words), told.href)


def _parent(told: Link, listing: Listing, words: Words) -> Link:
    """Name a page above: the front page, the sections, the list, or a month of it."""
    if told.href.endswith("../index.html"):
        return Link(words.home, told.href)
    if told.href.endswith("../sections/index.html"):
        return Link(words.sections, told.href)
    if told.name == (listing.period or "")[: len("2026-11")] and told.name:
        return Link(_shown(told.name, words), told.href)
    return Link(told.name or words.archive, told.href)


def _shown(period: str, words: Words) -> str:
    if len(period) == _DAY:
        return words.date(date.fromisoformat(period))
    return words.month(date.fromisoformat(f"{period}-01"))


def _kind(kind: ListKind, words: Words) -> str | None:
    match kind:
        case ListKind.SECTION:
            return words.section
        case ListKind.SUBJECT:
            return words.subject
        case ListKind.AUTHOR:
            return words.author
        case ListKind.ARCHIVE:
            return None
