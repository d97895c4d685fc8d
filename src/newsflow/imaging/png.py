"""PNG (W3C, third edition): chunks in, chunks out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from .look import Format, Look
from .orientation import exif, orientation
from .unfit import UnfitPictureError, cut_short

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS acTL fcTL fdAT "
    b"bKGD cHRM cICP cLLI gAMA iCCP mDCV pHYs sBIT sRGB".split()
)
"""What pixels, frames and colours are made of. Texts, times and EXIF are not."""


def strip(data: bytes) -> tuple[bytes, Look]:
    """Take out texts, XMP, times, EXIF, unknown chunks and whatever follows the end.

    Raises:
        UnfitPictureError: it is no whole PNG.
    """
    chunks = tuple(_chunks(data))
    turn = next((orientation(body) for kind, body in chunks if kind == b"eXIf"), 1)
    told, kept = exif(turn), [_SIGNATURE]
    for kind, body in chunks:
        if kind in _KEPT:
            kept.append(_written(kind, body))
        if kind == b"IHDR" and told:
            kept.append(_written(b"eXIf", told))
    return b"".join(kept), _look(chunks, turn)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        size = int.from_bytes(data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        place += size + 12
        if place > len(data):
            raise cut_short()
        if int.from_bytes(data[place - 4 : place]) != crc32(kind + body):
            name = kind.decode("ascii", "replace")
            raise UnfitPictureError(f"its part {name!r} is damaged (CRC)")
        yield kind, body


def _written(kind: bytes, body: bytes) -> bytes:
    return b"".join((len(body).to_bytes(4), kind, body, crc32(kind + body).to_bytes(4)))


def _look(chunks: tuple[tuple[bytes, bytes], ...], turn: int) -> Look:
    kind, header = chunks[0]
    if kind != b"IHDR" or len(header) != 13:  # noqa: PLR2004 - PNG 11.2.1
        raise UnfitPictureError("it is a PNG without a header")
    frames = next(
        (int.from_bytes(body[:4]) for kind, body in chunks if kind == b"acTL"), 1
    )
    told = sum(kind == b"fcTL" for kind, _ in chunks)
    return Look(
        format=Format.PNG,
        width=int.from_bytes(header[:4]),
        height=int.from_bytes(header[4:8]),
        frames=max(frames, told, 1),
        orientation=turn,
    )
