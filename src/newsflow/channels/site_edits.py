"""What becomes of the state when a story is shown, and when it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from .list_names import ARCHIVE, SECTIONS, Membership, is_day, month_of
from .placed import Placed, hashed, placed_to
from .site_tree import (
    Tree,
    address_table,
    gone_table,
    list_table,
    medium_table,
    story_table,
)


class Tables(Protocol):
    """Where values are put, by document and key."""

    def put(self, name: str, key: str, value: Any) -> None:
        """Put a value into a document."""
        ...


def put_story(
    tables: Tables, placed: Placed, lists: Iterable[Membership], line: Mapping[str, Any]
) -> None:
    """Put down where a story stands, its addresses, its media, and its lines."""
    key = hashed(placed.article)
    tables.put(story_table(key), key, placed_to(placed))
    put_addresses(tables, placed.article, placed.paths)
    for medium in media_of(placed):
        tables.put(medium_table(medium, key), key, 1)
    for one in lists:
        named = line if one.path == ARCHIVE else {**line, "as": one.name}
        tables.put(list_table(one.path, one.period), key, named)
        if is_day(one.period):
            tables.put(list_table(one.path, month_of(one.period)), one.period, 1)
        tables.put(list_table(one.path), month_of(one.period), 1)


def put_addresses(tables: Tables, article: str, paths: Iterable[str]) -> None:
    """Put down whose these addresses are, for ever: by hash, for they hold words."""
    for path in paths:
        tables.put(address_table(hashed(path)), hashed(path), hashed(article))


def put_gone(tables: Tables, article: str, sequence: int) -> None:
    """Put down that a story went, and by which delivery."""
    key = hashed(article)
    tables.put(gone_table(key), key, sequence)


def show(
    tree: Tree, placed: Placed, lists: Iterable[Membership], line: Mapping[str, Any]
) -> None:
    """Show a story, in place of what there was of it."""
    lists = tuple(lists)
    old, key = tree.story(placed.article), hashed(placed.article)
    put_story(tree, placed, lists, line)
    tree.drop(gone_table(key), key)
    if old is None:
        _name_sections(tree, (one.path for one in lists))
        return
    kept = {(one.path, one.period) for one in lists}
    _drop_lines(tree, key, (one for one in old.lists.items() if one not in kept))
    for medium in media_of(old) - media_of(placed):
        tree.drop(medium_table(medium, key), key)
    _name_sections(tree, (*placed.lists, *old.lists))


def forget(tree: Tree, article: str, sequence: int) -> None:
    """Keep nothing of a story but that it went, and by which delivery."""
    old, key = tree.story(article), hashed(article)
    put_gone(tree, article, sequence)
    if old is None:
        return
    tree.drop(story_table(key), key)
    for medium in media_of(old):
        tree.drop(medium_table(medium, key), key)
    _drop_lines(tree, key, old.lists.items())
    _name_sections(tree, old.lists)


def section_name(tree: Tree, path: str) -> dict[str, str]:
    """Name a section as its newest story does, by its slug; nothing for other lists."""
    folder, _, slug = path.partition("/")
    newest = tree.newest(path, 1) if slug and folder == SECTIONS else ()
    return {slug: newest[0]["as"]} if newest else {}


def _name_sections(tree: Tree, paths: Iterable[str]) -> None:
    for path in sorted(set(paths)):
        folder, _, slug = path.partition("/")
        if folder != SECTIONS:
            continue
        tree.drop(SECTIONS, slug)
        for key, name in section_name(tree, path).items():
            tree.put(SECTIONS, key, name)


def media_of(placed: Placed) -> set[str]:
    """Name the files of a story's media."""
    return {name for name in placed.files if name.startswith("media/")}


def _drop_lines(tree: Tree, key: str, lines: Iterable[tuple[str, str]]) -> None:
    for path, period in lines:
        tree.drop(list_table(path, period), key)
        for name, kept in _above(path, period):
            below = list_table(path, kept)
            if tree.table(below):
                break
            tree.drop(name, kept)


def _above(path: str, period: str) -> Iterator[tuple[str, str]]:
    if is_day(period):
        yield list_table(path, month_of(period)), period
    yield list_table(path), month_of(period)
