"""Lists: what a page that is no story is made of, for whoever renders the pages.

Every ``href`` leads from the page on which it stands.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from ..model.content import Kind


class ListKind(StrEnum):
    """What the stories of a list have in common."""

    SECTION = "section"
    SUBJECT = "subject"
    AUTHOR = "author"
    ARCHIVE = "archive"
    """Nothing: it is every story of the site, day by day."""


@attrs.frozen
class Link:
    """A name that leads somewhere."""

    name: str
    href: str


@attrs.frozen
class Period:
    """A month (``2026-11``) or a day (``2026-11-24``) of a list."""

    period: str
    href: str


@attrs.frozen(kw_only=True)
class Teaser:
    """One story in a list. *urgency* runs from 1 (most) to 9, as in ninjs."""

    href: str
    headline: str
    language: str
    published: datetime
    updated: datetime
    kind: Kind = Kind.REPORTAGE
    summary: str | None = None
    section: str | None = None
    label: str | None = None
    urgency: int | None = None
    corrected: bool = False


@attrs.frozen(kw_only=True)
class Section:
    """A section on the front page: the way to it, and its newest stories."""

    link: Link
    stories: tuple[Teaser, ...]


@attrs.frozen(kw_only=True)
class Front:
    """The front page: the story on top, the newest, then the sections.

    *directory* names every section there is; *more* leads to all of them, *archive* to
    every story by its day, *search* to the page that searches it. Without stories there
    is none of these.
    """

    lead: Teaser | None = None
    newest: tuple[Teaser, ...] = ()
    sections: tuple[Section, ...] = ()
    directory: tuple[Link, ...] = ()
    more: str | None = None
    archive: str | None = None
    search: str | None = None


@attrs.frozen(kw_only=True)
class Listing:
    """One page of a list: its newest stories, or those of one *period*, newest first.

    *newer* and *older* are its neighbours in time, *periods* those that can be reached
    from here, the latest first. *search* leads from the archive to its search;
    *parents* are the pages above it, the front page first.
    """

    kind: ListKind
    name: str | None = None
    period: str | None = None
    stories: tuple[Teaser, ...] = ()
    periods: tuple[Period, ...] = ()
    newer: Period | None = None
    older: Period | None = None
    search: str | None = None
    parents: tuple[Link, ...] = ()
