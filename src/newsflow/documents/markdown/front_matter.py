"""TOML front matter: a story's fields, between two lines of three plus signs."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

import attrs

from ...errors import InvalidDocumentError, Problem, UnreadableError
from ..toml import toml_problem
from .signs import FENCE

_OPENING = re.compile(r"\s*^\+\+\+[ \t]*$\n?", re.MULTILINE)
_CLOSING = re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE)

_YAML = re.compile(
    r"\s*^---[ \t]*\n[\w-]+:(?:[ \t].*)?\n(?:.*\n)*?---[ \t]*$", re.MULTILINE
)
_YAML_FOUND = Problem(
    path="$",
    keyword="syntax",
    message="the front matter is YAML",
    suggestion=f'write it as TOML between two lines {FENCE}: headline = "…"',
)


@attrs.frozen
class Parts:
    """A Markdown document taken apart; *line* is the first one of its body."""

    fields: dict[str, Any]
    body: str
    line: int


def parts(text: str) -> Parts:
    """Take the front matter off a document; one without it has no fields.

    Raises:
        InvalidDocumentError: the front matter is not closed, or it is no TOML.
        UnreadableError: it is nested too deep.
    """
    opening = _OPENING.match(text)
    if opening is None and _YAML.match(text):
        raise InvalidDocumentError([_YAML_FOUND])
    if opening is None:
        return Parts({}, text, 1)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise InvalidDocumentError([_unclosed(text, opening)])
    front = text[: closing.start()].replace(FENCE, "", 1)
    body = text[closing.end() :]
    return Parts(_fields(front), body, text.count("\n", 0, closing.end()) + 1)


def _fields(front: str) -> dict[str, Any]:
    """Parse what stands between; the lines above it stay, so that lines are counted."""
    try:
        return {name: _plain(value) for name, value in tomllib.loads(front).items()}
    except tomllib.TOMLDecodeError as unfit:
        raise InvalidDocumentError([toml_problem(unfit)]) from None
    except RecursionError:
        raise UnreadableError("", "its front matter is nested too deep") from None


def _plain(value: object) -> object:
    """Write times as the JSON document has them: as text."""
    match value:
        case dict():
            return {name: _plain(member) for name, member in value.items()}
        case list():
            return [_plain(member) for member in value]
        case date() | datetime() | time():
            return value.isoformat()
        case _:
            return value


def _unclosed(text: str, opening: re.Match[str]) -> Problem:
    line = text.count("\n", 0, opening.end())
    return Problem(
        path="$",
        keyword="syntax",
        message=f"the front matter that begins on line {max(line, 1)} is not closed",
        suggestion=f"end it with a line {FENCE}",
    )
