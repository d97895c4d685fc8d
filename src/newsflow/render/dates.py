"""How a language writes a day and an instant: out of its own table, or out of CLDR."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from ..errors import InvalidValueError
from ..model import rules

if TYPE_CHECKING:
    import babel

PLAIN = "plain"
CLDR = "cldr"
FORMS = (PLAIN, CLDR)

Day: TypeAlias = date
"""A day, in classes that have a method of that name."""


class Dates(Protocol):
    """Writes days and instants in one *language* (BCP 47)."""

    @property
    def language(self) -> str:
        """The language in which it writes."""
        ...

    def date(self, day: Day) -> str:
        """Write a day."""
        ...

    def month_of(self, day: Day) -> str:
        """Write the month that a day is in."""
        ...

    def moment(self, at: datetime) -> str:
        """Write an instant to the minute, on the clock of its own zone."""
        ...


@attrs.frozen(kw_only=True)
class Table:
    """Dates by twelve *months*, the form of a *day*, and that of a *month* of a year.

    It needs nothing installed.
    """

    language: str
    day: str
    month: str = "{month} {year}"
    months: tuple[str, ...] = attrs.field(converter=rules.members)
    comma: str

    def date(self, day: Day) -> str:
        """Write a day."""
        return self._filled(self.day.replace("{day}", str(day.day)), day)

    def month_of(self, day: Day) -> str:
        """Write the month that a day is in."""
        return self._filled(self.month, day)

    def moment(self, at: datetime) -> str:
        """Write an instant to the minute, on the clock of its own zone."""
        return f"{self.date(at)}{self.comma} {at:%H:%M} {_zone_name(at)}"

    def _filled(self, form: str, day: Day) -> str:
        # Replaced and not formatted: a form may name these and nothing else.
        text = form.replace("{year}", str(day.year))
        return text.replace("{month}", self.months[day.month - 1])


@attrs.frozen
class Cldr:
    """Dates as the Unicode Common Locale Data Repository has them, by Babel."""

    language: str

    def date(self, day: Day) -> str:
        """Write a day in the long form."""
        from babel.dates import format_date  # noqa: PLC0415 - an extra

        return format_date(day, "long", locale=_locale(self.language))

    def month_of(self, day: Day) -> str:
        """Write the month that a day is in, with its year."""
        from babel.dates import format_skeleton  # noqa: PLC0415 - an extra

        return format_skeleton("yMMMM", day, locale=_locale(self.language))

    def moment(self, at: datetime) -> str:
        """Write an instant to the minute, on the clock of its own zone."""
        from babel.dates import format_skeleton, get_datetime_format  # noqa: PLC0415

        locale = _locale(self.language)
        shown = format_skeleton("Hm", at, at.tzinfo, locale=locale)
        form = str(get_datetime_format("medium", locale=locale)).replace("'", "")
        day = self.date(at)
        return f"{form.format(shown, day)} {_zone_name(at)}"


@cache
def cldr_dates(language: str) -> Cldr | None:
    """Give the dates of CLDR for a tag, or for as much of it as CLDR knows.

    Raises:
        InvalidValueError: Babel is not installed.
    """
    cldr_version()
    tags = tuple(truncated(language))
    if tags[-1] == "und":
        return None
    return next((Cldr(tag) for tag in tags if _known(tag)), None)


@cache
def cldr_version() -> str:
    """Give the version of Babel: another one may write another date.

    Raises:
        InvalidValueError: Babel is not installed.
    """
    try:
        import babel  # noqa: PLC0415 - an extra, 30 MB of locales
    except ImportError:
        field, allowed = "dates", "plain, unless newsflow[locale] is installed"
        raise InvalidValueError(field, CLDR, allowed) from None
    return str(babel.__version__)


def truncated(language: str) -> Iterator[str]:
    """Give a tag, then ever shorter ones that still match it (RFC 4647, lookup)."""
    parts = language.lower().split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()


@cache
def zone(name: str) -> ZoneInfo:
    """Find a time zone by its IANA name.

    Raises:
        InvalidValueError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        field, allowed = "zone", "an IANA time zone such as Europe/Lisbon"
        raise InvalidValueError(field, name, allowed) from None


def _known(tag: str) -> bool:
    from babel import UnknownLocaleError  # noqa: PLC0415 - an extra

    try:
        _locale(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def _locale(tag: str) -> babel.Locale:
    from babel import Locale  # noqa: PLC0415 - an extra

    return Locale.parse(tag, sep="-")


def _zone_name(at: datetime) -> str:
    # Where people use no abbreviation, the database has "+0330": told as it is meant.
    name = at.tzname() or ""
    if not name.startswith(("+", "-")):
        return name
    hours, minutes = name[:3], name[3:]
    return f"UTC{hours}:{minutes}" if minutes else f"UTC{hours}:00"
