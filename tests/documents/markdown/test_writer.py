"""Content goes out as Markdown and comes back the same, but for what is declared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.keys import carry_keys
from newsflow.documents.losses import carried
from newsflow.documents.markdown import DROPS, MarkdownReader, write_markdown
from newsflow.model import blocks as b
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.testing.strategies import contents


def again(content: Content) -> Content:
    """Write a content, and read it."""
    return MarkdownReader().read(write_markdown(content)).content


def paragraph(*spans: b.Span, links: tuple[b.Link, ...] = ()) -> Content:
    """A story of one paragraph."""
    block = b.Paragraph(key="b1", spans=spans, links=links)
    return Content(headline="The bridge reopens", body=(block,))


def table(*rows: b.Row) -> Content:
    """A story of one table."""
    return Content(headline="Tolls", body=(b.Table(key="b1", rows=rows),))


def cell(text: str) -> b.Prose:
    """A cell of a table."""
    return b.Prose(spans=b.plain(text))


@given(contents())
def test_any_content_comes_back(content: Content) -> None:
    """What is declared is lost, and nothing else."""
    left = carried(content, DROPS)

    assert left == carry_keys(left, again(content))


@given(st.data())
def test_no_text_is_taken_for_markdown(
    hostile: st.SearchStrategy[Content], data: st.DataObject
) -> None:
    """Whatever a text looks like, it is that text again."""
    content = data.draw(hostile)
    left = carried(content, DROPS)

    assert left == carry_keys(left, again(content))


@given(contents())
def test_keys_come_back_where_nothing_was_lost(content: Content) -> None:
    """Keys are given anew by reading, and carried over from what was before."""
    left = carried(content, DROPS)

    assert [block.key for block in left.body] == [
        block.key for block in carry_keys(left, again(left)).body
    ]


LOST = {
    "span-bounds": paragraph(b.Span("The "), b.Span("bridge")),
    "blanks": paragraph(b.Span(" ")),
    "ragged-rows": table(
        b.Row(cells=(cell("a"), cell("b"))), b.Row(cells=(cell("c"),))
    ),
    "header-rows": table(
        b.Row(cells=(cell("a"),)), b.Row(cells=(cell("b"),), header=True)
    ),
    "nulls": Content(headline="A", extra={"gazette:page": (1, None, {"x": None})}),
}


def test_each_drop_has_its_proof() -> None:
    """The declaration is complete, and each part of it has an example."""
    assert list(LOST) == [drop.name for drop in DROPS]


@pytest.mark.parametrize("name", LOST)
def test_nothing_is_declared_that_is_not_lost(name: str) -> None:
    """Without this drop the declaration would promise too much."""
    content = LOST[name]
    others = [drop for drop in DROPS if drop.name != name]
    back = again(content)

    assert carried(content, DROPS) == carry_keys(carried(content, DROPS), back)
    assert carried(content, others) != carry_keys(carried(content, others), back)


def test_a_story_reads_well() -> None:
    """Plain Markdown where plain Markdown will do."""
    content = Content(
        headline="The bridge reopens",
        summary="Closed for a year.\nOpen again.",
        keywords=("bridge", "harbour"),
        media=(
            Media(key="m1", href="media:1.jpg", alt="Bridge", caption="The “new” one"),
        ),
        body=(
            b.Paragraph(
                key="b1",
                spans=(
                    b.Span("The "),
                    b.Span("old", ("strong",)),
                    b.Span(" bridge, "),
                    b.Span("closed", ("l1",)),
                    b.Span(" since 1. May: 2*3 m."),
                ),
                links=(b.Link("l1", "https://a.example/a(b)", "Why"),),
            ),
            b.ImageBlock(key="b2", media="m1"),
            b.Heading(key="b3", level=3, spans=b.plain("What next #")),
            b.Quote(key="b4", spans=b.plain("Yes.\nNo."), speaker="Bo"),
            b.ListBlock(
                key="b5",
                items=(
                    b.ListItem(spans=b.plain("one")),
                    b.ListItem(spans=b.plain("two"), level=2),
                ),
            ),
            b.Embed(key="b6", href="https://youtu.be/abc", provider="YouTube"),
            b.Paragraph(key="b7", spans=b.plain("- Oui, dit-elle.")),
        ),
        extra={"gazette:page": 4},
    )

    assert """\
+++
headline = "The bridge reopens"
summary = \"""
Closed for a year.
Open again.\"""
keywords = ["bridge", "harbour"]

[[media]]
key = "m1"
href = "media:1.jpg"

[extra]
"gazette:page" = 4
+++

The **old** bridge, [closed](https://a.example/a\\(b\\) "Why") since 1. May: 2\\*3 m.

![Bridge](media:1.jpg "The “new” one")

### What next \\#

> Yes.\\
> No.
>
> — Bo

- one
  - two

https://youtu.be/abc

\\- Oui, dit-elle.
""" == write_markdown(content).decode()
    assert content == again(content)


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ((b.Span("re"), b.Span("open", ("em",)), b.Span("s")), "re:i[open]s"),
        ((b.Span(" x ", ("strong",)),), ":b[ x ]"),
        ((b.Span("a", ("em", "strong")), b.Span("b", ("em",))), "*:b[a]b*"),
        ((b.Span("H"), b.Span("2", ("sub",)), b.Span("O")), "H:sub[2]O"),
        ((b.Span("a`b", ("code",)),), ":code[a\\`b]"),
        ((b.Span("“"), b.Span("a", ("em",)), b.Span("”")), "“*a*”"),
        ((b.Span("a", ("em",)), b.Span("b", ("em", "sub"))), "*a:sub[b]*"),
    ],
)
def test_marks_are_named_where_signs_would_not_hold(
    spans: tuple[b.Span, ...], written: str
) -> None:
    """In the middle of a word, beside a space, or in one another."""
    content = paragraph(*spans)

    assert f"\n{written}\n" in write_markdown(content).decode()
    assert carried(content, DROPS) == again(content)


def test_links_are_whole() -> None:
    """No mark reaches from before a link into it; a bare address is an autolink."""
    link = b.Link("l1", "https://a.example")
    content = paragraph(
        b.Span("a ", ("em",)),
        b.Span("b", ("em", "l1")),
        b.Span(" or "),
        b.Span("https://a.example", ("l1",)),
        links=(link,),
    )

    written = write_markdown(content).decode()
    assert ":i[a ][*b*](https://a.example) or <https://a.example>\n" in written
    assert content == again(content)


def test_an_empty_header_row_is_lost() -> None:
    """Markdown writes one where there is none."""
    content = table(b.Row(cells=(b.Prose(),), header=True), b.Row(cells=(cell("a"),)))

    assert carried(content, DROPS) == again(content)
    assert 1 == len(carried(content, DROPS).body[0].text.split("\n"))


def test_two_lists_in_a_row_stay_two() -> None:
    """The second takes the other sign."""
    items = (b.ListItem(spans=b.plain("x")),)
    blocks = [b.ListBlock(key=f"b{at}", items=items) for at in range(1, 4)]
    content = Content(headline="A", body=blocks)

    assert content == again(content)
