"""Block keys stay with their blocks through edits."""

from __future__ import annotations

from collections import Counter

import attrs
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.keys import carry_keys
from newsflow.model import blocks as b
from newsflow.model.content import Content
from newsflow.testing.strategies import contents

WORDS = st.sampled_from(("the bridge reopens", "Ada says no", "it rained", "a b", "c"))


def story(*texts: str, prefix: str = "b") -> Content:
    """A story of paragraphs, keyed anew from the first on."""
    body = (
        b.Paragraph(key=f"{prefix}{at}", spans=b.plain(text))
        for at, text in enumerate(texts, start=1)
    )
    return Content(headline="The bridge reopens", body=tuple(body))


def keys(content: Content) -> list[str]:
    """The keys of a story's blocks."""
    return [block.key for block in content.body]


def test_an_inserted_paragraph_moves_no_key() -> None:
    """All others are what they were."""
    old = story("one", "two", "three")

    assert ["b1", "b4", "b2", "b3"] == keys(
        carry_keys(old, story("one", "new", "two", "three"))
    )


def test_an_edited_paragraph_keeps_its_key() -> None:
    """It shares most of its words with the one that stood there."""
    old = story("the bridge reopens on Monday", "it rained", prefix="p")
    new = story("the bridge reopens on Tuesday", "quite another thing")

    assert ["p1", "b2"] == keys(carry_keys(old, new))


def test_a_moved_paragraph_takes_its_key_along() -> None:
    """Equal blocks are the same block wherever they stand."""
    old = story("one", "two", "three")

    assert ["b3", "b1", "b2"] == keys(carry_keys(old, story("three", "one", "two")))


def test_a_deleted_key_is_never_given_to_another_block() -> None:
    """A key that meant one block once does not mean another later."""
    old = story("one", "two")

    assert ["b2", "b3"] == keys(carry_keys(old, story("two", "wholly new")))


def test_link_keys_come_back_too() -> None:
    """Readings key links anew; an equal block is the old one, links and all."""
    link = b.Link("source", "https://gazette.example")
    old_block = b.Paragraph(key="k", spans=(b.Span("x", ("source",)),), links=(link,))
    new_block = b.Paragraph(
        key="b1",
        spans=(b.Span("x", ("l1",)),),
        links=(b.Link("l1", "https://gazette.example"),),
    )
    old = Content(headline="A", body=(old_block,))

    assert old == carry_keys(old, Content(headline="A", body=(new_block,)))


def test_blocks_of_different_types_are_never_one() -> None:
    """A paragraph that became a subhead is a new block."""
    old = story("the bridge reopens")
    heading = b.Heading(key="b1", spans=b.plain("the bridge reopens"))
    new = Content(headline="A", body=(heading,))

    assert ["b2"] == keys(carry_keys(old, new))


def test_whole_stories_keep_their_keys() -> None:
    """A thousand paragraphs with some edits are matched in order."""
    texts = [f"paragraph {number} of the long story" for number in range(1000)]
    edited = [text if at % 7 else f"{text} edited" for at, text in enumerate(texts)]

    assert keys(story(*texts)) == keys(carry_keys(story(*texts), story(*edited)))


@given(contents(), contents())
def test_carrying_twice_changes_nothing(old: Content, new: Content) -> None:
    """Keys are settled after one reading."""
    once = carry_keys(old, new)

    assert once == carry_keys(old, once)


@given(contents(), contents())
def test_keys_are_never_given_twice(old: Content, new: Content) -> None:
    """And nothing but keys is changed."""
    carried = carry_keys(old, new)

    assert len(carried.body) == len(set(keys(carried)))
    assert attrs.evolve(new, body=()) == attrs.evolve(carried, body=())
    assert [block.text for block in new.body] == [block.text for block in carried.body]


@given(contents())
def test_what_did_not_change_keeps_all(content: Content) -> None:
    """A story is itself."""
    assert content == carry_keys(content, content)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_equal_blocks_keep_keys(before: list[str], after: list[str]) -> None:
    """As many equal blocks as there are in both keep the keys they had."""
    old = story(*before, prefix="p")
    carried = carry_keys(old, story(*after))
    had = {block.key: block.text for block in old.body}
    kept = Counter(
        block.text for block in carried.body if had.get(block.key) == block.text
    )

    assert Counter(before) & Counter(after) == kept


@given(st.lists(WORDS, max_size=8), WORDS, st.integers(0, 8))
def test_inserting_keeps_all_other_keys(texts: list[str], new: str, place: int) -> None:
    """Wherever a paragraph comes in, and even if it repeats another."""
    old = story(*texts, prefix="p")
    edited = story(*texts[:place], new, *texts[place:])

    found = keys(carry_keys(old, edited))
    assert keys(old) == [key for key in found if key.startswith("p")]
