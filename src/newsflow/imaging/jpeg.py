"""JPEG (ITU-T T.81): segments in, segments out; the pixels are not touched."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from .limits import counted
from .look import Format, Look
from .orientation import HEADER, exif, orientation
from .unfit import UnfitPictureError, cut_short, unreadable

_START = b"\xff\xd8"
_END = 0xD9
_SCAN = 0xDA
_APP0, _APP1, _APP2, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})
"""What has no payload, and no business between segments."""
_FILL = re.compile(rb"\xff+")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
"""The first marker that is part of no entropy-coded data."""
_JFIF = b"JFIF\0\1\2\0\0\1\0\1\0\0"
"""What says that colours are as in most JPEGs; without a thumbnail, of no density."""
_ADOBE_TOLD = b"Adobe\0d\0\0\0\0"
"""What is before the one byte that tells how colours are coded."""
_SCANS = 500
"""Each scan is decoded over the whole picture: a few kilobytes can ask for hours."""


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
    segments = tuple(counted(_segments(data)))
    turn = _turn(segments)
    kept = [one.written for segment in segments for one in _kept(segment)]
    told = exif(turn)
    if told:
        at = 1 if kept[0][1] == _APP0 else 0
        kept.insert(at, _Segment(_APP1, HEADER + told).written)
    whole = b"".join((_START, *kept, bytes((0xFF, _END))))
    return whole, _look(segments, turn)


def _segments(data: bytes) -> Iterator[_Segment]:
    place = len(_START)
    while (marker := data[(place := _marked(data, place))]) != _END:
        if marker in _BARE:
            raise unreadable("JPEG")
        size = int.from_bytes(data[place + 1 : place + 3])
        payload = data[place + 3 : place + 1 + size]
        if len(payload) != size - 2:
            raise cut_short()
        place += 1 + size
        after = _scanned(data, place) if marker == _SCAN else place
        yield _Segment(marker, payload, data[place:after])
        place = after


def _marked(data: bytes, place: int) -> int:
    """Find the marker that begins at a place: any number of bytes may fill up."""
    fill = _FILL.match(data, place)
    if fill is None and place < len(data):
        raise unreadable("JPEG")
    if fill is None or fill.end() >= len(data):
        raise cut_short()
    return fill.end()


def _scanned(data: bytes, place: int) -> int:
    found = _AFTER_SCAN.search(data, place)
    if found is None:
        raise cut_short()
    return found.start()


def _kept(segment: _Segment) -> Iterator[_Segment]:
    payload = segment.payload
    match segment.marker:
        case marker if marker == _APP0:
            if payload.startswith(b"JFIF\x00"):
                yield _Segment(_APP0, _JFIF)
        case marker if marker == _APP2:
            if payload.startswith(b"ICC_PROFILE\x00"):
                yield segment
        case marker if marker == _ADOBE:
            coded = payload[len(_ADOBE_TOLD) :][:1]
            if payload.startswith(b"Adobe") and coded:
                yield _Segment(_ADOBE, _ADOBE_TOLD + coded)
        case marker if marker == _SCAN or marker in _FRAMES | _TABLES:
            yield segment


def _turn(segments: tuple[_Segment, ...]) -> int:
    for one in segments:
        if one.marker == _APP1 and one.payload.startswith(HEADER):
            return orientation(one.payload.removeprefix(HEADER))
    return 1


def _look(segments: tuple[_Segment, ...], turn: int) -> Look:
    frames = [one.payload for one in segments if one.marker in _FRAMES]
    scans = sum(one.marker == _SCAN for one in segments)
    # Of two frames, each program takes another one for the picture.
    if len(frames) != 1 or not scans or len(frames[0]) <= 5:  # noqa: PLR2004 - B.2.2
        raise unreadable("JPEG")
    if scans > _SCANS:
        reason = f"it is drawn in more than {_SCANS} scans"
        raise UnfitPictureError(reason)
    return Look(
        format=Format.JPEG,
        width=int.from_bytes(frames[0][3:5]),
        height=int.from_bytes(frames[0][1:3]),
        orientation=turn,
    )
