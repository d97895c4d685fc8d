"""Lengths: the same text is as long as its receiver says."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.ports import TextLimit, TextUnit, graphemes, length

FAMILY = "👩‍👩‍👧‍👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("bridge", 6),
        ("a\r\nb\n", 4),
        ("é", 1),
        (normalize("NFD", "é"), 1),
        ("Z̤͔a̴l̶g̷o̸", 5),
        (FAMILY, 1),
        (FAMILY * 3, 3),
        ("👍🏽", 1),
        ("❤️", 1),
        ("🇩🇪🇫🇷", 2),
        ("🇩🇪🇫", 2),
        (f"a{SCOTLAND}b", 3),
        ("👩‍", 1),
        ("a‍👩", 2),
        ("©‍‍©", 2),
        ("각", 1),
        (normalize("NFD", "각"), 1),
        ("한국어", 3),
        ("ภาษาไทย", 7),
        ("กำ", 1),
        ("\u0600\u0661", 1),
        ("का", 1),
        ("क्ष", 1),
        ("\u0903", 1),
        ("a\u0000b", 3),
        ("\u0301", 1),
    ],
)
def test_a_grapheme_is_what_a_reader_takes_for_one_sign(
    text: str, expected: int
) -> None:
    """Accents, families, flags, syllables and what clings to a letter (UAX 29)."""
    assert expected == graphemes(text)


@given(text=st.text())
def test_the_units_keep_their_order(text: str) -> None:
    """Graphemes are fewest, then characters, UTF-16 units, and bytes."""
    counted = [length(text, TextLimit(most=1, unit=unit)) for unit in TextUnit]

    assert counted == sorted(counted)
    assert [graphemes(text), len(text)] == counted[:2]


@given(left=st.text(), right=st.text())
def test_what_is_put_together_is_not_longer(left: str, right: str) -> None:
    """At the seam one cluster may become of two, and never two of one."""
    both, apart = graphemes(left + right), graphemes(left) + graphemes(right)

    assert apart - 1 <= both + ("\r" in left and "\n" in right) <= apart + 1
    assert both <= apart


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open: https://gazette.example/a/very/long/way", 6 + 23),
        ("Open (see https://gazette.example/).", 10 + 23 + 2),
        ("https://a.example http://b.example", 23 + 1 + 23),
        ("no address: gazette.example", 27),
    ],
)
def test_an_address_costs_what_it_costs(text: str, expected: int) -> None:
    """However long it is, and without the stop after it."""
    limit = TextLimit(most=280, unit=TextUnit.CHARACTERS, url_cost=23)

    assert expected == length(text, limit)
