"""A newsroom with a theme: refused when it is broken, and named in every receipt."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsflow import Newsroom, read_config
from newsflow.documents.config import config_from
from newsflow.errors import InvalidConfigError, ThemeError
from newsflow.testing import PEOPLE
from newsflow.testing.staging import bridge, bring

from ..gazette import text

NIGHT = datetime(2026, 6, 25, 22, 30, tzinfo=UTC)
CONFIG = """
[newsroom]
name = "Harbour Gazette"

[[sites]]
name = "main"
address = "https://gazette.example"
theme = "themes/gazette"

[[channels]]
name = "site"
kind = "folder"
path = "site"

[[channels.mirrors]]
path = "mirror"
address = "https://mirror.example"
"""
PARENT = '{% extends "newsflow/article.html.jinja" %}\n'
LOGO = (
    PARENT + '{% block after %}<img src="{{ asset("logo.svg") }}" alt="">{% endblock %}'
)


def write(folder: Path, template: str, *, logo: str = "<svg/>") -> Path:
    """Write the configuration, and a theme with one template and one asset."""
    theme = folder / "themes" / "gazette"
    for part in ("templates", "assets"):
        (theme / part).mkdir(parents=True, exist_ok=True)
    (theme / "templates" / "article.html.jinja").write_text(template, "utf-8")
    (theme / "assets" / "logo.svg").write_text(logo, "utf-8")
    file = folder / "newsflow.toml"
    file.write_text(CONFIG, "utf-8")
    return file


def opened(folder: Path, template: str = LOGO, *, logo: str = "<svg/>") -> Newsroom:
    """Open a newsroom whose site has a theme."""
    config = read_config(write(folder, template, logo=logo))
    return Newsroom.open(f"sqlite:///{folder / 'room.db'}", config=config)


def assets(folder: Path) -> set[str]:
    """Name the assets on the site."""
    return {file.name for file in (folder / "assets").iterdir()}


def test_the_site_has_the_page_its_assets_and_the_receipt_names_the_theme(
    tmp_path: Path,
) -> None:
    """On the mirror as well."""
    with opened(tmp_path) as room:
        story = bring(room, "published", people=PEOPLE)
        (delivery,) = room.deliveries(story)
        assert delivery.status == "delivered"
        assert delivery.receipt is not None
        renderer = delivery.receipt.renderer or ""
        assert re.fullmatch(r"html 2\+gazette\.[0-9a-f]{12}", renderer)
        rebuilt = room.rebuild("site")
        assert (0, 0) == (rebuilt.written, rebuilt.removed)

    (logo,) = assets(tmp_path / "site")
    (page,) = (tmp_path / "site" / "articles").rglob("index.html")
    assert f'<img src="../../assets/{logo}" alt="">' in page.read_text("utf-8")
    assert {logo} == assets(tmp_path / "mirror")
    (state,) = (tmp_path / "site" / "manifest").rglob("assets.json")
    assert [f"assets/{logo}"] == list(json.loads(state.read_text("utf-8")))


def test_pages_made_before_keep_the_assets_that_they_show(tmp_path: Path) -> None:
    """A new logo lies beside the old one; a kill takes the story, not the logo."""
    with opened(tmp_path) as room:
        first = bring(room, "published", people=PEOPLE)
    with opened(tmp_path, logo="<svg><!-- new --></svg>") as room:
        bring(room, "published", people=PEOPLE)
        assert 2 == len(assets(tmp_path / "site"))
        room.kill(first.id, by=PEOPLE["cy"], reason="By order of the court.")

    assert 2 == len(assets(tmp_path / "site"))


def test_proofs_are_shown_in_the_theme_of_the_only_site(tmp_path: Path) -> None:
    """What the desk looks at is what readers will see."""
    with opened(tmp_path) as room:
        story = bring(room, "review", people=PEOPLE)
        plan = room.plan(story, "approve", by=PEOPLE["bo"], renderers=("html",))

    assert b"assets/logo." in plan.proofs[0].data


@pytest.mark.parametrize("sites", [("north",), ("north", "south")])
def test_a_proof_looks_as_its_site_whether_a_channel_keeps_that_or_not(
    tmp_path: Path, sites: tuple[str, ...]
) -> None:
    """By the clocks of the site, and in the words that the house has for it."""
    zones = {"north": "Europe/Oslo", "south": "Asia/Tokyo"}
    for name in sites:
        (tmp_path / name).mkdir()
        (tmp_path / name / "en.toml").write_text(
            f'language = "en"\nhome = "{name} home"\n', "utf-8"
        )
    plain = {
        "newsroom": {"name": "Harbour Gazette"},
        "sites": [
            {
                "name": name,
                "address": f"https://{name}.example",
                "zone": zones[name],
                "words": name,
            }
            for name in sites
        ],
    }
    config = config_from(plain, folder=tmp_path)
    with Newsroom.open("sqlite://", config=config, clock=lambda: NIGHT) as room:
        proof = room.proof(text())
        for name in sites:
            page = room.proof_page(proof, site=name).data.decode()
            assert f"{name} home" in page
            assert {"north": "00:30 CEST", "south": "07:30 JST"}[name] in page


def test_a_broken_theme_keeps_the_newsroom_from_opening(tmp_path: Path) -> None:
    """With the path of the setting, the file and the line."""
    broken = PARENT + "{% block main %}{{ contnt }}{% endblock %}"

    with pytest.raises(InvalidConfigError) as refused:
        opened(tmp_path, broken)
    (problem,) = refused.value.problems
    assert "$.sites[0].theme" == problem.path
    assert "templates/article.html.jinja, line 2" in problem.message
    assert "did you mean content?" in problem.message


def test_a_theme_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By the path of the setting."""
    file = tmp_path / "newsflow.toml"
    file.write_text(CONFIG, "utf-8")

    with pytest.raises(
        InvalidConfigError, match=r"\$\.sites\[0\]\.theme.*no such folder"
    ):
        Newsroom.open("sqlite://", config=read_config(file))


def test_a_story_that_breaks_a_template_waits_for_a_person(tmp_path: Path) -> None:
    """It is not lost: once the theme is mended, it is sent again."""
    picky = (
        PARENT
        + '{% block after %}{{ {"Local": 1, none: 0}[content.section] }}{% endblock %}'
    )
    with opened(tmp_path, picky) as room:
        story = bring(room, "published", people=PEOPLE, content=bridge())
        (delivery,) = room.deliveries(story)
        assert delivery.status == "needs_human"
        assert "templates/article.html.jinja, line 2" in (delivery.error or "")
        assert not (tmp_path / "site" / "articles").exists()
        with pytest.raises(ThemeError):
            room.plan(story, "unpublish", by=PEOPLE["cy"], renderers=("html",))

    with opened(tmp_path) as room:
        room.redrive(delivery=delivery)
        room.run_due()
        (delivery,) = room.deliveries(story)
        assert delivery.status == "delivered"
