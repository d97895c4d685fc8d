"""Events in words: what happened, who did it, and what they wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..documents.history import event_document
from ..errors import ErasedTextError
from ..events import AnyEvent
from ..newsroom import Newsroom
from .answers import counted, local

_COMMON = frozenset({"article", "position", "at", "by"})
_TEXTS = ("content", "note", "reason", "findings", "reading")
"""The fields of events that name stored texts by digest."""

_SHORT = 12
_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "state": "now {}",
        "version": "v{}",
        "due": "due {}",
        "embargo": "until {}",
        "kind": "{}",
        "holder": "from {}",
        "channels": "to {}",
        "objections": "because of {}",
        "carried": "keeps {}",
        "workflow": "follows {}",
        "expires": "expires {}",
        "priority": "priority {}",
        "urgency": "urgency {}",
        "planned_length": "{} words",
        "errors": "errors: {}",
        "warnings": "warnings: {}",
        "profile": "profile {}",
    }
)
"""The fields that people are told, and how each is called."""


def digests(event: AnyEvent) -> Iterator[str]:
    """Give the digests of the stored texts that an event names."""
    for name in _TEXTS:
        value = getattr(event, name, None)
        if value is not None:
            yield value
    yield from getattr(event, "texts", ())


def told(event: AnyEvent, zone: ZoneInfo) -> str:
    """Say what an event says beside that: versions, states, times."""
    parts = []
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if field.name in _NAMED and value not in {None, ()}:
            parts.append(_NAMED[field.name].format(_shown(value, zone)))
    return ", ".join(parts)


def written(event: AnyEvent, room: Newsroom) -> Iterator[tuple[str, str | None, str]]:
    """Give what was written with an event: its name, its words, its digest.

    The words are None where the text was erased; a content is told by its headline.
    """
    for name in _TEXTS:
        digest = getattr(event, name, None)
        if digest is not None:
            yield name, _words(room, event.article, name, digest), digest


def event_answer(event: AnyEvent, room: Newsroom) -> dict[str, Any]:
    """Write an event for programs, with the words that it names by digest."""
    words = {
        name: None if said is None else said.strip("“”")
        for name, said, _ in written(event, room)
    }
    return {**event_document(event), "words": words}


def short(digest: str) -> str:
    """Shorten a digest for people; it is still one that can be typed."""
    return digest[:_SHORT]


def _words(room: Newsroom, article: str, name: str, digest: str) -> str | None:
    try:
        text = room.words(article, digest)
    except ErasedTextError:
        return None
    match name:
        case "content":
            return f"“{json.loads(text)['headline']}”"
        case "findings":
            return counted(len(json.loads(text)), "finding")
        case "reading":
            account = json.loads(text)
            aside = counted(len(account["aside"]), "line")
            return f"read by {account['reader']}, {aside} set aside"
        case _:
            return f"“{text}”"


def _shown(value: Any, zone: ZoneInfo) -> str:
    match value:
        case datetime():
            return local(value, zone)
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)
