"""WebP (RFC 9649): chunks in, chunks out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .look import Format, Look
from .orientation import HEADER, exif, orientation
from .unfit import UnfitPictureError, cut_short

_EXIF, _XMP = 0x08, 0x04
_FRAME = 16
"""Bytes of a frame's header, before the chunks that it is made of."""
_PIXELS = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
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
    chunks = tuple(_chunks(data[12:end]))
    turn = _turn(chunks)
    extended = bool(chunks) and chunks[0][0] == b"VP8X"
    told = exif(turn) if extended else b""
    kept = [_cleaned(chunk, bool(told)) for chunk in chunks if chunk[0] in _KEPT]
    body = _written([*kept, *([(b"EXIF", told)] if told else [])])
    size = (len(body) + 4).to_bytes(4, "little")
    return b"RIFF" + size + b"WEBP" + body, _look(chunks, turn if told else 1)


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
    if kind == b"VP8X" and body:
        flags = body[0] & ~(_EXIF | _XMP) | (_EXIF if turned else 0)
        return kind, bytes((flags, *body[1:]))
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
    frames = sum(kind == b"ANMF" for kind, _ in chunks)
    for kind, body in chunks:
        size = _size(kind, body)
        if size is not None:
            return Look(
                format=Format.WEBP,
                width=size[0],
                height=size[1],
                frames=max(frames, 1),
                orientation=turn,
            )
    raise UnfitPictureError("it is a WebP without a picture")


def _size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    match kind:
        case b"VP8X":
            width, height = body[4:7], body[7:10]
            return (
                int.from_bytes(width, "little") + 1,
                int.from_bytes(height, "little") + 1,
            )
        case b"VP8 ":  # RFC 6386, 9.1: 14 bits each
            return (
                int.from_bytes(body[6:8], "little") & 0x3FFF,
                int.from_bytes(body[8:10], "little") & 0x3FFF,
            )
        case b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            return None
