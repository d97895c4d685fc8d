"""Articles as plain documents, for ``--json``, exports and interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

import attrs

from ..model.article import Article
from ..model.times import instant_text


def article_document(article: Article) -> dict[str, Any]:
    """Write an article as a plain document, as schema ``article`` describes it.

    What has its default is left out; instants are RFC 3339 in UTC, sets are sorted.
    There is no way back: an article is only ever a replayed history.
    """
    return dict(_members(article))


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    for name, default in _defaults(value.__class__):
        member = getattr(value, name)
        if member != default:
            yield name, _plain(member)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field)) for field in attrs.fields(kind))


def _default(field: attrs.Attribute[Any]) -> Any:
    made: Any = field.default
    return made.factory() if hasattr(made, "factory") else made


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return dict(_members(value)) if attrs.has(value.__class__) else value
