"""Clocks on the wall: which instant is meant by a time that a zone's clocks show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ..errors import InvalidValueError
from .times import instant


def meant(value: datetime) -> datetime:
    """Bring a time that a person named to UTC, if there is just one that it can mean.

    Where a zone's clocks are put back, they show an hour twice: with ``fold=1`` (PEP
    495) the second is meant; the first is never guessed, and needs its offset.

    Raises:
        InvalidValueError: *value* is naive; or its zone's clocks never show it, with
            the times nearest to it before and after; or they show it twice, with the
            two offsets.
    """
    known = instant(value)
    if value.tzinfo is UTC:
        return known
    shift = shift_at(value)
    if shift > timedelta(0):
        field, (before, after) = "instant", neighbours(value)
        allowed = (
            f"a time that the clocks of {value.tzinfo} show, such as "
            f"{_minute(before)} or {_minute(after)}: they skip {value:%H:%M} that day"
        )
        raise InvalidValueError(field, _minute(value, offset=False), allowed)
    if shift and not value.fold:
        field = "instant"
        allowed = (
            f"given by its offset, {_minute(value)} or {_minute(value.replace(fold=1))}"
            f" (which is fold=1): the clocks of {value.tzinfo} show it twice that day"
        )
        raise InvalidValueError(field, _minute(value, offset=False), allowed)
    return known


def optional_meant(value: datetime | None) -> datetime | None:
    """Bring a time that a person named to UTC, or leave None."""
    return None if value is None else meant(value)


def shift_at(value: datetime) -> timedelta:
    """Tell by how much the clocks are moved over this very time: on, back, or not."""
    first, second = (value.replace(fold=fold).utcoffset() for fold in (0, 1))
    return (second or timedelta(0)) - (first or timedelta(0))


def neighbours(value: datetime) -> tuple[datetime, datetime]:
    """Give what a time that the clocks skip would be, had they not been put on, or yet.

    Both are shown by the clocks, one before they are put on and one after.
    """
    shift = shift_at(value)
    return value.replace(fold=0) - shift, value.replace(fold=0) + shift


def _minute(value: datetime, *, offset: bool = True) -> str:
    told = value if offset else value.replace(tzinfo=None)
    return told.isoformat(timespec="minutes" if not value.second else "seconds")
