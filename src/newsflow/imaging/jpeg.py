"""JPEG (ITU-T T.81): segments in, segments out; the pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .look import Format, Look
from .orientation import HEADER, exif, orientation
from .unfit import UnfitPictureError, cut_short

_START = b"\xff\xd8"
_END = 0xD9
_SCAN = 0xDA
_APP0, _APP1, _APP2, _ADOBE, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_COMMENT = 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JFIF = 12
"""Bytes of JFIF without its thumbnail, less the two that tell the thumbnail's size."""


@attrs.frozen
class _Segment:
    """One segment: its marker, its payload, and the entropy-coded data behind it."""

    marker: int
    payload: bytes
    coded: bytes = b""

    @property
    def written(self) -> bytes:
        """The segment as bytes."""
        size = len(self.payload) + 2
        return b"".join(
            (bytes((0xFF, self.marker)), size.to_bytes(2), self.payload, self.coded)
        )


def strip(data: bytes) -> tuple[bytes, Look]:
    """Take out EXIF, XMP, IPTC-IIM, comments, thumbnails and whatever follows the end.

    The colour profile stays, and so does the orientation, in an EXIF segment of its
    own.

    Raises:
        UnfitPictureError: it is no whole JPEG.
    """
    segments = tuple(_segments(data))
    turn = _turn(segments)
    kept = [one.written for segment in segments for one in _kept(segment)]
    told = exif(turn)
    if told:
        at = 1 if kept and kept[0][1] == _APP0 else 0
        kept.insert(at, _Segment(_APP1, HEADER + told).written)
    whole = b"".join((_START, *kept, bytes((0xFF, _END))))
    return whole, _look(segments, turn)


def _segments(data: bytes) -> Iterator[_Segment]:
    place = len(_START)
    while True:
        if data[place : place + 1] != b"\xff":
            raise cut_short() if place >= len(data) else _broken()
        while data[place : place + 1] == b"\xff":  # any number may fill up
            place += 1
        if place >= len(data):
            raise cut_short()
        marker = data[place]
        if marker == _END:
            return
        size = int.from_bytes(data[place + 1 : place + 3])
        payload = data[place + 3 : place + 1 + size]
        if len(payload) != size - 2:
            raise cut_short()
        place += 1 + size
        after = _scanned(data, place) if marker == _SCAN else place
        yield _Segment(marker, payload, data[place:after])
        place = after


def _scanned(data: bytes, place: int) -> int:
    """Find the end of entropy-coded data: the first marker that is part of no scan."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise cut_short()
        after = data[place + 1]
        if after not in {0x00, *range(0xD0, 0xD8)}:
            return place
        place += 2


def _kept(segment: _Segment) -> Iterator[_Segment]:
    payload = segment.payload
    match segment.marker:
        case marker if marker == _APP0:
            if payload.startswith(b"JFIF\x00"):
                yield _Segment(_APP0, payload[:_JFIF].ljust(_JFIF, b"\0") + b"\0\0")
        case marker if marker == _APP2:
            if payload.startswith(b"ICC_PROFILE\x00"):
                yield segment
        case marker if marker == _ADOBE:  # it tells how colours are coded
            if payload.startswith(b"Adobe"):
                yield _Segment(_ADOBE, payload[:12])
        case marker if _APP0 <= marker <= _APP15 or marker == _COMMENT:
            return
        case _:
            yield segment


def _turn(segments: tuple[_Segment, ...]) -> int:
    for one in segments:
        if one.marker == _APP1 and one.payload.startswith(HEADER):
            return orientation(one.payload.removeprefix(HEADER))
    return 1


def _look(segments: tuple[_Segment, ...], turn: int) -> Look:
    for one in segments:
        if one.marker in _FRAMES and len(one.payload) > 5:  # noqa: PLR2004 - T.81 B.2.2
            height, width = one.payload[1:3], one.payload[3:5]
            return Look(
                format=Format.JPEG,
                width=int.from_bytes(width),
                height=int.from_bytes(height),
                orientation=turn,
            )
    raise _broken()


def _broken() -> UnfitPictureError:
    return UnfitPictureError("it is no JPEG that can be read")
