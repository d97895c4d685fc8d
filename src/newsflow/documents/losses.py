"""What a format cannot say: declared by it, and held to the truth by its tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import attrs

from ..model.blocks import Block, ListBlock, Prose, Row, Table
from ..model.content import Content
from .drafting import without_blanks
from .runs import SomeProse, settled


class TextChange(Protocol):
    """Changes a text with marks and leaves it what it was, a paragraph or a cell."""

    def __call__(self, prose: SomeProse, /) -> SomeProse:
        """Give the changed text."""
        ...


@attrs.frozen(kw_only=True)
class Drop:
    """One thing that a format drops: its name, a sentence, and what then is left."""

    name: str
    says: str
    left: Callable[[Content], Content]


def carried(content: Content, drops: Iterable[Drop]) -> Content:
    """Tell what is left of a content in a format that has these *drops*."""
    for drop in drops:
        content = drop.left(content)
    return content


def in_blocks(left: Callable[[Block], Block | None]) -> Callable[[Content], Content]:
    """Make a drop of what is left of each block; None when nothing is."""

    def of_content(content: Content) -> Content:
        kept = (block for block in map(left, content.body) if block is not None)
        return attrs.evolve(content, body=tuple(kept))

    return of_content


def in_texts(left: TextChange) -> Callable[[Content], Content]:
    """Make a drop of what is left of each text with marks."""
    return in_blocks(lambda block: each_text(block, left))


def each_text(block: Block, left: TextChange) -> Block:
    """Change every text with marks in a block."""
    match block:
        case Prose():
            return left(block)
        case ListBlock():
            return attrs.evolve(block, items=tuple(map(left, block.items)))
        case Table():
            rows = (_row(row, left) for row in block.rows)
            return attrs.evolve(block, rows=tuple(rows))
        case _:
            return block


def _row(row: Row, left: TextChange) -> Row:
    return attrs.evolve(row, cells=tuple(map(left, row.cells)))


SPAN_BOUNDS = Drop(
    name="span-bounds",
    says=(
        "where spans of the same marks meet, the order of marks, links that nothing "
        "uses, and all but the first link on the same words"
    ),
    left=in_texts(settled),
)
BLANKS = Drop(
    name="blanks",
    says="paragraphs, subheads, quotes, lists, items and tables without any word",
    left=in_blocks(without_blanks),
)
