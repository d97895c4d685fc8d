from __future__ import annotations

from itertools import groupby
from pathlib import Path

import attrs
import pytest

from newsflow.documents.reading import SetAside
from newsflow.documents.text import TextReader

STORIES = Path(__file__).resolve().parents[3] / "examples" / "stories"


@attrs.frozen(kw_only=True)
class Expected:
    """What a story is to become; *aside* has a reason and its lines in each entry."""

    headline: str
    blocks: str
    aside: tuple[str, ...]
    section: str | None = None
    label: str | None = None


PARAGRAPHS = "paragraph paragraph paragraph paragraph"

EXPECTED = {
    "barge-master-court": Expected(
        headline="Barge master fined over harbour bridge accident",
        blocks=f"{PARAGRAPHS} paragraph paragraph",
        aside=("dateline 3", "sign-off 15 17"),
    ),
    "bruecke-offen": Expected(
        headline="Nach elf Monaten: Hafenbrücke in Skarrow wieder offen",
        section="Panorama",
        blocks="paragraph paragraph paragraph heading paragraph paragraph",
        aside=(
            "breadcrumb 1",
            "byline 5",
            "time-stamp 7",
            "page-control 9",
            "share-label 11 12 13",
            "dateline 15",
            "advertisement 19",
            "promo 21",
            "caption-without-picture 31",
            "related-stories 33 35 37",
            "newsletter 39",
            "copyright 41",
        ),
    ),
    "council-night-live": Expected(
        headline="Council votes on the night ferry: the evening as it happened",
        label="Live",
        blocks="heading paragraph heading paragraph heading paragraph "
        "heading paragraph list heading paragraph",
        aside=("byline 5", "follow-us 7", "advertisement 21", "comments 35"),
    ),
    "derby": Expected(
        headline="Ten-man Rovers win the harbour derby in the last minute",
        section="Sport",
        blocks=f"{PARAGRAPHS} heading paragraph paragraph",
        aside=(
            "breadcrumb 1",
            "byline 7",
            "time-stamp 9",
            "caption-without-picture 11 12",
            "promo 18",
            "related-stories 30 32 34",
            "follow-us 36",
            "sign-off 38",
        ),
    ),
    "jisr-al-mina": Expected(
        headline="إعادة فتح جسر الميناء في سكارو بعد أحد عشر شهرا",
        section="أخبار",
        blocks="paragraph paragraph paragraph heading paragraph paragraph",
        aside=(
            "breadcrumb 1",
            "byline 5",
            "time-stamp 7",
            "share-label 9 11",
            "dateline 13",
            "advertisement 17",
            "promo 21",
            "related-stories 29 31",
            "follow-us 33",
            "copyright 35",
        ),
    ),
    "market-hall-fire": Expected(
        headline="Fire damages market hall on the Old Quay",
        section="News",
        blocks=f"{PARAGRAPHS} heading paragraph paragraph",
        aside=(
            "page-control 1 2",
            "site-name 3",
            "page-control 4 5 6 7 8",
            "breadcrumb 9",
            "page-title 10",
            "byline 13",
            "time-stamp 14 15 16",
            "share-label 17 18 19 20",
            "page-control 21",
            "caption-without-picture 22",
            "advertisement 25",
            "promo 27",
            "advertisement 29",
            "newsletter 30",
            "app-name 34 35 36",
            "related-stories 37 38 39 40",
            "comments 41",
            "follow-us 42",
            "site-address 43",
            "copyright 44",
        ),
    ),
    "school-meals": Expected(
        headline="Free school meals for every pupil from August",
        section="News",
        blocks="paragraph paragraph paragraph heading list paragraph",
        aside=(
            "cookie-notice 1 3",
            "breadcrumb 5",
            "byline 11",
            "time-stamp 13",
            "page-control 15",
            "promo 21",
            "related-stories 33 35 37",
            "share-label 39 41",
            "comments 43",
        ),
    ),
    "storm-warning": Expected(
        headline="Ferries stop as first spring storm reaches Skarrow",
        blocks=f"{PARAGRAPHS} paragraph paragraph paragraph",
        aside=(
            "slugline 1",
            "wire-code 2 3 5",
            "dateline 7",
            "sign-off 26",
            "wire-code 27",
            "sign-off 29",
        ),
    ),
}


def summed_up(aside: tuple[SetAside, ...]) -> tuple[str, ...]:
    """Say what was set aside as ``share-label 9 11``."""
    return tuple(
        " ".join([reason, *(str(one.line) for one in group)])
        for reason, group in groupby(aside, key=lambda one: one.reason)
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_each_story_becomes_the_draft_that_a_desk_would_make(name: str) -> None:
    """Headline, section, blocks, and each line set aside with its reason."""
    reading = TextReader().read((STORIES / f"{name}.txt").read_bytes())
    content = reading.content

    assert EXPECTED[name] == Expected(
        headline=content.headline,
        section=content.section,
        label=content.label,
        blocks=" ".join(block.type for block in content.body),
        aside=summed_up(reading.aside),
    )


def test_no_text_story_is_left_out() -> None:
    """Whoever adds a text says what it is to become."""
    assert sorted(EXPECTED) == sorted(path.stem for path in STORIES.glob("*.txt"))
