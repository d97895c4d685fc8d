"""How long a text is, as a receiver counts it."""

from __future__ import annotations

import re
from typing import assert_never

from .capabilities import TextLimit, TextUnit

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}']")


def length(text: str, limit: TextLimit) -> int:
    """Count a text in the unit of a limit, every address as what it costs.

    >>> family = "👩‍👩‍👧‍👦"
    >>> [
    ...     length(family, TextLimit(most=300, unit=unit))
    ...     for unit in ("graphemes", "characters", "utf16", "bytes")
    ... ]
    [1, 7, 11, 25]
    """
    if limit.url_cost is None:
        return _counted(text, limit.unit)
    bare, addresses = _ADDRESS.subn("", text)
    return _counted(bare, limit.unit) + addresses * limit.url_cost


def _counted(text: str, unit: TextUnit) -> int:
    match TextUnit(unit):
        case TextUnit.GRAPHEMES:
            return graphemes(text)
        case TextUnit.CHARACTERS:
            return len(text)
        case TextUnit.UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case TextUnit.BYTES:
            return len(text.encode("utf-8", "surrogatepass"))
        case other:
            assert_never(other)


def graphemes(text: str) -> int:
    """Count what a reader takes for one sign: extended grapheme clusters (UAX 29).

    After the Unicode version of the package ``regex``, which is newer than most
    receivers' or as new.
    """
    if text.isascii():
        return len(text) - text.count("\r\n")
    import regex  # noqa: PLC0415 - only what is not ASCII needs it

    return len(regex.findall(r"\X", text))
