"""What a page says of its story where no reader looks: in its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ...model.credits import Byline
from ...model.rules import LANGUAGE
from ...model.text import text as clean
from ..addresses import page_of
from .inline import seen
from .linked_data import articles
from .tree import Element

_HTML_LANGUAGE = re.compile(
    r"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z0-9-]+)", re.IGNORECASE
)
_LINKED_DATA = re.compile(
    r"<script\b[^>]{0,500}\btype\s*=\s*[\"']?application/ld\+json[^>]{0,500}>",
    re.IGNORECASE,
)
_HEAD = 100_000


@attrs.frozen(kw_only=True)
class Metadata:
    """The fields of a content, as far as the head of its page tells them."""

    headline: str | None = None
    title: str | None = None
    summary: str | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    bylines: tuple[Byline, ...] = ()
    canonical_url: str | None = None


def metadata(source: str, root: Element) -> Metadata:
    """Read the metadata of a page: its own of a news article first, then OpenGraph."""
    linked = next(articles(_linked_data(source)), {})
    meta = _Meta.of(root)
    return Metadata(
        headline=_text(linked.get("headline")) or meta.one("og:title", "twitter:title"),
        title=_title(root, meta),
        summary=_text(linked.get("description"))
        or meta.one("description", "og:description", "twitter:description"),
        language=_language(source, linked, meta),
        section=_text(linked.get("articleSection")) or meta.one("article:section"),
        keywords=tuple(_keywords(linked.get("keywords"), meta)),
        bylines=tuple(_bylines(linked.get("author"), meta)),
        canonical_url=_canonical(root) or page_of(meta.one("og:url") or ""),
    )


@attrs.frozen
class _Meta:
    """The meta elements of a page, by their names."""

    values: Mapping[str, list[str]]

    @classmethod
    def of(cls, root: Element) -> _Meta:
        found: dict[str, list[str]] = {}
        for one in root.elements():
            if one.tag == "meta":
                name = (one.get("property") or one.get("name")).casefold()
                value = seen(one.get("content"))
                if name and value:
                    found.setdefault(name, []).append(value)
        return cls(found)

    def one(self, *names: str) -> str | None:
        """The first value that one of these names has."""
        return next(
            (self.values[name][0] for name in names if name in self.values), None
        )

    def all(self, name: str) -> Sequence[str]:
        """All values that a name has."""
        return self.values.get(name, ())


def _linked_data(source: str) -> Iterator[str]:
    at = 0
    while True:
        found = _LINKED_DATA.search(source, at)
        if found is None:
            return
        at = source.find("</", found.end())
        while at >= 0 and source[at + 2 : at + 8].casefold() != "script":
            at = source.find("</", at + 2)
        if at < 0:
            return
        yield source[found.end() : at]


def _title(root: Element, meta: _Meta) -> str | None:
    """The title of the page, without the name of the site where that is known."""
    element = root.first("title")
    title = seen(element.text) if element else ""
    site = meta.one("og:site_name")
    if site and title.endswith(site):
        title = title.removesuffix(site).rstrip(" |·•–—-:")
    return title or None


def _text(value: object) -> str | None:
    """The text of a value of linked data; of several, the first."""
    match value:
        case str():
            return seen(clean(value)) or None
        case [first, *_]:
            return _text(first)
        case {"@value": inner}:
            return _text(inner)
        case _:
            return None


def _language(source: str, linked: Mapping[str, Any], meta: _Meta) -> str | None:
    tagged = _HTML_LANGUAGE.search(source, 0, _HEAD)
    told = (
        tagged[1] if tagged else None,
        _text(linked.get("inLanguage")),
        meta.one("og:locale", "content-language"),
    )
    tags = (one.replace("_", "-") for one in told if one)
    return next((tag for tag in tags if LANGUAGE.fullmatch(tag)), None)


def _keywords(linked: object, meta: _Meta) -> Iterator[str]:
    match linked:
        case str():
            found: Iterable[object] = linked.split(",")
        case list():
            found = linked
        case _:
            listed = meta.one("keywords", "news_keywords")
            found = listed.split(",") if listed else meta.all("article:tag")
    yield from dict.fromkeys(word for one in found if (word := _text(one)))


def _bylines(linked: object, meta: _Meta) -> Iterator[Byline]:
    found = [_byline(one) for one in (linked if isinstance(linked, list) else [linked])]
    if not any(found):
        names = meta.all("author") or meta.all("article:author")
        found = [_byline(name) for name in names]
    yield from dict.fromkeys(one for one in found if one is not None)


def _byline(author: object) -> Byline | None:
    match author:
        case {"name": name, **rest}:
            told = _text(name)
            url = _text(rest.get("url"))
        case _:
            told, url = _text(author), None
    if not told or page_of(told):
        return None
    return Byline(name=told, url=page_of(url or ""))


def _canonical(root: Element) -> str | None:
    links = (one for one in root.elements() if one.tag == "link")
    canonical = (one.get("href") for one in links if "canonical" in one.names("rel"))
    return next(filter(None, map(page_of, canonical)), None)
