"""The formats of JSON Schema that newsflow checks, and means.

jsonschema's own checker lets ``date-time`` and ``uri`` pass unseen unless further
libraries are installed, so these are ours; both engines use the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..errors import InvalidValueError
from ..model.times import date_of, instant_of

_UNRESERVED = r"A-Za-z0-9._~!$&'()*+,;=\-"
_ENCODED = "%[0-9A-Fa-f]{2}"
_PATH = rf"(?:[{_UNRESERVED}:@/]|{_ENCODED})*"
_HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|(?:[{_UNRESERVED}]|{_ENCODED})*)"
_AUTHORITY = rf"//(?:(?:[{_UNRESERVED}:]|{_ENCODED})*@)?{_HOST}(?::[0-9]*)?(?=[/?#]|\Z)"
_TAIL = rf"(?:[{_UNRESERVED}:@/?]|{_ENCODED})*"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|(?!//)){_PATH}(?:\?{_TAIL})?(?:#{_TAIL})?"
)


def is_instant(value: str) -> bool:
    """Tell whether this is an RFC 3339 date and time on the calendar, with offset."""
    return _read(instant_of, value)


def is_date(value: str) -> bool:
    """Tell whether this is a day of the calendar, ``2026-11-24``."""
    return _read(date_of, value)


def is_uri(value: str) -> bool:
    """Tell whether this is an absolute URI after RFC 3986."""
    return _URI.fullmatch(value) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"date-time": is_instant, "date": is_date, "uri": is_uri}
)
# What an author reads when a value is not of the format.
IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "date-time": "a date and time with its offset, such as 2026-11-24T07:55:00Z",
        "date": "a date such as 2026-11-24",
        "uri": "a full address such as https://example.org/page",
    }
)


def _read(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except InvalidValueError:
        return False
    return True
