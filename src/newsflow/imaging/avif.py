"""AVIF (ISO/IEC 23008-12): what is no picture is written over where it lies.

Everything in such a file is found by its place. So nothing is cut out of it: bytes that
belong to no picture become zeros, and the file stays as long as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from .avif_items import (
    PICTURES,
    Item,
    Span,
    by_kind,
    full,
    items,
    spans,
    thumbnails,
)
from .boxes import Box, boxes
from .look import Format, Look
from .unfit import UnfitPictureError, cut_short, unreadable

_TOP = frozenset({b"ftyp", b"meta", b"mdat"})
_INNER = frozenset(
    b"hdlr pitm iloc iinf iprp iref idat grpl dinf".split(),
)
_PROPERTIES = frozenset(
    b"ispe pixi av1C colr pasp clap irot imir auxC lsel a1op a1lx "
    b"clli mdcv cclv amve".split()
)
"""What pixels and colours are made of. Descriptions and times are not."""
_HANDLER_NAME = 24
_EMPTY_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
_SIDEWAYS = 6


@attrs.frozen(kw_only=True)
class _Parts:
    """A file taken apart: what is in it, and what is in its ``meta``."""

    data: bytes
    top: tuple[Box, ...]
    inner: tuple[Box, ...]
    properties: tuple[Box, ...]
    items: tuple[Item, ...]
    spans: tuple[Span, ...]
    pictures: frozenset[int]

    def of_pictures(self) -> Iterator[Span]:
        """Where the pixels lie."""
        return (one for one in self.spans if one.item in self.pictures)

    def stores(self) -> Iterator[Box]:
        """The boxes in which items lie."""
        yield from (one for one in self.top if one.kind == b"mdat")
        yield from (one for one in self.inner if one.kind == b"idat")


def strip(data: bytes) -> tuple[bytes, Look]:
    """Write over Exif, XMP, thumbnails, descriptions and whatever else is no picture.

    Raises:
        UnfitPictureError: it is no whole AVIF, or one that moves.
    """
    parts = _apart(data)
    clean = bytearray(data)
    for box, known in (
        *((one, _TOP) for one in parts.top),
        *((one, _INNER) for one in parts.inner),
        *((one, _PROPERTIES) for one in parts.properties),
    ):
        if box.kind not in known:
            clean[box.named : box.named + 4] = b"free"
            _zero(clean, box.start, box.end)
        if box.kind == b"hdlr":
            _zero(clean, box.start + _HANDLER_NAME, box.end)
    for item in parts.items:
        names = clean[slice(*item.names)]
        clean[slice(*item.names)] = bytes(one and 0x20 for one in names)
    _write_over(clean, parts)
    return bytes(clean), _look(parts)


def _apart(data: bytes) -> _Parts:
    top = boxes(data, 0, len(data))
    if any(box.kind == b"moov" for box in top):
        reason = "it is an AVIF that moves; make a video of it"
        raise UnfitPictureError(reason)
    meta = _among(by_kind(tuple(one for one in top if one.kind == b"meta")), b"meta")
    inner = boxes(data, full(meta), meta.end)
    known = by_kind(tuple(box for box in inner if box.kind in _INNER))
    properties = boxes(data, _among(known, b"iprp").start, known[b"iprp"].end)
    container = _among(by_kind(properties[:1]), b"ipco")
    found = tuple(items(data, _among(known, b"iinf")))
    small = frozenset(thumbnails(data, known[b"iref"]) if b"iref" in known else ())
    return _Parts(
        data=data,
        top=top,
        inner=inner,
        properties=boxes(data, container.start, container.end),
        items=found,
        spans=tuple(spans(data, _among(known, b"iloc"), known.get(b"idat"))),
        pictures=frozenset(one.number for one in found if one.kind in PICTURES) - small,
    )


def _among(known: Mapping[bytes, Box], kind: bytes) -> Box:
    if kind not in known:
        raise unreadable("AVIF")
    return known[kind]


def _write_over(clean: bytearray, parts: _Parts) -> None:
    """Write over what lies among the pixels and belongs to none of them."""
    stores = tuple(parts.stores())
    kept = sorted(_held(parts, stores))
    for store in stores:
        place = store.start
        for start, end in kept:
            if store.start <= start <= store.end:
                _zero(clean, place, start)
                place = max(place, end)
        _zero(clean, place, store.end)
    for span in _spans_of_exif(parts):
        if _is_free(span, kept, stores):
            clean[span.start : span.start + len(_EMPTY_EXIF)] = _EMPTY_EXIF


def _held(parts: _Parts, stores: Iterable[Box]) -> Iterator[tuple[int, int]]:
    for one in parts.of_pictures():
        if one.end > len(parts.data):
            raise cut_short()
        if not any(box.start <= one.start <= one.end <= box.end for box in stores):
            raise unreadable("AVIF")
        yield one.start, one.end


def _spans_of_exif(parts: _Parts) -> Iterator[Span]:
    """Find where Exif lies: some programs want to read it, and then find none in it."""
    told = {one.number for one in parts.items if one.kind == b"Exif"}
    return (one for one in parts.spans if one.item in told)


def _is_free(
    span: Span, kept: Iterable[tuple[int, int]], stores: Iterable[Box]
) -> bool:
    start, end = span.start, span.start + len(_EMPTY_EXIF)
    return (
        end <= span.end
        and any(one.start <= start and end <= one.end for one in stores)
        and not any(start < after and before < end for before, after in kept)
    )


def _zero(clean: bytearray, start: int, end: int) -> None:
    if start < end:
        clean[start:end] = bytes(end - start)


def _look(parts: _Parts) -> Look:
    sizes, sideways = [], False
    for box in parts.properties:
        body = parts.data[box.start : box.end]
        if box.kind == b"ispe":
            sizes.append((int.from_bytes(body[4:8]), int.from_bytes(body[8:12])))
        if box.kind == b"irot":
            sideways = sideways or bool(body and body[0] & 1)  # a quarter, or three
    if not sizes or not parts.pictures:
        raise unreadable("AVIF")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Look(
        format=Format.AVIF,
        width=width,
        height=height,
        orientation=_SIDEWAYS if sideways else 1,
    )
