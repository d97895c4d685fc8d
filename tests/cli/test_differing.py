"""Comparing two texts: nothing is lost in it, and nothing is made up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsflow import Content, Paragraph
from newsflow.cli.differing import Change, Kept, blocks, fields, marked, words
from newsflow.model.blocks import plain
from newsflow.testing import strategies as nf


@given(st.text(), st.text())
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    """What stayed and went is the old text; what stayed and came, the new one."""
    runs = words(old, new)

    assert old == "".join(text for kept, text in runs if kept is not Kept.IN)
    assert new == "".join(text for kept, text in runs if kept is not Kept.OUT)


@given(nf.contents())
def test_a_text_is_no_different_from_itself(content: Content) -> None:
    """No field, no block."""
    assert () == fields(content, content)
    assert () == blocks(content, content)


@given(nf.contents(), nf.contents())
def test_each_block_is_told_once(old: Content, new: Content) -> None:
    """By its key, with what became of it."""
    told = {one.key: one.change for one in blocks(old, new)}
    was, now = ({one.key for one in content.body} for content in (old, new))

    assert len(told) == len(blocks(old, new))
    assert now - was == {key for key, one in told.items() if one is Change.ADDED}
    assert was - now == {key for key, one in told.items() if one is Change.REMOVED}


def test_one_word_is_marked_as_one_word() -> None:
    """The rest of the paragraph stands as it was."""
    old, new = (
        Content(headline="x", body=[Paragraph(key="b1", spans=plain(text))])
        for text in ("It sank by 61 centimetres.", "It sank by 16 centimetres.")
    )

    (change,) = blocks(old, new)

    assert "It sank by [-61-]{+16+} centimetres." == marked(change.words)
