"""Answers: plain JSON out of the library's values, and columns for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..model.times import instant_text

_HIDDEN = frozenset({"token"})
"""The lease of a delivery: who knows it can settle the delivery."""


def plain(value: Any) -> Any:
    """Write a value of the library as plain JSON: its fields, by name."""
    match value:
        case Enum():
            return value.value
        case str() | int() | None:
            return value
        case datetime():
            return instant_text(value)
        case timedelta():
            return int(value.total_seconds())
        case Mapping() | Iterable():
            return _members(value)
        case _:
            return _fields(value) if attrs.has(type(value)) else str(value)


def as_json(answer: Any) -> str:
    """Write an answer as JSON that people can read, too."""
    return json.dumps(plain(answer), ensure_ascii=False, indent=2)


def as_line(answer: Any) -> str:
    """Write an answer as JSON on one line."""
    return json.dumps(plain(answer), ensure_ascii=False)


def columns(rows: Iterable[Sequence[object]], *, indent: str = "") -> str:
    """Set rows in columns; the last one may be as long as it likes."""
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        indent
        + "  ".join(
            f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    )


def local(value: datetime, zone: ZoneInfo) -> str:
    """Write an instant as the newsroom's clocks show it, with the zone."""
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"


def counted(number: int, word: str, many: str | None = None) -> str:
    """Write a number with its word: ``1 article``, ``2 articles``, ``3 stories``."""
    return f"{number} {word if number == 1 else many or f'{word}s'}"


def _members(value: Iterable[Any]) -> Any:
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    listed = list(map(plain, value))
    return sorted(listed) if isinstance(value, frozenset | set) else listed


def _fields(value: Any) -> dict[str, Any]:
    return {
        field.name: plain(getattr(value, field.name))
        for field in attrs.fields(type(value))
        if not field.name.startswith("_") and field.name not in _HIDDEN
    }
