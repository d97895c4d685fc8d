"""The bytes of media with which the kit hands stories to a channel."""

from __future__ import annotations

import pytest

from newsflow.imaging import format_of, stripped, stripped_svg
from newsflow.testing._pictures import bytes_of


@pytest.mark.parametrize("told", ["image/jpeg", "a.png", "media:b.gif", "image/webp"])
def test_a_picture_is_a_whole_one(told: str) -> None:
    """A channel that looks at it finds nothing against it."""
    data = bytes_of("bridge", told)
    clean, seen = stripped(data)

    assert (1, 1) == seen.shown
    assert str(format_of(data)).endswith(told[-3:])
    assert b"bridge" in data
    assert b"bridge" not in clean
    assert data != bytes_of("ferry", told)


def test_a_drawing_is_one() -> None:
    """With its key in it, whatever that is."""
    data = bytes_of("a<b", "image/svg+xml")
    assert b"a&lt;b" in stripped_svg(data)


def test_what_is_no_picture_is_a_text() -> None:
    """Nobody looks into it."""
    assert bytes_of("bridge", "media:bridge.pdf") == b"the bytes of bridge"
