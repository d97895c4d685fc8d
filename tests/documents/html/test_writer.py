"""Bodies go out as semantic HTML that is safe and can be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import attrs
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.html import DROPS, Fragment, blocks_html, read_fragment
from newsflow.documents.losses import carried
from newsflow.model import blocks as b
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.testing.strategies import contents

_TAGS = (
    "p h2 h3 h4 h5 h6 blockquote footer cite ul ol li figure figcaption img span a"
    " table caption thead tbody tr th td pre code strong em u s sub sup br"
)
TAGS = frozenset(_TAGS.split())
_ATTRIBUTES = "alt cite class data-provider height href scope src title width"
ATTRIBUTES = frozenset(_ATTRIBUTES.split())


def address(medium: Media) -> str:
    """Where the page shows a medium."""
    return f"https://gazette.example/media/{medium.key}"


def html(*blocks: b.Block, media: Iterable[Media] = ()) -> str:
    """Write blocks."""
    return blocks_html(blocks, media, href=address)


def story(*blocks: b.Block) -> Content:
    """A story of these blocks."""
    return Content(headline="A", body=blocks)


def again(content: Content) -> Fragment:
    """Write a body, and read it."""
    return read_fragment(html(*content.body, media=content.media))


def shown(
    blocks: Iterable[b.Block], media: Iterable[Media], *, written: bool
) -> Iterator[object]:
    """Blocks without keys, and in the place of images what HTML says of them."""
    known = {medium.key: medium for medium in media}
    for block in blocks:
        if isinstance(block, b.ImageBlock):
            one = known[block.media]
            href = address(one) if written else one.href
            yield (href, one.alt, one.caption, one.credit, one.width, one.height)
        else:
            yield attrs.evolve(block, key="k")


def assert_comes_back(content: Content) -> None:
    """Hold the declaration to what the round trip shows."""
    left = carried(content, DROPS)
    back = again(content)

    assert list(shown(left.body, left.media, written=True)) == list(
        shown(back.blocks, back.media, written=False)
    )
    assert () == back.aside


class Names(HTMLParser):
    """Notes all tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        """There is none."""
        self.tags.add(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        """Nor a declaration."""
        self.tags.add(f"declaration {decl}")


def names_of(written: str) -> Names:
    """Parse a page."""
    names = Names()
    names.feed(written)
    names.close()
    return names


def assert_safe(written: str) -> None:
    """Nothing acts, nothing leads astray, and an HTML5 parser sees just the same."""
    names = names_of(written)
    cleaned = nh3.clean(
        written, tags=set(TAGS), attributes={"*": set(ATTRIBUTES)}, link_rel=None
    )

    assert names.tags <= TAGS
    assert {name for name, _ in names.attributes} <= ATTRIBUTES
    for name, value in names.attributes:
        if name in {"href", "src", "cite"}:
            assert value.startswith(("http://", "https://", "mailto:", "tel:"))
    assert names.attributes == names_of(cleaned).attributes


@given(contents())
def test_any_body_comes_back(content: Content) -> None:
    """What is declared is lost, and nothing else."""
    assert_comes_back(content)


@given(st.data())
def test_no_text_is_taken_for_html(
    hostile: st.SearchStrategy[Content], data: st.DataObject
) -> None:
    """Whatever a text looks like, it is that text again, and it is safe."""
    content = data.draw(hostile)

    assert_comes_back(content)
    assert_safe(html(*content.body, media=content.media))


@given(contents())
def test_any_body_is_safe(content: Content) -> None:
    """Only tags that mean something, and attributes that act on nothing."""
    assert_safe(html(*content.body, media=content.media))


LOST = {
    "white-space": story(b.Paragraph(key="b", spans=(b.Span("a  b"),))),
    "span-bounds": story(b.Paragraph(key="b", spans=(b.Span("a"), b.Span("b")))),
    "blanks": story(b.Paragraph(key="b", spans=(b.Span("\u00a0"),))),
    "empty-rows": story(
        b.Table(
            key="b",
            rows=(b.Row(cells=(b.Prose(spans=b.plain("a")),)), b.Row(cells=())),
        )
    ),
    "language-words": story(b.Code(key="b", text="x", language="c sharp")),
    "repeated-titles": story(
        b.Embed(key="b", href="https://a.example", title="https://a.example")
    ),
}


def test_each_drop_has_its_proof() -> None:
    """The declaration is complete, and each part of it has an example."""
    assert list(LOST) == [drop.name for drop in DROPS]


@pytest.mark.parametrize("name", LOST)
def test_nothing_is_declared_that_is_not_lost(name: str) -> None:
    """Without this drop the declaration would promise too much."""
    content = LOST[name]
    others = carried(content, [drop for drop in DROPS if drop.name != name])
    back = list(shown(again(content).blocks, (), written=False))

    assert_comes_back(content)
    assert list(shown(others.body, (), written=True)) != back


def prose(kind: Any, text: str, **others: Any) -> Any:
    """A block of one text."""
    return kind(spans=b.plain(text), **others)


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (
            prose(b.Paragraph, 'A & "b"\nc', key="k"),
            '<p>A &amp; "b"<br>c</p>',
        ),
        (prose(b.Heading, "Next", key="k", level=3), "<h3>Next</h3>"),
        (
            prose(
                b.Quote, "Yes.", key="k", speaker="Bo", href="https://a.example/?a&b"
            ),
            (
                '<blockquote cite="https://a.example/?a&amp;b"><p>Yes.</p>'
                "<footer><cite>Bo</cite></footer></blockquote>"
            ),
        ),
        (
            b.ListBlock(
                key="k",
                items=(
                    prose(b.ListItem, "a"),
                    prose(b.ListItem, "b", level=3),
                    prose(b.ListItem, "c", level=2),
                    prose(b.ListItem, "d"),
                ),
            ),
            (
                "<ul><li>a<ul><li><ul><li>b</li></ul></li><li>c</li></ul></li>"
                "<li>d</li></ul>"
            ),
        ),
        (
            b.Embed(
                key="k", href="https://youtu.be/x", provider="YouTube", caption="Look"
            ),
            (
                '<figure class="embed" data-provider="YouTube">'
                '<a href="https://youtu.be/x">https://youtu.be/x</a>'
                "<figcaption>Look</figcaption></figure>"
            ),
        ),
        (
            b.Table(
                key="k",
                caption="Tolls",
                rows=(
                    b.Row(cells=(prose(b.Prose, "Car"),), header=True),
                    b.Row(cells=(prose(b.Prose, "small"),)),
                ),
            ),
            (
                "<table><caption>Tolls</caption>"
                '<thead><tr><th scope="col">Car</th></tr>'
                "</thead><tbody><tr><td>small</td></tr></tbody></table>"
            ),
        ),
        (
            b.Code(key="k", text="if a<b:\n  c", language="python"),
            '<pre><code class="language-python">if a&lt;b:\n  c</code></pre>',
        ),
    ],
)
def test_blocks_are_semantic_html(block: b.Block, written: str) -> None:
    """Each block by the element that means it."""
    assert written == html(block)


