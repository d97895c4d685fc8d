"""House fields are JSON that cannot change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from newsflow.errors import InvalidValueError
from newsflow.model.extra import DEEPEST, LARGEST, Frozen, extra, freeze, thaw
from newsflow.testing import strategies


def nested(depth: int) -> Any:
    """Put a list into a list into a list, to *depth*."""
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_house_fields_read_like_a_mapping() -> None:
    """Lists become tuples, objects become frozen ones."""
    fields = Frozen({"gazette:pages": [4, {"colour": True}]})

    assert (4, Frozen({"colour": True})) == fields["gazette:pages"]
    assert ["gazette:pages"] == list(fields)
    assert 1 == len(fields)
    assert "Frozen({'gazette:pages': (4, Frozen({'colour': True}))})" == repr(fields)
    assert {"gazette:pages": [4, {"colour": True}]} == fields
    assert fields is extra(fields)
    assert fields == extra({"gazette:pages": [4, {"colour": True}]})
    assert Frozen() == Frozen(None)
    assert fields != 4


def test_true_is_not_one() -> None:
    """The two are written differently, so they are not equal."""
    assert Frozen({"a": True}) != Frozen({"a": 1})
    assert Frozen({"a": [0]}) != Frozen({"a": [False]})
    assert Frozen({"a": [1]}) != Frozen({"a": [1, 2]})
    assert Frozen({"a": 1}) != Frozen({"b": 1})


@pytest.mark.parametrize(
    "value", [0.5, 1.0, float("nan"), LARGEST + 1, -LARGEST - 1, b"x", {1}, {1: 2}]
)
def test_what_two_machines_may_write_differently_is_refused(value: object) -> None:
    """Fractions, large numbers, and what is no JSON at all."""
    with pytest.raises(InvalidValueError, match="extra must be"):
        freeze({"a": value})


def test_a_hidden_name_is_refused() -> None:
    """Two names must not look alike and differ."""
    with pytest.raises(InvalidValueError, match="named by texts that show"):
        freeze({"a\u202e": 1})


def test_texts_in_house_fields_are_clean() -> None:
    """They stand on pages like any other text."""
    assert {"a": ["exe.gpj"]} == thaw(freeze({"a": ["\u202eexe.gpj"]}))


def test_house_fields_end_somewhere() -> None:
    """Nothing that recurses without end is ever stored."""
    assert nested(DEEPEST) == thaw(freeze(nested(DEEPEST)))
    for depth in (DEEPEST + 1, 10_000):
        with pytest.raises(InvalidValueError, match="at most 32 levels deep"):
            freeze(nested(depth))
    with pytest.raises(InvalidValueError, match="at most 32 levels deep"):
        Frozen({"a": nested(DEEPEST)})


@given(strategies.house_fields())
def test_thawing_and_freezing_lose_nothing(fields: Frozen) -> None:
    """Both ways, and equal values have equal hashes."""
    again = Frozen(thaw(fields))  # type: ignore[arg-type]  # an object thaws to a dict

    assert fields == again
    assert hash(fields) == hash(again)
    assert fields == Frozen(fields)
