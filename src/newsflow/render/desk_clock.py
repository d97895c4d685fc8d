"""The clock on the wall: instants as the desk reads them, and how long ago that is."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from .moments import iso

# Not the calendar module's, which go by the machine's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MINUTE, _HOUR, _DAY = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)


@attrs.frozen
class DeskClock:
    """Writes instants as the newsroom's clocks show them; it stands at *at*.

    *zone* is an IANA time zone.
    """

    at: datetime
    zone: str

    def local(self, moment: datetime) -> datetime:
        """Give an instant by the newsroom's clocks."""
        return moment.astimezone(ZoneInfo(self.zone))

    def shown(self, moment: datetime) -> str:
        """Write an instant as ``24 Nov 08:05``, with the year if it is another one."""
        there = self.local(moment)
        year = "" if there.year == self.local(self.at).year else f" {there.year}"
        return f"{there.day} {_month(there)}{year} {there:%H:%M}"

    def full(self, moment: datetime) -> str:
        """Write an instant with its year and its zone."""
        there = self.local(moment)
        month = _MONTHS[there.month - 1]
        return f"{there.day} {month} {there.year}, {there:%H:%M} {self.zone}"

    def since(self, moment: datetime) -> str:
        """Tell how long ago an instant was, or in how long it will be."""
        if moment > self.at:
            return f"in {lasting(moment - self.at)}"
        return f"{lasting(self.at - moment)} ago"

    def iso(self, moment: datetime) -> str:
        """Write an instant for machines (RFC 3339)."""
        return iso(moment)


def lasting(time: timedelta) -> str:
    """Tell how long a time is, as roughly as people do."""
    if time < _MINUTE:
        return f"{int(time.total_seconds())} s"
    if time < _HOUR:
        return f"{time // _MINUTE} min"
    if time < _DAY:
        minutes = time % _HOUR // _MINUTE
        return f"{time // _HOUR} h {minutes} min" if minutes else f"{time // _HOUR} h"
    return "1 day" if time < 2 * _DAY else f"{time // _DAY} days"


def _month(there: datetime) -> str:
    return _MONTHS[there.month - 1][:3]
