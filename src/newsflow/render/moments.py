"""Instants on a page. The same few stand in several places, so each is written once."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

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
def moment(at: datetime, words: Words, zone: str = "UTC") -> Moment:
    """Write an instant for machines, and for people by the clock of their zone."""
    return Moment(iso(at), words.moment(at, zone))
