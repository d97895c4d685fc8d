"""Media that lie beside a document: taken into the newsroom's store by their bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import attrs

from ..documents.reading import Reading
from ..errors import InvalidDocumentError, Problem
from ..model.media import Media
from ..ports import MediaStore

STORED = "media:"
LARGEST = 256 * 2**20

TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".aac": "audio/aac",
        ".avif": "image/avif",
        ".csv": "text/csv",
        ".flac": "audio/flac",
        ".gif": "image/gif",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".m4a": "audio/mp4",
        ".mp3": "audio/mpeg",
        ".mp4": "video/mp4",
        ".ogg": "audio/ogg",
        ".ogv": "video/ogg",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
        ".wav": "audio/wav",
        ".webm": "video/webm",
        ".webp": "image/webp",
    }
)
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_MARK = 0xFF
# Start of frame, of every coding but differential ones (ITU-T T.81, table B.1).
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@attrs.frozen(kw_only=True)
class Adopted:
    """A reading whose media are described, the bytes of those found, and remarks."""

    reading: Reading
    files: tuple[bytes, ...] = attrs.field(repr=False)
    remarks: tuple[str, ...]

    def keep(self, store: MediaStore) -> None:
        """Put the bytes into the store, before a story names them."""
        for data in self.files:
            store.put(data)


def adopted(reading: Reading, document: Path, store: MediaStore) -> Adopted:
    """Describe the media of a document by the files beside it; nothing is stored.

    A medium at ``media:NAME`` is the file NAME beside the document, or in a folder
    ``media`` there. What the document
    says of it stays; hash, type and size are filled in where it says nothing.

    Raises:
        InvalidDocumentError: a file is not the one whose hash the document names.
    """
    found = {one.key: _beside(document, one.href) for one in reading.content.media}
    loaded = {key: file.read_bytes() for key, file in found.items() if file is not None}
    problems = [
        _other(index, medium)
        for index, medium in enumerate(reading.content.media)
        if medium.key in loaded and _differs(medium, loaded[medium.key])
    ]
    if problems:
        raise InvalidDocumentError(problems, source=document.name)
    media = tuple(
        _described(one, loaded[one.key]) if one.key in loaded else one
        for one in reading.content.media
    )
    content = attrs.evolve(reading.content, media=media)
    return Adopted(
        reading=attrs.evolve(reading, content=content),
        files=tuple(loaded.values()),
        remarks=(*_missing(media, loaded, store), *_apart(reading)),
    )


def size_of(data: bytes) -> tuple[int, int] | None:
    """Read width and height out of a PNG or JPEG; None for all else, or if broken."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= len(_PNG) + 16:
        width, height = struct.unpack(">II", data[16:24])
        return _fitting(width, height)
    if data.startswith(_JPEG):
        return _size_of_jpeg(data)
    return None


def _size_of_jpeg(data: bytes) -> tuple[int, int] | None:
    at = len(_JPEG)
    while at + 9 <= len(data) and data[at] == _MARK:
        marker = data[at + 1]
        if marker == _MARK:
            at += 1  # a fill byte before the marker
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _fitting(width, height)
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _fitting(width: int, height: int) -> tuple[int, int] | None:
    most = 1_000_000
    return (width, height) if 0 < width <= most and 0 < height <= most else None


def _beside(document: Path, href: str) -> Path | None:
    """Find the file that is meant; nothing outside the document's folder ever is."""
    if not href.startswith(STORED):
        return None
    folder = document.parent.resolve()
    for place in (folder, folder / "media"):
        file = (place / href.removeprefix(STORED)).resolve()
        if file.is_relative_to(folder) and file.is_file():
            return file if file.stat().st_size <= LARGEST else None
    return None


def _described(medium: Media, data: bytes) -> Media:
    ending = f".{medium.href.rpartition('.')[2].lower()}"
    width, height = size_of(data) or (None, None)
    return attrs.evolve(
        medium,
        sha256=sha256(data).hexdigest(),
        media_type=medium.media_type or TYPES.get(ending),
        width=medium.width or width,
        height=medium.height or height,
        size=len(data),
    )


def _differs(medium: Media, data: bytes) -> bool:
    return medium.sha256 is not None and medium.sha256 != sha256(data).hexdigest()


def _other(index: int, medium: Media) -> Problem:
    return Problem(
        path=f"$.media[{index}].sha256",
        keyword="sha256",
        message=f"is not that of the file {medium.href.removeprefix(STORED)}",
        found=medium.sha256 or "",
        suggestion="leave it out, and it is filled in",
    )


def _missing(
    media: Iterable[Media], loaded: Mapping[str, bytes], store: MediaStore
) -> Iterator[str]:
    for one in media:
        if one.href.startswith(STORED) and not (one.key in loaded or _kept(one, store)):
            name = one.href.removeprefix(STORED)
            yield f"there is no file {name} beside the document, for medium {one.key}"


def _apart(reading: Reading) -> Iterator[str]:
    for one in reading.aside:
        if one.reason == "relative-address":
            yield (
                f"line {one.line}: {one.text} was set aside; write media:NAME for a "
                "file that lies beside the document"
            )


def _kept(medium: Media, store: MediaStore) -> bool:
    if medium.sha256 is None:
        return False
    try:
        store.get(medium.sha256)
    except LookupError:
        return False
    return True
