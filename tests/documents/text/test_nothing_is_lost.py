from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsflow.documents.reading import Reading
from newsflow.documents.text import Reason, TextReader
from newsflow.documents.text.furniture import furniture
from newsflow.documents.text.vocabulary import LABELS
from newsflow.errors import InvalidDocumentError, UnreadableError
from newsflow.model.blocks import Block, ListBlock
from newsflow.model.text import text as clean

STORIES = Path(__file__).resolve().parents[3] / "examples" / "stories"
FIXTURES = Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "article-text"
WORD = re.compile(r"\w+")


def words_of(*texts: str | None) -> Counter[str]:
    """Count the words of some texts."""
    return Counter(word for text in texts if text for word in WORD.findall(text))


def written(block: Block) -> str:
    """The words of a block, with the numbers of a numbered list."""
    if isinstance(block, ListBlock) and block.ordered:
        items = enumerate(block.items, start=1)
        return "\n".join(f"{number}. {item.text}" for number, item in items)
    return block.text


def words_kept(reading: Reading) -> Counter[str]:
    """What a reading has word for word; a shortened headline repeats its paragraph."""
    content = reading.content
    first = content.body[0].text if content.body else ""
    said = content.headline.removesuffix("…")
    shortened = said != content.headline and first.startswith(said)
    return words_of(
        None if shortened else content.headline,
        content.label,
        content.summary,
        *map(written, content.body),
        *(one.text for one in reading.aside),
    )


LINES = st.one_of(
    st.sampled_from(sorted(LABELS)),
    st.sampled_from(
        [
            "Home > News > Harbour",
            "By Ada Quist and Bo Lind",
            "By ADA QUIST, Harbour Gazette",
            "LONDON, March 5 (Reuters) - The harbour bridge reopened on Thursday.",
            "SKARROW — Ferries stopped. Nobody knows for how long they will stay away.",
            "Harbour bridge reopens after eleven months",
            "Harbour bridge reopens after eleven months | Harbour Gazette",
            "UPDATE 2-Harbour bridge reopens",
            "BRIDGE-REOPENS/ (UPDATE 1)",
            "“We never gave up,” said the mayor, who had crossed the bridge on foot.",
            "READ MORE: Ferry fares to fall",
            "(Reporting by Ada Quist;",
            "Editing by Bo Lind)",
            "- One of two things",
            "• Another thing",
            "1. The first",
            "2. The second",
            "> We will not forget.",
            "/",
            "Image caption",
            "Opinion",
            "22.14",
            "5 March 2026",
            "www.harbourgazette.example",
            "© 2026 Harbour Gazette",
            "Harbour Gazette",
            "the harbour bridge reopened on thursday and for eleven months the town",
            "had been cut in two",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=300),
)
TEXTS = st.builds(
    lambda lines, gaps: "".join(
        line + ("\n\n" if gap else "\n") for line, gap in zip(lines, gaps, strict=False)
    ),
    st.lists(LINES, min_size=1, max_size=30),
    st.lists(st.booleans(), min_size=30, max_size=30),
)


class TestEveryLineIsKept:
    """Whatever is pasted."""

    @given(TEXTS)
    @settings(max_examples=400)
    def test_every_word_ends_in_the_story_or_aside(self, text: str) -> None:
        """Of whatever is pasted, each word is kept once, and none is added."""
        try:
            reading = TextReader().read(text.encode())
        except (InvalidDocumentError, UnreadableError):
            return

        assert words_of(clean(text)) == words_kept(reading)

    @given(TEXTS)
    def test_what_stands_aside_stood_on_its_line(self, text: str) -> None:
        """The line number leads to the line in the original."""
        try:
            reading = TextReader().read(text.encode())
        except (InvalidDocumentError, UnreadableError):
            return
        original = clean(text).split("\n")

        for one in reading.aside:
            squeezed = re.sub("[ \t]+", " ", original[one.line - 1])
            assert one.text in squeezed
            assert Reason(one.reason)

    @given(st.binary(max_size=300))
    def test_any_bytes_give_a_reading_or_a_reason(self, original: bytes) -> None:
        """What is no story is refused; nothing crashes."""
        with suppress(InvalidDocumentError, UnreadableError):
            assert TextReader().read(original).content.headline

    @pytest.mark.parametrize("path", sorted(STORIES.glob("*.txt")), ids=str)
    def test_our_own_stories_lose_nothing(self, path: Path) -> None:
        """Neither do the stories of the Harbour Gazette."""
        original = path.read_bytes()

        assert words_of(original.decode()) == words_kept(TextReader().read(original))


def real_texts() -> Iterator[str]:
    """Texts of real news services and sites."""
    for path in sorted(FIXTURES.glob("lee_background*.txt")):
        yield path.read_text(encoding="utf-8")
        yield from path.read_text(encoding="utf-8").splitlines()
    for path in sorted(FIXTURES.glob("scrapinghub-181.json.gz")):
        pages = json.loads(gzip.decompress(path.read_bytes()))
        yield from (page["articleBody"] for page in pages.values())


@pytest.mark.skipif(not FIXTURES.is_dir(), reason=f"there is no {FIXTURES}")
class TestRealTexts:
    """Texts that others wrote."""

    def test_real_texts_become_drafts_that_lose_nothing(self) -> None:
        """Every real text gives a headline that is none of the page's, and a body."""
        for text in filter(str.strip, real_texts()):
            reading = TextReader().read(text.encode())
            content = reading.content

            assert furniture(content.headline) is None
            assert "paragraph" in {block.type for block in content.body}
            assert words_of(clean(text)) == words_kept(reading)
