"""A page as a browser takes it apart (WHATWG HTML), and what it does not like in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs

from ..errors import MissingExtraError

_UNSEEN = frozenset({"script", "style", "template", "title", "head"})
_BLANK = re.compile(r"\s+")
_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "poster", "data", "xlink:href", "cite"}
)
_SETS = frozenset({"srcset", "imagesrcset"})


@attrs.frozen
class Element:
    """One element: its name, its attributes, the text in it, and what it stands in."""

    name: str
    attributes: dict[str, str]
    text: str
    within: tuple[str, ...]

    def get(self, name: str) -> str:
        """Give an attribute; nothing, where there is none."""
        return self.attributes.get(name, "")

    def addresses(self) -> Iterator[str]:
        """Give every address that it names."""
        for name, value in self.attributes.items():
            if name in _ADDRESSES:
                yield value.strip()
            elif name in _SETS:
                yield from (one.split()[0] for one in value.split(",") if one.strip())


@attrs.frozen
class Seen:
    """A page: its *errors*, its elements in their order, and the text to be read."""

    errors: tuple[str, ...]
    elements: tuple[Element, ...]
    text: str

    def all(self, *names: str) -> Iterator[Element]:
        """Give the elements of some names."""
        return (one for one in self.elements if one.name in names)

    def meta(self, name: str) -> tuple[str, ...]:
        """Give what the head says under a name, each time that it does."""
        return tuple(
            one.get("content")
            for one in self.all("meta")
            if name in {one.get("name").lower(), one.get("http-equiv").lower()}
        )

    def links(self, relation: str) -> tuple[str, ...]:
        """Give the addresses to which the page has a relation, such as canonical."""
        return tuple(
            one.get("href")
            for one in self.all("link")
            if relation in one.get("rel").lower().split()
        )


def seen(data: bytes) -> Seen:
    """Take a page apart.

    Raises:
        MissingExtraError: the extra ``testing`` is not installed.
    """
    try:
        from tinyhtml5.parser import HTMLParser  # noqa: PLC0415 - an extra
    except ImportError as missing:  # pragma: no cover - the tests have it
        feature, extra = "taking pages apart", "testing"
        raise MissingExtraError(feature, extra) from missing
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(data, transport_encoding="utf-8")
    errors = (
        f"line {place[0] if place else '?'}: {code} {_told(facts)}".rstrip()
        for place, code, facts in parser.errors
    )
    elements = tuple(_elements(root, ()))
    return Seen(tuple(errors), elements, collapsed("".join(_read(root))))


def collapsed(text: str) -> str:
    """Write any run of blanks as one, as a browser shows it."""
    return _BLANK.sub(" ", text).strip()


def _told(facts: dict[str, Any]) -> str:
    return ", ".join(f"{value}" for value in facts.values())


def _elements(node: Any, within: tuple[str, ...]) -> Iterator[Element]:
    if not isinstance(node.tag, str):  # a comment
        return
    name = node.tag.rpartition("}")[2]
    named = {str(key).rpartition("}")[2]: value for key, value in node.attrib.items()}
    yield Element(name, named, collapsed("".join(node.itertext())), within)
    for child in node:
        yield from _elements(child, (*within, name))


def _read(node: Any) -> Iterator[str]:
    """Give the text that a reader sees."""
    shown = isinstance(node.tag, str) and node.tag not in _UNSEEN
    if shown and node.tag == "br":
        yield " "
    elif shown and "hidden" not in node.attrib:
        yield node.text or ""
        for child in node:
            yield from _read(child)
            yield child.tail or ""
