"""The search page as it is written: what readers have without its script, and why."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import attrs
import pytest

from newsflow.model.content import Kind
from newsflow.render import Html
from newsflow.render.direction import FROM_RIGHT, direction
from newsflow.render.rehearsal import rehearsed
from newsflow.render.scripts import SEARCH, SHARE, script_source, script_text
from newsflow.render.theme import Theme
from newsflow.render.words import SPOKEN, words_in

from .parsed import Document

ARCHIVE = "../archive/index.html"
PLACE: dict[str, Any] = {
    "site_name": "Harbour Gazette",
    "base_url": "https://gazette.example",
    "path": "search/",
}


def page_of(**site: Any) -> Document:
    """Give the search page of a site."""
    return Document(Html(**{**PLACE, **site}).search(ARCHIVE).data)


def policy_of(**site: Any) -> dict[str, str]:
    """Give the policy of the search page by its directives, of which each is one."""
    (policy,) = page_of(**site).meta["Content-Security-Policy"]
    told = [one.strip().partition(" ") for one in policy.split(";")]
    assert len({name for name, _, _ in told}) == len(told)
    return {name: sources for name, _, sources in told}


def told(**site: Any) -> dict[str, str]:
    """Give what the script is told by the form."""
    (form,) = page_of(**site).all("form")
    return {
        name.removeprefix("data-"): value
        for name, value in form.attrib.items()
        if name.startswith("data-")
    }


def test_without_its_script_it_leads_to_the_archive() -> None:
    """There is no form that would do nothing, and readers hear why."""
    page = page_of()
    hidden = {one.tag.rpartition("}")[2] for one in page.root.iter() if hides(one)}

    assert {"form", "button"} == hidden
    assert ARCHIVE in {one.get("href") for one in page.all("a")}
    text = "".join(page.root.itertext())
    assert "Without it, all stories are in the archive." in text
    assert [] == page.errors


def hides(element: Any) -> bool:
    """Tell whether an element is not shown."""
    return "hidden" in element.attrib


def test_its_policy_lets_its_script_read_its_own_site() -> None:
    """And no other script run, nor a form be sent anywhere."""
    policy = policy_of()

    assert "'none'" == policy["default-src"] == policy["form-action"]
    assert script_source(SEARCH) == policy["script-src"]
    assert "'self'" == policy["connect-src"]
    assert [script_text(SEARCH)] == [one.text for one in page_of().all("script")]


def test_in_a_theme_its_policy_has_both() -> None:
    """What the theme has declared, and what the search needs: a browser takes one."""
    theme = Theme(
        name="g",
        assets={"menu.js": b"1"},
        scripts=["menu.js"],
        origins={"connect": ["https://stats.example"]},
    )
    policy = policy_of(theme=rehearsed(theme))

    ours = f"{script_source(SHARE)} {script_source(SEARCH)}"
    assert f"'self' {ours}" == policy["script-src"]
    assert "'self' https://stats.example" == policy["connect-src"]


def test_no_other_page_may_read_anything() -> None:
    """Only a search has to."""
    assert b"connect-src" not in Html(**PLACE).missing().data


@pytest.mark.parametrize("language", SPOKEN)
def test_it_speaks_the_language_of_the_site(language: str) -> None:
    """With the kinds of stories, and without forms for one, two and many."""
    said, words = told(language=language), words_in(language)

    assert 1 == said["found"].count("{count}")
    assert 1 == said["back"].count("{date}")
    assert (words.search_failed, words.updated) == (said["failed"], said["updated"])
    kinds = {kind.value: label for kind, label in words.kinds.items()}
    assert kinds == json.loads(said["kinds"])
    assert Kind.REPORTAGE.value not in kinds
    root = page_of(language=language).root
    assert direction(language) == root.get("dir")


def test_the_script_knows_what_is_read_from_the_right() -> None:
    """As the pages do, by language or by script."""
    codes = told()["right"].split()

    assert FROM_RIGHT.split() == codes
    for code in codes:
        tag = f"und-{code}" if len(code) == 4 else code
        assert "rtl" == direction(tag)
    assert {"ar", "he", "arab", "hebr"} < set(codes)


@pytest.mark.parametrize(
    ("site", "locale"),
    [
        ({}, "en-GB-u-nu-latn"),
        ({"language": "ar"}, "ar-u-nu-latn"),
        ({"language": "en-US"}, "en-GB-u-nu-latn"),
        ({"language": "en-US", "dates": "cldr"}, "en-us-u-nu-latn"),
    ],
)
def test_dates_are_written_as_on_other_pages(site: Any, locale: str) -> None:
    """By the browser, in the zone of the site."""
    assert locale == told(**site)["locale"]
    assert "Asia/Kathmandu" == told(zone="Asia/Kathmandu", **site)["zone"]


def test_words_of_the_house_are_text() -> None:
    """Whatever is in them."""
    words = attrs.evolve(words_in("en"), search_found='"><x-canary>{count}</script>')
    page = page_of(words=(words,))

    assert [] == [one for one in page.root.iter() if "canary" in str(one.tag)]
    assert words.search_found == told(words=(words,))["found"]


def test_it_is_light() -> None:
    """As a page of a story is: 30 kB at most, of which the script has four."""
    data = Html(**PLACE).search(ARCHIVE).data

    assert len(data) <= 30_000
    assert len(script_text(SEARCH).encode()) <= 4_000
    assert not re.search(
        r"innerHTML|insertAdjacent|document\.write|eval", unescape(data.decode())
    )
