"""WebP (RFC 9649): chunks in, chunks out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .limits import counted
from .look import Format, Look
from .orientation import HEADER, exif, orientation
from .unfit import cut_short, unreadable

_EXIF, _XMP = 0x08, 0x04
_EXTENDED = 10
"""Bytes of the chunk VP8X: flags, three reserved, and the canvas."""
_FRAME = 16
"""Bytes of a frame's header, before the chunks that it is made of."""
_PICTURES = frozenset({b"VP8 ", b"VP8L"})
_PIXELS = frozenset({b"ALPH", *_PICTURES})
_KEPT = _PIXELS | {b"VP8X", b"ANIM", b"ANMF", b"ICCP"}

_Chunk = tuple[bytes, bytes]


def strip(data: bytes) -> tuple[bytes, Look]:
    """Take out EXIF, XMP, unknown chunks and whatever follows the end.

    Raises:
        UnfitPictureError: it is no whole WebP.
    """
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise cut_short()
    chunks = tuple(counted(_chunks(data[12:end])))
    extended = bool(chunks) and chunks[0][0] == b"VP8X"
    turn = _turn(chunks) if extended else 1  # else nobody looks for it
    told = exif(turn)
    seen = _look(chunks, turn)
    kept = [_cleaned(chunk, bool(told)) for chunk in chunks if chunk[0] in _KEPT]
    body = _written([*kept, *([(b"EXIF", told)] if told else [])])
    size = (len(body) + 4).to_bytes(4, "little")
    return b"RIFF" + size + b"WEBP" + body, seen


def _chunks(data: bytes) -> Iterator[_Chunk]:
    place = 0
    while place < len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + size]
        if len(data) < place + 8 + size:
            raise cut_short()
        yield data[place : place + 4], body
        place += 8 + size + size % 2


def _written(chunks: Iterable[_Chunk]) -> bytes:
    return b"".join(
        part
        for kind, body in chunks
        for part in (
            kind,
            len(body).to_bytes(4, "little"),
            body,
            b"\0" * (len(body) % 2),
        )
    )


def _cleaned(chunk: _Chunk, turned: bool) -> _Chunk:  # noqa: FBT001 - private
    kind, body = chunk
    if kind == b"VP8X":
        flags = body[0] & ~(_EXIF | _XMP) | (_EXIF if turned else 0)
        return kind, bytes((flags, 0, 0, 0, *body[4:_EXTENDED]))
    if kind == b"ANMF":
        inside = [one for one in _chunks(body[_FRAME:]) if one[0] in _PIXELS]
        return kind, body[:_FRAME] + _written(inside)
    return chunk


def _turn(chunks: tuple[_Chunk, ...]) -> int:
    for kind, body in chunks:
        if kind == b"EXIF":
            return orientation(body.removeprefix(HEADER))
    return 1


def _look(chunks: tuple[_Chunk, ...], turn: int) -> Look:
    kinds = [kind for kind, _ in chunks]
    frames, stills = kinds.count(b"ANMF"), sum(kind in _PICTURES for kind in kinds)
    if (stills, bool(frames)) not in {(1, False), (0, True)}:
        raise unreadable("WebP")
    # The canvas may lie of what is on it, and some program believes what is on it.
    sizes = tuple(_sizes(chunks))
    width, height = (max(size[side] for size in sizes) for side in (0, 1))
    return Look(
        format=Format.WEBP,
        width=width,
        height=height,
        frames=max(frames, 1),
        orientation=turn,
    )


def _sizes(chunks: Iterable[_Chunk]) -> Iterator[tuple[int, int]]:
    for kind, body in chunks:
        match kind:
            case b"VP8X" if len(body) >= _EXTENDED:
                yield _little(body[4:7]) + 1, _little(body[7:10]) + 1
            case b"VP8 " if len(body) >= 10:  # noqa: PLR2004 - RFC 6386, 9.1
                yield _little(body[6:8]) & 0x3FFF, _little(body[8:10]) & 0x3FFF
            case b"VP8L" if len(body) >= 5:  # noqa: PLR2004 - RFC 9649, 3.4
                bits = _little(body[1:5])
                yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
            case b"ANMF" if len(body) >= _FRAME:
                yield _little(body[6:9]) + 1, _little(body[9:12]) + 1
                yield from _sizes(_chunks(body[_FRAME:]))
            case b"VP8X" | b"VP8 " | b"VP8L" | b"ANMF":
                raise cut_short()


def _little(number: bytes) -> int:
    return int.from_bytes(number, "little")
