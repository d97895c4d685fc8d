"""What the tests of the formats share: hostile contents, and the real pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from newsflow.model import blocks as b
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.model.rules import VISIBLE

# Words that mean something to Markdown, to HTML, or to what reads them.
_SIGNS = (
    "* ** _ ~~ ` `` ``` [ ] ( ) < > & &amp; &lt; \\ | # - + = : ! 1. 2) — – -- …"
    " ::embed :b :sub +++ --- === { } ^ $ \" ' “ ” a b word é e\u0301 \u0301 🙂 https://a.example"
    " https://youtu.be/x <b> </script> <script> <!-- --> javascript: onerror=x ]]> %"
)
TOKENS = _SIGNS.split(" ")
SPACES = ("\n", "\n\n", " ", "  ", "\u00a0", "\u3000")


def _texts() -> st.SearchStrategy[str]:
    tokens = st.lists(st.sampled_from((*TOKENS, *SPACES)), max_size=6)
    # Noncharacters mark lines inside the HTML reader: no page may hold them.
    others = st.characters(exclude_categories=("Cs", "Cn"))
    return tokens.map("".join) | st.text(others, max_size=8)


TEXTS = _texts()
MAYBE = st.none() | TEXTS
PAGES = st.sampled_from(
    (
        "https://gazette.example",
        "https://gazette.example/a_(b)?x=1&lt;=2&copy=3*_[q]'",
        "https://youtu.be/abc",
        "http://gazette.example/é~",
    )
)
LINKS = PAGES | st.sampled_from(("mailto:ada@gazette.example", "tel:+44"))


@st.composite
def _words(draw: st.DrawFn) -> dict[str, Any]:
    key = st.sampled_from(("l1", "l2", "x", "strong2"))
    link = st.builds(b.Link, key, LINKS, MAYBE)
    links = draw(st.lists(link, max_size=2, unique_by=lambda one: one.key))
    known = (*b.DECORATORS, *(one.key for one in links))
    marks = st.lists(st.sampled_from(known), max_size=3)
    spans = draw(st.lists(st.builds(b.Span, TEXTS, marks), max_size=5))
    return {"spans": spans, "links": links}


def _worded(kind: Callable[..., Any], **others: st.SearchStrategy[Any]) -> Any:
    fields = st.fixed_dictionaries(others)
    return st.builds(lambda words, more: kind(**words, **more), _words(), fields)


KEY = st.just("k")
BLOCKS = st.one_of(
    _worded(b.Paragraph, key=KEY),
    _worded(b.Heading, key=KEY, level=st.integers(2, 6)),
    _worded(b.Quote, key=KEY, speaker=MAYBE, href=st.none() | PAGES),
    st.builds(
        b.ListBlock,
        key=KEY,
        items=st.lists(_worded(b.ListItem, level=st.integers(1, 9)), max_size=4),
        ordered=st.booleans(),
    ),
    st.builds(b.ImageBlock, key=KEY, media=st.sampled_from(("p1", "p2", "p3"))),
    st.builds(b.Embed, key=KEY, href=PAGES, provider=MAYBE, title=MAYBE, caption=MAYBE),
    st.builds(
        b.Table,
        key=KEY,
        rows=st.lists(
            st.builds(
                b.Row,
                cells=st.lists(_worded(b.Prose), max_size=3),
                header=st.booleans(),
            ),
            max_size=3,
        ),
        caption=MAYBE,
    ),
    st.builds(b.Code, key=KEY, text=TEXTS, language=MAYBE),
)
MEDIA = st.tuples(
    st.builds(
        Media, key=st.just("p1"), href=PAGES, alt=MAYBE, caption=MAYBE, credit=MAYBE
    ),
    st.builds(Media, key=st.just("p2"), href=PAGES, alt=MAYBE, caption=MAYBE),
    st.builds(
        Media, key=st.just("p3"), href=st.just("media:x"), width=st.integers(1, 1200)
    ),
)


def _keyed(blocks: list[b.Block]) -> tuple[b.Block, ...]:
    return tuple(attrs.evolve(one, key=f"k{at}") for at, one in enumerate(blocks))


@pytest.fixture(scope="session")
def hostile() -> st.SearchStrategy[Content]:
    """Contents whose every text may mean something to the format it goes out in."""
    return st.builds(
        Content,
        headline=TEXTS.filter(lambda text: VISIBLE.search(text) is not None),
        summary=MAYBE,
        body=st.lists(BLOCKS, max_size=5).map(_keyed),
        media=MEDIA,
        extra=st.dictionaries(
            st.just("gazette:page"),
            st.none() | TEXTS | st.lists(st.none() | st.integers(0, 5), max_size=3),
        ),
    )


@pytest.fixture(scope="session")
def pages() -> Path:
    """The folder with the real pages, beside the checkout."""
    found = Path(__file__).resolve().parents[3] / "shared/fixtures/article-html"
    if not found.is_dir():
        pytest.skip("the folder of real pages, ../shared/fixtures, is not here")
    return found
