"""Canonical JSON is one text for one value (RFC 8785)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import InvalidValueError
from newsflow.model.canonical import LARGEST, canonical
from newsflow.model.extra import Frozen, freeze, thaw
from newsflow.testing import strategies

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
SCALARS = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | NAMES
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)
)


def test_names_are_sorted_as_the_standard_says() -> None:
    """The example of RFC 8785, section 3.2.3: by UTF-16, not by characters."""
    names = ("\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6")

    written = json.loads(canonical(dict.fromkeys(names, 0)))

    assert ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"] == list(
        written
    )


def test_only_what_must_be_escaped_is() -> None:
    """The example of RFC 8785, section 3.2.2, in so far as it has no fractions."""
    text = '€$\x0f\nA\'B"\\\\"/\x7f'

    assert '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'.encode() == canonical(text)


def test_nothing_stands_between_tokens() -> None:
    """Members sorted, literals as they are."""
    value = {"b": [1, -0, True, None], "a": {}}

    assert b'{"a":{},"b":[1,0,true,null]}' == canonical(value)


def test_frozen_values_are_written_as_they_came() -> None:
    """Tuples are lists and frozen objects are objects."""
    value = {"a": [{"ﬀ": 1, "b": [1]}]}

    assert canonical(value) == canonical(freeze(value))


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        [1.0],
        LARGEST + 1,
        {"a": -LARGEST - 1},
        {1: 2},
        {"a": b"x"},
        ["\ud800"],
        {"\udfff": 1},
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    """Fractions, large numbers, halves of characters, and what is no JSON."""
    with pytest.raises(InvalidValueError, match="canonical JSON must be"):
        canonical(value)


@given(JSON)
def test_what_was_written_is_read_back(value: object) -> None:
    """Nothing is lost, and writing it again gives the same bytes."""
    again = json.loads(canonical(value))

    assert value == again
    assert canonical(value) == canonical(again)


@given(st.dictionaries(NAMES, SCALARS))
def test_the_order_of_members_does_not_matter(value: dict[str, object]) -> None:
    """Two machines that build the same value in another order agree."""
    assert canonical(value) == canonical(dict(reversed(value.items())))


@given(st.dictionaries(NAMES, SCALARS))
def test_members_are_in_utf16_order(value: dict[str, object]) -> None:
    """Whichever way round it was written."""
    names = list(json.loads(canonical(value)))

    assert sorted(names, key=lambda name: name.encode("utf-16-be")) == names


@given(strategies.house_fields())
def test_house_fields_are_written_alike_frozen_and_thawed(fields: Frozen) -> None:
    """The model holds them frozen, documents hold them plain."""
    assert canonical(thaw(fields)) == canonical(fields)
