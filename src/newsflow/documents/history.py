"""Events as stored text and back: the body of a record is canonical JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, cast

import attrs

from ..errors import HistoryError
from ..events import EVENTS, AnyEvent, Event
from ..events.chain import Record, seal
from ..model.article import Digest, Release
from ..model.times import instant, stamp
from .fast import writing

_COMMON = frozenset(field.name for field in attrs.fields(Event))


def record(event: AnyEvent, *, before: str) -> Record:
    """Put an event into the form in which it is stored; *before* is the last hash."""
    kind, at = type(event).__name__, stamp(event.at)
    body = _body(event)
    sealed = seal(before, event.article, event.position, kind, event.by, at, body)
    return Record(
        cursor=0,
        article=event.article,
        position=event.position,
        type=kind,
        by=event.by,
        at=at,
        body=body,
        before=before,
        hash=sealed,
    )


def event(record: Record) -> AnyEvent:
    """Read a stored event.

    Raises:
        HistoryError: no event class has that name, or the body is not of that class.
    """
    reader = _readers().get(record.type)
    if reader is None:
        message = (
            f"event {record.position} of {record.article} is a {record.type}, "
            "which this version of newsflow does not know"
        )
        raise HistoryError(message)
    try:
        return reader(record)
    except (TypeError, ValueError, RecursionError) as unfit:
        message = f"event {record.position} of {record.article} cannot be read: {unfit}"
        raise HistoryError(message) from unfit


def named_texts(history: Iterable[AnyEvent]) -> frozenset[Digest]:
    """Name every stored text that a history mentions, those that it erases included."""
    return frozenset(digest for event in history for digest in _named(event))


def _named(event: AnyEvent) -> Iterator[Digest]:
    for field in attrs.fields(type(event)):
        if "Digest" not in _annotation(field):
            continue
        value = getattr(event, field.name)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def event_document(event: AnyEvent) -> dict[str, Any]:
    """Write an event as a plain document, as schema ``event`` describes it."""
    return {
        "type": type(event).__name__,
        "article": event.article,
        "position": event.position,
        "at": stamp(event.at),
        "by": event.by,
        **json.loads(_body(event)),
    }


def _body(event: AnyEvent) -> str:
    members = {}
    for name, default, write in _writers()[type(event)]:
        value = getattr(event, name)
        if value != default:
            members[name] = write(value)
    return writing()(members).decode()


@cache
def _writers() -> Mapping[type, tuple[tuple[str, Any, Callable[[Any], Any]], ...]]:
    return {
        kind: tuple(
            (field.name, field.default, _WRITE.get(_annotation(field), _same))
            for field in attrs.fields(kind)
            if field.name not in _COMMON
        )
        for kind in EVENTS.values()
    }


@cache
def _readers() -> Mapping[str, Callable[[Record], AnyEvent]]:
    return {name: _reader(kind) for name, kind in EVENTS.items()}


def _reader(kind: type[AnyEvent]) -> Callable[[Record], AnyEvent]:
    special = {
        field.name: _READ[_annotation(field)]
        for field in attrs.fields(kind)
        if field.name not in _COMMON and _annotation(field) in _READ
    }
    make = cast("Callable[..., AnyEvent]", kind)

    def read(record: Record) -> AnyEvent:
        members = json.loads(record.body)
        for name, convert in special.items():
            if name in members:
                members[name] = convert(members[name])
        return make(
            article=record.article,
            position=record.position,
            at=_instant(record.at),
            by=record.by,
            **members,
        )

    return read


def _annotation(field: attrs.Attribute[Any]) -> str:
    return str(field.type)


def _same(value: Any) -> Any:
    return value


def _instant(value: str) -> datetime:
    return instant(datetime.fromisoformat(value))


def _optional_stamp(value: datetime | None) -> str | None:
    return None if value is None else stamp(value)


def _optional_instant(value: str | None) -> datetime | None:
    return None if value is None else _instant(value)


_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "datetime": stamp,
    "datetime | None": _optional_stamp,
    "tuple[str, ...]": list,
    "tuple[Digest, ...]": list,
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "datetime": _instant,
    "datetime | None": _optional_instant,
    "tuple[str, ...]": tuple,
    "tuple[Digest, ...]": tuple,
    "Release": Release,
}
