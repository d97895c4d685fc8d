"""Sample lists: with everything that a line can have, and with next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ..model.content import Kind
from ..ports import Front, Link, Listing, ListKind, Period, Section, Teaser

LINKS = (Link("Harbour", "sections/harbour/index.html"),)
MOVED = "../bridge-reopens/index.html"
ARCHIVE = "../archive/index.html"
_AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
_LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)
_BARE = Teaser(
    href="articles/ferry/index.html",
    headline="Ferry stops at midnight",
    language="und",
    published=_AT,
    updated=_AT,
)
_WHOLE = Teaser(
    href="articles/bridge/index.html",
    headline="Harbour bridge reopens",
    language="en",
    published=_AT,
    updated=_LATER,
    kind=Kind.ANALYSIS,
    summary="Ferries stop at midnight.",
    section="Harbour",
    urgency=2,
    corrected=True,
)
_STORIES = (_WHOLE, _BARE)


def fronts() -> Iterator[Front]:
    """Give an empty front page, one with a story, and one with everything."""
    yield Front()
    yield Front(lead=_BARE)
    yield Front(
        lead=_WHOLE,
        newest=_STORIES,
        sections=(Section(link=LINKS[0], stories=_STORIES),),
        directory=LINKS,
        more="sections/index.html",
        archive="archive/index.html",
        search="search/index.html",
    )


def listings() -> Iterator[Listing]:
    """Give the first page of each kind of list, a month of it, and the archive."""
    parents = (Link("", "../../index.html"), Link("", "../../sections/index.html"))
    for kind in (ListKind.SECTION, ListKind.SUBJECT, ListKind.AUTHOR):
        months = (Period("2026-11", "2026-11/index.html"),)
        yield Listing(
            kind=kind, name="Harbour", stories=_STORIES, periods=months, parents=parents
        )
        yield Listing(
            kind=kind,
            name="Harbour",
            period="2026-11",
            stories=_STORIES,
            newer=Period("2026-12", "../2026-12/index.html"),
            older=Period("2026-10", "../2026-10/index.html"),
            parents=(*parents, Link("Harbour", "../index.html")),
        )
    days = (Period("2026-11-24", "2026-11-24/index.html"),)
    yield Listing(kind=ListKind.ARCHIVE, periods=days, search="../search/index.html")
    yield Listing(kind=ListKind.ARCHIVE, period="2026-11", periods=days)
    yield Listing(kind=ListKind.ARCHIVE, period="2026-11-24", stories=_STORIES)


def headlines(told: Front | Listing) -> Iterator[str]:
    """Give the headlines that a page of a list must show."""
    if isinstance(told, Listing):
        yield from (one.headline for one in told.stories)
        return
    lead = () if told.lead is None else (told.lead,)
    sections = (one for section in told.sections for one in section.stories)
    yield from (one.headline for one in (*lead, *told.newest, *sections))
