"""TOML out: the fields of a document, in the order given, always the same bytes.

Source: TOML 1.0.0, https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
# In a text of several lines; a line of plus signs would end the front matter.
_ESCAPED_IN_LINES = re.compile(r'["\\\x00-\x09\x0b-\x1f\x7f]|^\+(?=\+\+)', re.MULTILINE)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def toml_text(fields: Mapping[str, object]) -> str:
    """Write a table. Numbers are whole, and what is None is left out: TOML has neither.

    Texts of several lines stand in lines at the top level; nested values stand in one.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    lines = [
        *(_line(name, value) for name, value in given.items() if not _nests(value)),
        *(part for name, value in given.items() for part in _tables(name, value)),
    ]
    return "".join(f"{line}\n" for line in lines)


def _line(name: str, value: object) -> str:
    if isinstance(value, str) and "\n" in value:
        return f'{_key(name)} = """\n{_ESCAPED_IN_LINES.sub(_escape, value)}"""'
    return f"{_key(name)} = {_value(value)}"


def _nests(value: object) -> bool:
    """Tell whether a value is written as a table, or as several."""
    if isinstance(value, Mapping):
        return True
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return False
    return all(isinstance(one, Mapping) for one in value)


def _tables(name: str, value: object) -> Iterator[str]:
    if not _nests(value):
        return
    if isinstance(value, Mapping):
        yield from ("", f"[{_key(name)}]", *_members(value))
    elif isinstance(value, Sequence):
        for member in value:
            yield from ("", f"[[{_key(name)}]]", *_members(member))


def _members(table: Mapping[str, object]) -> Iterator[str]:
    for name, value in table.items():
        if value is not None:
            yield f"{_key(name)} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f'"{_ESCAPED.sub(_escape, value)}"'
        case Mapping():
            return _inline(value)
        case Sequence():
            inner = ", ".join(_value(one) for one in value if one is not None)
            return f"[{inner}]"
        case _:
            message = f"TOML cannot say {value!r}"
            raise TypeError(message)


def _inline(table: Mapping[str, object]) -> str:
    members = (
        f"{_key(name)} = {_value(value)}"
        for name, value in table.items()
        if value is not None
    )
    inner = ", ".join(members)
    return f"{{ {inner} }}" if inner else "{}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else f'"{_ESCAPED.sub(_escape, name)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
