"""Times as people type them: with an offset, or on the newsroom's own clocks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from ..model.clocks import neighbours, shift_at

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
        UsageError: the clocks of that zone never show it, with the times beside it;
            or show it twice, with the two offsets.
    """
    there = value.replace(tzinfo=zone)
    shift = shift_at(there)
    if not shift:
        return there
    said = f"{value:%Y-%m-%d %H:%M}"
    if shift > timedelta(0):
        before, after = neighbours(there)
        message = (
            f"In {zone.key} the clocks go past {said} that day: say "
            f"{before:%Y-%m-%dT%H:%M} or {after:%Y-%m-%dT%H:%M}."
        )
    else:
        second = there.replace(fold=1)
        message = (
            f"In {zone.key} it is {said} twice that day: add the "
            f"offset, {there:%z} or {second:%z}."
        )
    raise click.UsageError(message)
