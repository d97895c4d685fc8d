"""Cleaned HTML as a tree that is small, and never too deep to walk."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TypeAlias

import attrs

from .cleaning import last_line, unmarked

DEEPEST = 80
VOID = frozenset({"br", "hr", "img", "link", "meta", "source", "wbr"})
_RUNNING = (
    "a b strong i em u s del strike sub sup code kbd samp tt br span time small wbr q"
    " cite img picture source video audio iframe"
)
INLINE = frozenset(_RUNNING.split())
SILENT = frozenset({"hr", "link", "meta", "title"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@attrs.define(eq=False)
class Element:
    """A tag with what it holds. *line* is where it begins in the original."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = attrs.field(factory=list)
    weight: int = 0
    """How many characters of text it holds."""
    has_blocks: bool = False

    def get(self, name: str) -> str:
        """The value of an attribute, empty where there is none."""
        return self.attributes.get(name, "")

    def names(self, name: str) -> frozenset[str]:
        """The words of an attribute that holds several, such as ``rel``."""
        return frozenset(self.get(name).casefold().split())

    @property
    def is_inline(self) -> bool:
        """Whether it is part of running text."""
        return self.tag in INLINE and not self.has_blocks

    def elements(self) -> Iterator[Element]:
        """Every element in it, in reading order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def first(self, *tags: str) -> Element | None:
        """The first element in it that has one of these tags."""
        return next((one for one in self.elements() if one.tag in tags), None)

    @property
    def text(self) -> str:
        """All text in it, with breaks."""
        return "".join(
            child
            if isinstance(child, str)
            else ("\n" if child.tag == "br" else child.text)
            for child in self.children
        )


Node: TypeAlias = Element | str


def tree(html: str) -> Element:
    """Parse cleaned HTML; below a depth that no story needs, only the text is kept."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.finished()


class _Builder(HTMLParser):
    """Builds the tree without recursion."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.line = 1
        self.open = [Element("root", {}, 1)]
        self.beyond: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if len(self.open) > DEEPEST:
            self._flatten(tag)
            if tag not in VOID:
                self.beyond.append(tag)
            return
        values = {name: unmarked(value or "") for name, value in attrs}
        element = Element(tag, values, self.line)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close an element; the cleaner has closed all in their order."""
        if self.beyond:
            self._flatten(self.beyond.pop())
        elif len(self.open) > 1 and self.open[-1].tag == tag:
            self._close()

    def handle_data(self, data: str) -> None:
        """Take text, and note where in the original we are."""
        self.line = last_line(data) or self.line
        text = unmarked(data)
        if text:
            self.open[-1].children.append(text)
            self.open[-1].weight += len(text.strip())

    def finished(self) -> Element:
        """Close what is open, and give the root."""
        while len(self.open) > 1:
            self._close()
        return self.open[0]

    def _flatten(self, tag: str) -> None:
        """Keep words apart whose tags are not kept."""
        if tag == "br" or tag not in INLINE:
            self.open[-1].children.append(" ")

    def _close(self) -> None:
        element = self.open.pop()
        parent = self.open[-1]
        parent.weight += element.weight
        parent.has_blocks |= element.has_blocks or element.tag not in INLINE
