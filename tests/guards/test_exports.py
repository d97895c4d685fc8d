"""What is public is listed, and what is listed is there."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import newsflow

SOURCE = Path(newsflow.__file__).parent
LISTING = sorted(
    ".".join(("newsflow", *file.relative_to(SOURCE).parts[:-1]))
    for file in SOURCE.rglob("__init__.py")
    if "__all__ = [" in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", LISTING)
def test_a_listing_is_true(name: str) -> None:
    """Every name of ``__all__`` can be had, and none stands there twice."""
    package = import_module(name)
    listed = list(package.__all__)

    assert len(set(listed)) == len(listed)
    assert [one for one in listed if not hasattr(package, one)] == []


def test_the_top_of_the_package_says_the_same_three_times() -> None:
    """What is fetched lazily, what type checkers see and what is listed are one."""
    tree = ast.parse((SOURCE / "__init__.py").read_text("utf-8"))
    seen = {
        alias.name
        for branch in tree.body
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert seen == set(newsflow.__all__) == set(newsflow._HOMES)  # noqa: SLF001 - a guard
