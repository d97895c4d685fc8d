"""The stored form of a content, and the name that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from weakref import ref

from ..errors import InvalidValueError
from ..model.canonical import canonical
from ..model.content import Content
from ..model.extra import Frozen
from .fast import loading, writing
from .structure import content_to, structured

# A content cannot change, and is written for its digest, for its fingerprint and for
# each channel that sends it on: what was written is kept for as long as it is there. By
# identity, since to hash a content takes as long as to write it.
_WRITTEN: dict[int, tuple[ref[Content], bytes]] = {}


def canonical_content(content: Content) -> bytes:
    """Write a content as canonical JSON (RFC 8785), without what has its default.

    With the extra ``fast`` the same bytes come sooner.

    Raises:
        InvalidValueError: it is no content.
    """
    known = _WRITTEN.get(id(content))
    if known is not None and known[0]() is content:
        return known[1]
    if not isinstance(content, Content):
        field, allowed = "content", "a Content; a reader makes one of a document"
        raise InvalidValueError(field, content, allowed)
    write = writing() if _names_are_ascii(content.extra) else canonical
    return _kept(content, write(content_to(content)))


def fingerprint(content: Content) -> str:
    """Name a content: the SHA-256 of its canonical JSON, in hexadecimal digits."""
    return sha256(canonical_content(content)).hexdigest()


def content_of(stored: bytes | str) -> Content:
    """Read back what :func:`canonical_content` wrote; nothing is checked against it.

    Raises:
        InvalidValueError: it breaks a rule of the classes, so it was not written here.
    """
    plain: Mapping[str, Any] = loading()(stored)
    return structured(plain)


def _kept(content: Content, written: bytes) -> bytes:
    number = id(content)
    _WRITTEN[number] = (ref(content, lambda _: _WRITTEN.pop(number, None)), written)
    return written


def _names_are_ascii(value: object) -> bool:
    # Fields of ours are; what lies inside a house field may be named in any script.
    match value:
        case Frozen():
            return all(
                name.isascii() and _names_are_ascii(inner)
                for name, inner in value.items()
            )
        case tuple():
            return all(map(_names_are_ascii, value))
        case _:
            return True
