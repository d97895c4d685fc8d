"""The stored form of a content, and the name that follows from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

from ..model.canonical import canonical
from ..model.content import Content
from ..model.extra import Frozen
from .structure import content_to, structured


def canonical_content(content: Content) -> bytes:
    """Write a content as canonical JSON (RFC 8785), without what has its default.

    With the extra ``fast`` the same bytes come sooner.
    """
    write = _sorting() if _names_are_ascii(content.extra) else canonical
    return write(content_to(content))


def fingerprint(content: Content) -> str:
    """Name a content: the SHA-256 of its canonical JSON, in hexadecimal digits."""
    return sha256(canonical_content(content)).hexdigest()


def content_of(stored: bytes | str) -> Content:
    """Read back what :func:`canonical_content` wrote; nothing is checked against it.

    Raises:
        InvalidValueError: it breaks a rule of the classes, so it was not written here.
    """
    plain: Mapping[str, Any] = _loads()(stored)
    return structured(plain)


@cache
def _sorting() -> Callable[[Any], bytes]:
    if find_spec("orjson") is None:
        return canonical
    import orjson  # noqa: PLC0415 - the extra "fast" may be missing

    return lambda plain: orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


@cache
def _loads() -> Callable[[bytes | str], Any]:
    if find_spec("orjson") is None:
        return json.loads
    import orjson  # noqa: PLC0415 - the extra "fast" may be missing

    return orjson.loads


def _names_are_ascii(value: object) -> bool:
    # orjson sorts names by characters, the standard by UTF-16. Fields of ours are
    # ASCII; what lies inside a house field may be named in any script.
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
