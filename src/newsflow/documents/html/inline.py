"""Running text from the inline elements of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from ...model.rules import VISIBLE
from ...model.text import line, optional_line
from ...model.text import text as clean
from ..addresses import link_of
from ..runs import Run, Target
from .tree import Element, Node

_MARKS: Mapping[str, str] = MappingProxyType(
    {
        "b": "strong",
        "strong": "strong",
        "i": "em",
        "em": "em",
        "code": "code",
        "kbd": "code",
        "samp": "code",
        "tt": "code",
        "u": "underline",
        "s": "strike",
        "strike": "strike",
        "del": "strike",
        "sub": "sub",
        "sup": "sup",
    }
)
_SOURCE_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" *\n *")
SHOWN = frozenset({"img", "iframe", "video", "audio"})


@attrs.frozen
class _Under:
    """The marks and the link that words stand under."""

    marks: frozenset[str] = frozenset()
    link: Target | None = None

    def inside(self, element: Element) -> _Under:
        """What applies inside an element."""
        mark = _MARKS.get(element.tag)
        if mark is not None:
            return attrs.evolve(self, marks=self.marks | {mark})
        if element.tag == "a" and self.link is None:
            return attrs.evolve(self, link=_target(element))
        return self


def runs(nodes: Iterable[Node]) -> tuple[Run, ...]:
    """Read words with their marks; white space counts as it does on a page."""
    return tidied(_raw(nodes, _Under()))


def words(nodes: Iterable[Node]) -> str:
    """The words alone, as a page shows them."""
    return "".join(run.text for run in runs(nodes))


def title(element: Element) -> str:
    """The words of an element on one line; empty when there is nothing to see."""
    return seen(words(element.children))


def seen(text: str) -> str:
    """A text on one line, or nothing where a reader would see nothing."""
    return line(text) if VISIBLE.search(text) else ""


def tidied(found: Iterable[Run]) -> tuple[Run, ...]:
    """Leave one space where several are, and none beside a break or at the ends."""
    kept: list[Run] = []
    last = "\n"
    for run in found:
        text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", run.text))
        if last in " \n":
            text = text.lstrip(" ")
        if last == " " and text.startswith("\n"):
            _strip_end(kept, " ")
        if not kept:
            text = text.lstrip(" \n")
        if text:
            kept.append(Run(text, run.marks, run.link))
            last = text[-1]
    _strip_end(kept, " \n")
    return tuple(kept)


def shown(nodes: Iterable[Node]) -> Iterator[Element]:
    """The pictures, players and frames among inline elements."""
    for node in nodes:
        if isinstance(node, Element):
            if node.tag in SHOWN:
                yield node
            else:
                yield from shown(node.children)


def _raw(nodes: Iterable[Node], under: _Under) -> Iterator[Run]:
    for node in nodes:
        if isinstance(node, str):
            text = _SOURCE_SPACE.sub(" ", clean(node))
            yield Run(text, under.marks, under.link)
        elif node.tag == "br":
            yield Run("\n", under.marks, under.link)
        elif node.tag == "q":
            yield Run("“", under.marks, under.link)
            yield from _raw(node.children, under)
            yield Run("”", under.marks, under.link)
        elif node.tag not in SHOWN:
            yield from _raw(node.children, under.inside(node))


def _target(element: Element) -> Target | None:
    href = link_of(element.get("href"))
    return None if href is None else (href, optional_line(element.get("title")))


def _strip_end(kept: list[Run], characters: str) -> None:
    while kept:
        last = kept.pop()
        text = last.text.rstrip(characters)
        if text:
            kept.append(Run(text, last.marks, last.link))
            return
