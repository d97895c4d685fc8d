"""Tables as Markdown: one header row, which is left empty where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.blocks import Prose, Row, Table
from .escaping import Where
from .spelling import spelled

_CELL = Where(one_line=True)


def tabled(block: Table) -> str:
    """Write the rows of a table, each as long as the longest."""
    width = max(len(row.cells) for row in block.rows)
    head, rows = block.rows[:1], block.rows[1:]
    if not head[0].header:
        head, rows = (Row(cells=(), header=True),), block.rows
    lines = [_line(head[0].cells, width), f"|{' --- |' * width}"]
    lines += [_line(row.cells, width) for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[Prose], width: int) -> str:
    words = [spelled(cell, _CELL) for cell in cells]
    words += [""] * (width - len(words))
    return f"| {' | '.join(words)} |"
