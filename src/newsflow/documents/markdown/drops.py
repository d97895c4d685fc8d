"""What Markdown cannot say."""

from __future__ import annotations

import attrs

from ...model.blocks import Block, Prose, Row, Table
from ...model.content import Content
from ...model.extra import JSON, Frozen
from ..losses import BLANKS, SPAN_BOUNDS, Drop, in_blocks


def _even(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    width = max((len(row.cells) for row in block.rows), default=0)
    rows = (
        Row(cells=(*row.cells, *_blank(width - len(row.cells))), header=row.header)
        for row in block.rows
    )
    return attrs.evolve(block, rows=tuple(rows))


def _blank(number: int) -> tuple[Prose, ...]:
    return (Prose(),) * number


def _one_header(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    first, others = block.rows[:1], block.rows[1:]
    if first and first[0].header and not any(c.text.strip() for c in first[0].cells):
        first = ()
    rows = (attrs.evolve(row, header=False) for row in others)
    return attrs.evolve(block, rows=(*first, *rows))


def _without_nulls(content: Content) -> Content:
    return attrs.evolve(content, extra=_members(content.extra))


def _members(value: Frozen) -> Frozen:
    given = {name: one for name, one in value.items() if one is not None}
    return Frozen({name: _given(one) for name, one in given.items()})


def _given(value: JSON) -> JSON:
    match value:
        case Frozen():
            return _members(value)
        case tuple():
            return tuple(_given(one) for one in value if one is not None)
        case _:
            return value


DROPS: tuple[Drop, ...] = (
    SPAN_BOUNDS,
    BLANKS,
    Drop(
        name="ragged-rows",
        says="that rows of a table differ in length: short ones get empty cells",
        left=in_blocks(_even),
    ),
    Drop(
        name="header-rows",
        says="header rows of a table but its first, and that one when it is empty",
        left=in_blocks(_one_header),
    ),
    Drop(
        name="nulls",
        says="null in house fields: TOML does not have it",
        left=_without_nulls,
    ),
)
"""Everything that is lost when a content goes out as Markdown and comes back."""
