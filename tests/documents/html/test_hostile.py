"""HTML made to hurt gives clean text or a clear error, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.html import HtmlReader, read_fragment
from newsflow.errors import InvalidError, UnreadableError
from newsflow.model.blocks import prose
from newsflow.model.content import Content
from newsflow.model.rules import LINK

STORY = "<p>The bridge reopened on Monday.</p>"
_TAGS = (
    "<p> </p> <div> </div> <b> </b> <a> <a\thref='java\nscript:x'> </a> <ul> <li> </ul>"
    " <table> <tr> <td> <th> </table> <blockquote> </blockquote> <footer> <figure>"
    " <figcaption> <img> <img\tsrc=x\tonerror=y> <iframe> </iframe> <pre> <code> <br>"
    " <h1> <h2> <script> </script> <style> <!-- --> <![CDATA[ <svg> <math> <template>"
    " <title> </title> <base\thref=//evil.example> <meta\thttp-equiv=refresh> <select>"
    " <option>"
    " <form> <input> <plaintext> <noscript> <html> <body> <article> <main> <nav> &lt;"
    " &amp &#0; &#xD800; text Monday"
)
# The tabs stand for spaces.
TAGS = _TAGS.split(" ")


def read(original: bytes) -> Content | None:
    """Read bytes; None when they are refused in one of the declared ways."""
    try:
        return HtmlReader().read(original).content
    except InvalidError:
        return None


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'></a>",
        "<a href='jav&#x09;ascript:alert(1)'></a>",
        "<a href=' &#14; JaVaScRiPt:alert(1)'></a>",
        "<a href='data:text/html;base64,x'></a>",
        "<style>@import '//evil.example';</style>",
        "<base href='//evil.example'>",
        "<meta http-equiv='refresh' content='0;url=//evil.example'>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'></math>",
        "<form action='//evil.example'><button>alert</button></form>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data='//evil.example'></object>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
        "<template><script>alert(1)</script></template>",
        "<div style='background:url(javascript:alert(1))'></div>",
    ],
)
def test_nothing_that_acts_is_left(attack: str) -> None:
    """Only the story is left of a page that carries an attack."""
    found = read_fragment(f"{attack}{STORY}")

    text = "".join(one.text for one in found.blocks)
    assert text.endswith("The bridge reopened on Monday.")
    assert not any(word in text for word in ("alert", "evil", "script"))
    assert () == found.media


@pytest.mark.parametrize(
    "page",
    ["<div>" * 10_000, "<b>" * 10_000, "<ul><li>" * 10_000, "<blockquote>" * 2_000_000],
    ids=["div", "b", "ul", "ten megabytes"],
)
def test_what_is_nested_too_deep_is_refused(page: str) -> None:
    """No page is a thousand tags deep."""
    with pytest.raises(UnreadableError, match="more than 1000 deep"):
        HtmlReader().read(f"{page}x".encode())


@pytest.mark.parametrize(
    "tag", ["div", "span", "blockquote", "ul><li", "table><tr><td"]
)
def test_what_is_nested_deep_keeps_its_words(tag: str) -> None:
    """Below what anybody reads, tags are forgotten and words are not."""
    fragment = read_fragment(f"<p>top</p>{f'<{tag}>' * 300}deep<br>down")
    words = " ".join(one.text for one in fragment.blocks).split()

    assert ["top", "deep", "down"] == words


PATTERNS = {
    "unclosed": "<p>x",
    "less-than": "<",
    "ampersands": "&",
    "comments": "<!--",
    "attributes": "<p a=1 ",
    "quotes": "<p a='",
    "metas": "<meta name=a content=b>",
    "titles": "<title>x",
    "images": "<img src=https://a.example/x>",
    "breaks": "a<br>",
    "rows": "<table><tr><td>x</table>",
    "headings": "<h1>x</h1>",
    "articles": "<article>x</article>",
    "captions": "<figure><img src=https://a.example/1><figcaption>x</figcaption></figure>",
    "scripts": "<script type=application/ld+json>{</script>",
    "bold": "<b>x</b>",
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_endless_pages_are_read(pattern: str) -> None:
    """Thousands of tags are read, or there is no story in them."""
    content = read(f"<body>{STORY}{pattern * 5000}".encode())

    assert content is None or content.headline


def test_ten_megabytes_of_text_are_read() -> None:
    """A long text is a text."""
    page = f"<h1>A</h1><p>{'word ' * 2_000_000}".encode()

    assert 2_000_000 == HtmlReader().read(page).content.word_count


@given(st.lists(st.sampled_from(TAGS), max_size=25).map("".join))
def test_any_soup_is_read_or_refused(soup: str) -> None:
    """Whatever tags stand in whatever order, the story is clean or there is none."""
    content = read(soup.replace("\t", " ").encode())

    for block in content.body if content else ():
        for text in prose(block):
            assert all(LINK.fullmatch(link.href) for link in text.links)
    assert "\ufddf" not in repr(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(original: bytes) -> None:
    """Nothing but the declared errors ever leaves the reader."""
    content = read(original)

    assert content is None or content.headline
