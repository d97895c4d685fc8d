"""What a browser fetches for a page, without anybody having clicked on anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ._page_seen import Element, Seen

_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""", re.IGNORECASE)
_LOADING: Mapping[str, str] = {
    "audio": "media",
    "iframe": "frame",
    "image": "img",
    "img": "img",
    "input": "img",
    "script": "script",
    "source": "img",
    "track": "media",
    "use": "img",
    "video": "media",
}
"""By which directive of a policy each element is allowed."""
_RELATIONS: Mapping[str, str] = {
    "apple-touch-icon": "img",
    "dns-prefetch": "connect",
    "icon": "img",
    "manifest": "img",
    "modulepreload": "script",
    "preconnect": "connect",
    "prefetch": "connect",
    "preload": "font",
    "stylesheet": "style",
}


def loaded(page: Seen) -> Iterator[tuple[str, str]]:
    """Give each address that is fetched, with the directive that is to allow it."""
    for one in page.elements:
        if one.name == "link":
            yield from _linked(one)
        elif one.name in _LOADING:
            for address in one.addresses():
                yield _LOADING[one.name], address
        elif one.name == "style":
            for address in _URL.findall(one.text):
                yield "font", address


def _linked(one: Element) -> Iterator[tuple[str, str]]:
    for relation in one.get("rel").lower().split():
        if relation in _RELATIONS:
            yield _RELATIONS[relation], one.get("href")
            return
