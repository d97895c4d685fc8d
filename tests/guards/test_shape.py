"""The shape of the code: small modules of short functions."""

from __future__ import annotations

import ast
from statistics import median, quantiles

from .sources import functions, named, sources

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
MEDIAN, NINE_IN_TEN = 5, 20

LONG_MODULES = {
    "src/newsflow/cli/demo_day.py": "one day at the Gazette, told in its order",
    "src/newsflow/testing/_machine_rules.py": "hypothesis wants all rules in one class",
}
"""Modules over the limit, and why each is one thing nevertheless."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions over the limit, as ``file:name``, and why."""


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a body, without its docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_no_module_is_long() -> None:
    """Whoever opens one can read it; and an exception that is not needed goes."""
    long = {
        named(file)
        for file in sources()
        if len(file.read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE
    }

    assert set(LONG_MODULES) == long


def test_no_function_is_long() -> None:
    """Nor does an exception stay that is not needed."""
    long = {
        f"{named(file)}:{function.name}"
        for file in sources()
        for function in functions(file)
        if lines(function) > LONGEST_FUNCTION
    }

    assert set(LONG_FUNCTIONS) == long


def test_most_functions_are_very_short() -> None:
    """Half of them have five lines at most, nine in ten have twenty."""
    counts = [lines(one) for file in sources() for one in functions(file)]

    assert median(counts) <= MEDIAN
    assert quantiles(counts, n=10)[-1] <= NINE_IN_TEN


def test_no_module_is_a_drawer() -> None:
    """Names say what a module is about; these say that nobody knew."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "core"}

    assert [] == [named(one) for one in sources() if one.stem.strip("_") in drawers]


def test_every_module_reads_its_annotations_late() -> None:
    """So that types cost nothing and may name what comes later."""
    for file in sources():
        text = file.read_text(encoding="utf-8")
        if any(isinstance(node, ast.ClassDef | ast.FunctionDef) for node in ast.parse(text).body):
            assert "from __future__ import annotations" in text, named(file)
