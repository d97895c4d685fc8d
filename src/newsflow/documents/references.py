"""What no JSON Schema can say of a content: that names lead somewhere, and once.

These rules are the classes' own; here they are told all at once and each with its
path, of documents that may be wrong in other ways too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Problem
from ..model.blocks import DECORATORS
from ..model.extra import DEEPEST
from ..model.text import text
from ._wording import did_you_mean, one_line, shown
from .paths import Step, json_path
from .problems import too_deep

_Path = tuple[Step, ...]
_Member = tuple[_Path, Mapping[str, Any]]


def reference_problems(plain: object) -> Iterator[Problem]:
    """Find names that lead nowhere and keys that are given twice in a *plain* content.

    Whatever in *plain* is not of the right type is passed over: the schema tells it.
    """
    if not isinstance(plain, Mapping):
        return
    media = list(_members((), plain, "media"))
    blocks = list(_members((), plain, "body"))
    yield from _repeated(media)
    yield from _repeated(blocks)
    for medium in media:
        yield from _repeated(_members(*medium, "renditions"))
    for prose in _proses(blocks):
        yield from _repeated(_members(*prose, "links"))
        yield from _loose_marks(prose)
    yield from _loose_media(plain, blocks, [medium.get("key") for _, medium in media])
    yield from _house((("extra",), plain.get("extra")))


def _members(at: _Path, owner: Mapping[str, Any], name: str) -> Iterator[_Member]:
    listed = owner.get(name)
    if isinstance(listed, list):
        for index, member in enumerate(listed):
            if isinstance(member, Mapping):
                yield (*at, name, index), member


def _proses(blocks: list[_Member]) -> Iterator[_Member]:
    for block in blocks:
        yield block
        yield from _members(*block, "items")
        for row in _members(*block, "rows"):
            yield from _members(*row, "cells")


def _repeated(members: Iterator[_Member] | list[_Member]) -> Iterator[Problem]:
    seen: dict[str, _Path] = {}
    for at, member in members:
        key = member.get("key")
        if not isinstance(key, str):
            continue
        if key in seen:
            message = f"is a key that {json_path(seen[key])} has already"
            yield Problem(
                path=json_path((*at, "key")),
                keyword="duplicate",
                message=message,
                found=shown(key),
            )
        seen.setdefault(key, at)


def _loose_marks(prose: _Member) -> Iterator[Problem]:
    links = [link.get("key") for _, link in _members(*prose, "links")]
    known = (*DECORATORS, *(key for key in links if isinstance(key, str)))
    for at, span in _members(*prose, "spans"):
        marks = span.get("marks")
        for index, mark in enumerate(marks if isinstance(marks, list) else ()):
            if isinstance(mark, str) and mark not in known:
                said = "is no decorator and no link of this block"
                yield _loose((*at, "marks", index), mark, known, said)


def _loose_media(
    plain: Mapping[str, Any], blocks: list[_Member], keys: list[object]
) -> Iterator[Problem]:
    known = tuple(key for key in keys if isinstance(key, str))
    images = [one for one in blocks if one[1].get("type") == "image"]
    used = [((*at, "media"), block.get("media")) for at, block in images]
    for at, key in (*used, (("lead",), plain.get("lead"))):
        if isinstance(key, str) and key not in known:
            yield _loose(at, key, known, "is no medium of this story")


def _loose(at: _Path, name: str, known: tuple[str, ...], message: str) -> Problem:
    return Problem(
        path=json_path(at),
        keyword="reference",
        message=message,
        found=shown(name),
        allowed=one_line(known),
        suggestion=did_you_mean(name, known),
    )


def _house(root: tuple[_Path, object]) -> Iterator[Problem]:
    level, depth = [root], 0
    while level and depth <= DEEPEST:
        inner = [step for at, value in level for step in _inside(at, value)]
        for at, _ in inner:
            yield from _hidden(at)
        level, depth = (
            [one for one in inner if isinstance(one[1], list | dict)],
            depth + 1,
        )
    yield from (too_deep(json_path(at[:2]), levels=DEEPEST) for at, _ in level[:1])


def _inside(at: _Path, value: object) -> Iterator[tuple[_Path, object]]:
    match value:
        case dict():
            yield from (((*at, str(name)), inner) for name, inner in value.items())
        case list():
            yield from (((*at, index), inner) for index, inner in enumerate(value))


def _hidden(at: _Path) -> Iterator[Problem]:
    name = at[-1]
    if isinstance(name, str) and text(name) != name:
        yield Problem(
            path=json_path(at),
            keyword="propertyNames",
            message="must be named by a text that shows all that is in it",
            found=shown(name),
            suggestion=f'try "{text(name)}"',
        )
