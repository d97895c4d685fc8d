"""News articles in the linked data (JSON-LD) of a page.

Source: https://schema.org/NewsArticle
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_OTHER_TYPES = frozenset(
    {"BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting"}
)
_MOST = 1000


def articles(scripts: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """Find the articles in the linked data of a page; what is no JSON is left out."""
    for script in scripts:
        try:
            value = json.loads(script)
        except (ValueError, RecursionError):
            continue
        yield from filter(_is_article, _objects(value))


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects of a script: alone, in a list or graph, or what a page is about."""
    waiting = [value]
    seen = 0
    while waiting and seen < _MOST:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting.extend(one[:_MOST])
        elif isinstance(one, dict):
            yield one
            waiting.extend(one.get(name) for name in ("@graph", "mainEntity"))


def _is_article(value: Mapping[str, Any]) -> bool:
    kinds = value.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(kind, str) and (kind.endswith("Article") or kind in _OTHER_TYPES)
        for kind in named
    )
