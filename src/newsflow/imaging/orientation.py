"""The one fact of EXIF that a picture needs: how it is to be turned."""

from __future__ import annotations

from itertools import count
from struct import Struct, error, pack

HEADER = b"Exif\x00\x00"
_TAG = 0x0112
_SHORT = 3
_UPRIGHT = 1
_TURNS = range(2, 9)
_ENTRY = 12


def orientation(tiff: bytes) -> int:
    """Read the orientation out of EXIF (TIFF 6.0, tag 274); 1 where none is told."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return _UPRIGHT
    long, entry = Struct(f"{order}L"), Struct(f"{order}HHLH")
    try:
        (start,) = long.unpack_from(tiff, 4)
        (entries,) = Struct(f"{order}H").unpack_from(tiff, start)
        places = count(start + 2, _ENTRY)
        for _, place in zip(range(entries), places, strict=False):
            tag, kind, _, value = entry.unpack_from(tiff, place)
            if tag == _TAG and kind == _SHORT:
                return value if value in _TURNS else _UPRIGHT
    except error:
        return _UPRIGHT
    return _UPRIGHT


def exif(turn: int) -> bytes:
    """Write EXIF that tells the orientation and nothing else; nothing for upright."""
    if turn not in _TURNS:
        return b""
    return b"MM\x00*" + pack(">LHHHLHHL", 8, 1, _TAG, _SHORT, 1, turn, 0, 0)
