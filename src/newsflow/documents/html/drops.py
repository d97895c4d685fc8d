"""What the HTML of a body cannot say."""

from __future__ import annotations

import attrs

from ...model.blocks import Block, Code, Embed, Table
from ..losses import BLANKS, SPAN_BOUNDS, Drop, in_blocks, in_texts
from ..runs import Run, SomeProse
from .inline import tidied


def _tidy(prose: SomeProse) -> SomeProse:
    """Tidy the spaces and leave the spans as they are, each known by its place."""
    runs = (Run(one.text, frozenset({str(at)})) for at, one in enumerate(prose.spans))
    spans = [
        attrs.evolve(prose.spans[int(at)], text=run.text)
        for run in tidied(runs)
        for at in run.marks
    ]
    return attrs.evolve(prose, spans=spans)


def _with_cells(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    return attrs.evolve(block, rows=tuple(row for row in block.rows if row.cells))


def _one_word(block: Block) -> Block:
    if not isinstance(block, Code) or block.language is None:
        return block
    return attrs.evolve(block, language=next(iter(block.language.split()), None))


def _untitled(block: Block) -> Block:
    if not isinstance(block, Embed) or block.title != block.href:
        return block
    return attrs.evolve(block, title=None)


DROPS: tuple[Drop, ...] = (
    Drop(
        name="white-space",
        says="spaces beside others, beside line breaks and at the ends of a text",
        left=in_texts(_tidy),
    ),
    SPAN_BOUNDS,
    BLANKS,
    Drop(
        name="empty-rows",
        says="rows of a table without cells",
        left=in_blocks(_with_cells),
    ),
    Drop(
        name="language-words",
        says="all but the first word of the language of a code",
        left=in_blocks(_one_word),
    ),
    Drop(
        name="repeated-titles",
        says="titles of embeds that are nothing but the address",
        left=in_blocks(_untitled),
    ),
)
"""Everything in a body that is lost when it goes out as HTML and comes back."""
