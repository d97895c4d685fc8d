"""Passing a story on: links that say what they should, and nothing that is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import attrs
import pytest
from hypothesis import given

from newsflow import Newsroom, read_config
from newsflow.documents.config import SHARE, Site
from newsflow.errors import InvalidConfigError, InvalidValueError
from newsflow.render import Html
from newsflow.render.share import Way
from newsflow.testing import PEOPLE
from newsflow.testing.staging import bring
from newsflow.testing.strategies import texts

from ..storyline import BRIDGE, Story
from .parsed import SCRIPT, Document

SITE: dict[str, Any] = {
    "base_url": "https://gazette.example",
    "path": "articles/bridge",
}
URL = "https://gazette.example/articles/bridge/"


def page_of(headline: str = BRIDGE.headline, **site: Any) -> Document:
    """Give the page of a published story."""
    content = attrs.evolve(BRIDGE, headline=headline)
    view = Story(content).publish().released
    return Document(Html(**SITE, **site).render(view).data)


def links(page: Document) -> dict[str, str]:
    """Give the addresses of the share block by what the links show."""
    (block,) = (one for one in page.all("div") if one.get("class") == "share")
    return {one.text or "": one.get("href", "") for one in block if one.get("href")}


@given(headline=texts())
def test_every_link_says_title_and_address(headline: str) -> None:
    """Whatever is in a title, it is read as it was written."""
    told = links(page_of(headline))
    both = attrs.evolve(BRIDGE, headline=headline).headline

    mail = parse_qs(urlsplit(told["Email"]).query, strict_parsing=True)
    assert {"subject": [both], "body": [URL]} == mail
    assert "mailto" == urlsplit(told["Email"]).scheme
    text = f"{both}\n{URL}"
    assert {"text": [text]} == parse_qs(urlsplit(told["WhatsApp"]).query)
    assert f"text={text}" == unquote(urlsplit(told["Mastodon"]).fragment)
    post = parse_qs(urlsplit(told["Bluesky"]).query)["text"][0]
    assert len(post) <= 300
    assert post.endswith(URL)
    assert all(address.isascii() and " " not in address for address in told.values())


def test_a_title_too_long_for_a_post_is_cut_between_words() -> None:
    """And the address is kept whole."""
    told = links(page_of("bridge " * 60))
    post = parse_qs(urlsplit(told["Bluesky"]).query)["text"][0]

    assert f"bridge bridge…\n{URL}" == post[-len(URL) - 15 :]


def test_links_lead_where_their_makers_say() -> None:
    """Mastodon has a page of its own, since it has no one place."""
    assert {
        "Email": "mailto",
        "Mastodon": "https://share.joinmastodon.org/#text=",
        "Bluesky": "https://bsky.app/intent/compose?text=",
        "WhatsApp": "https://wa.me/?text=",
    } == {
        name: address.partition("Harbour")[0] if "http" in address[:5] else "mailto"
        for name, address in links(page_of()).items()
    }


def test_every_way_has_a_name_in_the_language_of_the_story() -> None:
    """For those who hear the page."""
    content = attrs.evolve(BRIDGE, language="de")
    page = Document(Html(**SITE).render(Story(content).publish().released).data)
    (block,) = (one for one in page.all("div") if one.get("class") == "share")

    assert "Diesen Beitrag teilen" == block.get("aria-label")
    assert [
        "E-Mail",
        "Auf Mastodon teilen",
        "Auf Bluesky teilen",
        "Auf WhatsApp teilen",
        "Link kopieren",
        "Teilen …",
    ] == [one.get("aria-label") or one.text for one in block]


def test_buttons_are_hidden_until_the_script_shows_them() -> None:
    """A browser without scripts, or without the means, shows none that does nothing."""
    page = page_of()
    (policy,) = page.meta["Content-Security-Policy"]

    assert [True, True] == ["hidden" in one.attrib for one in page.all("button")]
    assert [SCRIPT] == [one.text for one in page.all("script") if not one.attrib]
    assert 1 == policy.count("script-src 'sha256-")


def test_a_site_chooses_the_ways_and_their_order() -> None:
    """Without buttons there is no script, and none is allowed."""
    page = page_of(share=("whatsapp", "mail"))

    assert ["WhatsApp", "Email"] == list(links(page))
    assert [] == [*page.all("button")]
    assert [] == [one for one in page.all("script") if not one.attrib]
    assert "script-src" not in page.meta["Content-Security-Policy"][0]


@pytest.mark.parametrize("site", [{"share": ()}, {"base_url": "", "path": ""}])
def test_there_may_be_nothing_to_share(site: dict[str, Any]) -> None:
    """Because the site wants none, or the page has no address."""
    view = Story(BRIDGE).publish().released
    page = Document(Html(**{**SITE, **site}).render(view).data)

    assert not [one for one in page.all("div") if one.get("class") == "share"]


def test_a_story_that_belongs_elsewhere_is_shared_from_there() -> None:
    """Its canonical address goes out."""
    content = attrs.evolve(BRIDGE, canonical_url="https://other.example/b")
    page = Document(Html(**SITE).render(Story(content).publish().released).data)

    assert "https%3A%2F%2Fother.example%2Fb" in links(page)["Mastodon"]


@pytest.mark.parametrize("told", [{"share": ("fax",)}, {"share": "mail"}])
def test_a_way_that_nobody_knows_is_refused(told: Any) -> None:
    """When the site is set up."""
    with pytest.raises(InvalidValueError, match="must be"):
        Html(**told)


@pytest.mark.parametrize(
    "address",
    [
        "https://share.example/",
        "https://share.example/{text}{text}",
        "javascript:alert({text})",
        "https://share.example/{text}/{else}",
    ],
)
def test_a_share_page_is_a_web_address_that_takes_the_text(address: str) -> None:
    """Once, and nothing else."""
    with pytest.raises(InvalidValueError, match="mastodon must be"):
        Html(mastodon=address)


CONFIG = """
[newsroom]
name = "Harbour Gazette"
[[sites]]
name = "main"
address = "https://gazette.example"
zone = "Europe/Berlin"
{setting}
[[channels]]
name = "site"
kind = "folder"
path = "site"
"""


def pages(folder: Path, setting: str) -> list[str]:
    """Publish a story on a site that is configured so; its article and front page."""
    file = folder / "newsflow.toml"
    file.write_text(CONFIG.format(setting=setting), "utf-8")
    with Newsroom.open("sqlite://", config=read_config(file)) as room:
        bring(room, "published", people=PEOPLE)
    site = folder / "site"
    files = (*site.glob("articles/*/index.html"), site / "index.html")
    return [one.read_text("utf-8") for one in files]


def test_the_configuration_reaches_the_pages(tmp_path: Path) -> None:
    """Ways, share page, words and zone."""
    setting = 'share = ["mastodon"]\nmastodon = "https://m.example/share?text={text}"'
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text('language = "en"\npublished = "Out"')
    article, front = pages(tmp_path, f'{setting}\nwords = "words"')

    assert 'href="https://m.example/share?text=' in article
    assert "wa.me" not in article
    assert "Out <time" in article
    assert " CET</time>" in article
    assert " CET</time>" in front


@pytest.mark.parametrize(
    ("setting", "path"),
    [
        ('share = ["fax"]', r"\$\.sites\[0\]\.share"),
        ('mastodon = "https://m.example/"', r"\$\.sites\[0\]\.mastodon"),
        ('dates = "icu"', r"\$\.sites\[0\]\.dates"),
        ('words = "nowhere"', r"\$\.sites\[0\]: .*nowhere"),
    ],
)
def test_what_cannot_be_is_told_when_the_newsroom_opens(
    tmp_path: Path, setting: str, path: str
) -> None:
    """With its path."""
    with pytest.raises(InvalidConfigError, match=path):
        pages(tmp_path, setting)


def test_the_model_of_the_configuration_knows_the_ways() -> None:
    """What a site offers by default is all that pages can."""
    assert tuple(Way) == SHARE == Site(name="a", address="b").share
