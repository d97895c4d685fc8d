"""Media that lie beside a document: taken into the newsroom's store by their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import attrs

from ..documents.reading import Reading
from ..errors import InvalidDocumentError, Problem
from ..imaging import UnfitPictureError, stripped
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
_WIDEST = 1_000_000
"""Pixels, as the schema has it."""


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
    """Tell width and height of a picture as it is seen; None if it is no whole one."""
    try:
        _, seen = stripped(data)
    except UnfitPictureError:
        return None
    return seen.shown if max(seen.shown) <= _WIDEST else None


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
