"""What a site tells of how it works comes from the configuration to every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsflow import Newsroom, read_config
from newsflow.errors import InvalidConfigError
from newsflow.testing import PEOPLE
from newsflow.testing.staging import bring

CONFIG = """
[newsroom]
name = "Harbour Gazette"

[[sites]]
name = "main"
address = "https://gazette.example"

[sites.policies]
"Ethics" = "{address}"
"Corrections" = "https://gazette.example/corrections"

[[channels]]
name = "site"
kind = "folder"
path = "site"
site = "main"
"""


def opened(folder: Path, address: str) -> Newsroom:
    """Open a newsroom whose ethics are told at an address."""
    file = folder / "newsflow.toml"
    file.write_text(CONFIG.format(address=address), "utf-8")
    return Newsroom.open("sqlite://", config=read_config(file))


def test_article_and_front_page_lead_to_the_policies(tmp_path: Path) -> None:
    """In the order of the file."""
    with opened(tmp_path, "https://gazette.example/ethics") as room:
        bring(room, "published", people=PEOPLE)

    pages = sorted((tmp_path / "site").rglob("index.html"))
    assert 9 == len(pages)
    for page in pages:
        text = page.read_text("utf-8")
        assert text.index("/ethics") < text.index("/corrections")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://x.example/<b>"])
def test_an_address_that_is_none_is_told_when_the_newsroom_opens(
    tmp_path: Path, address: str
) -> None:
    """Not when the first story goes out."""
    with pytest.raises(InvalidConfigError, match="http"):
        opened(tmp_path, address).close()
