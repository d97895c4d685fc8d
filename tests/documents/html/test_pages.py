"""Real pages, as a reader tool took them from the web, become stories."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from newsflow.documents.html import HtmlReader
from newsflow.documents.reading import Reading
from newsflow.model.blocks import prose

# Of each page: links, pictures, embeds, blocks, and what stands aside by reason.
PAGES: dict[str, tuple[int, int, int, int, dict[str, int]]] = {
    "aclu": (21, 0, 0, 40, {}),
    "ars-1": (6, 1, 0, 9, {}),
    "bbc-1": (6, 3, 0, 38, {"spacer": 2}),
    "citylab-1": (7, 3, 0, 17, {"author-box": 3, "time-stamp": 1}),
    "cnn": (2, 0, 0, 11, {"page-control": 1, "promo": 2}),
    "engadget": (3, 10, 1, 41, {"promo": 2}),
    "folha": (4, 0, 0, 7, {}),
    "heise": (5, 1, 0, 6, {}),
    "lemonde-1": (3, 0, 1, 35, {"promo": 2}),
    "nytimes-1": (6, 1, 0, 21, {"dateline": 1, "figure-label": 1, "page-control": 1}),
    "quanta-1": (16, 0, 0, 44, {}),
    "rtl-1": (0, 0, 0, 3, {}),
    "theverge": (2, 1, 0, 21, {"newsletter": 1}),
    "wapo-1": (
        7,
        1,
        0,
        31,
        {"dateline": 1, "promo": 3, "related-stories": 4, "sign-off": 1},
    ),
}
_BLOCK_TAGS = re.compile(
    r"</?(?:p|div|h\d|ul|ol|li|figure|figcaption|blockquote|section|article|header|main"
    r"|pre|br|picture|img|iframe)\b[^>]*>"
)
_LABELS = re.compile(r"<label\b[^>]*>.*?</label>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_MARKUP = re.compile(r"</?[a-z]+[ >/]|&(?:amp|lt|gt|nbsp|#\d+);|[\ufdd0-\ufddf]")


def read(pages: Path, name: str) -> tuple[str, Reading]:
    """Read a page."""
    original = (pages / name / "body.html").read_bytes()
    return original.decode(), HtmlReader().read(original)


def words_of(found: Reading) -> str:
    """All words that came of a page: of the story, and what stands aside."""
    content = found.content
    captions = [f"{one.caption or ''} {one.credit or ''}" for one in content.media]
    aside = [one.text for one in found.aside]
    parts = (content.headline, content.summary or "", content.text, *captions, *aside)
    return "\n".join(parts)


def test_every_page_is_in_the_table(pages: Path) -> None:
    """No page is left out."""
    assert sorted(PAGES) == sorted(one.parent.name for one in pages.glob("*/body.html"))


@pytest.mark.parametrize("name", PAGES)
def test_no_markup_is_left(pages: Path, name: str) -> None:
    """A story holds text, and nothing of what it was written in."""
    _, found = read(pages, name)

    assert [] == _MARKUP.findall(words_of(found))


@pytest.mark.parametrize("name", PAGES)
def test_no_word_is_lost(pages: Path, name: str) -> None:
    """Every word of a page is in the story or stands aside with a reason."""
    source, found = read(pages, name)
    plain = _BLOCK_TAGS.sub(" ", _LABELS.sub(" ", source))
    wanted = Counter(unescape(_TAGS.sub("", plain)).split())

    assert {} == dict(wanted - Counter(words_of(found).split()))


@pytest.mark.parametrize("name", PAGES)
def test_links_pictures_and_furniture_are_counted(pages: Path, name: str) -> None:
    """What was seen by eye stays so."""
    _, found = read(pages, name)
    body = found.content.body
    links = {
        link.href for block in body for text in prose(block) for link in text.links
    }
    embeds = sum(block.type == "embed" for block in body)
    reasons = Counter(one.reason for one in found.aside)

    assert PAGES[name] == (
        len(links),
        len(found.content.media),
        embeds,
        len(body),
        dict(reasons),
    )


@pytest.mark.parametrize("name", PAGES)
def test_what_stands_aside_is_found_on_its_line(pages: Path, name: str) -> None:
    """Line numbers are those of the original, near enough to put the cursor there."""
    source, found = read(pages, name)
    lines = source.split("\n")

    for one in found.aside:
        near = " ".join(lines[one.line - 1 : one.line + 5])
        assert one.text.split()[0] in near + _TAGS.sub("", near)
