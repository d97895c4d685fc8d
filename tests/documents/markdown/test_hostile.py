"""Markdown made to hurt gives a clean text or a clear error, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.markdown import MarkdownReader
from newsflow.errors import InvalidError
from newsflow.model.content import Content

MANY = 4000
PATTERNS = {
    "brackets": "[",
    "images": "![",
    "links": "[a](",
    "stars": "*a **b ",
    "ticks": "`a``",
    "directives": ":b[",
    "entities": "&a;&",
    "autolinks": "<a:",
    "tildes": "~~a",
    "pipes": "|a",
    "backslashes": "\\",
    "underscores": "_a__b ",
    "definitions": "[a]: /x\n",
    "embeds": "::embed[",
    "fences": "```a\n",
}


def read(original: bytes) -> Content | None:
    """Read bytes; None when they are refused in one of the declared ways."""
    try:
        return MarkdownReader().read(original).content
    except InvalidError:
        return None


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_endless_beginnings_are_read(pattern: str) -> None:
    """Thousands of signs that nothing closes are text."""
    found = MarkdownReader().read(f"# A\n\nx {pattern * MANY}".encode())

    assert "A" == found.content.headline


def test_ten_megabytes_of_text_are_read() -> None:
    """A long text is a text."""
    words = "word " * 2_000_000

    assert (
        2_000_000
        == MarkdownReader().read(f"# A\n\n{words}".encode()).content.word_count
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(original: bytes) -> None:
    """Nothing but the declared errors ever leaves the reader."""
    content = read(original)

    assert content is None or content.headline


@given(st.text("+=[]{}#\"'.\n\\ab0", max_size=60))
def test_any_front_matter_is_read_or_refused(front: str) -> None:
    """The same for all that stands between plus signs."""
    content = read(f"+++\n{front}\n+++\n# A\n".encode())

    assert content is None or content.headline
