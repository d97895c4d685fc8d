"""Reading a document from disk by the reader that is for it."""

from __future__ import annotations

from pathlib import Path

from ..documents.reading import Reader, Reading
from ..errors import InvalidDocumentError, NotFoundError, UnreadableError
from ..newsroom import Newsroom


def reader_for(room: Newsroom, file: Path, name: str | None) -> Reader:
    """Choose a reader by name, or else by how the file's name ends.

    Raises:
        NotFoundError: there is none.
    """
    readers = room.readers
    if name is not None:
        if name not in readers:
            kind = "reader"
            raise NotFoundError(kind, name, known=readers)
        return readers[name]
    for reader in readers.values():
        if file.name.lower().endswith(tuple(reader.suffixes)):
            return reader
    known = (ending for reader in readers.values() for ending in reader.suffixes)
    kind = "reader for files like"
    raise NotFoundError(kind, file.name, known=known)


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
    try:
        return reader.read(original, language=language or room.config.language)
    except InvalidDocumentError as unfit:
        raise InvalidDocumentError(unfit.problems, source=file.name) from None
    except UnreadableError as unfit:
        raise UnreadableError(file.name, unfit.reason) from None
