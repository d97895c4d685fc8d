"""Changing an article: a new one with some fields otherwise, made in one go."""

from __future__ import annotations

from typing import Any

from ..events import Event
from ..model.article import Article


def stepped(article: Article, event: Event, **changes: Any) -> Article:
    """Give the article at the event's position, with *changes*."""
    return _changed(article, event, changes)


def reviewed_anew(article: Article, event: Any, **changes: Any) -> Article:
    """Give the article in the event's state, and with *changes*.

    What was approved, handed in or scheduled is void.
    """
    anew = {
        "state": event.state,
        "submission": None,
        "approvals": (),
        "schedule": None,
        "glass_broken": False,
        **changes,
    }
    return _changed(article, event, anew)


def _changed(article: Article, event: Event, changes: dict[str, Any]) -> Article:
    # attrs.evolve does the same in many times the time, and this is the hot path. An
    # article has neither converters nor validators that would be passed by.
    members = article.__dict__ | changes
    members["position"] = event.position
    members["updated"] = event.at
    new = object.__new__(Article)
    object.__setattr__(new, "__dict__", members)
    return new
