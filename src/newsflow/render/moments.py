"""Instants on a page. The same few stand in several places, so each is written once."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import attrs

from ..model.times import instant_text
from .words import Words

iso = lru_cache(maxsize=1024)(instant_text)
"""Write an instant as RFC 3339 in UTC."""


@attrs.frozen
class Moment:
    """An instant as machines read it, and as people do."""

    iso: str
    shown: str


@lru_cache(maxsize=1024)
def moment(at: datetime, words: Words, zone: str) -> Moment:
    """Write an instant for machines in UTC, and for people by the clocks of a *zone*.

    To the minute, with the zone's own letters, as ``CEST``; or, where it has none, with
    its distance from UTC.
    """
    there = at.astimezone(ZoneInfo(zone))
    name = there.tzname() or ""
    said = name if name.isalpha() else f"UTC{there.isoformat(timespec='minutes')[-6:]}"
    return Moment(iso(at), f"{words.date(there)}{words.comma} {there:%H:%M} {said}")
