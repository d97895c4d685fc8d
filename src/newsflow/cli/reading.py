"""Reading a document from disk by the reader that is for it."""

from __future__ import annotations

from pathlib import Path

from ..documents.reading import Reader, Reading, read_document
from ..errors import NotFoundError
from ..newsroom import Newsroom


def reader_for(room: Newsroom, file: Path, name: str | None) -> Reader:
    """Choose a reader by name, or else by how the file's name ends.

    Raises:
        NotFoundError: there is none.
    """
    readers = room.readers
    if name is not None:
        return named_reader(room, name)
    for reader in readers.values():
        if file.name.lower().endswith(tuple(reader.suffixes)):
            return reader
    known = (ending for reader in readers.values() for ending in reader.suffixes)
    kind = "reader for files like"
    raise NotFoundError(kind, file.name, known=known)


def named_reader(room: Newsroom, name: str) -> Reader:
    """Find a reader by name.

    Raises:
        NotFoundError: there is none.
    """
    readers = room.readers
    if name not in readers:
        kind = "reader"
        raise NotFoundError(kind, name, known=readers)
    return readers[name]


def files_in(room: Newsroom, folder: Path, name: str | None) -> tuple[Path, ...]:
    """List the files below a folder that a reader is for, or the one of that *name*.

    What is hidden is no document.

    Raises:
        NotFoundError: there is no reader of that name.
    """
    chosen = room.readers.values() if name is None else (named_reader(room, name),)
    endings = tuple(ending for reader in chosen for ending in reader.suffixes)
    found = (file for file in folder.rglob("*") if file.name.lower().endswith(endings))
    return tuple(sorted(file for file in found if _is_meant(folder, file)))


def read(
    room: Newsroom,
    file: Path,
    original: bytes,
    reader: Reader,
    *,
    language: str | None = None,
) -> Reading:
    """Read a document; its errors name the file.

    *language* is what it is taken to be written in unless it says so itself; the
    newsroom's own, unless given.

    Raises:
        UnreadableError: there is no such document in the bytes.
        InvalidDocumentError: there is one, with problems; all of them are told.
    """
    language = language or room.config.language
    return read_document(reader, original, language=language, source=file.name)


def _is_meant(folder: Path, file: Path) -> bool:
    parts = file.relative_to(folder).parts
    return file.is_file() and not any(part.startswith(".") for part in parts)
