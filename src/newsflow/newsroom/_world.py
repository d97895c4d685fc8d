"""The world as it is: new ids, chance, the people in the configuration."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping

import attrs

from ..model.people import Person


def article_id() -> str:
    """Make an id: a UUID of version 7 (RFC 9562), so that ids sort by time.

    Its first twelve bits of chance are the fraction of the millisecond (method 3 of
    section 6.2), so that two ids made one after another sort so.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = milliseconds << 80 | 0x7 << 76 | (rest * 4096 // 1_000_000) << 64
    value |= 0x2 << 62 | secrets.randbits(62)
    digits = f"{value:032x}"
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(parts)


def salt() -> str:
    """Make the salt of a stored text."""
    return secrets.token_hex(16)


@attrs.frozen
class People:
    """A directory of the people whom the configuration names."""

    people: Mapping[str, Person]

    def person(self, identifier: str) -> Person | None:
        """Find a person by id."""
        return self.people.get(identifier)
