"""JSON from outside, read strictly: what two readers might take differently is refused.

RFC 8259 leaves open what a repeated name means and how exact a number is, and many
parsers accept NaN. A history whose hashes must hold cannot leave that open. With the
extra ``fast``, orjson reads first, and what it read is taken if nothing can be wrong
with it; everything else is read again, slowly, by whoever can say what is wrong.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any, TypeAlias

from ..errors import InvalidDocumentError, Problem, UnreadableError
from ._wording import shorten, shown
from .fast import engine
from .paths import Step, json_path
from .problems import in_reading_order

Plain: TypeAlias = str | int | bool | list["Plain"] | dict[str, "Plain"] | None

LARGEST = 16 * 2**20
DEEPEST = 64
_HALF = re.compile("[\ud800-\udfff]")


class _Repeating(dict[str, Any]):
    """An object in which some names were given *twice*."""

    twice: tuple[str, ...] = ()


_NESTING = frozenset({dict, list, _Repeating})
_PLAIN = frozenset({str, int, bool, type(None)})
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


class _Seen:
    """Notes, while a document is read, whether anything in it needs a closer look."""

    __slots__ = ("odd",)

    def __init__(self) -> None:
        self.odd = False

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Build an object; repeated names are remembered."""
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.odd = True
        repeating = _Repeating(members)
        counts = Counter(name for name, _ in pairs)
        repeating.twice = tuple(name for name in members if counts[name] > 1)
        return repeating

    def fraction(self, text: str) -> float:
        """Read a number that is not whole."""
        self.odd = True
        return float(text)

    @staticmethod
    def constant(name: str) -> None:
        """Refuse NaN and the infinities."""
        message = f"{name} is no number"
        raise ValueError(message)


def parse_json(data: bytes | str, *, source: str = "", limit: int = LARGEST) -> Plain:
    """Read one JSON document; *source* names it in errors, *limit* is its length.

    UTF-8 is expected and a byte order mark tolerated; UTF-16 and UTF-32 are recognised.
    Nothing past 64 levels is read. Every number is whole: fractions are told with
    their paths, as are repeated names and halves of characters.

    Raises:
        UnreadableError: it is too large, too deep, not of its encoding, or no JSON.
        InvalidDocumentError: it is JSON that newsflow does not take; all problems.
    """
    if len(data) > limit:
        reason = f"it is {len(data)} bytes long, and {limit} is the most"
        raise UnreadableError(source, reason)
    if sure := _sooner(data):
        return sure[0]
    text = data if isinstance(data, str) else _decoded(data, source)
    seen = _Seen()
    value = _loaded(text.removeprefix("\ufeff"), seen, source)
    if levels(value, most=DEEPEST) > DEEPEST:
        raise _too_deep(source)
    if not seen.odd and not _may_hold_halves(text):
        return value
    if problems := in_reading_order(_strange((), value)):
        raise InvalidDocumentError(problems, source=source)
    return value


def _sooner(data: bytes | str) -> tuple[Plain] | None:
    """Read with the extra ``fast``; None where a closer look is needed."""
    fast = engine()
    if fast is None:
        return None
    try:
        value: Plain = fast.loads(data)
    except ValueError:
        return None
    if _is_odd(value) or _colons(data) != fast.dumps(value).count(b":"):
        return None  # or a repeated name has gone, and its colon with it
    return (value,)


def _colons(data: bytes | str) -> int:
    """Count colons, those after names and those in texts; -1 where some may hide."""
    text = data if isinstance(data, bytes) else data.encode()
    hidden = b"\\" in text and b"\\u003" in text
    return -1 if hidden else text.count(b":")


def _is_odd(value: Any) -> bool:
    """Tell whether something nests too deep, or a number may not be whole."""
    level: list[Any] = [[value]]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for one in level
            for inner in (one if one.__class__ is list else one.values())
            if inner.__class__ not in _PLAIN
        ]
        if not level:
            return False
        if float in map(type, level):
            return True
    return True


def levels(value: object, *, most: int) -> int:
    """Count how deep lists and objects nest; what lies deeper than *most* adds one."""
    depth = 0
    level: list[Any] = [value] if value.__class__ in _NESTING else []
    while level and depth <= most:
        depth += 1
        within = chain.from_iterable(
            one if one.__class__ is list else one.values() for one in level
        )
        level = [one for one in within if one.__class__ in _NESTING]
    return depth


def _decoded(data: bytes, source: str) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        name = encoding.removesuffix("-sig").upper()
        reason = f"it is not {name}: byte {wrong.start} does not fit; save it as UTF-8"
        raise UnreadableError(source, reason) from None


def _loaded(text: str, seen: _Seen, source: str) -> Plain:
    try:
        value: Plain = json.loads(
            text,
            object_pairs_hook=seen.object,
            parse_float=seen.fraction,
            parse_constant=seen.constant,
        )
    except json.JSONDecodeError as wrong:
        if _opened(text[: wrong.pos]) > DEEPEST:  # how deep Python goes is its host's
            raise _too_deep(source) from None
        where = f"line {wrong.lineno}, column {wrong.colno}"
        raise _no_json(source, f"{wrong.msg} ({where})") from None
    except ValueError as wrong:
        raise _no_json(source, shorten(str(wrong))) from None
    except RecursionError:
        raise _too_deep(source) from None
    return value


def _opened(text: str) -> int:
    """Count how many lists and objects are open at the end of a text."""
    bare = _STRING.sub("", text)
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))


def _may_hold_halves(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\\ud" in text or "\\uD" in text


def _no_json(source: str, reason: str) -> UnreadableError:
    return UnreadableError(source, f"it is no JSON: {reason}")


def _too_deep(source: str) -> UnreadableError:
    reason = f"it is nested deeper than {DEEPEST} levels"
    return UnreadableError(source, reason)


def _strange(at: tuple[Step, ...], value: object) -> Iterator[Problem]:
    match value:
        case float():
            said = "must be a whole number; write a fraction as a string"
            yield _problem(at, "type", said, value)
        case str() if _HALF.search(value):
            said = "holds half of a character (a lone surrogate)"
            yield _problem(at, "syntax", said, value)
        case dict():
            for name in value.twice if isinstance(value, _Repeating) else ():
                said = "is given more than once"
                yield _problem((*at, name), "duplicate", said, name)
            for name, inner in value.items():
                yield from _strange((*at, name), name)
                yield from _strange((*at, name), inner)
        case list():
            for index, inner in enumerate(value):
                yield from _strange((*at, index), inner)


def _problem(at: tuple[Step, ...], keyword: str, said: str, found: object) -> Problem:
    return Problem(
        path=json_path(at), keyword=keyword, message=said, found=shown(found)
    )
