"""Slugs are made of headlines in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.slugs import LONGEST, slugified
from newsflow.model.rules import SLUG


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Harbour bridge reopens", "harbour-bridge-reopens"),
        ("Über uns", "uber-uns"),
        ("../../etc/passwd", "etc-passwd"),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_headline_becomes_a_slug(headline: str, slug: str) -> None:
    """Lower-case ASCII in groups."""
    assert slug == slugified(headline)


def test_a_long_headline_ends_at_a_word() -> None:
    """And a word without end is cut."""
    words = slugified("harbour " * 20)

    assert words.endswith("-harbour")
    assert len(words) <= LONGEST
    assert "x" * LONGEST == slugified("x" * 200)
    assert "x" * LONGEST == slugified("x" * LONGEST + " y")


@given(st.text())
def test_a_slug_is_a_slug_or_empty(text: str) -> None:
    """Whatever was written."""
    slug = slugified(text)

    assert not slug or SLUG.fullmatch(slug)
    assert len(slug) <= LONGEST
