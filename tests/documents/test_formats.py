"""Formats are checked, and mean what they say."""

from __future__ import annotations

import pytest

from newsflow.documents.formats import FORMATS, IN_WORDS, is_date, is_instant, is_uri
from newsflow.documents.schemas import validator_of


@pytest.mark.parametrize(
    "uri",
    [
        "https://gazette.example",
        "https://ada:x@gazette.example:8080/a/b;c=1?q=%20#top",
        "http://[2001:db8::1]/",
        "urn:newsflow:schema:content:v1",
        "mailto:desk@gazette.example",
        "file:///a",
    ],
)
def test_a_uri_is_absolute(uri: str) -> None:
    """It begins with its scheme (RFC 3986)."""
    assert is_uri(uri)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gazette.example",
        "//a",
        "/a",
        "http://a b",
        "http://a/%zz",
        "http://a:b/",
        "ü:a",
    ],
)
def test_what_is_no_uri_is_told(text: str) -> None:
    """Relative references, spaces, and wrong escapes."""
    assert not is_uri(text)


def test_instants_and_dates_are_on_the_calendar() -> None:
    """With offset, and no 30 February."""
    assert is_instant("2026-11-24T07:55:00Z")
    assert not is_instant("2026-11-24T07:55:00")
    assert is_date("2026-11-24")
    assert not is_date("2026-02-30")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_checked_and_put_in_words(name: str) -> None:
    """Only of texts: what else a value may be is the business of its type."""
    judge = validator_of({"format": name})

    assert not judge.is_valid("yesterday")
    assert judge.is_valid(None)
    assert IN_WORDS[name]
