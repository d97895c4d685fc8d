"""GIF (89a): blocks in, blocks out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .limits import counted
from .look import Format, Look
from .unfit import UnfitPictureError, cut_short, unreadable

_HEADER = 13
_IMAGE, _TRAILER = 0x2C, 0x3B
_DESCRIPTOR = 10
_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
_PROFILE = b"ICCRGBG1012"
_PARTS = 400_000
"""The most sub-blocks, of 255 bytes at most: in 64 MiB there are about 260,000."""


@attrs.frozen
class _Block:
    """A block: what it is, its head, and the data of its sub-blocks as they stand."""

    kind: int
    head: bytes
    parts: bytes

    @property
    def written(self) -> bytes:
        """The block as bytes."""
        return self.head + self.parts


def strip(data: bytes) -> tuple[bytes, Look]:
    """Take out comments, XMP, texts and whatever follows the end; loops stay.

    Raises:
        UnfitPictureError: it is no whole GIF.
    """
    start = _HEADER + _table(_at(data, 10))
    blocks = tuple(counted(_blocks(data, start)))
    frames = tuple(_frame(one) for one in blocks if one.kind == _IMAGE)
    if not frames:
        raise unreadable("GIF")
    # Programs make room for a frame that is larger than the canvas.
    width, height = (
        max(int.from_bytes(data[at : at + 2], "little"), *(one[side] for one in frames))
        for side, at in enumerate((6, 8))
    )
    whole = b"".join((data[:start], *_kept(blocks), bytes((_TRAILER,))))
    frame_count = len(frames)
    seen = Look(format=Format.GIF, width=width, height=height, frames=frame_count)
    return whole, seen


def _blocks(data: bytes, place: int) -> Iterator[_Block]:
    parts = iter(range(_PARTS))
    while (kind := _at(data, place)) != _TRAILER:
        match kind:
            case 0x2C:  # an image
                size = _DESCRIPTOR + _table(_at(data, place + 9)) + 1
            case 0x21:  # an extension, whose kind comes next
                kind, size = _at(data, place + 1), 2
            case _:
                raise unreadable("GIF")
        start, place = place, place + size
        end = _end(data, place, parts)
        yield _Block(kind, data[start:place], data[place:end])
        place = end


def _end(data: bytes, place: int, parts: Iterator[int]) -> int:
    """Find the end of a chain of sub-blocks, each of which begins with its length."""
    while size := _at(data, place):
        place += size + 1
        if next(parts, None) is None:
            reason = f"it is in more than {_PARTS} parts"
            raise UnfitPictureError(reason)
    return place + 1


def _kept(blocks: tuple[_Block, ...]) -> Iterator[bytes]:
    control = b""
    for block in blocks:
        match block.kind:
            case 0x2C:  # an image
                yield control + block.written
                control = b""
            case 0xF9:  # how the next block is shown
                control = _controlling(block)
            case 0x01:  # a text: so it was that
                control = b""
            case 0xFF:  # of an application
                yield _applied(block)
            case _:
                pass


def _controlling(block: _Block) -> bytes:
    if block.parts[0] != 4:  # noqa: PLR2004 - 89a, section 23
        return b""
    return block.head + block.parts[:5] + b"\0"


def _applied(block: _Block) -> bytes:
    """Keep loops and colour profiles of what applications add."""
    name, parts = block.parts[1:12], block.parts
    if name == _PROFILE:
        return block.written
    if name in _LOOPS and parts[12:14] == b"\x03\x01":
        return block.head + parts[:16] + b"\0"
    return b""


def _frame(block: _Block) -> tuple[int, int]:
    left, top, width, height = (
        int.from_bytes(block.head[at : at + 2], "little") for at in range(1, 9, 2)
    )
    return left + width, top + height


def _table(flags: int) -> int:
    """Tell the bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _at(data: bytes, place: int) -> int:
    if place >= len(data):
        raise cut_short()
    return data[place]
