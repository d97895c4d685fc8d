"""The lists of a site that a story is in, and what their addresses are called.

A list is one for all spellings that differ in nothing but case or in how letters are
composed. Its address is the name itself where that can be read back from it (``Local
news`` is ``sections/local-news/``). Of any other name the address ends in a hash of it,
so that no two lists ever share one, and none has to be told what others are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from hashlib import sha256
from unicodedata import normalize

import attrs

from ..documents.slugs import slugified
from ..model.credits import Subject
from ..model.views import Released
from ..ports import ListKind
from .addresses import RESERVED

ARCHIVE = "archive"
SECTIONS = "sections"
SEARCH = "search"
FOLDERS = {
    ListKind.SECTION: SECTIONS,
    ListKind.SUBJECT: "subjects",
    ListKind.AUTHOR: "authors",
    ListKind.ARCHIVE: ARCHIVE,
}
"""The folder of each kind of list below its site."""

_KINDS = {folder: kind for kind, folder in FOLDERS.items()}
_LONGEST = 60
_FAITHFUL = re.compile(rf"(?=.{{1,{_LONGEST}}}$)[a-z0-9]+( [a-z0-9]+)*")
_HASHED = re.compile(r"(?:.*-)?[0-9a-f]{10}")
_MONTH = len("2026-11")
_DAY = len("2026-11-24")


@attrs.frozen
class Membership:
    """A story in a list: at the *path* of the list, under its *name*, in a period."""

    path: str
    name: str
    period: str


def memberships(view: Released, zone: tzinfo) -> tuple[Membership, ...]:
    """Give the lists that a story is in, each once; days and months are of *zone*."""
    day = view.published.astimezone(zone).date().isoformat()
    found = {ARCHIVE: Membership(ARCHIVE, "", day)}
    for path, name in _named(view):
        found.setdefault(path, Membership(path, name, day[:_MONTH]))
    return tuple(found.values())


def kind_of(path: str) -> ListKind:
    """Tell what kind of list stands at a path."""
    return _KINDS[path.partition("/")[0]]


def month_of(period: str) -> str:
    """Give the month of a month or day."""
    return period[:_MONTH]


def is_day(period: str) -> bool:
    """Tell a day from a month."""
    return len(period) == _DAY


def list_slug(name: str) -> str:
    """Spell the name of a list for its address; no two names share a spelling."""
    folded = " ".join(normalize("NFC", normalize("NFC", name).casefold()).split())
    slug = folded.replace(" ", "-")
    # What looks like a hash at its end might be that of another name.
    plain = _FAITHFUL.fullmatch(folded) and not _HASHED.fullmatch(slug)
    if plain and slug not in RESERVED:
        return slug
    digest = sha256(folded.encode()).hexdigest()[:10]
    return f"{slugified(folded)[:_LONGEST].strip('-')}-{digest}".lstrip("-")


def _named(view: Released) -> Iterator[tuple[str, str]]:
    content = view.content
    if content.section:
        yield f"{SECTIONS}/{list_slug(content.section)}", content.section
    for subject in content.subjects:
        yield f"subjects/{list_slug(_code(subject))}", subject.name or subject.code
    for author in content.authors:
        yield f"authors/{list_slug(author.name)}", author.name


def _code(subject: Subject) -> str:
    # By its code, for that is the same in every language.
    return f"{subject.scheme} {subject.code}"
