"""What the types promise: right uses are clean, and every wrong one is an error."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "typing_tests"


def checked(file: Path, cache: Path) -> str:
    """What mypy says of a file, strictly."""
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    said, complaints, _ = api.run(
        [
            "--strict",
            "--warn-unused-ignores",
            "--no-error-summary",
            "--follow-imports=silent",
            f"--config-file={ROOT / 'pyproject.toml'}",
            f"--cache-dir={cache}",
            str(file),
        ]
    )
    assert complaints == ""
    return str(said)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all that is checked, so that newsflow is read once."""
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in the configuration are relative to the project."""
    monkeypatch.chdir(ROOT)


def test_right_uses_are_clean(cache: Path) -> None:
    """With the very types that the documentation promises."""
    assert "" == checked(FOLDER / "right.py", cache)


def test_every_wrong_use_is_an_error(cache: Path) -> None:
    """An ignore that ignores nothing would be told."""
    assert "" == checked(FOLDER / "wrong.py", cache)


def test_every_wrong_statement_is_marked() -> None:
    """Each with the one code that it is wrong by; none of them hides another."""
    text = (FOLDER / "wrong.py").read_text(encoding="utf-8")
    marked = {
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if "# type: ignore[" in line
    }
    wrong = {
        statement.lineno
        for function in ast.parse(text).body
        if isinstance(function, ast.FunctionDef)
        for statement in function.body[1:]
    }

    assert wrong == marked
    assert 30 <= len(marked)
    assert {1} == set(Counter(marked).values())
