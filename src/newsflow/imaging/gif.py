"""GIF (89a): blocks in, blocks out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .look import Format, Look
from .unfit import UnfitPictureError, cut_short

_HEADER = 13
_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})


@attrs.frozen
class _Block:
    """A block: what it is, and its bytes."""

    kind: int
    data: bytes


def strip(data: bytes) -> tuple[bytes, Look]:
    """Take out comments, XMP, texts and whatever follows the end; loops stay.

    Raises:
        UnfitPictureError: it is no whole GIF.
    """
    start = _HEADER + _table(_at(data, 10))
    blocks = tuple(_blocks(data, start))
    kept = [block.data for block in blocks if _is_kept(block)]
    seen = Look(
        format=Format.GIF,
        width=int.from_bytes(data[6:8], "little"),
        height=int.from_bytes(data[8:10], "little"),
        frames=max(sum(block.kind == _IMAGE for block in blocks), 1),
    )
    return b"".join((data[:start], *kept, bytes((_TRAILER,)))), seen


def _blocks(data: bytes, place: int) -> Iterator[_Block]:
    while (kind := _at(data, place)) != _TRAILER:
        start = place
        match kind:
            case 0x2C:
                place += 10 + _table(_at(data, place + 9)) + 1
            case 0x21:
                kind = _at(data, place + 1)
                place += 2
            case _:
                raise UnfitPictureError("it is no GIF that can be read")
        place = _parts(data, place)
        yield _Block(kind, data[start:place])


def _parts(data: bytes, place: int) -> int:
    """Find the end of a chain of parts, each of which begins with its length."""
    while size := _at(data, place):
        place += size + 1
    return place + 1


def _is_kept(block: _Block) -> bool:
    if block.kind == _APPLICATION:
        return block.data[3:14] in _LOOPS
    return block.kind in {_IMAGE, _CONTROL}


def _table(flags: int) -> int:
    """Tell the bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _at(data: bytes, place: int) -> int:
    if place >= len(data):
        raise cut_short()
    return data[place]
