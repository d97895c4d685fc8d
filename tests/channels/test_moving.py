"""A story moves with its slug; the old address leads to it, and is nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import attrs
import pytest

from ..storyline import BRIDGE, Story
from .sites import Site


def named(slug: str, article: str = "bridge") -> Story:
    """Make a published story with a slug."""
    return Story(attrs.evolve(BRIDGE, slug=slug), article=article).publish()


def moved(story: Story, slug: str | None) -> Story:
    """Give it another slug."""
    content = attrs.evolve(story.released.content, slug=slug)
    return story.correct(content, "The address named the wrong bridge.")


@pytest.fixture
def story(site: Site) -> Story:
    """A story that has moved from one address to another."""
    told = named("bridge-opens")
    site.show(told)
    site.show(moved(told, "bridge-reopens"), sequence=2)
    return told


@pytest.mark.usefixtures("story")
def test_the_old_address_leads_to_the_new_one(site: Site) -> None:
    """Readers, search engines, and servers that read the state."""
    page = site.page("bridge-opens")

    assert 'content="0; url=../bridge-reopens/"' in page
    address = "https://gazette.example/articles/bridge-reopens/"
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "first cars" not in page
    assert ["articles/bridge-opens/"] == site.told["bridge"]["former"]
    assert "bridge-opens" not in site.index
    assert site.receipts["bridge"] == site.seen()


def test_a_slug_that_is_taken_away_moves_nothing(site: Site, story: Story) -> None:
    """Nor does a new headline."""
    content = attrs.evolve(story.released.content, slug=None, headline="Open")
    receipt = site.show(story.correct(content, "Shorter."), sequence=3)

    assert "articles/bridge-reopens/" == receipt.reference


def test_a_story_may_return_to_an_address_of_its_own(site: Site, story: Story) -> None:
    """Then the other one leads there."""
    receipt = site.show(moved(story, "bridge-opens"), sequence=3)

    assert "articles/bridge-opens/" == receipt.reference
    assert "first cars" in site.page("bridge-opens")
    assert 'content="0; url=../bridge-opens/"' in site.page("bridge-reopens")


@pytest.mark.parametrize("end", ["nothing", "unpublish", "retract", "kill"])
def test_no_other_story_ever_gets_the_address(
    site: Site, story: Story, end: str
) -> None:
    """Whatever became of the first; the second gets the end of its id."""
    if end == "unpublish":
        site.take_down(story.unpublish(), sequence=3)
    elif end != "nothing":
        site.take_down(getattr(story, end)("Why."), sequence=3)
    receipt = site.show(named("bridge-opens", article="other"))

    assert "articles/bridge-opens-other/" == receipt.reference


def test_a_kill_takes_the_old_addresses_down_as_well(site: Site, story: Story) -> None:
    """And leaves no word of them, only hashes."""
    site.take_down(story.kill("The harbour master sued."), sequence=3)
    everything = b"".join([*site.files.values(), *map(str.encode, site.files)])

    assert b"bridge" not in everything
    assert sha256(b"articles/bridge-opens/").hexdigest().encode() in everything
    assert site.receipts["bridge"] == site.seen()


def test_old_addresses_lead_to_the_notice_of_a_retraction(
    site: Site, story: Story
) -> None:
    """Whoever follows an old link learns what became of it."""
    site.take_down(story.retract("We named the wrong ship."), sequence=3)

    assert "We named the wrong ship." in site.page("bridge-reopens")
    assert 'content="0; url=../bridge-reopens/"' in site.page("bridge-opens")


def test_what_is_rendered_beforehand_stands_at_the_new_address(
    site: Site, story: Story
) -> None:
    """Byte for byte what is then written."""
    site.show(moved(story, "bridge-is-open"), sequence=3)

    page = site.files["articles/bridge-is-open/index.html"]
    assert site.channel.render(site.parcel).data == page


def test_mirrors_move_too(make_site: Callable[..., Any]) -> None:
    """They are the same site."""
    mirrors = [{"path": "mirror", "address": "https://mirror.example"}]
    site = make_site(mirrors=mirrors)
    told = named("bridge-opens")
    site.show(told)
    receipt = site.show(moved(told, "bridge-reopens"), sequence=2)

    assert receipt.degraded is None
    assert site.files == site.mirror()
