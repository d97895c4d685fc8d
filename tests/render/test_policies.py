"""Policies: how a site works is one click away on every page of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import InvalidValueError
from newsflow.ports import Front, Listing, ListKind
from newsflow.render import Html

from ..storyline import BRIDGE, Story
from .test_html import Page

POLICIES = {
    "Ethics": "https://gazette.example/ethics",
    "Corrections policy": "https://gazette.example/corrections?a=1&b=2",
    "Who owns us": "http://gazette.example/owners",
}
Rendered = Callable[[Html], Page]


@pytest.mark.parametrize(
    "rendered",
    [
        lambda html: Page(html.render(Story(BRIDGE).publish().released).data),
        lambda html: Page(html.render(Story(BRIDGE).proof).data),
        lambda html: Page(
            html.render(Story(BRIDGE).publish().retract("Wrong ship.").tombstone).data
        ),
        lambda html: Page(html.front(Front()).data),
        lambda html: Page(html.listing(Listing(kind=ListKind.ARCHIVE)).data),
        lambda html: Page(html.search("../archive/index.html").data),
        lambda html: Page(html.missing().data),
    ],
    ids=["article", "proof", "tombstone", "front", "list", "search", "missing"],
)
def test_every_page_leads_to_the_policies_in_their_order(rendered: Rendered) -> None:
    """Article, proof, tombstone and front page, as the house has named them."""
    seen = rendered(Html(policies=POLICIES.items()))  # type: ignore[arg-type] # made a tuple
    links = [one["href"] for one in seen.all("a")][-3:]

    assert list(POLICIES.values()) == links
    assert list(POLICIES) == [text for name, text in seen.texts if name == "a"][-3:]


def test_a_site_without_policies_has_no_footer_for_them() -> None:
    """Nor an empty list of them."""
    seen = Page(Html().front(Front()).data)

    assert not seen.all("footer")


@given(name=st.text("<>&\"'/=aimgscript ", min_size=1))
def test_a_name_is_text_whatever_is_in_it(name: str) -> None:
    """Markup in it is shown, not run."""
    html = Html(policies=((f"x{name}", "https://gazette.example/"),))
    seen = Page(html.front(Front()).data)

    assert ["a"] == [tag for tag, _ in seen.elements if tag in {"a", "script", "img"}]
    assert f"x{name}".strip() == seen.text("a")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example",
        "/corrections",
        'https://gazette.example/"onclick="x',
        "",
    ],
)
def test_a_policy_lies_at_a_web_address_or_nowhere(address: str) -> None:
    """Whatever else a browser would follow is refused when the site is set up."""
    with pytest.raises(InvalidValueError, match="http"):
        Html(policies=(("Ethics", address),))


def test_a_policy_has_a_name() -> None:
    """Nobody can follow what is not there to see."""
    with pytest.raises(InvalidValueError, match="blank"):
        Html(policies=((" ", "https://gazette.example/"),))


def test_names_are_in_the_language_of_the_site() -> None:
    """Whatever language the story is in."""
    story = Story(BRIDGE).publish().released
    seen: Any = Page(Html(language="nb", policies=POLICIES.items()).render(story).data)  # type: ignore[arg-type] # made a tuple

    assert ["nb"] == [
        one["lang"] for one in seen.all("footer", **{"class": "policies"})
    ]
    assert "en-GB" == seen.all("html")[0]["lang"]
