"""Find the story on a page."""

from __future__ import annotations

from collections.abc import Iterable

from .tree import Element

_OTHERS = frozenset({"author", "creator", "image", "publisher"})
_BODIES = frozenset({"articleBody", "articlebody"})


def story_of(root: Element) -> Element:
    """The element that holds the story: all there is, where nothing marks it out.

    An ``article`` counts, else ``main``. Of several articles, none in another, it is
    the one with most text, if it has more than all others together: teasers and
    comments are articles too.
    """
    body = next((one for one in root.elements() if _is_body(one)), None)
    articles = _outermost(root, "article")
    around = [one for one in articles if body is not None and _holds(one, body)]
    if around:
        return around[0]
    largest = max(articles, key=lambda one: one.weight, default=None)
    if largest is not None and largest.weight * 2 > _weight(articles):
        return largest
    main = root.first("main") or _by_role(root)
    return main or body or root


def path_to(root: Element, wanted: Element) -> frozenset[int]:
    """The identities of all elements that hold *wanted*, itself included."""
    way = _way(root, wanted)
    return frozenset(map(id, way))


def described(story: Element) -> Element | None:
    """What the story marks as its own description, not as that of its author."""
    for child in story.children:
        if isinstance(child, Element):
            if child.get("itemprop") == "description" and child.children:
                return child
            found = None if child.get("itemprop") in _OTHERS else described(child)
            if found is not None:
                return found
    return None


def _way(element: Element, wanted: Element) -> list[Element]:
    if element is wanted:
        return [element]
    for child in element.children:
        if isinstance(child, Element):
            below = _way(child, wanted)
            if below:
                return [element, *below]
    return []


def _is_body(element: Element) -> bool:
    return not _BODIES.isdisjoint((element.get("itemprop"), element.get("property")))


def _outermost(element: Element, tag: str) -> list[Element]:
    found: list[Element] = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child] if child.tag == tag else _outermost(child, tag)
    return found


def _holds(outer: Element, inner: Element) -> bool:
    return outer is inner or any(one is inner for one in outer.elements())


def _by_role(root: Element) -> Element | None:
    return next((one for one in root.elements() if one.get("role") == "main"), None)


def _weight(elements: Iterable[Element]) -> int:
    return sum(element.weight for element in elements)
