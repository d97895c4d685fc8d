"""Quotations, and the posts that sites hand out in the dress of quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...model.blocks import Embed, Quote
from ..addresses import page_of
from ..drafting import words as settled_words
from ..providers import provider_of
from ..runs import Run
from .inline import runs, shown, words
from .lists import joined
from .tree import HEADINGS, Element, Node

if TYPE_CHECKING:
    from .body import BodyWalker, Part

_POSTS = re.compile(
    r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|fb-post)\b"
)
_DASH = re.compile(r"^(?:[—–-]|--)\s*")


def read_quote(walker: BodyWalker, element: Element, *, speaker: str = "") -> None:
    """Read a quotation; its footer, or else its *speaker*, says whose it is.

    A quotation holds text: whatever else lies in it stands after the words before it.
    """
    post = _post(element, walker.draft.key)
    if post is not None:
        walker.draft.add(post)
        return
    named = next(filter(_names_speaker, element.children), None)
    rest = [child for child in element.children if child is not named]
    by = _speaker(named) if isinstance(named, Element) else speaker
    href = page_of(element.get("cite"))
    text: list[Run] = []
    beside: list[Element] = []
    for part in _flat(walker, rest, element):
        if isinstance(part, Element) and part.tag not in HEADINGS:
            _quoted(walker, text)
            text = []
            walker.block(part)
            continue
        nodes = part.children if isinstance(part, Element) else part.nodes
        text = joined(text, runs(nodes))
        beside.extend(shown(nodes))
    _quoted(walker, text, by, href)
    for one in beside:
        walker.show(one)


def _flat(walker: BodyWalker, nodes: Sequence[Node], owner: Element) -> Iterator[Part]:
    for part in walker.parts(nodes, owner):
        if isinstance(part, Element) and part.tag == "blockquote":
            yield from _flat(walker, part.children, part)
        else:
            yield part


def _quoted(
    walker: BodyWalker, text: Sequence[Run], by: str = "", href: str | None = None
) -> None:
    found = settled_words(text)
    walker.draft.add(Quote(key=walker.draft.key, speaker=by, href=href, **found))


def _names_speaker(node: Node) -> bool:
    return isinstance(node, Element) and node.tag in {"footer", "cite"}


def _speaker(named: Element) -> str:
    """The name as it stands in a ``cite`` of its own, else without its dash."""
    whole = words(named.children)
    cite = named if named.tag == "cite" else named.first("cite")
    if cite is not None and words(cite.children) == whole:
        return whole
    return _DASH.sub("", whole)


def _post(element: Element, key: str) -> Embed | None:
    if not _POSTS.search(element.get("class")):
        return None
    addresses = [page_of(a.get("href")) for a in element.elements() if a.tag == "a"]
    known = [one for one in addresses if one is not None and provider_of(one)]
    if not known:
        return None
    caption = words(element.children)
    return Embed(
        key=key, href=known[-1], provider=provider_of(known[-1]), caption=caption
    )
