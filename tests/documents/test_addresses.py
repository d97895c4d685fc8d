"""Addresses are brought to those that a story may hold, or dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.addresses import link_of, medium_of, page_of
from newsflow.documents.providers import provider_of
from newsflow.model.rules import LINK
from newsflow.testing.strategies import addresses


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        (" https://a.example/x ", "https://a.example/x"),
        ("HTTPS://a.example", "https://a.example"),
        ("//a.example/x", "https://a.example/x"),
        ("https://a.example/a b|c", "https://a.example/a%20b%7Cc"),
        ("https://a.exa\nmple", "https://a.example"),
        ("mailto:ada@a.example", "mailto:ada@a.example"),
        ("tel:+44", "tel:+44"),
        ("/about", None),
        ("#top", None),
        ("", None),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        (" \x01javascript:x", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("https:", None),
    ],
)
def test_links(raw: str, address: str | None) -> None:
    """Unknown schemes and relative addresses lead nowhere."""
    assert address == link_of(raw)


def test_pages_and_media_have_fewer_schemes() -> None:
    """No page is a mail address, and only media lie in the media store."""
    assert page_of("mailto:ada@a.example") is None
    assert page_of("media:1.jpg") is None
    assert "media:1.jpg" == medium_of("media:1.jpg")


@given(addresses())
def test_a_good_address_stays(address: str) -> None:
    """Nothing is changed in what a story may hold."""
    assert address == page_of(address) == link_of(address)


@given(st.text(max_size=30))
def test_any_text_gives_a_good_address_or_none(raw: str) -> None:
    """What comes out is what the model lets through."""
    found = link_of(raw)

    assert found is None or LINK.fullmatch(found)


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("https://www.youtube.com/watch?v=a", "YouTube"),
        ("https://youtu.be/a", "YouTube"),
        ("https://vimeo.com/12", "Vimeo"),
        ("https://x.com/ada/status/12?s=1", "X"),
        ("https://public.flourish.studio/visualisation/1/", "Flourish"),
        ("https://www.youtube.com/", None),
        ("https://youtube.com.evil.example/watch?v=a", None),
        ("https://gazette.example", None),
    ],
)
def test_providers_are_known_by_their_addresses(
    address: str, provider: str | None
) -> None:
    """Only whole addresses of things that can be shown."""
    assert provider == provider_of(address)
