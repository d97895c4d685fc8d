"""AVIF (ISO/IEC 23008-12): looked at, and let through only without metadata.

Its metadata lie among its pixels, found by offsets. Nothing is cut out of it: a picture
that carries any is refused, and whoever made it saves it without.
"""

from __future__ import annotations

from collections.abc import Iterator

from .look import Format, Look
from .unfit import UnfitPictureError, cut_short

_INNER = {b"iprp": 0, b"ipco": 0}
_QUARTER = 1
_TELLING = (b"Exif", b"mime", b"uri ")
_TOP = frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"free"})
_SIDEWAYS = 6

_Box = tuple[bytes, bytes]


def strip(data: bytes) -> tuple[bytes, Look]:
    """Give the picture as it is.

    Raises:
        UnfitPictureError: it is no whole AVIF, or carries metadata.
    """
    boxes = tuple(_boxes(data))
    if any(kind not in _TOP for kind, _ in boxes) or any(
        b"infe" in body and any(one in body for one in _TELLING)
        for kind, body in boxes
        if kind == b"meta"
    ):
        reason = "it carries metadata that newsflow cannot take out; save it without"
        raise UnfitPictureError(reason)
    if any(kind == b"moov" for kind, _ in boxes):
        reason = "it is an AVIF that moves; make a video of it"
        raise UnfitPictureError(reason)
    return data, _look(boxes)


def _boxes(data: bytes) -> Iterator[_Box]:
    place = 0
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        if size == 0:
            size = len(data) - place
        if size < 8 or place + size > len(data):  # noqa: PLR2004 - a box's header
            raise cut_short()
        yield data[place + 4 : place + 8], data[place + 8 : place + size]
        place += size


def _look(boxes: tuple[_Box, ...]) -> Look:
    sizes, sideways = [], False
    for kind, body in _properties(boxes):
        if kind == b"ispe":
            sizes.append((int.from_bytes(body[4:8]), int.from_bytes(body[8:12])))
        if kind == b"irot":
            sideways = bool(body[0] & _QUARTER)
    if not sizes:
        raise UnfitPictureError("it is an AVIF without a picture")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Look(
        format=Format.AVIF,
        width=width,
        height=height,
        orientation=_SIDEWAYS if sideways else 1,
    )


def _properties(boxes: tuple[_Box, ...]) -> Iterator[_Box]:
    for kind, body in boxes:
        if kind == b"meta":
            yield from _properties(tuple(_boxes(body[4:])))
        elif kind in _INNER:
            yield from _properties(tuple(_boxes(body)))
        else:
            yield kind, body
