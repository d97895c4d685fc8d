"""Figures: what they show, and what stands under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from ...model.blocks import Embed, ImageBlock, Paragraph, Quote, Table
from ...model.text import optional_line, optional_paragraph
from ..addresses import page_of
from ..drafting import words as settled_words
from ..runs import Run
from ..text import Reason
from .furniture import named, said
from .inline import SHOWN, shown, words
from .reasons import HtmlReason
from .tree import Element, Node

if TYPE_CHECKING:
    from .body import BodyWalker, Text

_CREDITS = frozenset({"creator", "copyrightHolder", "author"})
_CREDIT_NAMES = frozenset({"credit", "credits", "copyright"})


@attrs.frozen
class Caption:
    """What stands under a figure, and who is credited there."""

    text: str | None = None
    credit: str | None = None


def read_figure(walker: BodyWalker, figure: Element) -> None:
    """Read what a figure shows, and give it the caption."""
    element = figure.first("figcaption")
    caption = Caption() if element is None else _caption(element)
    embed = _embed(figure, caption, walker.draft.key)
    if embed is not None:
        walker.draft.add(embed)
        return
    start = len(walker.draft.blocks)
    for part in walker.parts(figure.children, figure):
        if not isinstance(part, Element):
            _loose_text(walker, part, labels=element is not None)
        elif part.tag != "figcaption":
            walker.block(part)
    if _describe(walker, start, caption):
        return
    if len(walker.draft.blocks) > start or figure.first(*SHOWN) is None:
        _paragraph(walker, caption)
    else:
        walker.draft.set_aside(figure.line, _whole(caption), Reason.CAPTION)


def read_loose_caption(walker: BodyWalker, element: Element) -> None:
    """Give a caption that stands in no figure to the picture right before it."""
    caption = _caption(element)
    start = max(len(walker.draft.blocks) - 1, 0)
    if not _describe(walker, start, caption):
        _paragraph(walker, caption)


def _loose_text(walker: BodyWalker, part: Text, *, labels: bool) -> None:
    """Read what is no caption: beside a caption, words like "Photo" are a label."""
    text = words(part.nodes)
    if not (labels and text):
        walker.block(part)
        return
    walker.draft.set_aside(part.line, text, HtmlReason.FIGURE_LABEL)
    for one in shown(part.nodes):
        walker.show(one)


def _describe(walker: BodyWalker, start: int, caption: Caption) -> bool:
    """Give a caption to the first block that can have one; tell whether one took it."""
    if caption.text is None and caption.credit is None:
        return True
    blocks = walker.draft.blocks
    for at in range(start, len(blocks)):
        block = blocks[at]
        match block:
            case ImageBlock():
                return walker.gallery.describe(
                    block.media, caption.text, caption.credit
                )
            case Embed() | Table() if block.caption is None:
                blocks[at] = attrs.evolve(block, caption=_whole(caption))
                return True
            case Quote() if block.speaker is None:
                blocks[at] = attrs.evolve(block, speaker=_whole(caption))
                return True
    return False


def _paragraph(walker: BodyWalker, caption: Caption) -> None:
    """Keep the words of a caption that nothing can take."""
    found = settled_words([Run(_whole(caption))])
    walker.draft.add(Paragraph(key=walker.draft.key, **found))


def _caption(element: Element) -> Caption:
    credited = list(_credited(element.children))
    held = {id(one) for one in credited}
    text = said(_without(element, held))
    credit = " ".join(words(one.children) for one in credited)
    return Caption(optional_paragraph(text), optional_line(credit))


def _credited(nodes: list[Node]) -> Iterator[Element]:
    for node in nodes:
        if isinstance(node, Element):
            if _is_credit(node):
                yield node
            else:
                yield from _credited(node.children)


def _is_credit(element: Element) -> bool:
    return element.get("itemprop") in _CREDITS or not _CREDIT_NAMES.isdisjoint(
        named(element)
    )


def _without(element: Element, held: set[int]) -> Element:
    kept: list[Node] = [
        _without(child, held) if isinstance(child, Element) else child
        for child in element.children
        if id(child) not in held
    ]
    return attrs.evolve(element, children=kept)


def _whole(caption: Caption) -> str:
    return "\n".join(filter(None, (caption.text, caption.credit)))


def _embed(figure: Element, caption: Caption, key: str) -> Embed | None:
    """A figure that holds a link in place of a frame, as our own writer makes them."""
    link = figure.first("a")
    if "embed" not in figure.names("class") or link is None or figure.first(*SHOWN):
        return None
    href = page_of(link.get("href"))
    if href is None:
        return None
    title = words(link.children)
    return Embed(
        key=key,
        href=href,
        title=None if title == href else title,
        caption=_whole(caption),
        provider=figure.get("data-provider"),
    )
