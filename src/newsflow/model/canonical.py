"""Canonical JSON (RFC 8785): one text for one value, on every machine.

Members are sorted by the UTF-16 code units of their names, nothing stands between
tokens, and only what must be escaped is. Numbers are whole and within ±(2^53 - 1), so
that no two writers of floats can ever disagree about a hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import InvalidValueError

LARGEST = 2**53 - 1
_PLAIN = frozenset({str, bool, type(None)})
_as_it_is = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode
_sorting = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode


def canonical(value: object) -> bytes:
    """Write a JSON value (mappings, lists or tuples, texts …) canonically.

    Raises:
        InvalidValueError: there is a float in it, a number past 2^53 - 1, half of a
            character, a member not named by a text, or no JSON at all.
    """
    plain = _is_plain(value)
    text = _sorting(value) if plain else _as_it_is(_sorted(value))
    try:
        return text.encode()
    except UnicodeEncodeError as wrong:
        raise _refused(wrong.object[wrong.start], "whole characters") from None


def _is_plain(value: object) -> bool:
    """Tell whether all of *value* is plain JSON, with names in ASCII.

    Python sorts by characters, RFC 8785 by UTF-16, which has those past U+FFFF before
    U+E000. Names in ASCII sort alike, and that is nearly always all there is.
    """
    left = [value]
    while left:
        one: Any = left.pop()
        kind = one.__class__
        if kind is dict:
            if not _has_plain_names(one):
                return False
            left += [inner for inner in one.values() if inner.__class__ not in _PLAIN]
        elif kind is list:
            left += [inner for inner in one if inner.__class__ not in _PLAIN]
        elif kind not in _PLAIN and not (kind is int and -LARGEST <= one <= LARGEST):
            return False
    return True


def _has_plain_names(members: dict[Any, Any]) -> bool:
    try:
        return "".join(members).isascii()
    except TypeError:
        return False


def _sorted(value: object) -> object:
    match value:
        case None | bool() | str():
            return value
        case int() if -LARGEST <= value <= LARGEST:
            return value
        case list() | tuple():
            return [_sorted(member) for member in value]
        case Mapping():
            names = sorted(value, key=_utf16)
            return {name: _sorted(value[name]) for name in names}
        case _:
            raise _refused(value, "JSON without fractions")


def _utf16(name: object) -> bytes:
    if not isinstance(name, str):
        raise _refused(name, "a text, as names of members are")
    return name.encode("utf-16-be", "surrogatepass")


def _refused(found: object, allowed: str) -> InvalidValueError:
    return InvalidValueError("canonical JSON", found, allowed)
