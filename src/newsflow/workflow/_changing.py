"""Changing an article: a new one with some fields otherwise, made in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import attrs

from ..events import Event
from ..model.article import Article

_NAMES = tuple(field.name for field in attrs.fields(Article))
_VALUES = attrgetter(*_NAMES)
_PUTS: Mapping[str, Callable[[Article, Any], None]] = MappingProxyType(
    {name: getattr(Article, name).__set__ for name in _NAMES}
)
_ANEW: Mapping[str, Any] = MappingProxyType(
    {"submission": None, "approvals": (), "schedule": None, "glass_broken": False}
)


def stepped(article: Article, event: Event, **changes: Any) -> Article:
    """Give the article at the event's position, with *changes*."""
    changes["position"] = event.position
    changes["updated"] = event.at
    return _changed(article, changes)


def reviewed_anew(article: Article, event: Any, **changes: Any) -> Article:
    """Give the article in the event's state, and with *changes*.

    What was approved, handed in or scheduled is void.
    """
    anew = {**_ANEW, **changes}
    anew["state"] = event.state
    anew["position"] = event.position
    anew["updated"] = event.at
    return _changed(article, anew)


def _changed(article: Article, changes: Mapping[str, Any]) -> Article:
    # attrs.evolve does the same in four times the time, and this is the hot path. An
    # article has neither converters nor validators that would be passed by.
    new = object.__new__(Article)
    for put, value in zip(_PUTS.values(), _VALUES(article), strict=True):
        put(new, value)
    for name, value in changes.items():
        _PUTS[name](new, value)
    return new
