"""From bytes to text: the encodings in which stories reach a desk.

What is read: UTF-8 and UTF-16 as their byte order marks say, UTF-8 without one, and
Windows-1252, in which older systems and saved pages come. Nothing else is tried: a
guess among the hundred others would turn names into other names without a sound.
"""

from __future__ import annotations

import codecs

from ..errors import UnreadableError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KEPT = frozenset("\t\n\x0b\x0c\r")
_CONTROLS = bytes(code for code in range(32) if chr(code) not in _KEPT)


def decode(original: bytes, *, source: str = "") -> str:
    """Read bytes as text, without its byte order mark; *source* names it in errors.

    A byte order mark is believed. Without one the bytes are UTF-8, or else, when every
    one of them has a meaning there and none is a control character, Windows-1252.

    Raises:
        UnreadableError: the bytes break the encoding that their mark promises, hold a
            NUL (so they are no text, or UTF-16 without a mark), or are neither UTF-8
            nor Windows-1252.
    """
    marked = (one for one in _MARKS if original.startswith(one[0]))
    mark, encoding = next(marked, (b"", ""))
    value = _as(original, mark, encoding, source) if mark else _plain(original, source)
    at = value.find("\0")
    if at >= 0:
        reason = f"there is a NUL at character {at}, so this is no text"
        raise UnreadableError(source, reason)
    return value


def _plain(original: bytes, source: str) -> str:
    try:
        return original.decode("utf-8")
    except UnicodeDecodeError as wrong:
        utf8_ends = wrong.start
    if original.translate(None, _CONTROLS) != original:
        reason = "it holds control bytes and is not UTF-8, so this is no text"
        raise UnreadableError(source, reason)
    try:
        return original.decode("cp1252")
    except UnicodeDecodeError as wrong:
        reason = (
            f"it is not UTF-8 (byte {utf8_ends}) and not Windows-1252 "
            f"(byte {wrong.start}); save it as UTF-8"
        )
        raise UnreadableError(source, reason) from None


def _as(original: bytes, mark: bytes, encoding: str, source: str) -> str:
    try:
        return original[len(mark) :].decode(encoding)
    except UnicodeDecodeError as wrong:
        where = f"byte {wrong.start + len(mark)} does not fit"
        reason = f"its mark says {encoding.upper()}, but {where}; save it as UTF-8"
        raise UnreadableError(source, reason) from None
