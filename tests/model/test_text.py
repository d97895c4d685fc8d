"""Text is cleaned once, on its way in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import InvalidValueError
from newsflow.model.text import (
    line,
    optional_line,
    optional_paragraph,
    paragraph,
    run,
    text,
    words,
)

ANY = st.text(st.characters() | st.sampled_from("\u202e\u200b\r\n\t \x85\ufffc\u0301e"))


def test_a_headline_reads_as_it_is_stored() -> None:
    """Bidirectional overrides and invisible filler are taken out."""
    assert "exe.gpj" == text("\u202eexe.gpj\u202c")
    assert "bridge" == text("\ufeffbri\u200bd\u00adge\x00")


def test_what_scripts_and_emoji_need_stays() -> None:
    """Joiners, no-break spaces and the flag of Scotland are no filler."""
    scotland = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

    for kept in ("می‌خواهم", "👩‍👩‍👧‍👦", "12\u00a0000 €", scotland, "lost: \ufffd"):
        assert kept == text(kept)


def test_tag_characters_without_their_flag_are_taken_out() -> None:
    """Text can be smuggled in them, and nobody sees it."""
    assert "hi" == text("hi\U000e0041\U000e0042")


def test_letters_are_composed() -> None:
    """An e with an accent is the same e, however it was typed."""
    assert "é" == text("e\u0301")


@pytest.mark.parametrize("broken", ["a\r\nb", "a\rb", "a\x0bb", "a\x85b", "a\u2028b"])
def test_every_line_break_is_a_line_feed(broken: str) -> None:
    """Wherever the text comes from, lines end alike."""
    assert "a\nb" == text(broken)


def test_only_text_is_text() -> None:
    """A number is no headline."""
    with pytest.raises(InvalidValueError, match="must be a string, not 5"):
        text(5)  # type: ignore[arg-type]  # wrong on purpose


def test_a_line_has_single_spaces() -> None:
    """Runs of space, tab and line break become one space."""
    assert "Harbour bridge reopens" == line("  Harbour \t bridge\nreopens ")


def test_a_paragraph_keeps_its_lines() -> None:
    """Line breaks count, the spaces around them do not."""
    assert "one two\nthree" == paragraph("\n one  two \n three\n\n")
    assert "one two" == paragraph(" one  two ")


def test_a_span_keeps_its_spaces() -> None:
    """Spaces at the ends of a span part it from the next; tabs become spaces."""
    assert " a b\n" == run(" a\tb\n")


def test_nothing_left_is_none() -> None:
    """A caption of blanks is no caption."""
    assert optional_line(" \u200b ") is None
    assert optional_line(None) is None
    assert "a" == optional_line(" a")
    assert optional_paragraph("\n \n") is None
    assert optional_paragraph(None) is None
    assert "a\nb" == optional_paragraph("a\nb")


def test_words_are_counted_by_white_space() -> None:
    """As a desk counts them."""
    assert 3 == words("Harbour bridge\nreopens")


def test_no_noncharacter_is_kept() -> None:
    """All 66 that Unicode says mean nothing outside of a program (chapter 23.7)."""
    ends = [plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)]
    noncharacters = [*range(0xFDD0, 0xFDF0), *ends]

    assert 66 == len(noncharacters)
    assert "Harbour bridge" == text(f"Harbour{''.join(map(chr, noncharacters))} bridge")


@given(ANY)
def test_clean_text_stays_as_it_is(dirty: str) -> None:
    """Cleaning twice is cleaning once, for every kind of text."""
    for clean in (text, line, paragraph, run):
        assert clean(dirty) == clean(clean(dirty))


@given(ANY)
def test_clean_text_is_composed_and_has_bytes(dirty: str) -> None:
    """NFC, no control characters but line feeds and tabs, no halves of characters."""
    clean = text(dirty)

    assert unicodedata.is_normalized("NFC", clean)
    assert clean == clean.encode().decode()
    assert all(char in "\n\t" or unicodedata.category(char) != "Cc" for char in clean)
