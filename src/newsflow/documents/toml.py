"""What is wrong with a TOML text, as a problem with its place."""

from __future__ import annotations

import re
import tomllib

from ..errors import Problem

_PLACE = re.compile(
    r"^(?P<what>.*) \(at (?P<where>line \d+, column \d+|end of document)\)$"
)


def toml_problem(unfit: tomllib.TOMLDecodeError) -> Problem:
    """Tell where a TOML text breaks off, and what was wrong there."""
    placed = _PLACE.match(str(unfit))
    what, where = placed.groups() if placed else (str(unfit), "")
    at = f" at {where}" if where else ""
    return Problem(path="$", keyword="syntax", message=f"this is no TOML{at}: {what}")
