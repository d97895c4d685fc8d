"""The page about themes: its blocks, its settings and its files are the real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from newsflow.render.pages import environment, our_templates
from newsflow.render.theme_folder import FORM
from newsflow.render.theme_rules import DIRECTIVES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "theme.md").read_text(encoding="utf-8")
GAZETTE = ROOT / "examples" / "themes" / "gazette"
FENCES = dict(
    re.findall(
        r"^```\{code-block\} \w+\n:caption: themes/gazette/(\S+)\n\n(.*?)^```$",
        PAGE,
        re.DOTALL | re.MULTILINE,
    )
)


def blocks(name: str) -> set[str]:
    """Name the blocks that stand in one of our templates."""
    built = environment()
    assert built.loader is not None
    tree = built.parse(built.loader.get_source(built, name)[0])
    return {block.name for block in tree.find_all(nodes.Block)}


@pytest.mark.parametrize("name", our_templates())
def test_every_block_is_told_and_every_block_told_is_there(name: str) -> None:
    """A house overrides them by name, so a name is a promise."""
    (row,) = re.findall(rf"^\| `{re.escape(name)}` \|.*$", PAGE, re.MULTILINE)
    _, told = row.strip("|").rsplit("|", 1)

    assert blocks(name) == set(re.findall(r"`(\w+)`", told))


def test_every_setting_of_a_theme_is_told() -> None:
    """In the example of theme.toml, and by the names of the directives."""
    for name in FORM["properties"]:
        assert re.search(rf"^\[?{name}\b", PAGE, re.MULTILINE), name
    for name in DIRECTIVES:
        assert f"`{name}`" in PAGE


def test_the_example_on_the_page_is_the_example_in_the_tree() -> None:
    """Byte for byte, and none of its files is left out."""
    files = {
        file.relative_to(GAZETTE).as_posix(): file.read_text(encoding="utf-8")
        for file in GAZETTE.rglob("*")
        if file.is_file()
    }

    assert files == FENCES
