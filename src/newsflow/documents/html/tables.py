"""Tables: rows of cells, as a page has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...model.blocks import Prose, Row, Table
from ..drafting import words as settled_words
from ..runs import Run
from .furniture import said
from .inline import runs, shown
from .lists import joined
from .tree import Element

if TYPE_CHECKING:
    from .body import BodyWalker

_PARTS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})


def read_table(walker: BodyWalker, element: Element) -> None:
    """Read a table, and after it the pictures that stand in its cells."""
    beside: list[Element] = []
    rows = tuple(_rows(walker, element, beside))
    caption = next(_tagged(element, frozenset({"caption"})), None)
    text = said(caption) if caption else None
    walker.draft.add(Table(key=walker.draft.key, rows=rows, caption=text))
    for one in beside:
        walker.show(one)


def _rows(walker: BodyWalker, element: Element, beside: list[Element]) -> Iterator[Row]:
    for row, in_head in _lines(element):
        cells = list(_tagged(row, _CELLS))
        header = in_head or all(cell.tag == "th" for cell in cells)
        if cells:
            read = tuple(_cell(walker, cell, beside) for cell in cells)
            yield Row(cells=read, header=header)


def _lines(element: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, and whether each stands in its head."""
    for child in element.children:
        if isinstance(child, Element):
            if child.tag == "tr":
                yield child, element.tag == "thead"
            elif child.tag in _PARTS:
                yield from _lines(child)


def _cell(walker: BodyWalker, cell: Element, beside: list[Element]) -> Prose:
    text: list[Run] = []
    for part in walker.parts(cell.children, cell):
        if isinstance(part, Element):
            inner = [Run(said(part))]
            beside.extend(shown(part.children))
        else:
            inner = list(runs(part.nodes))
            beside.extend(shown(part.nodes))
        text = joined(text, inner)
    return Prose(**settled_words(text))


def _tagged(element: Element, tags: frozenset[str]) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element) and child.tag in tags:
            yield child
