"""PNG (W3C, third edition): chunks in, chunks out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32, decompressobj
from zlib import error as ZlibError  # noqa: N812 - it is a class

from .limits import counted
from .look import Format, Look
from .orientation import exif, orientation
from .unfit import UnfitPictureError, cut_short, unreadable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    b"IHDR PLTE IDAT tRNS acTL fcTL fdAT "
    b"bKGD cHRM cICP cLLI gAMA iCCP mDCV pHYs sBIT sRGB".split()
)
"""What pixels, frames and colours are made of. Texts, times and EXIF are not."""
_PROFILE = 8 * 1024 * 1024
"""Bytes of a colour profile, at most; in the file it is compressed."""
_HEADER = 13

_Chunk = tuple[bytes, bytes]


def strip(data: bytes) -> tuple[bytes, Look]:
    """Take out texts, XMP, times, EXIF, unknown chunks and whatever follows the end.

    Raises:
        UnfitPictureError: it is no whole PNG.
    """
    chunks = tuple(counted(_chunks(data)))
    turn = next((orientation(body) for kind, body in chunks if kind == b"eXIf"), 1)
    told, kept = exif(turn), [_SIGNATURE]
    for kind, body in chunks:
        if kind in _KEPT:
            kept.append(_written(kind, _nameless(body) if kind == b"iCCP" else body))
        if kind == b"IHDR" and told:
            kept.append(_written(b"eXIf", told))
    return b"".join((*kept, _written(b"IEND", b""))), _look(chunks, turn)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    place, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        size = int.from_bytes(data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        place += size + 12
        if place > len(data):
            raise cut_short()
        if int.from_bytes(data[place - 4 : place]) != crc32(body, crc32(kind)):
            name = kind.decode("ascii", "replace")
            reason = f"its part {name!r} is damaged (CRC)"
            raise UnfitPictureError(reason)
        yield kind, body


def _written(kind: bytes, body: bytes) -> bytes:
    check = crc32(body, crc32(kind))
    return b"".join((len(body).to_bytes(4), kind, body, check.to_bytes(4)))


def _nameless(body: bytes) -> bytes:
    """Take the name from a colour profile, which may be any text."""
    _, _, packed = body.partition(b"\0")
    profile = decompressobj()
    try:
        profile.decompress(packed[1:], _PROFILE)
    except ZlibError:
        reason = "its colour profile is damaged"
        raise UnfitPictureError(reason) from None
    if not profile.eof:
        reason = "its colour profile has no end, or is absurdly large"
        raise UnfitPictureError(reason)
    whole = packed[: len(packed) - len(profile.unused_data)]
    return b"ICC profile\0" + whole


def _look(chunks: tuple[_Chunk, ...], turn: int) -> Look:
    kinds = [kind for kind, _ in chunks]
    header = chunks[0][1]
    whole = kinds[0] == b"IHDR" and kinds.count(b"IHDR") == 1 and b"IDAT" in kinds
    if not whole or len(header) != _HEADER:
        raise unreadable("PNG")
    announced = (int.from_bytes(body[:4]) for kind, body in chunks if kind == b"acTL")
    return Look(
        format=Format.PNG,
        width=int.from_bytes(header[:4]),
        height=int.from_bytes(header[4:8]),
        frames=max(1, kinds.count(b"fcTL"), *announced),
        orientation=turn,
    )
