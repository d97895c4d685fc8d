"""TOML is written so that any reader of TOML reads the same."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.toml_text import toml_text

TEXTS = st.text(max_size=12) | st.lists(
    st.sampled_from(("+++", "\n", '"', '"""', "\\", "\r", "\t", "\x7f", "x"))
).map("".join)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_what_is_written_is_read(fields: dict[str, object]) -> None:
    """Every text, number, list and table comes back."""
    assert fields == tomllib.loads(toml_text(fields))


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_no_line_ends_the_front_matter(fields: dict[str, object]) -> None:
    """Three plus signs never stand alone, whatever a text says."""
    assert "+++" not in toml_text(fields).split("\n")


def test_nothing_is_left_out_but_null() -> None:
    """TOML has no null: such members are not written."""
    written = toml_text({"a": None, "b": {"c": None, "d": [1, None]}})

    assert {"b": {"d": [1]}} == tomllib.loads(written)


def test_fractions_are_refused() -> None:
    """There is no float in a story."""
    with pytest.raises(TypeError, match=r"1\.5"):
        toml_text({"a": 1.5})
