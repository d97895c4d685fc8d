"""What is public is listed, sorted and there."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import newsflow
import newsflow.testing

from .sources import PACKAGE, named, sources, tree

ROOT = PACKAGE.parent


def exporting() -> list[Path]:
    """The packages and modules that list what they offer."""
    return [
        file
        for file in sources()
        if any(
            isinstance(node, ast.Assign)
            and [getattr(one, "id", "") for one in node.targets] == ["__all__"]
            for node in tree(file).body
        )
    ]


def module(file: Path) -> str:
    """Name a file as a module."""
    start = next(part for part in file.parents if part.name == "src")
    parts = file.relative_to(start).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


@pytest.mark.parametrize("file", exporting(), ids=named)
def test_what_is_listed_is_sorted_and_there(file: Path) -> None:
    """As ruff sorts it: constants, classes, the rest; and each can be had."""
    loaded = importlib.import_module(module(file))
    listed = list(loaded.__all__)

    assert sorted(listed, key=_place) == listed
    assert len(set(listed)) == len(listed)
    for name in listed:
        assert hasattr(loaded, name), name


def _place(name: str) -> tuple[int, str]:
    if name.isupper():
        return 0, name
    return (1 if name[0].isupper() else 2), name


@pytest.mark.parametrize("package", [newsflow, newsflow.testing])
def test_what_is_fetched_late_is_what_is_listed_and_typed(package: object) -> None:
    """One list at run time, one for readers, one for type checkers: all the same."""
    file = Path(getattr(package, "__file__", ""))
    typed = {
        alias.name: f".{statement.module}"
        for block in tree(file).body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }

    homes = package._HOMES  # type: ignore[attr-defined] # noqa: SLF001 - the list itself
    assert typed == homes
    assert set(homes) == set(package.__all__)  # type: ignore[attr-defined] # it has one
    assert set(homes) <= set(dir(package))


@pytest.mark.parametrize("package", [newsflow, newsflow.testing])
def test_a_name_that_is_not_there_is_refused_as_python_does(package: object) -> None:
    """A misspelling is no import."""
    with pytest.raises(AttributeError, match="has no attribute 'Newsrom'"):
        package.Newsrom  # type: ignore[attr-defined] # noqa: B018 - the very point


def test_the_version_is_the_projects() -> None:
    """In one place in the code, and in one of the project."""
    import tomllib  # noqa: PLC0415 - only here

    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))

    assert project["project"]["version"] == newsflow.__version__


def test_every_plug_in_imports_public_names_alone() -> None:
    """A plug-in of ours is written as anyone's could be."""
    for file in sources():
        if PACKAGE not in file.parents:
            for node in ast.walk(tree(file)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsflow"):
                    private = [part for part in (node.module or "").split(".") if part[0] == "_"]
                    names = [one.name for one in node.names if one.name[0] == "_"]
                    assert [] == private + names, named(file)