def test_marks_are_nested_and_links_are_whole() -> None:
    """Tags turn only where marks do; a link is never cut in two."""
    block = b.Paragraph(
        key="k",
        spans=(
            b.Span("a", ("em",)),
            b.Span("b", ("em", "strong")),
            b.Span("c", ("l1",)),
            b.Span("d", ("code", "l1", "sub")),
        ),
        links=(b.Link("l1", "https://a.example", "T"),),
    )

    assert (
        "<p><em>a</em><strong><em>b</em></strong>"
        '<a href="https://a.example" title="T">c<sub><code>d</code></sub></a></p>'
    ) == html(block)


def test_an_image_shows_what_is_known_of_it() -> None:
    """Size, alternative text, caption and credit."""
    medium = Media(
        key="m",
        href="media:1.jpg",
        alt='The "bridge"',
        caption="Open again",
        credit="Ada",
        width=1200,
        height=800,
    )

    assert (
        '<figure><img src="https://gazette.example/media/m" '
        'alt="The &quot;bridge&quot;" width="1200" height="800"><figcaption>Open again '
        '<span class="credit">Ada</span></figcaption></figure>'
    ) == html(b.ImageBlock(key="k", media="m"), media=(medium,))


def test_an_image_without_words_has_an_empty_alt() -> None:
    """The attribute is always there, so that no screen reader reads the address."""
    medium = Media(key="m", href="media:1.jpg")

    assert (
        '<figure><img src="https://gazette.example/media/m" alt=""></figure>'
        == html(b.ImageBlock(key="k", media="m"), media=(medium,))
    )
