"""The body of a story is made of blocks that hold together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from newsflow.errors import InvalidValueError
from newsflow.model.blocks import (
    Block,
    Code,
    Embed,
    Heading,
    ImageBlock,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Prose,
    Quote,
    Row,
    Span,
    Table,
    plain,
    prose,
)
from newsflow.testing import strategies

WORKS = Link("l1", "https://gazette.example/works")


def test_a_paragraph_knows_its_words() -> None:
    """Marks are no words."""
    spans = (Span("The bridge "), Span("reopened", ["strong", "l1"]), Span("."))

    assert "The bridge reopened." == Paragraph(key="b", spans=spans, links=[WORKS]).text


def test_a_mark_must_lead_somewhere() -> None:
    """It is a decorator, or the key of a link of the same block."""
    with pytest.raises(InvalidValueError, match=r"one of strong.*, l1, not 'l2'"):
        Paragraph(key="b", spans=[Span("x", ("l2",))], links=(WORKS,))


def test_a_mark_counts_once() -> None:
    """Bold twice is no bolder."""
    assert ("strong", "em") == Span("x", ("strong", "em", "strong")).marks


def test_a_link_is_not_named_like_a_decorator() -> None:
    """Else nobody could say what the mark means."""
    with pytest.raises(
        InvalidValueError, match="key must be other than the decorators"
    ):
        Link("strong", "https://gazette.example/")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://gazette.example",
        "https://gazette.example/a b",
        "https://gazette.example/\u202e",
        "https://gazette.example/\n",
        "https://",
        "https://?q",
        "data:text/html,x",
        "//gazette.example",
        "mailto:",
    ],
)
def test_a_link_leads_to_no_script(href: str) -> None:
    """http, https, mailto and tel, in characters that show."""
    with pytest.raises(InvalidValueError, match="an address of scheme"):
        Link("l1", href)


@pytest.mark.parametrize(
    "href",
    ["https://bücher.example/جسر", "http://[::1]:80/", "mailto:a@b.example", "tel:+44"],
)
def test_a_link_may_be_written_in_any_script(href: str) -> None:
    """RFC 3987 addresses are kept as they are."""
    assert href == Link("l1", href).href


def test_links_of_a_block_have_keys_of_their_own() -> None:
    """Two of one name would leave the choice to the reader."""
    with pytest.raises(InvalidValueError, match="keyed without repeats, not 'l1'"):
        Paragraph(key="b", links=(WORKS, WORKS))


@pytest.mark.parametrize("level", [1, 7, True, 2.0, "2"])
def test_subheads_go_from_two_to_six(level: int) -> None:
    """Level 1 is the story's own headline."""
    with pytest.raises(InvalidValueError, match="a whole number from 2 to 6"):
        Heading(key="b", level=level)


@pytest.mark.parametrize("key", ["", "a b", "-a", "k" * 65, "a\n", None])
def test_a_key_is_short_and_plain(key: str) -> None:
    """Keys stand in addresses of pages."""
    with pytest.raises(InvalidValueError, match="key must be a key"):
        Paragraph(key=key)


def test_yes_and_no_are_no_numbers() -> None:
    """They would be written otherwise, and the fingerprint would differ."""
    with pytest.raises(InvalidValueError, match="True or False, not 1"):
        ListBlock(key="b", items=(), ordered=1)  # type: ignore[arg-type]  # on purpose


def test_cells_are_prose_and_nothing_more() -> None:
    """A paragraph in a cell would lose its key on the way out."""
    with pytest.raises(InvalidValueError, match="cells must be a Prose"):
        Row(cells=(Paragraph(key="b"),))
    with pytest.raises(InvalidValueError, match="spans must be a Span, not 'x'"):
        Paragraph(key="b", spans=("x",))  # type: ignore[arg-type]  # wrong on purpose


def test_every_block_tells_its_text() -> None:
    """Word counts and searches read it."""
    one, two = Prose(spans=plain("one")), Prose(spans=plain("two"))
    items = (ListItem(spans=plain("one")), ListItem(spans=plain("two"), level=2))
    video = "https://video.example/1"

    assert "one\ntwo" == ListBlock(key="b", items=items).text
    assert (
        "one\ttwo\none"
        == Table(
            key="b", rows=(Row(cells=(one, two), header=True), Row(cells=(one,)))
        ).text
    )
    assert "one\ntwo" == Embed(key="b", href=video, title="one", caption="two").text
    assert "" == Embed(key="b", href=video).text
    assert "" == ImageBlock(key="b", media="m").text
    assert "  x\n\ty" == Code(key="b", text="  x\r\n\ty").text


def test_a_text_becomes_spans() -> None:
    """No text, no spans."""
    assert (Span("x"),) == plain("x")
    assert () == plain("")


def test_the_prose_of_a_block_is_found() -> None:
    """Whoever cleans or counts links walks over all of it."""
    cell, item = Prose(spans=plain("c")), ListItem(spans=plain("i"))
    quote = Quote(key="b", speaker="  Cy ")

    assert "Cy" == quote.speaker
    assert (quote,) == prose(quote)
    assert (item,) == prose(ListBlock(key="b", items=(item,)))
    assert (cell,) == prose(Table(key="b", rows=(Row(cells=(cell,)),)))
    assert () == prose(Code(key="b", text=""))


@given(strategies.blocks())
@settings(deadline=None)
def test_blocks_can_be_hashed(block: Block) -> None:
    """Values are frozen all the way down."""
    assert hash(block) == hash(block)
    assert isinstance(block.text, str)
