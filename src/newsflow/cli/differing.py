"""What is different between two texts: field by field, block by block, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

import attrs

from ..documents.structure import content_to
from ..model.blocks import Block
from ..model.content import Content

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What became of a block."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Kept(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@attrs.frozen(kw_only=True)
class FieldChange:
    """A field that is not the same; None where one side has none."""

    name: str
    before: Any
    after: Any


@attrs.frozen(kw_only=True)
class BlockChange:
    """A block that is not the same; the *words* tell how a changed one changed."""

    key: str
    change: Change
    before: str | None
    after: str | None
    words: tuple[tuple[Kept, str], ...] = ()


def fields(old: Content, new: Content) -> tuple[FieldChange, ...]:
    """Compare all fields but the body."""
    before, after = dict(content_to(old)), dict(content_to(new))
    names = (name for name in dict.fromkeys((*before, *after)) if name != "body")
    return tuple(
        FieldChange(name=name, before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def blocks(old: Content, new: Content) -> tuple[BlockChange, ...]:
    """Compare the bodies by block key, in the order of the new one."""
    before = {block.key: block for block in old.body}
    after = {block.key: block for block in new.body}
    moved = _moved([k for k in before if k in after], [k for k in after if k in before])
    return (
        *(_gone(block) for key, block in before.items() if key not in after),
        *_now(before, after, moved),
    )


def words(old: str, new: str) -> tuple[tuple[Kept, str], ...]:
    """Compare two texts word by word; the runs, put together, give both back."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found = SequenceMatcher(a=before, b=after, autojunk=False)
    return tuple(
        run
        for tag, a, b, c, d in found.get_opcodes()
        for run in _runs(tag, before[a:b], after[c:d])
    )


def marked(runs: Sequence[tuple[Kept, str]]) -> str:
    """Write a comparison out on one line: ``the [-old-]{+new+} bridge``."""
    signs = {Kept.SAME: "{}", Kept.OUT: "[-{}-]", Kept.IN: "{{+{}+}}"}
    return "".join(signs[kept].format(text) for kept, text in runs)


def _runs(tag: str, old: list[str], new: list[str]) -> Iterator[tuple[Kept, str]]:
    if tag == "equal":
        yield Kept.SAME, "".join(old)
        return
    if old:
        yield Kept.OUT, "".join(old)
    if new:
        yield Kept.IN, "".join(new)


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """Name the keys that do not stand in the longest common order."""
    found = SequenceMatcher(a=old, b=new, autojunk=False)
    standing = {
        key for a, _, size in found.get_matching_blocks() for key in old[a : a + size]
    }
    return frozenset(new) - standing


def _gone(block: Block) -> BlockChange:
    return BlockChange(
        key=block.key, change=Change.REMOVED, before=_shown(block), after=None
    )


def _now(
    before: Mapping[str, Block], after: Mapping[str, Block], moved: frozenset[str]
) -> Iterator[BlockChange]:
    for key, block in after.items():
        old = before.get(key)
        if old is None:
            yield BlockChange(
                key=key, change=Change.ADDED, before=None, after=_shown(block)
            )
        elif old != block:
            was, now = _shown(old), _shown(block)
            yield BlockChange(
                key=key,
                change=Change.CHANGED,
                before=was,
                after=now,
                words=words(was, now),
            )
        elif key in moved:
            text = _shown(block)
            yield BlockChange(key=key, change=Change.MOVED, before=text, after=text)


def _shown(block: Block) -> str:
    return block.text or f"({block.type})"
