"""A content is valid by construction."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from newsflow.errors import InvalidValueError
from newsflow.model.blocks import ImageBlock, Paragraph, plain
from newsflow.model.content import Content, Kind, Medium
from newsflow.model.credits import (
    Byline,
    Dateline,
    Disclosure,
    Entity,
    EntityKind,
    GeoPoint,
    Place,
    Subject,
)
from newsflow.model.media import FocalPoint, Media, MediaKind, MediaRendition, Rights

BRIDGE = "Harbour bridge reopens"
NOON = Media(key="noon", href="media:noon.jpg")


def paragraph(key: str, words: str = "") -> Paragraph:
    """Write one paragraph."""
    return Paragraph(key=key, spans=plain(words))


def test_a_draft_begins_with_a_line() -> None:
    """Only the headline is required."""
    content = Content(headline="  Harbour bridge\nreopens ")

    assert BRIDGE == content.headline
    assert "und" == content.language
    assert Kind.REPORTAGE is content.kind
    assert Medium.TEXT is content.medium
    assert "" == content.text
    assert 0 == content.word_count
    assert content.lead_media is None


def test_the_text_is_that_of_the_blocks() -> None:
    """Block by block, without those that have none."""
    body = (paragraph("a", "one two"), paragraph("b"), paragraph("c", "three"))
    content = Content(headline=BRIDGE, body=body)

    assert "one two\n\nthree" == content.text
    assert 3 == content.word_count


def test_authors_are_those_credited_as_authors() -> None:
    """The photographer has another role."""
    ada, bo = Byline(name="Ada", person="ada"), Byline(name="Bo", role="photographer")

    assert (ada,) == Content(headline=BRIDGE, bylines=[ada, bo]).authors


def test_the_picture_on_top_is_found() -> None:
    """By its key."""
    content = Content(
        headline=BRIDGE,
        media=[NOON],
        lead="noon",
        body=[ImageBlock(key="i", media="noon")],
    )

    assert NOON is content.lead_media
    assert MediaKind.PICTURE is NOON.kind


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"headline": " \u200b "}, "headline must be a text that is not blank"),
        ({"headline": "\u200d"}, "headline must be a text that is not blank"),
        ({"slug": "Bridge"}, "slug must be lower-case letters"),
        ({"slug": ""}, "slug must be lower-case letters"),
        ({"language": "en_GB"}, "language must be a BCP 47 language tag"),
        ({"kind": "reportag"}, "kind must be one of reportage, analysis"),
        ({"medium": "radio"}, "medium must be one of text, picture"),
        ({"keywords": "bridge"}, "keywords must be a list of words, not one text"),
        ({"subjects": ["bridge"]}, "subjects must be a Subject, not 'bridge'"),
        ({"rights": {"holder": "x"}}, "rights must be a Rights"),
        ({"free_to_read": 1}, "free_to_read must be True or False"),
        ({"canonical_url": "gazette.example"}, "canonical_url must be an address"),
        ({"content_created": datetime(2026, 11, 24)}, "with its UTC offset"),  # noqa: DTZ001 - wrong on purpose
        ({"body": ["x"]}, "body must be made of blocks, not 'x'"),
        (
            {"body": [paragraph("a"), paragraph("a")]},
            "body must be keyed without repeats",
        ),
        ({"media": [NOON, NOON]}, "media must be keyed without repeats"),
        ({"lead": "noon"}, "media must be one of the story's own: none, not 'noon'"),
        (
            {"body": [ImageBlock(key="i", media="night")], "media": [NOON]},
            "media must be one of the story's own: noon, not 'night'",
        ),
        ({"extra": {"page": 4}}, "extra must be named with a namespace"),
    ],
)
def test_a_wrong_value_is_refused(fields: dict[str, Any], message: str) -> None:
    """The class says what would be right."""
    with pytest.raises(InvalidValueError, match=message):
        Content(**{"headline": BRIDGE} | fields)


def test_blank_keywords_are_dropped() -> None:
    """A trailing comma on the desk is no keyword."""
    assert ("bridge",) == Content(headline=BRIDGE, keywords=[" bridge ", " "]).keywords


def test_an_instant_is_brought_to_utc() -> None:
    """Whatever the agency's offset was."""
    created = datetime.fromisoformat("2026-11-24T08:55:00+01:00")

    content = Content(headline=BRIDGE, content_created=created)

    assert datetime(2026, 11, 24, 7, 55, tzinfo=UTC) == content.content_created


def test_a_dateline_has_a_day_and_no_time() -> None:
    """A date and time would be written otherwise."""
    assert date(2026, 11, 24) == Dateline(place="HARBOUR", date=date(2026, 11, 24)).date
    with pytest.raises(InvalidValueError, match="date must be a date"):
        Dateline(place="HARBOUR", date=datetime(2026, 11, 24, tzinfo=UTC))


def test_credits_hold_their_values() -> None:
    """Codes, points and kinds are held to their schemes."""
    assert "medtop" == Subject(code="20000337").scheme
    assert EntityKind.PERSON is Entity(name="Ada", kind="person").kind
    assert Place(name="Harbour", point=GeoPoint(0, 0)).point == GeoPoint(0, 0)
    with pytest.raises(InvalidValueError, match="relevance must be a whole number"):
        Subject(code="x", relevance=101)
    with pytest.raises(InvalidValueError, match="entitykind must be one of person"):
        Entity(name="Ada", kind="ship")
    with pytest.raises(InvalidValueError, match="a code of the IPTC NewsCodes"):
        Disclosure(source_type="http://cv.iptc.org/x")


@pytest.mark.parametrize(
    "href",
    ["media:../x", "media:/etc/passwd", "media:a/../b", "media:", "file:///x", "a.jpg"],
)
def test_media_stay_inside_the_store(href: str) -> None:
    """A name in the store is no path out of it."""
    with pytest.raises(InvalidValueError, match="media: and a name in the store"):
        Media(key="m", href=href)


def test_media_hold_their_values() -> None:
    """Sizes, hashes and renditions."""
    web = MediaRendition(key="web", href="media:2026/11/noon.webp")

    assert (web,) == Media(key="m", href="media:a", renditions=[web]).renditions
    assert 2026 == Rights(year=2026).year
    with pytest.raises(InvalidValueError, match="sha256 must be a SHA-256"):
        Media(key="m", href="media:a", sha256="A" * 64)
    with pytest.raises(
        InvalidValueError, match="x must be a whole number from 0 to 1000"
    ):
        FocalPoint(0.5, 0)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InvalidValueError, match="renditions must be keyed without"):
        Media(key="m", href="media:a", renditions=[web, web])
