"""Tell what belongs to the page from what belongs to the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ..text.furniture import furniture as text_furniture
from .inline import words
from .reasons import HtmlReason
from .tree import SILENT, Element, Node

_TAGS: Mapping[str, HtmlReason] = MappingProxyType({"nav": HtmlReason.NAVIGATION})
_ROLES: Mapping[str, HtmlReason] = MappingProxyType(
    {
        "navigation": HtmlReason.NAVIGATION,
        "menu": HtmlReason.NAVIGATION,
        "menubar": HtmlReason.NAVIGATION,
        "search": HtmlReason.PAGE_CONTROL,
        "toolbar": HtmlReason.PAGE_CONTROL,
        "dialog": HtmlReason.PAGE_CONTROL,
        "alertdialog": HtmlReason.PAGE_CONTROL,
        "banner": HtmlReason.PAGE_HEADER,
        "contentinfo": HtmlReason.PAGE_FOOTER,
    }
)
_OF_PAGE: Mapping[str, HtmlReason] = MappingProxyType(
    {
        "header": HtmlReason.PAGE_HEADER,
        "footer": HtmlReason.PAGE_FOOTER,
        "aside": HtmlReason.SIDEBAR,
    }
)
_WORDS: tuple[tuple[HtmlReason, str], ...] = (
    (
        HtmlReason.SHARE_LABEL,
        "share sharing sharebar sharetools sharedaddy addthis social",
    ),
    (
        HtmlReason.RELATED,
        "related recirculation recirc outbrain taboola recommended trending readmore",
    ),
    (HtmlReason.NEWSLETTER, "newsletter newsletters signup subscribe subscription"),
    (HtmlReason.ADVERTISEMENT, "ad ads advert adverts advertisement adslot adsense"),
    (HtmlReason.COMMENTS, "comments disqus"),
    (HtmlReason.COOKIE_NOTICE, "cookie cookies consent gdpr"),
    (HtmlReason.BREADCRUMB, "breadcrumb breadcrumbs"),
    (HtmlReason.NAVIGATION, "navigation navbar menu pagination"),
    (HtmlReason.PROMO, "promo promos teaser teasers"),
    (HtmlReason.FOLLOW_US, "follow"),
)
_NAMED: Mapping[str, HtmlReason] = MappingProxyType(
    {word: reason for reason, line in _WORDS for word in line.split()}
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
BYLINE_NAMES = frozenset({"byline", "bylines"})
_BREAKING = frozenset({"br", "td", "th"})


def furniture(element: Element, *, of: int) -> HtmlReason | None:
    """Tell why an element is no part of a story that has *of* characters of text.

    What its author named it counts only where it does not hold the story itself: a
    body may well be called ``article social-wide``.
    """
    if "hidden" in element.attributes or element.get("aria-hidden") == "true":
        return None if element.is_inline else HtmlReason.HIDDEN
    reason = _TAGS.get(element.tag) or _ROLES.get(element.get("role"))
    if reason is not None:
        return reason
    if element.is_inline or element.weight * 3 > of:
        return None
    return next((_NAMED[word] for word in named(element) if word in _NAMED), None)


def of_page(element: Element) -> HtmlReason | None:
    """Tell why an element that stands outside of any story is the page's."""
    return _OF_PAGE.get(element.tag)


def named(element: Element) -> Iterator[str]:
    """The words in the class and the id of an element."""
    for name in (element.get("class"), element.get("id")):
        yield from (word.casefold() for word in _WORD.findall(name))


def line_furniture(text: str) -> str | None:
    """Tell why a line is furniture in any text."""
    reason = text_furniture(text) if text else None
    return None if reason is None else reason.value


def lines(element: Element) -> Iterator[tuple[int, str]]:
    """What an element says, block by block, each with its line."""
    yield from _lines(element.children, element.line)


def said(element: Element) -> str:
    """All that an element says, its blocks on lines of their own."""
    if not element.has_blocks:
        return words(element.children)
    return "\n".join(text for _, text in lines(element))


def _lines(nodes: list[Node], line: int) -> Iterator[tuple[int, str]]:
    pending: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or (node.is_inline and node.tag not in _BREAKING):
            pending.append(node)
            continue
        yield from _said(pending, line)
        pending = []
        if node.tag not in SILENT:
            yield from _lines(node.children, node.line)
    yield from _said(pending, line)


def _said(nodes: list[Node], line: int) -> Iterator[tuple[int, str]]:
    text = words(nodes) if nodes else ""
    if text:
        first = next((one.line for one in nodes if isinstance(one, Element)), line)
        yield (line if isinstance(nodes[0], str) else first), text
