"""A site stays whole: on a full disk, after an older newsflow, with any name."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unicodedata import normalize

import attrs
import pytest

from newsflow.errors import RetryError

from ..storyline import BRIDGE, Story
from .sites import Site


def named(headline: str, article: str = "bridge", **fields: Any) -> Story:
    """Make a published story with a headline."""
    content = attrs.evolve(BRIDGE, headline=headline, slug=None, **fields)
    return Story(content, article=article).publish()


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Have no room for more than so many bytes in a file (setrlimit, RLIMIT_FSIZE)."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("size", [0, 300, 9_000, 11_500])
def test_a_disk_that_fills_up_anywhere_leaves_the_old_site(
    site: Site, size: int
) -> None:
    """No page, list or document of the state is another; later, all of it comes."""
    site.show(named("Harbour bridge reopens"))
    before = site.files
    ferry = named("Ferry stops " * 150, "ferry", summary="At midnight. " * 100)
    with no_file_over(size), pytest.raises(RetryError, match="File too large"):
        site.show(ferry)

    assert before == site.files
    site.show(ferry)
    made = site.files
    assert (0, 0) == (site.rebuild().written, site.rebuild().removed)
    assert made == site.files


def test_a_site_of_an_older_newsflow_is_built_anew(site: Site) -> None:
    """By the next delivery: stories keep their addresses, and all lists are made."""
    site.show(named("Harbour bridge reopens"))
    site.show(named("Ferry stops", "ferry"))
    made = site.files
    for name in made:
        if name.startswith(("manifest/", "archive/", "sections/")):
            (site.root / name).unlink()
    old = {"version": 1, "articles": [], "files": {"index.html": "0" * 64}}
    (site.root / "manifest.json").write_text(json.dumps(old), "utf-8")

    (problem,) = site.channel.health().problems  # type: ignore[attr-defined] # a folder
    assert "of an older newsflow" in problem
    site.again()
    assert made == site.files


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        (normalize("NFC", "Café Zürich"), normalize("NFD", "Café Zürich")),
        ("İstanbul", "istanbul"),
        ("🌉", "🎉"),
        ("港の橋", "渡し船"),
        ("Index", "index!"),
        ("a" * 300, "a" * 299),
    ],
)
def test_two_stories_never_share_an_address(site: Site, one: str, other: str) -> None:
    """Nor do they on a disk that folds the case of letters, or composes them."""
    first, second = named(one, "bridge-1"), named(other, "bridge-2")
    receipts = [site.show(first), site.show(second)]

    places = [normalize("NFD", told.reference).casefold() for told in receipts]
    assert 2 == len(set(places))
    assert all(place.isascii() and len(place) <= 111 for place in places)
    assert "articles/index/" not in places


def test_a_section_that_looks_like_another_is_told(site: Site) -> None:
    """A Cyrillic letter makes another section, which nobody sees."""
    site.show(named("Harbour bridge reopens", section="Local"))
    assert () == site.channel.health().problems  # type: ignore[attr-defined] # a folder
    site.show(named("Ferry stops", "ferry", section="L\u043ecal"))
    site.show(named("Tram stops", "tram", section="Αθήνα today"))

    (problem,) = site.channel.health().problems  # type: ignore[attr-defined] # a folder
    assert "with Cyrillic and Latin letters" in problem
