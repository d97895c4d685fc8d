"""Stored texts: named by a digest that tells nobody what they say."""

from __future__ import annotations

from hashlib import sha256

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.texts import TextKind, is_whole, store_text

SALT = "0123456789abcdef" * 2
texts = st.text(st.characters(codec="utf-8"))


def test_a_digest_covers_salt_and_text() -> None:
    """Written down, so that anyone who has both can check it."""
    stored = store_text(TextKind.NOTE, "It was months.", salt=SALT)

    assert sha256(f"{SALT}\nIt was months.".encode()).hexdigest() == stored.digest
    assert (TextKind.NOTE, "It was months.", SALT) == (
        stored.kind,
        stored.text,
        stored.salt,
    )


def test_the_same_words_have_another_name_each_time() -> None:
    """So that a short note cannot be found by trying."""
    first = store_text(TextKind.NOTE, "No.", salt=SALT)
    second = store_text(TextKind.NOTE, "No.", salt="f" * 32)

    assert first.digest != second.digest


@pytest.mark.parametrize("kind", TextKind)
def test_only_content_keeps_its_plain_fingerprint(kind: TextKind) -> None:
    """By which an editor's text is told from another; a note is nobody's business."""
    stored = store_text(kind, "{}", salt=SALT)

    expected = sha256(b"{}").hexdigest() if kind is TextKind.CONTENT else None
    assert expected == stored.fingerprint


@given(st.sampled_from(TextKind), texts, texts)
def test_a_text_that_was_changed_is_found(
    kind: TextKind, text: str, other: str
) -> None:
    """In its words or in its salt."""
    stored = store_text(kind, text, salt=SALT)

    assert is_whole(stored)
    assert (text == other) == is_whole(attrs.evolve(stored, text=other))
    assert not is_whole(attrs.evolve(stored, salt="f" * 32))
    assert not is_whole(attrs.evolve(stored, digest="f" * 64))
