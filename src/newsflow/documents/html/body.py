"""Blocks from the tree of a page: text is parted, wholes are handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeAlias

import attrs

from ...model.blocks import Embed, Heading, ImageBlock, Paragraph
from ..addresses import page_of
from ..drafting import DEEPEST_HEADING, BodyDraft
from ..drafting import words as settled_words
from ..providers import provider_of
from .furniture import lines
from .gallery import Gallery
from .inline import runs, shown, words
from .judging import Judge
from .reasons import HtmlReason
from .tree import HEADINGS, SILENT, Element, Node
from .wholes import WHOLE, read_whole

# In these, two breaks in a row part paragraphs, as old pages have it.
_LOOSE = frozenset(
    {"root", "html", "body", "main", "article", "section", "div", "center"}
)


@attrs.frozen
class Text:
    """Running text between blocks; *owner* is the element that holds it."""

    nodes: Sequence[Node]
    owner: Element

    @property
    def line(self) -> int:
        """Where it begins in the original, as near as the tags tell."""
        inside = (one.line for one in self.nodes if isinstance(one, Element))
        return next(inside, self.owner.line)


Part: TypeAlias = Text | Element
"""What a body is made of: running text, or an element to be read as a whole."""


@attrs.frozen(kw_only=True)
class BodyWalker:
    """Reads blocks into a draft.

    *skipped* holds the identities of elements that were read before; *down* is how many
    levels the subheads move down.
    """

    draft: BodyDraft
    gallery: Gallery
    judge: Judge
    skipped: frozenset[int] = frozenset()
    down: int = 0

    def read(self, element: Element) -> None:
        """Read what an element holds."""
        for part in self.parts(element.children, element):
            self.block(part)

    def parts(self, nodes: Iterable[Node], owner: Element) -> Iterator[Part]:
        """Take text and blocks apart, setting aside what is no story."""
        pending: list[Node] = []
        for node in nodes:
            if isinstance(node, str) or node.is_inline:
                pending.append(node)
                continue
            yield from _texts(pending, owner)
            pending = []
            yield from self._opened(node)
        yield from _texts(pending, owner)

    def block(self, part: Part) -> None:
        """Read one part."""
        if isinstance(part, Text):
            self._paragraph(part)
        elif part.tag in HEADINGS:
            self._heading(part)
        else:
            read_whole(self, part)

    def show(self, element: Element) -> None:
        """Add a picture, a player or a frame; one that leads nowhere stands aside."""
        if element.tag == "img":
            medium = self.gallery.place(element)
            if medium is not None:
                self.draft.add(ImageBlock(key=self.draft.key, media=medium))
            return
        source = element if element.get("src") else element.first("source")
        href = page_of(source.get("src")) if source else None
        title = element.get("title")
        if href is None:
            said = title or f"{element.tag} {element.get('src')}"
            self.draft.set_aside(element.line, said, HtmlReason.RELATIVE_ADDRESS)
            return
        provider = provider_of(href)
        self.draft.add(
            Embed(key=self.draft.key, href=href, title=title, provider=provider)
        )

    def set_aside(self, element: Element, reason: str) -> None:
        """Keep all that an element says, and why it is no story."""
        for line, text in lines(element):
            self.draft.set_aside(line, text, reason)

    def _opened(self, element: Element) -> Iterator[Part]:
        if element.tag in SILENT or id(element) in self.skipped:
            return
        reason = self.judge.element(element)
        if reason is not None:
            self.set_aside(element, reason)
        elif element.tag in HEADINGS | WHOLE:
            yield element
        else:
            yield from self.parts(element.children, element)

    def _paragraph(self, part: Text) -> None:
        wordless = takewhile(lambda node: not words([node]), part.nodes)
        above = list(shown(wordless))
        for element in above:
            self.show(element)
        found = runs(part.nodes)
        reason = self.judge.line(part.nodes, found)
        if reason is None:
            self.draft.add(Paragraph(key=self.draft.key, **settled_words(found)))
        else:
            text = "".join(run.text for run in found)
            self.draft.set_aside(part.line, text, reason)
        for element in list(shown(part.nodes))[len(above) :]:
            self.show(element)

    def _heading(self, element: Element) -> None:
        found = runs(element.children)
        reason = self.judge.line(element.children, found)
        level = max(2, min(int(element.tag[1]) + self.down, DEEPEST_HEADING))
        if reason is None:
            text = settled_words(found)
            self.draft.add(Heading(key=self.draft.key, level=level, **text))
        else:
            self.set_aside(element, reason)
        for one in shown(element.children):
            self.show(one)


def _texts(nodes: Sequence[Node], owner: Element) -> Iterator[Text]:
    if owner.tag not in _LOOSE:
        if nodes:
            yield Text(nodes, owner)
        return
    group: list[Node] = []
    breaks = 0
    for node in nodes:
        blank = isinstance(node, str) and not node.strip()
        is_break = isinstance(node, Element) and node.tag == "br"
        if breaks > 1 and not blank and not is_break:
            yield Text(group, owner)
            group = []
        breaks = breaks + is_break if is_break or blank else 0
        group.append(node)
    if group:
        yield Text(group, owner)
