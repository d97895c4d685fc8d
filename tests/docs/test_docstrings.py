"""Examples in docstrings are run, too."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def modules() -> Iterator[str]:
    """Name the modules whose docstrings show how something is used."""
    for file in sorted(SOURCE.rglob("*.py")):
        if ">>> " in file.read_text(encoding="utf-8"):
            name = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
            yield name.removesuffix(".__init__")


def test_there_are_docstrings_with_examples() -> None:
    """The search finds the examples that we know of."""
    assert {"newsflow.newsroom.room", "newsflow.testing.clocks"} <= set(modules())


@pytest.mark.parametrize("name", list(modules()))
def test_the_examples_of_a_docstring_run(name: str) -> None:
    """What a docstring shows is what happens."""
    result = doctest.testmod(importlib.import_module(name), raise_on_error=False)

    assert result.attempted > 0
    assert 0 == result.failed
