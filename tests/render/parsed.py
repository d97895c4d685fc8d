"""A page as a browser would have it: parsed by the HTML5 algorithm, faults and all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

_HTML = "{http://www.w3.org/1999/xhtml}"
_TEMPLATES = files("newsflow.render") / "templates"
SCRIPT = (_TEMPLATES / "share.js").read_text("utf-8").strip()
SEARCH = (_TEMPLATES / "search.js").read_text("utf-8").strip()
STYLE = (_TEMPLATES / "style.css").read_text("utf-8")
SAFE = frozenset({"", "http", "https", "mailto", "tel"})
# Whatever loads, runs, sends or moves a page; what is not on this list is none of ours.
OURS = frozenset(
    {
        *("html", "head", "meta", "title", "link", "script", "style", "body"),
        *("header", "main", "article", "nav", "aside", "section", "footer", "div"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "br"),
        *("ol", "ul", "li", "a", "strong", "em", "u", "s", "sub", "sup", "code"),
        *("cite", "bdi", "span", "time", "button"),
        *("figure", "figcaption", "img", "video", "audio"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    }
)
FORM = ("form", "label", "input")
"""What the search page has besides, each once, and no other page."""

_SENDS = ("action", "method", "target", "formaction")
_ADDRESSES = ("href", "src", "cite", "action", "formaction", "data", "poster", "srcset")


class Document:
    """A parsed page, and what must hold of every page."""

    def __init__(self, page: bytes) -> None:
        parser = HTMLParser()
        self.root: Element = parser.parse(page, transport_encoding="utf-8")
        self.errors = [error for _, error, _ in parser.errors]

    def all(self, tag: str) -> Iterator[Element]:
        """Give the elements of a name."""
        return self.root.iter(f"{_HTML}{tag}")

    def text(self, tag: str) -> str:
        """Give the text in the first element of a name."""
        return "".join(next(self.all(tag)).itertext())

    @property
    def meta(self) -> dict[str, list[str]]:
        """What the head says, by name or property."""
        told: dict[str, list[str]] = {}
        for one in self.all("meta"):
            name = one.get("name") or one.get("property") or one.get("http-equiv")
            told.setdefault(name or "charset", []).append(one.get("content", ""))
        return told

    @property
    def linked_data(self) -> Any:
        """The JSON-LD."""
        return next(
            (json.loads(one.text or "") for one in self.all("script") if one.attrib),
            None,
        )

    def hold_harmless(self) -> None:
        """Nothing runs but our script, nothing is styled or led but as we meant it."""
        assert [] == self.errors
        for element in self.root.iter():
            assert isinstance(element.tag, str), "a comment"
            assert element.tag.removeprefix(_HTML) in OURS.union(FORM)
            self._hold_attributes(element)
        self._hold_scripts()
        self._hold_forms()
        assert [STYLE] == [one.text for one in self.all("style")]
        assert 1 == len(list(self.all("title")))

    @staticmethod
    def _hold_attributes(element: Element) -> None:
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "srcdoc", "ping", "background"}
            if name in _ADDRESSES:
                several = value.split(", ") if name == "srcset" else [value]
                for one in several:
                    assert urlsplit(re.sub(r"[\s\x00]", "", one)).scheme in SAFE
        if element.tag == f"{_HTML}meta":
            assert element.get("http-equiv") in {None, "Content-Security-Policy"}

    def _hold_scripts(self) -> None:
        data = [one for one in self.all("script") if one.attrib]
        code = [one.text for one in self.all("script") if not one.attrib]
        kind = {"type": "application/ld+json"}
        assert [kind] * len(data) == [dict(one.attrib) for one in data]
        assert 1 >= len(data)
        assert code in ([], [SCRIPT], [SEARCH])
        for one in data:
            assert not re.search("[<>&\u2028\u2029]", one.text or "")

    def _hold_forms(self) -> None:
        code = [one.text for one in self.all("script")]
        found = [len(list(self.all(name))) for name in FORM]
        assert found == [int(SEARCH in code)] * len(FORM)
        assert not any(
            name in one.attrib for one in self.all("form") for name in _SENDS
        )
