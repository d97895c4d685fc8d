"""The core is pure: no clock, no chance, no file, nothing but attrs and pure parts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .sources import core, named, tree

ALLOWED = {
    "__future__",
    "attrs",
    "collections",
    "collections.abc",
    "datetime",
    "enum",
    "functools",
    "hashlib",
    "html",
    "json",
    "math",
    "operator",
    "re",
    "types",
    "typing",
    "unicodedata",
}
IMPURE_NAMES = {"open", "print", "input", "exec", "eval", "__import__", "globals"}
IMPURE_CALLS = {
    "now",
    "today",
    "utcnow",
    "fromtimestamp",
    "time",
    "time_ns",
    "monotonic",
    "urandom",
    "uuid4",
    "random",
    "getenv",
}


@pytest.mark.parametrize("file", core(), ids=named)
def test_the_core_imports_what_is_pure(file: Path) -> None:
    """From beside it and below it, or from this list."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= ALLOWED
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module in ALLOWED


@pytest.mark.parametrize("file", core(), ids=named)
def test_the_core_is_told_everything(file: Path) -> None:
    """It asks no clock, throws no dice, opens no file and prints nothing."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            assert node.id not in IMPURE_NAMES, f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in IMPURE_CALLS, f"line {node.lineno}"


@pytest.mark.parametrize("file", core(), ids=named)
def test_the_core_keeps_nothing_between_two_calls(file: Path) -> None:
    """What stands at the top of a module never changes."""
    for node in ast.walk(tree(file)):
        assert not isinstance(node, ast.Global | ast.Nonlocal), f"line {node.lineno}"
    for node in tree(file).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            names = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            if [getattr(name, "id", "") for name in names] != ["__all__"]:
                assert not isinstance(node.value, ast.List | ast.Dict | ast.Set), (
                    f"line {node.lineno}"
                )


def test_the_core_is_where_it_was() -> None:
    """The guard looks at what it is to guard."""
    files = {named(file) for file in core()}

    assert {
        "src/newsflow/errors.py",
        "src/newsflow/model/views.py",
        "src/newsflow/events/chain.py",
        "src/newsflow/workflow/decide.py",
    } <= files
