"""Boxes, of which files of ISO base media (ISO/IEC 14496-12) are made."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .limits import counted
from .unfit import cut_short

HEADER = 8
_LARGE = 1
"""The size that says: it is written behind the name, in eight bytes."""


@attrs.frozen
class Box:
    """One box: its name, and where in the file its name and its body are."""

    kind: bytes
    named: int
    start: int
    end: int


def boxes(data: bytes, start: int, end: int) -> tuple[Box, ...]:
    """Find the boxes between two places.

    Raises:
        UnfitPictureError: one is not whole, or they are absurdly many.
    """
    return tuple(counted(_boxes(data, start, end)))


def _boxes(data: bytes, place: int, end: int) -> Iterator[Box]:
    while place < end:
        start = place + HEADER
        size = int.from_bytes(data[place : place + 4])
        if size == _LARGE:
            start += 8
            size = int.from_bytes(data[place + HEADER : start])
        if size == 0:  # it goes on to the end
            size = end - place
        if place + size > end or place + size < start:
            raise cut_short()
        yield Box(data[place + 4 : place + 8], place + 4, start, place + size)
        place += size


@attrs.define
class Reader:
    """Reads numbers, one after another; big-endian, as all of them are."""

    data: bytes
    place: int
    end: int

    def number(self, size: int) -> int:
        """Read a number of so many bytes.

        Raises:
            UnfitPictureError: it lies behind the end.
        """
        after = self.place + size
        if after > self.end:
            raise cut_short()
        found = int.from_bytes(self.data[self.place : after])
        self.place = after
        return found
