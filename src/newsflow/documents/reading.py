"""What comes of reading a document: content, what was set aside, and where from."""

from __future__ import annotations

from typing import Protocol

import attrs

from ..errors import InvalidDocumentError, UnreadableError
from ..model.content import Content


@attrs.frozen(kw_only=True)
class SetAside:
    """A line of the original that is no part of the story, and why we think so.

    *line* counts from 1 in the original; *reason* is a word from a closed list of the
    reader's (``share-label``, ``site-address`` …), so that an editor can check them
    by kind and put one back.
    """

    line: int
    text: str
    reason: str


@attrs.frozen(kw_only=True)
class Reading:
    """A document as read: nothing of it is lost, nothing in it is guessed.

    *original* is the SHA-256 of the bytes that were read, under which the newsroom
    keeps them, so that an import can be compared with its source and undone.
    """

    content: Content
    reader: str
    original: str
    aside: tuple[SetAside, ...] = ()


class Reader(Protocol):
    """Reads one format; a plug-in offers it through ``newsflow_readers``."""

    @property
    def name(self) -> str:
        """The name by which people choose it, such as ``markdown``."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings that it is for, such as ``.md``; the first is its own."""
        ...

    def read(self, original: bytes, *, language: str = "und") -> Reading:
        """Read a document whose language, unless it says so itself, is *language*.

        Raises:
            UnreadableError: the bytes hold no such document.
            InvalidDocumentError: they do, with problems; all of them are told.
        """
        ...


def read_document(
    reader: Reader, original: bytes, *, language: str, source: str
) -> Reading:
    """Read a document; its errors name it as *source*.

    Raises:
        UnreadableError: the bytes hold no such document.
        InvalidDocumentError: they do, with problems; all of them are told.
    """
    try:
        return reader.read(original, language=language)
    except InvalidDocumentError as unfit:
        raise InvalidDocumentError(unfit.problems, source=source) from None
    except UnreadableError as unfit:
        raise UnreadableError(source, unfit.reason) from None
