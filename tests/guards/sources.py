"""The sources that the guards read: ours, and those of our plug-ins."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "newsflow"
CORE = ("errors.py", "model", "events", "workflow")


def sources() -> list[Path]:
    """Every module of newsflow and of the plug-ins beside it."""
    plugins = (ROOT / "plugins").glob("*/src/**/*.py")
    return sorted([*PACKAGE.rglob("*.py"), *plugins])


def core() -> list[Path]:
    """The modules of the pure core."""
    parts = [PACKAGE / name for name in CORE]
    return sorted(
        file
        for part in parts
        for file in (part.rglob("*.py") if part.is_dir() else [part])
    )


@cache
def tree(file: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def named(file: Path) -> str:
    """Name a file as people of the project do."""
    return file.relative_to(ROOT).as_posix()


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Find every function and method of a module."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
