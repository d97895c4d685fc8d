"""Lists: items with their levels, out of lists in one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...model.blocks import ListBlock, ListItem
from ..drafting import DEEPEST_ITEM
from ..drafting import words as settled_words
from ..runs import Run
from .inline import SHOWN, runs, shown
from .tree import HEADINGS, Element

if TYPE_CHECKING:
    from .body import BodyWalker

LISTS = frozenset({"ul", "ol"})


def read_list(walker: BodyWalker, element: Element) -> None:
    """Read a list; whatever lies in it that is neither text nor list parts it."""
    items: list[ListItem] = []
    for found in _items(walker, element, 1):
        if isinstance(found, ListItem):
            items.append(found)
            continue
        _listed(walker, element, items)
        items = []
        if found.tag in SHOWN:
            walker.show(found)
        else:
            walker.block(found)
    _listed(walker, element, items)


def joined(text: Sequence[Run], more: Sequence[Run]) -> list[Run]:
    """Put the text of two paragraphs into one, with an empty line between."""
    return [*text, Run("\n\n"), *more] if text and more else [*text, *more]


def _listed(walker: BodyWalker, element: Element, items: Sequence[ListItem]) -> None:
    reason = walker.judge.items(items)
    if reason is not None:
        for item in items:
            walker.draft.set_aside(element.line, item.text, reason)
        return
    ordered = element.tag == "ol"
    walker.draft.add(
        ListBlock(key=walker.draft.key, items=tuple(items), ordered=ordered)
    )


def _items(
    walker: BodyWalker, element: Element, level: int
) -> Iterator[ListItem | Element]:
    for child in element.children:
        if isinstance(child, str):
            yield from _item(runs([child]), level)
        elif child.tag in LISTS:
            yield from _items(walker, child, level + 1)
        else:
            yield from _inside(walker, child, level)


def _inside(
    walker: BodyWalker, item: Element, level: int
) -> Iterator[ListItem | Element]:
    """What an item holds: its text, the lists below it, and all that is neither."""
    text: list[Run] = []
    beside: list[Element] = []
    for part in walker.parts([item], item):
        nodes = part.children if isinstance(part, Element) else part.nodes
        if not isinstance(part, Element) or part.tag in HEADINGS:
            text = joined(text, runs(nodes))
            beside.extend(shown(nodes))
            continue
        yield from _item(text, level)
        text = []
        if part.tag in LISTS:
            yield from _items(walker, part, level + 1)
        else:
            yield part
    yield from _item(text, level)
    yield from beside


def _item(text: Sequence[Run], level: int) -> Iterator[ListItem]:
    if any(run.text.strip() for run in text):
        yield ListItem(level=min(level, DEEPEST_ITEM), **settled_words(text))
