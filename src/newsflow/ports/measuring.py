"""How long a text is, as a receiver counts it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from typing import assert_never
from unicodedata import category

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

    Without its rule 9c, which joins Indic conjuncts and which many receivers do not
    know yet: where they differ, this counts more rather than fewer.
    """
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(_breaks(text)) + 1


class _Sign(Enum):
    """The property Grapheme_Cluster_Break, as far as the rules ask for it."""

    OTHER = auto()
    RETURN = auto()
    FEED = auto()
    CONTROL = auto()
    PREPEND = auto()
    EXTEND = auto()
    SPACING = auto()
    JOINER = auto()
    FLAG = auto()
    PICTURE = auto()
    LEADING = auto()
    VOWEL = auto()
    TRAILING = auto()
    SYLLABLE = auto()
    CLOSED_SYLLABLE = auto()


_BARRIERS = frozenset({_Sign.RETURN, _Sign.FEED, _Sign.CONTROL})
_HANGUL_AFTER = {
    _Sign.LEADING: frozenset(
        {_Sign.LEADING, _Sign.VOWEL, _Sign.SYLLABLE, _Sign.CLOSED_SYLLABLE}
    ),
    _Sign.SYLLABLE: frozenset({_Sign.VOWEL, _Sign.TRAILING}),
    _Sign.VOWEL: frozenset({_Sign.VOWEL, _Sign.TRAILING}),
    _Sign.CLOSED_SYLLABLE: frozenset({_Sign.TRAILING}),
    _Sign.TRAILING: frozenset({_Sign.TRAILING}),
}
_SYLLABLES = range(0xAC00, 0xD7A4)
_CLINGING = frozenset({_Sign.EXTEND, _Sign.SPACING, _Sign.JOINER})


def _breaks(text: str) -> Iterator[bool]:
    """Tell for every place between two characters whether a cluster ends there."""
    flags, pictured = 0, False
    for before, after in pairwise(map(_sign, text)):
        flags = flags + 1 if before is _Sign.FLAG else 0
        joined = pictured and before is _Sign.JOINER
        pictured = before is _Sign.PICTURE or (pictured and before is _Sign.EXTEND)
        if before is _Sign.JOINER and after is _Sign.PICTURE:
            yield not joined
        elif before is after is _Sign.FLAG:
            yield flags % 2 == 0
        else:
            yield not _belong(before, after)


def _belong(before: _Sign, after: _Sign) -> bool:
    if before in _BARRIERS or after in _BARRIERS:
        return before is _Sign.RETURN and after is _Sign.FEED
    if after in _CLINGING or before is _Sign.PREPEND:
        return True
    return after in _HANGUL_AFTER.get(before, ())


@cache
def _sign(character: str) -> _Sign:
    point = ord(character)
    place = bisect_right(_STARTS, point) - 1
    if place >= 0 and point <= _RANGES[place][1]:
        return _RANGES[place][2]
    if point in _SYLLABLES:
        closed = (point - _SYLLABLES.start) % 28
        return _Sign.CLOSED_SYLLABLE if closed else _Sign.SYLLABLE
    match category(character):
        case "Mn" | "Me":
            return _Sign.EXTEND
        case "Mc":
            return _Sign.SPACING
        case "Cc" | "Cf" | "Zl" | "Zp" | "Cs":
            return _Sign.CONTROL
        case _:
            return _Sign.OTHER


def _read(sign: _Sign, ranges: str) -> Iterator[tuple[int, int, _Sign]]:
    for one in ranges.split():
        first, _, last = one.partition("-")
        yield int(first, 16), int(last or first, 16), sign


# What the general category does not tell (Unicode 15: GraphemeBreakProperty.txt and
# the property Extended_Pictographic of emoji-data.txt).
_TABLE = {
    _Sign.RETURN: "D",
    _Sign.FEED: "A",
    _Sign.JOINER: "200D",
    _Sign.FLAG: "1F1E6-1F1FF",
    _Sign.PREPEND: "600-605 6DD 70F 890-891 8E2 D4E 110BD 110CD 111C2-111C3 1193F "
    "11941 11A3A 11A84-11A89 11D46 11F02",
    _Sign.EXTEND: "9BE 9D7 B3E B57 BBE BD7 CC2 CD5-CD6 D3E D57 DCF DDF 1B35 200C "
    "302E-302F FF9E-FF9F 1133E 11357 114B0 114BD 115AF 11930 1D165 1D16E-1D172 "
    "1F3FB-1F3FF E0020-E007F",
    _Sign.SPACING: "E33 EB3",
    # Spacing marks by category that stand alone all the same.
    _Sign.OTHER: "102B-102C 1038 1062-1064 1067-106D 1083 1087-108C 108F 109A-109C "
    "1A61 1A63-1A64 AA7B AA7D 11720-11721",
    _Sign.LEADING: "1100-115F A960-A97C",
    _Sign.VOWEL: "1160-11A7 D7B0-D7C6",
    _Sign.TRAILING: "11A8-11FF D7CB-D7FB",
    _Sign.PICTURE: "A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 2388 "
    "23CF 23E9-23F3 23F8-23FA 24C2 25AA-25AB 25B6 25C0 25FB-25FE 2600-2605 2607-2612 "
    "2614-2685 2690-2705 2708-2712 2714 2716 271D 2721 2728 2733-2734 2744 2747 274C "
    "274E 2753-2755 2757 2763-2767 2795-2797 27A1 27B0 27BF 2934-2935 2B05-2B07 "
    "2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F000-1F0FF 1F10D-1F10F 1F12F 1F16C-1F171 "
    "1F17E-1F17F 1F18E 1F191-1F19A 1F1AD-1F1E5 1F201-1F20F 1F21A 1F22F 1F232-1F23A "
    "1F23C-1F23F 1F249-1F3FA 1F400-1F53D 1F546-1F64F 1F680-1F6FF 1F774-1F77F "
    "1F7D5-1F7FF 1F80C-1F80F 1F848-1F84F 1F85A-1F85F 1F888-1F88F 1F8AE-1F8FF "
    "1F90C-1F93A 1F93C-1F945 1F947-1FAFF 1FC00-1FFFD",
}
_RANGES = sorted(
    (one for sign, ranges in _TABLE.items() for one in _read(sign, ranges)),
    key=lambda one: one[0],
)
_STARTS = [first for first, _, _ in _RANGES]
