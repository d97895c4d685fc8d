"""House fields: what a newsroom adds to a story, under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, final

import attrs

from ..errors import InvalidValueError
from .text import text

JSON: TypeAlias = str | int | bool | Sequence["JSON"] | Mapping[str, "JSON"] | None
NAMESPACED = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z0-9][A-Za-z0-9._-]*")
LARGEST = 2**53 - 1
DEEPEST = 32


@final
class Frozen(Mapping[str, JSON]):
    """A JSON object that cannot change and can be hashed.

    *depth* counts the levels that it lies in, itself included. Unlike in a dict,
    ``True`` is not ``1`` in here: the two are written differently, and what is equal
    must have the same fingerprint.
    """

    __slots__ = ("_members",)

    def __init__(
        self, members: Mapping[str, JSON] | None = None, *, depth: int = 1
    ) -> None:
        self._members: dict[str, JSON] = {
            _name(name): _frozen(value, depth)
            for name, value in (members or {}).items()
        }

    def __getitem__(self, key: str) -> JSON:
        return self._members[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __hash__(self) -> int:
        return hash(frozenset(self._members.items()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return _same(self, other)

    def __repr__(self) -> str:
        return f"Frozen({self._members!r})"


def freeze(value: object) -> JSON:
    """Turn parsed JSON into its unchangeable form, its texts cleaned.

    Raises:
        InvalidValueError: there is a float in it (write a decimal as a string, so that
            every machine hashes it alike), a number past 2^53 - 1, a name that would
            not survive cleaning, more than 32 levels, or no JSON at all.
    """
    return _frozen(value, 0)


def thaw(value: JSON) -> JSON:
    """Turn the unchangeable form back into lists and dictionaries."""
    match value:
        case Frozen():
            return {key: thaw(member) for key, member in value.items()}
        case tuple():
            return [thaw(member) for member in value]
        case _:
            return value


def extra(value: Mapping[str, JSON]) -> Frozen:
    """Freeze the house fields of a story."""
    return value if isinstance(value, Frozen) else Frozen(value)


def namespaced(_: object, attribute: attrs.Attribute[Frozen], value: Frozen) -> None:
    """Hold each house field to a name such as ``gazette:print-page``."""
    for name in value:
        if NAMESPACED.fullmatch(name) is None:
            allowed = "named with a namespace, such as house:print-page"
            raise InvalidValueError(attribute.name, name, allowed)


def _frozen(value: object, depth: int) -> JSON:
    match value:
        case None | bool():
            return value
        case str():
            return text(value)
        case int() if -LARGEST <= value <= LARGEST:
            return value
        case list() | tuple():
            inner = _deeper(depth)
            return tuple(_frozen(member, inner) for member in value)
        case Mapping():
            return Frozen(value, depth=_deeper(depth))
        case _:
            raise _refused(value, "JSON without fractions")


def _name(value: object) -> str:
    if not isinstance(value, str) or text(value) != value:
        raise _refused(value, "named by texts that show all that is in them")
    return value


def _deeper(depth: int) -> int:
    if depth >= DEEPEST:
        raise _refused(depth + 1, f"at most {DEEPEST} levels deep")
    return depth + 1


def _same(one: object, other: object) -> bool:
    match one, other:
        case Mapping(), Mapping():
            return one.keys() == other.keys() and all(
                _same(value, other[key]) for key, value in one.items()
            )
        case tuple(), tuple() | list():
            return len(one) == len(other) and all(map(_same, one, other))
        case _:
            return one == other and isinstance(one, bool) == isinstance(other, bool)


def _refused(found: object, allowed: str) -> InvalidValueError:
    return InvalidValueError("extra", found, allowed)
