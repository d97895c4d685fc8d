"""Times as people type them: with an offset, or on the newsroom's own clocks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

_SHAPE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?"
)


# click made its parameter types generic after the oldest release that we run on.
if TYPE_CHECKING:
    _Type = click.ParamType[datetime]
else:
    _Type = click.ParamType


class Instant(_Type):
    """A date and time. Without an offset it is naive: the newsroom's zone is meant."""

    name = "instant"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read what was typed."""
        if isinstance(value, datetime):
            return value
        found = _read(value)
        if found is not None:
            return found
        message = (
            f"{value!r} is no date and time such as 2026-11-24T07:30, which the "
            "newsroom's zone is added to, or 2026-11-24T07:30+01:00."
        )
        return self.fail(message, param, ctx)


INSTANT = Instant()


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if _SHAPE.fullmatch(text) else None
    except ValueError:
        return None


def placed(value: datetime, zone: ZoneInfo) -> datetime:
    """Place a naive time in a zone.

    Raises:
        UsageError: the clocks of that zone never show it, or show it twice.
    """
    first, second = (value.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != value:
        message = f"In {zone.key} the clocks go past {value:%Y-%m-%d %H:%M} that day."
    else:
        message = (
            f"In {zone.key} it is {value:%Y-%m-%d %H:%M} twice that day: add the "
            f"offset, {first:%z} or {second:%z}."
        )
    raise click.UsageError(message)
