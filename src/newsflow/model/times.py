"""Instants and dates: an instant always knows its offset, and is kept in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from ..errors import InvalidValueError

_LENGTH = len("2026-11-24T07:55:00.000000")
# Python reads many more shapes of ISO 8601 than RFC 3339 and people mean.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def instant(value: datetime) -> datetime:
    """Bring an aware date and time to UTC.

    Raises:
        InvalidValueError: *value* is naive: whose midnight is meant, nobody can say.
    """
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise _no_instant(value, "a date and time with its UTC offset")
    if value.tzinfo is UTC:
        return value
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise _no_instant(value, "in the years 1 to 9999 of UTC") from None


def optional_instant(value: datetime | None) -> datetime | None:
    """Bring an aware date and time to UTC, or leave None."""
    return None if value is None else instant(value)


def instant_text(value: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, with ``Z``, as short as it can be."""
    return f"{value.replace(tzinfo=None).isoformat()}Z"


def stamp(value: datetime) -> str:
    """Write an instant at full length, so that the order of texts is that of times."""
    return f"{value.isoformat(timespec='microseconds')[:_LENGTH]}Z"


def instant_of(value: str) -> datetime:
    """Read an RFC 3339 date and time; what is finer than a microsecond is dropped.

    Raises:
        InvalidValueError: it is none, or it carries no offset.
    """
    allowed = "a date and time with its offset, such as 2026-11-24T07:55:00Z"
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        raise _no_instant(value, allowed)
    try:
        return instant(datetime.fromisoformat(value))
    except ValueError:
        raise _no_instant(value, allowed) from None


def date_of(value: str) -> date:
    """Read a calendar date, ``2026-11-24``.

    Raises:
        InvalidValueError: it is none.
    """
    if not isinstance(value, str) or _DATE.fullmatch(value) is None:
        raise _no_date(value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _no_date(value) from None


def _no_instant(found: object, allowed: str) -> InvalidValueError:
    return InvalidValueError("instant", found, allowed)


def _no_date(found: object) -> InvalidValueError:
    return InvalidValueError("date", found, "a date such as 2026-11-24")
