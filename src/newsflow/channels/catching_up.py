"""Catching up: a mirror that missed something gets it out of the site.

Only branches of the state that differ are looked at, and of them only the documents
that differ: those name the files to be brought, and the files that are to go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256

import attrs

from .change import Held
from .list_index import files_of
from .list_names import ARCHIVE, SEARCH
from .list_pages import INDEX, page_of
from .placed import placed_from
from .site_layout import MISSING
from .site_root import FILE, FOLDER, OlderRootError, Root, root_from, root_to
from .site_store import SiteStore
from .site_tree import ASSETS, list_of

_SEARCH = page_of(SEARCH, None)
_TOP = (_SEARCH, INDEX, MISSING)


@attrs.frozen
class _Both:
    """A mirror and the site that it follows."""

    mirror: SiteStore
    site: SiteStore

    def differing(self, branches: Iterable[str]) -> Iterator[str]:
        """Name the documents that are not the same, of some branches."""
        for branch in branches:
            folder = f"{FOLDER}/{branch}"
            names = {*self.mirror.names(folder), *self.site.names(folder)}
            for name in sorted(names):
                if self.mirror.read(name) != self.site.read(name):
                    yield name


def catch_up(
    mirror: SiteStore,
    site: SiteStore,
    *,
    clears: tuple[str, ...] = (),
    whole: bool = False,
) -> tuple[str, ...]:
    """Bring a mirror to where the site is; name what the site itself has lost.

    With *whole*, every file is compared. *clears* are folders that must go, even where
    there is no room for anything else.

    Raises:
        NeedsPersonError: a name leads out of the mirror.
        RetryError: another one writes there.
        ValueError: the mirror's root is none that newsflow wrote.
        OSError: the file system does not do it.
    """
    there = root_from(site.read(FILE) or root_to(Root()))
    found = mirror.read(FILE)
    here = None if whole else _root_of(found)
    mirror.sweep("media")
    for folder in clears:
        mirror.clear(folder)
    both = _Both(mirror, site)
    branches = _differing(here, there)
    documents = tuple(both.differing(branches))
    wanted, unwanted = _named(site, documents), _named(mirror, documents)
    if here is None:  # nobody can tell what is there: so all of it is looked at
        files = dict.fromkeys(site.own_files())
        wanted = files | _named(site, filter(_is_document, files))
        unwanted = dict.fromkeys(mirror.own_files())
    claim = root_to(attrs.evolve(here or Root(), writing=dict.fromkeys(documents)))
    held = Held.with_claim(mirror, claim, over=(found,))
    return _follow(both, held, documents, wanted, unwanted)


def _follow(
    both: _Both,
    held: Held,
    documents: Iterable[str],
    wanted: Mapping[str, str | None],
    unwanted: Mapping[str, str | None],
) -> tuple[str, ...]:
    # The state names a file before it is there, and until it is gone.
    for name in documents:
        if both.site.has(name):
            held.put(name, both.site.read(name))
    lost = tuple(_bring(both, held, wanted))
    for name in (*sorted(unwanted), _SEARCH):
        if not both.site.has(name):
            held.put(name, None)
    for name in documents:
        held.put(name, both.site.read(name))
    if not lost:
        held.release(both.site.read(FILE) or b"")
    return lost


def _bring(both: _Both, held: Held, wanted: Mapping[str, str | None]) -> Iterator[str]:
    """Bring files, and name those that the site has lost."""
    top = filter(both.site.has, _TOP)
    for name in (*sorted(wanted, key=_media_first), *top):
        data = both.site.read(name)
        if data is None or wanted.get(name) not in {None, sha256(data).hexdigest()}:
            yield name
        else:
            held.put(name, data)


def _root_of(data: bytes | None) -> Root | None:
    if data is None:
        return None
    try:
        root = root_from(data)
    except OlderRootError:
        return None
    return None if root.writing else root


def _differing(here: Root | None, there: Root) -> Iterator[str]:
    if here is None:
        return (f"{number:02x}" for number in range(256))
    known = here.branches.keys() | there.branches.keys()
    return (
        one
        for one in sorted(known)
        if here.branches.get(one) != there.branches.get(one)
    )


def _named(folder: SiteStore, documents: Iterable[str]) -> dict[str, str | None]:
    """Name the files that documents tell of, with their hashes where they are told."""
    told: dict[str, str | None] = {}
    for file in documents:
        name = file.rpartition("/")[2].removesuffix(".json")
        listed = list_of(name)
        data = folder.read(file)
        if data is None:
            continue
        if name == ASSETS:
            told |= json.loads(data)
        elif listed is not None:
            told |= dict.fromkeys(_pages(json.loads(data), *listed))
        elif name.startswith("story_"):
            with suppress(KeyError, TypeError):
                for plain in json.loads(data).values():
                    told |= placed_from(plain).files
    return told


def _is_document(file: str) -> bool:
    return file.startswith(f"{FOLDER}/")


def _pages(table: Mapping[str, object], path: str, period: str | None) -> Iterator[str]:
    yield from files_of(path, period)
    if "/" in path:
        yield page_of(path, None)
    if period is None and "/" not in path and path != ARCHIVE:
        return
    # The months of a list have changed, or the days of a month: so have their pages.
    for key in table:
        if len(key) <= len("2026-11-24"):
            yield from files_of(path, key)


def _media_first(name: str) -> tuple[int, str]:
    order = ("assets/", "media/", "articles/")
    return next((at for at, top in enumerate(order) if name.startswith(top)), 3), name
