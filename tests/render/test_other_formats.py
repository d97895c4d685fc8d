"""Text, Markdown and JSON: the same story, for other eyes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from newsflow.documents.markdown.reader import MarkdownReader
from newsflow.documents.schemas import is_valid
from newsflow.documents.structure import content_from
from newsflow.hookspecs import PROJECT
from newsflow.model.blocks import (
    Embed,
    ImageBlock,
    ListBlock,
    ListItem,
    Paragraph,
    Span,
)
from newsflow.model.content import Content
from newsflow.model.credits import Byline, Disclosure, Source
from newsflow.model.media import Media, Rights
from newsflow.ports import Renderer
from newsflow.render import Json, Markdown, PlainText, newsflow_renderers
from newsflow.testing.strategies import released


class TestPlainText:
    """The words alone."""

    def test_a_story_is_headline_byline_and_paragraphs(
        self, story: Any, bridge: Content
    ) -> None:
        """No line is broken, and a correction closes it."""
        view = story().publish().correct(bridge, "Eleven weeks, not twelve.").released

        assert (
            "Harbour bridge reopens after eleven weeks\n\n"
            "Ferries stop at midnight; the tram returns on Monday.\n\n"
            "By Ada Marsh\n\n"
            "Harbour, 24 November 2026\n\n"
            "The bridge carried its first cars at dawn.\n\n"
            "It holds.\n— Cy Holt, engineer\n\n"
            "Correction, 24 November 2026: Eleven weeks, not twelve.\n"
        ) == PlainText().render(view).data.decode()

    def test_lists_and_pictures_are_told(self, story: Any) -> None:
        """Items by their marks, a picture by its caption."""
        spans = (Span("Steel"),)
        content = Content(
            headline="Costs",
            byline="Gazette staff",
            body=(
                ListBlock(key="a", items=(ListItem(spans=spans),), ordered=True),
                ListBlock(key="b", items=(ListItem(spans=spans, level=2),)),
                ImageBlock(key="c", media="m1"),
            ),
            media=(Media(key="m1", href="media:x.png", caption="The pier."),),
        )

        assert "Costs\n\nGazette staff\n\n1. Steel\n\n  - Steel\n\nThe pier.\n" == (
            PlainText().render(story(content).publish().released).data.decode()
        )

    def test_several_names_are_joined_as_the_language_joins_them(
        self, story: Any
    ) -> None:
        """In Arabic with an Arabic comma."""
        bylines = (Byline(name="آدا"), Byline(name="بو"))
        view = story(Content(headline="جسر", language="ar", bylines=bylines)).publish()

        assert (
            "جسر\n\nبقلم آدا، بو\n" == PlainText().render(view.released).data.decode()
        )

    def test_nothing_that_readers_should_know_is_left_out(self, story: Any) -> None:
        """Label, credits, addresses, what machines did, sources and rights."""
        media = (
            Media(key="m1", href="media:a.jpg", caption="Dawn.", credit="Eva Sund"),
            Media(key="m2", href="media:b.jpg", credit="Bo Lind"),
        )
        content = Content(
            headline="Costs",
            kind="opinion",
            language="de",
            body=(
                ImageBlock(key="a", media="m2"),
                Embed(key="b", href="https://v.example/1", title="The tram"),
                Embed(key="c", href="https://v.example/2"),
            ),
            media=media,
            lead="m1",
            backstory="We asked for weeks.",
            disclosure=Disclosure(source_type="humanEdits", statement="Mit Software."),
            sources=(
                Source(name="Report", url="https://h.example/r"),
                Source(name="B"),
            ),
            rights=Rights(
                holder="Gazette",
                year=2026,
                notice="All rights.",
                usage_terms="Quote freely.",
                licence="https://l.example/",
            ),
        )

        assert [
            "Costs",
            "Meinung",
            "Dawn. (Eva Sund)",
            "(Bo Lind)",
            "The tram <https://v.example/1>",
            "<https://v.example/2>",
            "Hinter der Geschichte: We asked for weeks.",
            "Wie dieser Beitrag entstand: Mit Software. (humanEdits)",
            "Quellen:\n- Report <https://h.example/r>\n- B",
            "© 2026 Gazette\nAll rights.\nQuote freely.\nLizenz: https://l.example/",
        ] == PlainText().render(story(content).publish().released).data.decode().strip(
            "\n"
        ).split("\n\n")

    def test_a_lead_that_stands_in_the_text_is_told_there_alone(
        self, story: Any
    ) -> None:
        """Nobody reads a caption twice."""
        medium = Media(key="m1", href="media:a.jpg", caption="Dawn.")
        block = ImageBlock(key="a", media="m1")
        view = story(body=(block,), media=(medium,), lead="m1").publish().released

        assert 1 == PlainText().render(view).data.count(b"Dawn.")

    def test_a_proof_says_so_first_and_last(self, story: Any) -> None:
        """However it is cut."""
        parts = PlainText().render(story().proof).data.decode().strip().split("\n\n")

        assert "Proof. Not for publication." == parts[0] == parts[-1]

    def test_a_retraction_is_a_notice(self, story: Any) -> None:
        """With its date and its reason."""
        gone = story().publish().retract("Wrong ship.").tombstone

        assert (
            "This story has been retracted, 24 November 2026, 10:00 UTC\n\n"
            "Wrong ship.\n"
        ) == PlainText().render(gone).data.decode()


class TestMarkdown:
    """What newsflow can read again."""

    def test_it_reads_back_as_the_same_story(self, story: Any, bridge: Content) -> None:
        """But for the keys of its blocks, which are given anew."""
        written = Markdown().render(story().publish().released)
        read = MarkdownReader().read(written.data).content

        assert bridge.headline == read.headline
        assert bridge.bylines == read.bylines
        assert bridge.text == read.text

    def test_a_correction_closes_the_text(self, story: Any) -> None:
        """Even where a block of the story bears the key it would have."""
        note = "It cost *2.5* million."
        taken = Paragraph(key="correction-1", spans=(Span("Mine."),))
        view = story(body=(taken,)).publish()
        text = view.article.head.content
        view.correct(view.texts[text], note)
        read = MarkdownReader().read(Markdown().render(view.released).data).content

        assert f"Mine.\n\nCorrection, 24 November 2026: {note}" == read.text

    def test_a_proof_says_so_and_still_reads(self, story: Any, bridge: Content) -> None:
        """In a comment, which no reader of TOML minds."""
        data = Markdown().render(story().proof).data

        assert b"# Proof. Not for publication." == data.split(b"\n")[1]
        assert bridge.headline == MarkdownReader().read(data).content.headline

    def test_a_retraction_is_a_notice(self, story: Any) -> None:
        """With no word of the story."""
        gone = story().publish().retract("Wrong *ship*.").tombstone
        read = MarkdownReader().read(Markdown().render(gone).data).content

        assert "This story has been retracted" == read.headline
        assert "24 November 2026, 10:00 UTC\n\nWrong *ship*." == read.text


@given(view=released())
def test_json_has_every_field_of_a_story(view: Any) -> None:
    """Sources, credits, rights and whatever else there is."""
    assert view.content == content_from(json.loads(Json().render(view).data)["content"])


class TestJson:
    """The whole content, and what it is a version of."""

    def test_the_content_is_a_document_of_its_schema(
        self, story: Any, bridge: Content
    ) -> None:
        """Whoever gets it can check it and read it."""
        view = story().publish().correct(bridge, "Eleven weeks.").released
        told = json.loads(Json().render(view).data)

        assert is_valid("content", told["content"])
        assert bridge == content_from(told.pop("content"))
        assert {
            "article": "bridge",
            "status": "released",
            "version": 2,
            "release": "correct",
            "published": "2026-11-24T09:00:00Z",
            "updated": "2026-11-24T10:00:00Z",
            "expires": None,
            "corrections": [
                {"version": 2, "text": "Eleven weeks.", "at": "2026-11-24T10:00:00Z"}
            ],
        } == told

    def test_a_proof_has_another_status(self, story: Any) -> None:
        """No program takes it for a release."""
        told = json.loads(Json().render(story().proof).data)

        assert ("proof", 1, "2026-11-24T08:00:00Z") == (
            told["status"],
            told["revision"],
            told["saved"],
        )

    def test_a_partner_is_told_the_embargo(self, story: Any) -> None:
        """In a field of its own."""
        held = story().publish()
        advance = held.embargo(held.clock + timedelta(days=1)).advance
        told = json.loads(Json().render(advance).data)

        assert ("advance", "2026-11-25T09:00:00Z") == (told["status"], told["embargo"])

    def test_a_retraction_has_its_reason_alone(self, story: Any) -> None:
        """And no content."""
        gone = story().publish().retract("Wrong ship.").tombstone

        assert {
            "article": "bridge",
            "status": "retracted",
            "at": "2026-11-24T10:00:00Z",
            "reason": "Wrong ship.",
        } == json.loads(Json().render(gone).data)


def test_the_renderers_come_through_the_hook() -> None:
    """Like those of any plug-in; each has its own name and ending."""
    offered = newsflow_renderers()

    assert hasattr(newsflow_renderers, f"{PROJECT}_impl")
    assert all(isinstance(one, Renderer) for one in offered)
    assert [
        ("html", ".html"),
        ("markdown", ".md"),
        ("text", ".txt"),
        ("json", ".json"),
    ] == [(one.name, one.suffix) for one in offered]


@pytest.mark.parametrize("renderer", newsflow_renderers(), ids=lambda one: one.name)
def test_the_same_view_gives_the_same_bytes(story: Any, renderer: Renderer) -> None:
    """Twice in a row, and from an equal view."""
    first = renderer.render(story().publish().released)

    assert first == renderer.render(story().publish().released)
