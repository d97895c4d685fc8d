"""The state of a site as documents of named values, read and changed in memory.

A document is a table: which stories, which addresses, which lines of a list. It is
named for what is in it, and none of them grows with the site.

===============================  ====================================================
``story_ab12``                   stories whose id hashes to that, each :class:`Placed`
``gone_ab12``                    what is shown no more: hash of the id, and sequence
``address_ab12``                 whose an address is or was: hash, and hash of the id
``media_<name>_a``               who shows a medium, by hash of the id
``assets``                       files that pages need: path, and hash
``sections``                     the sections that there are: slug and name
``sections_local``               the months of a list
``sections_local_2026-11``       the lines of a list in a month
``archive_2026-11``              the days of a month of the whole site
===============================  ====================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..errors import NeedsPersonError
from .list_names import ARCHIVE
from .placed import Placed, hashed, placed_from
from .site_root import FOLDER, Changed, Root, digest_of, file_of
from .site_store import SiteStore

ASSETS = "assets"
_SHARDS = "0123456789abcdef"


@attrs.define
class Tree:
    """The documents of a site; changes stay here until :meth:`changes` are written."""

    folder: SiteStore
    root: Root = attrs.field(factory=Root)
    found: bytes | None = None
    _stored: dict[str, bytes | None] = attrs.field(factory=dict, repr=False)
    _tables: dict[str, dict[str, Any]] = attrs.field(factory=dict, repr=False)
    _touched: set[str] = attrs.field(factory=set, repr=False)
    _made: dict[str, bytes | None] = attrs.field(factory=dict, repr=False)

    def table(self, name: str) -> Mapping[str, Any]:
        """Read a document as it will be.

        Raises:
            NeedsPersonError: it is none that newsflow wrote.
            OSError: it cannot be read.
        """
        found = self._tables.get(name)
        if found is None:
            found = self._tables[name] = self._read(name)
        return found

    def put(self, name: str, key: str, value: Any) -> None:
        """Put a value into a document."""
        if self.table(name).get(key) != value:
            self._tables[name][key] = value
            self._touch(name)

    def drop(self, name: str, key: str) -> None:
        """Take a value out of a document."""
        if key in self.table(name):
            del self._tables[name][key]
            self._touch(name)

    def changes(self) -> dict[str, bytes | None]:
        """Give the documents that have changed, as they are to be written."""
        for name in self._touched - self._made.keys():
            self._made[name] = written(self._tables[name])
        made = sorted(self._made.items())
        return {name: one for name, one in made if one != self._stored[name]}

    def stored(self, name: str) -> bytes | None:
        """Give a document as it was read."""
        self.table(name)
        return self._stored[name]

    def changed(self) -> Iterator[Changed]:
        """Name what has changed, with the hashes before and after."""
        for name, data in self.changes().items():
            yield name, digest_of(self._stored[name]), digest_of(data)

    def story(self, article: str) -> Placed | None:
        """Find where a story stands.

        Raises:
            NeedsPersonError: what is said of it was not written by newsflow.
        """
        key = hashed(article)
        plain = self.table(story_table(key)).get(key)
        return None if plain is None else self._placed(story_table(key), plain)

    def moved(self) -> Iterator[tuple[str, str]]:
        """Give every folder that a story has left, with the one that it has now.

        Raises:
            NeedsPersonError: part of the state was not written by newsflow.
        """
        for number in range(256):
            for file in self.folder.names(f"{FOLDER}/{number:02x}"):
                name = file.rpartition("/")[2].removesuffix(".json")
                if name.startswith("story_"):
                    yield from self._moved(name)

    def gone(self, article: str) -> int:
        """Tell the sequence by which a story went; 0, if it did not."""
        key = hashed(article)
        sequence: int = self.table(gone_table(key)).get(key, 0)
        return sequence

    def sequence(self, article: str) -> int:
        """Tell the sequence of the last delivery of a story; 0 for none."""
        placed = self.story(article)
        return max(0 if placed is None else placed.sequence, self.gone(article))

    def taken(self, path: str, *, but: str) -> bool:
        """Tell whether an address belongs, or ever belonged, to another story."""
        key = hashed(path)
        owner = self.table(address_table(key)).get(key)
        return owner is not None and owner != hashed(but)

    def shows(self, medium: str) -> bool:
        """Tell whether any story shows a medium, by the name of its file."""
        return any(self.table(one) for one in medium_tables(medium))

    def months(self, path: str) -> tuple[str, ...]:
        """Give the months of a list, latest first."""
        return tuple(sorted(self.table(list_table(path)), reverse=True))

    def days(self, month: str) -> tuple[str, ...]:
        """Give the days of a month of the whole site, latest first."""
        return tuple(sorted(self.table(list_table(ARCHIVE, month)), reverse=True))

    def lines(self, path: str, period: str) -> tuple[Mapping[str, Any], ...]:
        """Give the lines of a list in a period, newest first."""
        table = self.table(list_table(path, period))
        told = sorted(table.items(), key=_newest_last, reverse=True)
        return tuple(line for _, line in told)

    def newest(self, path: str, most: int) -> tuple[Mapping[str, Any], ...]:
        """Give the newest lines of a list."""
        found: list[Mapping[str, Any]] = []
        for period in self._latest(path):
            found.extend(self.lines(path, period))
            if len(found) >= most:
                break
        return tuple(found[:most])

    def _moved(self, name: str) -> Iterator[tuple[str, str]]:
        for plain in Tree(self.folder).table(name).values():
            placed = self._placed(name, plain)
            yield from ((former, placed.path) for former in placed.former)

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self._made.pop(name, None)

    def _latest(self, path: str) -> Iterator[str]:
        for month in self.months(path):
            yield from self.days(month) if path == ARCHIVE else (month,)

    def _read(self, name: str) -> dict[str, Any]:
        data = self._stored[name] = self.folder.read(file_of(name))
        if data is None:
            return {}
        try:
            plain: dict[str, Any] = json.loads(data)
        except ValueError as unfit:
            raise self._unfit(name, unfit) from unfit
        if not isinstance(plain, dict):
            raise self._unfit(name, "it is no table")
        return plain

    def _placed(self, name: str, plain: Mapping[str, Any]) -> Placed:
        try:
            return placed_from(plain)
        except (KeyError, TypeError, ValueError) as unfit:
            raise self._unfit(name, unfit) from unfit

    def _unfit(self, name: str, why: object) -> NeedsPersonError:
        channel = self.folder.channel
        reason = (
            f"{self.folder.where(file_of(name))} is nothing that newsflow wrote "
            f"({why}); run newsflow site rebuild {channel}"
        )
        return NeedsPersonError(channel, reason)


def written(table: Mapping[str, Any]) -> bytes | None:
    """Write a document; None for an empty one, for that is not kept."""
    if not table:
        return None
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def story_table(key: str) -> str:
    """Name the document that tells of a story, by the hash of its id."""
    return f"story_{key[:4]}"


def gone_table(key: str) -> str:
    """Name the document that remembers a story that went, by the hash of its id."""
    return f"gone_{key[:4]}"


def address_table(key: str) -> str:
    """Name the document that tells whose an address is, by its hash."""
    return f"address_{key[:4]}"


def medium_table(medium: str, key: str) -> str:
    """Name the document that tells of a story that it shows a medium."""
    return f"{_medium(medium)}_{key[0]}"


def medium_tables(medium: str) -> Iterator[str]:
    """Name the documents that tell who shows a medium."""
    return (f"{_medium(medium)}_{shard}" for shard in _SHARDS)


def list_table(path: str, period: str | None = None) -> str:
    """Name the document of a list, or of the lines that it has in a period."""
    name = path.replace("/", "_")
    return name if period is None else f"{name}_{period}"


def list_of(name: str) -> tuple[str, str | None] | None:
    """Tell which list a document is about, and which period; None, if about none."""
    folder, _, rest = name.partition("_")
    if folder == ARCHIVE:
        return ARCHIVE, rest or None
    slug, _, period = rest.partition("_")
    if folder not in {"sections", "subjects", "authors"}:
        return None
    return (f"{folder}/{slug}" if slug else folder), period or None


def _medium(medium: str) -> str:
    return f"media_{medium.removeprefix('media/').replace('.', '-')}"


def _newest_last(told: tuple[str, Mapping[str, Any]]) -> tuple[str, str]:
    key, line = told
    return line["published"], key
