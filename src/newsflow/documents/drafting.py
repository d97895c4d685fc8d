"""A body in the making: blocks in reading order, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

import attrs

from ..model.blocks import Block, Link, ListBlock, Prose, Span, Table
from ..model.text import line as one_line
from .reading import SetAside
from .runs import Run, settle

DEEPEST_HEADING = 6
DEEPEST_ITEM = 9


class Words(TypedDict):
    """The fields of a text with marks, as every class of the model takes them."""

    spans: tuple[Span, ...]
    links: tuple[Link, ...]


def words(runs: Iterable[Run]) -> Words:
    """Settle runs into the fields of a text with marks."""
    spans, links = settle(runs)
    return {"spans": spans, "links": links}


def is_blank(block: Block | Prose) -> bool:
    """Tell whether a block that lives by its words has none."""
    match block:
        case Prose():
            return all(not span.text or span.text.isspace() for span in block.spans)
        case ListBlock() | Table():
            return not block.text.strip()
        case _:
            return False


def without_blanks(block: Block) -> Block | None:
    """Leave blank blocks out, and blank items out of lists."""
    if is_blank(block):
        return None
    if not isinstance(block, ListBlock) or not any(map(is_blank, block.items)):
        return block
    items = tuple(item for item in block.items if not is_blank(item))
    return attrs.evolve(block, items=items)


class BodyDraft:
    """Takes blocks as they come; nothing blank is kept."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.aside: list[SetAside] = []

    @property
    def key(self) -> str:
        """The key for the next block, as in b1, b2, b3."""
        return f"b{len(self.blocks) + 1}"

    def add(self, block: Block) -> None:
        """Take a block that was made with :attr:`key`."""
        kept = without_blanks(block)
        if kept is not None:
            self.blocks.append(kept)

    def set_aside(self, line: int, text: str, reason: str) -> None:
        """Keep what is no part of the story, with its reason."""
        kept = one_line(text)
        if kept:
            self.aside.append(SetAside(line=line, text=kept, reason=str(reason)))
