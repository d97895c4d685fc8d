"""What an AVIF is made of: its items, and where in the file they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from .boxes import Box, Reader, boxes
from .limits import counted
from .unfit import UnfitPictureError, unreadable

PICTURES = frozenset({b"av01", b"grid", b"iovl", b"iden", b"tmap", b"sato"})
"""The items that pixels are made of. Exif, XMP and the like are none."""

_FULL = 4
"""Bytes of version and flags."""
_IN_FILE, _IN_DATA = 0, 1
_TYPED = 2
"""The version from which on an item tells its type."""


@attrs.frozen(kw_only=True)
class Item:
    """One item: its number, its type, and where its names begin and end."""

    number: int
    kind: bytes
    names: tuple[int, int]


@attrs.frozen(kw_only=True)
class Span:
    """A part of the file that belongs to an item."""

    item: int
    start: int
    end: int


def full(box: Box) -> int:
    """Tell where the body of a box with version and flags begins."""
    return box.start + _FULL


def items(data: bytes, box: Box) -> Iterator[Item]:
    """Read the items of an ``iinf``.

    Raises:
        UnfitPictureError: one of them does not tell its type.
    """
    size = 2 if data[box.start] == 0 else 4
    for one in boxes(data, full(box) + size, box.end):
        version = data[one.start]
        if one.kind != b"infe" or version < _TYPED:
            raise unreadable("AVIF")
        reader = Reader(data, full(one), one.end)
        number = reader.number(2 if version == _TYPED else 4)
        reader.number(2)  # its protection
        kind = reader.number(4).to_bytes(4)
        yield Item(number=number, kind=kind, names=(reader.place, one.end))


def thumbnails(data: bytes, box: Box) -> Iterator[int]:
    """Read of an ``iref`` which items are thumbnails of another one."""
    size = 2 if data[box.start] == 0 else 4
    for one in boxes(data, full(box), box.end):
        if one.kind == b"thmb":
            yield Reader(data, one.start, one.end).number(size)


def spans(data: bytes, box: Box, within: Box | None) -> Iterator[Span]:
    """Read of an ``iloc`` where the items lie; *within* is the ``idat``.

    Raises:
        UnfitPictureError: they lie where newsflow does not look.
    """
    return counted(_spans(data, box, within))


def _spans(data: bytes, box: Box, within: Box | None) -> Iterator[Span]:
    version, reader = data[box.start], Reader(data, full(box), box.end)
    sizes = _Sizes.read(reader.number(2), version)
    for _ in range(reader.number(sizes.number)):
        item = reader.number(sizes.number)
        method = reader.number(2) & 0xF if version else _IN_FILE
        elsewhere = reader.number(2)
        base = reader.number(sizes.base)
        source = {_IN_FILE: (0, len(data))}
        if within is not None:
            source[_IN_DATA] = (within.start, within.end)
        if elsewhere or method not in source:
            reason = (
                "it is made up of other files or in a way that newsflow cannot tell"
            )
            raise UnfitPictureError(reason)
        for _ in range(reader.number(2)):
            reader.number(sizes.index)
            start = source[method][0] + base + reader.number(sizes.offset)
            length = reader.number(sizes.length)
            end = start + length if length else source[method][1]
            yield Span(item=item, start=start, end=end)


@attrs.frozen(kw_only=True)
class _Sizes:
    """How many bytes each number of an ``iloc`` has."""

    number: int
    offset: int
    length: int
    base: int
    index: int

    @classmethod
    def read(cls, packed: int, version: int) -> _Sizes:
        offset, length, base, index = (packed >> at & 0xF for at in (12, 8, 4, 0))
        return cls(
            number=2 if version < _TYPED else 4,
            offset=offset,
            length=length,
            base=base,
            index=index if version else 0,
        )


def by_kind(found: tuple[Box, ...]) -> Mapping[bytes, Box]:
    """Give boxes by their names.

    Raises:
        UnfitPictureError: there are two of one name.
    """
    named = {one.kind: one for one in found if one.kind != b"free"}
    if len(named) != sum(one.kind != b"free" for one in found):
        raise unreadable("AVIF")
    return named
