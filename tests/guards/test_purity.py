"""The core is told everything: time, ids, who, what the checks said."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsflow

SOURCE = Path(newsflow.__file__).parent
CORE = sorted(
    (
        SOURCE / "errors.py",
        *(SOURCE / "model").rglob("*.py"),
        *(SOURCE / "events").rglob("*.py"),
        *(SOURCE / "workflow").rglob("*.py"),
    )
)
PURE = {
    "__future__",
    "ast",
    "attrs",
    "collections",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "hashlib",
    "html",
    "itertools",
    "json",
    "operator",
    "re",
    "textwrap",
    "types",
    "typing",
    "unicodedata",
}
IMPURE = {"now", "today", "utcnow", "open", "print", "input", "eval", "exec"}
HEAVY = (
    "click",
    "jinja2",
    "jsonschema",
    "markdown_it",
    "nh3",
    "pluggy",
    "regex",
    "sqlalchemy",
)
VIEWS = {"Released", "Proof", "Advance", "Tombstone"}


def _calls(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            yield (
                called.attr
                if isinstance(called, ast.Attribute)
                else getattr(called, "id", "")
            )


@pytest.mark.parametrize("file", CORE, ids=lambda file: str(file.relative_to(SOURCE)))
def test_the_core_imports_nothing_that_acts(file: Path) -> None:
    """Attrs and the standard library's pure parts, and the core itself."""
    tree = ast.parse(file.read_text("utf-8"))
    absolute = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
    }

    assert absolute - PURE == set()
    assert IMPURE.isdisjoint(_calls(file))


def test_nobody_makes_a_view_by_hand() -> None:
    """Only model/views.py builds views, so that no draft can pass for released."""
    makers = {
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if not VIEWS.isdisjoint(_constructed(file))
    }

    assert makers == {"model/views.py"}


def _constructed(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.keywords:
            yield getattr(node.func, "id", "")


def test_importing_newsflow_loads_nothing_heavy() -> None:
    """What takes long to load is loaded when it is first needed; no thread starts."""
    code = (
        "import sys, threading, newsflow; newsflow.Content, newsflow.Person;"
        "print(*[name for name in sys.modules], threading.active_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    *loaded, threads = done.stdout.split()

    assert {name for name in HEAVY if name in loaded} == set()
    assert threads == "1"
