"""JSON paths (RFC 9535), as problems name them: ``$.body[3].spans[0].text``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

Step: TypeAlias = str | int
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]")


def json_path(steps: Iterable[Step]) -> str:
    """Write the steps from the root as a path; odd names stand in ``['…']``."""
    return f"${''.join(map(_written, steps))}"


def in_order(path: str) -> tuple[tuple[int, int, str], ...]:
    """Make a path sort as a document reads: ``[2]`` before ``[10]``."""
    return tuple(
        (0, int(index), "") if index else (1, 0, name or quoted)
        for name, index, quoted in _STEP.findall(path)
    )


def spelled(text: str) -> str:
    r"""Make a text fit to print: what would not show is written as ``\\u202e``."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _written(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN.fullmatch(step):
        return f".{step}"
    quoted = step.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{spelled(quoted)}']"
