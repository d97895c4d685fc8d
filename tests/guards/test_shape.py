"""Size and shape: what is short can be read, what is long hides something."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    (*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").glob("*/src/**/*.py"))
)


def _named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            yield f"{_named(file)}:{node.name}", lines


FUNCTIONS = dict(one for file in SOURCES for one in _functions(file))


@pytest.mark.parametrize("file", SOURCES, ids=_named)
def test_a_module_has_at_most_300_lines(file: Path) -> None:
    """A longer one is split by what it is about."""
    assert 300 >= len(file.read_text("utf-8").splitlines())


def test_a_function_has_at_most_40_lines() -> None:
    """Its docstring does not count."""
    assert {} == {name: lines for name, lines in FUNCTIONS.items() if lines > 40}


def test_most_functions_are_short() -> None:
    """Half of them have at most five lines, nine in ten at most twenty."""
    lengths = list(FUNCTIONS.values())

    assert statistics.median(lengths) <= 5
    assert statistics.quantiles(lengths, n=10)[-1] <= 20
