"""Where a story stands on a site, for as long as it stands there."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from hashlib import sha256

from ..documents.slugs import LONGEST, slugified

ADDRESS = re.compile(r"articles/[a-z0-9]+(?:-[a-z0-9]+)*/")
"""The folder of a story below its site."""

_MEANT = (
    "admin api archive articles assets atom aux con feed feeds index login manifest "
    "media nul page prn robots rss search section sections sitemap static tag tags "
    "well-known"
)
_DEVICES = {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
RESERVED = frozenset(_MEANT.split()) | _DEVICES
"""Names that mean something to a site, to a web server, or to Windows."""


def address(article: str, wanted: str, *, taken: Container[str]) -> str:
    """Choose a folder for a story after the slug or headline that is *wanted*.

    A name that is *taken* by another story, or reserved, gets the end of the article's
    id; where nothing can be spelled, the id alone has to serve.
    """
    names = (f"articles/{name}/" for name in _names(article, wanted))
    return next(name for name in names if name not in taken)


def settled_address(article: str, slug: str | None, current: str | None) -> str | None:
    """Give the *current* folder of a story, if that is where it is to stay.

    It moves when a *slug* was given to it that its folder does not spell; for its
    headline alone it never does.
    """
    if current is None or slug is None:
        return current
    known = (f"articles/{name}/" for name in _names(article, slug))
    return current if current in known else None


def _names(article: str, wanted: str) -> Iterator[str]:
    identifier = slugified(article) or _hashed(article)
    name = slugified(wanted)
    if name and name not in RESERVED:
        yield name
    yield _suffixed(name, slugified(article[-8:]) or identifier)
    yield _suffixed(name, identifier)
    # Ids may differ in case or in dots alone; their hashes do not.
    yield _suffixed(name, _hashed(article))


def _suffixed(name: str, suffix: str) -> str:
    room = LONGEST - len(suffix) - 1
    return f"{name[:room].rstrip('-')}-{suffix}".strip("-")


def _hashed(article: str) -> str:
    return sha256(article.encode()).hexdigest()[:32]
