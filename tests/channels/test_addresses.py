"""Addresses: one for every story, for ever, and never outside the site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.channels.addresses import ADDRESS, RESERVED, address
from newsflow.documents.slugs import LONGEST


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Über die Brücke", "articles/uber-die-brucke/"),
        ("../../etc/passwd", "articles/etc-passwd/"),
        ("C:\\temp", "articles/c-temp/"),
        ("%2e%2e/", "articles/2e-2e/"),
        ("Index", "articles/index-01jd-bri/"),
        ("CON", "articles/con-01jd-bri/"),
        ("***", "articles/01jd-bri/"),
    ],
)
def test_an_address_is_spelled_after_the_headline(wanted: str, expected: str) -> None:
    """Whatever the headline holds, the address is plain."""
    assert expected == address("01JD-BRI", wanted, taken=())


@given(
    article=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True),
    wanted=st.text(),
)
def test_any_headline_gives_a_safe_address(article: str, wanted: str) -> None:
    """It is of one shape, not reserved, and not longer than a file name may be."""
    found = address(article, wanted, taken=())
    name = found.removeprefix("articles/").removesuffix("/")

    assert ADDRESS.fullmatch(found)
    assert name not in RESERVED
    assert len(name) <= LONGEST


@given(wanted=st.sampled_from(["", "Bridge", "x" * 90, "media"]), data=st.data())
def test_stories_never_share_an_address(wanted: str, data: st.DataObject) -> None:
    """However alike their headlines and ids are."""
    ids = data.draw(
        st.lists(
            st.from_regex(r"[AaBb.][AaBb._-]{0,3}", fullmatch=True).map("id{}".format),
            unique=True,
            max_size=8,
        )
    )
    taken: set[str] = set()
    for article in ids:
        taken.add(address(article, wanted, taken=taken))

    assert len(ids) == len(taken)
