"""Pages that are no story: lists of stories, and those that lead on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import attrs

from ..channels.placed import entry_of, teaser_of
from ..channels.site_pages import SitePages
from ..model.views import Released
from ..ports import (
    Front,
    Link,
    Listing,
    ListKind,
    Period,
    Rendition,
    Section,
    Teaser,
)

MOVED = "../harbour-bridge-reopens/index.html"
ARCHIVE = "../archive/index.html"


@attrs.frozen
class Directory:
    """The page that leads to every section."""

    links: tuple[Link, ...]


@attrs.frozen
class Moved:
    """The page that stands at a former address of a story."""

    href: str = MOVED


@attrs.frozen
class Search:
    """The page that searches the site."""

    archive: str = ARCHIVE


@attrs.frozen
class Missing:
    """The page for what is not there."""


Listed: TypeAlias = Front | Listing | Directory | Moved | Search | Missing


def listed_pages(stories: Mapping[str, Released]) -> Iterator[tuple[str, str, Listed]]:
    """Give every kind of page that is no story: its name, its path, and what it is."""
    yield "front page: empty", "", Front()
    yield "front page: full", "", _front(tuple(stories.values()))
    for name, view in stories.items():
        yield f"front page: {name}", "", Front(lead=_teaser(view, ""))
    yield from _lists(tuple(stories.values()))
    names = tuple(one.headline for one in _teasers(tuple(stories.values()), ""))
    links = tuple(Link(one, "a/index.html") for one in names)
    yield "sections", "sections/", Directory(links)
    yield "moved", "articles/harbour-bridge-reopens/", Moved()
    yield "search", "search/", Search()
    yield "missing", "", Missing()


def rendered_list(pages: SitePages, shown: Listed) -> Rendition:
    """Render a page that is no story."""
    match shown:
        case Front():
            return pages.front(shown)
        case Listing():
            return pages.listing(shown)
        case Directory(links=links):
            return pages.sections(links)
        case Moved(href=href):
            return pages.moved(href)
        case Search(archive=archive):
            return pages.search(archive)
        case Missing():
            return pages.missing()


def owed_to_readers(shown: Listed) -> Iterator[str]:
    """Give what readers must find on a page that is no story."""
    match shown:
        case Front():
            lead = () if shown.lead is None else (shown.lead,)
            below = (one for part in shown.sections for one in part.stories)
            yield from map(_headline, (*lead, *shown.newest, *below))
            yield from (one.name for one in shown.directory)
        case Listing():
            yield from map(_headline, shown.stories)
            yield shown.name or ""
        case Directory(links=links):
            yield from (one.name for one in links)
        case _:
            return


def _headline(teaser: Teaser) -> str:
    return teaser.headline


def _front(stories: tuple[Released, ...]) -> Front:
    lead, *newest = _teasers(stories, "")
    links = tuple(
        Link(one.headline, f"sections/{at}/index.html") for at, one in enumerate(newest)
    )
    parts = (Section(link=links[0], stories=tuple(newest[:4])),) if links else ()
    return Front(
        lead=lead,
        newest=tuple(newest),
        sections=parts,
        directory=links,
        more="sections/index.html",
        archive="archive/index.html",
        search="search/index.html",
    )


_ABOVE = (Link("", "../../index.html"), Link("", "../../sections/index.html"))
_MONTHS = (Period("2026-11", "2026-11/index.html"),)


def _lists(stories: tuple[Released, ...]) -> Iterator[tuple[str, str, Listing]]:
    told = _teasers(stories, "../../")
    for one in told:
        yield f"section: {one.headline[:20]}", "sections/a/", _section(one)
    for kind in (ListKind.SUBJECT, ListKind.AUTHOR):
        made = Listing(kind=kind, name="Ada Marsh", stories=told, periods=_MONTHS)
        yield kind.value, f"{kind.value}s/a/", made
    deep = _month(_teasers(stories, "../../../"))
    yield "section: a month", "sections/a/2026-11/", deep
    search = "../search/index.html"
    top = Listing(kind=ListKind.ARCHIVE, periods=_MONTHS, search=search)
    yield "archive", "archive/", top
    day = Listing(kind=ListKind.ARCHIVE, period="2026-11-24", stories=told)
    yield "archive: a day", "archive/2026-11-24/", day


def _section(teaser: Teaser) -> Listing:
    return Listing(
        kind=ListKind.SECTION,
        name=teaser.headline,
        stories=(teaser,),
        periods=_MONTHS,
        parents=_ABOVE,
    )


def _month(stories: tuple[Teaser, ...]) -> Listing:
    return Listing(
        kind=ListKind.SECTION,
        name="Harbour",
        period="2026-11",
        stories=stories,
        newer=Period("2026-12", "../2026-12/index.html"),
        older=Period("2026-10", "../2026-10/index.html"),
        parents=(*_ABOVE, Link("Harbour", "../index.html")),
    )


def _teasers(stories: tuple[Released, ...], up: str) -> tuple[Teaser, ...]:
    return tuple(_teaser(one, up) for one in stories)


def _teaser(view: Released, up: str) -> Teaser:
    return teaser_of(entry_of(view, "articles/bridge/"), up)
