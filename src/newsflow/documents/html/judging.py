"""What of a page is no story: by its element, its words, or what it follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs

from ...model.blocks import ListItem
from ..runs import Run
from ..text import Reason
from .furniture import BYLINE_NAMES, furniture, line_furniture, named, of_page
from .inline import words
from .reasons import HtmlReason
from .tree import Element, Node

_LONGEST_BYLINE = 300
_LONGEST_BOX = 600


class Judge(Protocol):
    """Tells why something is set aside; None for what stays."""

    def element(self, element: Element) -> str | None:
        """Judge a block-level element before it is read."""
        ...

    def line(self, nodes: Sequence[Node], runs: Sequence[Run]) -> str | None:
        """Judge a paragraph or subhead by its words and what they stand in."""
        ...

    def items(self, items: Sequence[ListItem]) -> str | None:
        """Judge a list by its items."""
        ...


class Trusting:
    """Sets nothing aside: for HTML that is all story, as an editor field gives it."""

    def element(self, element: Element) -> None:
        """Let every element stay."""

    def line(self, nodes: Sequence[Node], runs: Sequence[Run]) -> None:
        """Let every line stay."""

    def items(self, items: Sequence[ListItem]) -> None:
        """Let every list stay."""


@attrs.define
class Wary:
    """Judges the HTML of a page. *weight* is how much text its story has."""

    weight: int
    pages: bool
    related: bool = False

    def element(self, element: Element) -> str | None:
        """Judge an element by what it is and how its author named it."""
        reason = furniture(element, of=self.weight)
        if reason is None and self.pages:
            reason = of_page(element)
        if reason is None and is_byline(element):
            reason = HtmlReason.BYLINE
        if reason is None and element.weight * 3 < self.weight:
            reason = HtmlReason.AUTHOR_BOX if _is_author_box(element) else None
        return reason

    def line(self, nodes: Sequence[Node], runs: Sequence[Run]) -> str | None:
        """Judge a line as in any text; links alone after "Read more:" go with it."""
        text = "".join(run.text for run in runs)
        if not text:
            return None
        if _is_time(nodes):
            return Reason.TIME_STAMP
        found = line_furniture(text)
        if found is None and self.related and _is_link(runs):
            return Reason.RELATED
        self.related = found == Reason.RELATED
        return found

    def items(self, items: Sequence[ListItem]) -> str | None:
        """Judge a list: all of it is furniture, or none."""
        texts = [item.text for item in items if item.text.strip()]
        found = [line_furniture(text) for text in texts]
        if texts and all(found):
            return found[0]
        linked = all(len(item.spans) == len(_linked(item)) for item in items)
        was_related, self.related = self.related, False
        return Reason.RELATED if was_related and linked else None


def is_byline(element: Element) -> bool:
    """Tell whether an element is there to name the author."""
    if not 0 < element.weight <= _LONGEST_BYLINE:
        return False
    marked = element.get("itemprop") == "author" or "author" in element.names("rel")
    return marked or not BYLINE_NAMES.isdisjoint(named(element))


def _is_author_box(element: Element) -> bool:
    """Tell whether an element says more of the author than of anything else."""
    if not 0 < element.weight <= _LONGEST_BOX:
        return False
    inside = (one for one in element.elements() if one.get("itemprop") == "author")
    return any(one.weight * 2 > element.weight for one in inside)


def _is_time(nodes: Sequence[Node]) -> bool:
    whole = Element("time", {}, 0, list(nodes))
    time = whole.first("time")
    return time is not None and words(time.children) == words(nodes)


def _is_link(runs: Sequence[Run]) -> bool:
    return all(run.link is not None or not run.text.strip() for run in runs)


def _linked(item: ListItem) -> list[str]:
    keys = {link.key for link in item.links}
    return [span.text for span in item.spans if not keys.isdisjoint(span.marks)]
