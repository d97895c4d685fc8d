from __future__ import annotations

import time

import pytest

from newsflow.documents.text import TextReader
from newsflow.model.blocks import Block, Heading, ListBlock, Paragraph, Quote, plain
from newsflow.model.content import Content

LEAD = "The harbour bridge reopened on Thursday, eleven months after a barge hit it."
MORE = "Cars may cross from Monday, the Port and Bridge Authority said."


def content_of(*lines: str) -> Content:
    """Read some lines as one text."""
    return TextReader().read("\n".join(lines).encode()).content


def blocks_of(*lines: str) -> list[tuple[str, str]]:
    """The body of a story with these lines under its headline."""
    body = content_of("Bridge reopens", "", *lines).body
    return [(block.type, block.text) for block in body]


class TestBlocks:
    """Lines that become blocks."""

    def test_blocks_are_keyed_in_their_order(self) -> None:
        """So that a later revision can be compared block by block."""
        expected: tuple[Block, ...] = (
            Paragraph(key="b1", spans=plain(LEAD)),
            Heading(key="b2", spans=plain("What happens next")),
            Paragraph(key="b3", spans=plain(MORE)),
        )

        assert expected == content_of("Bridge", LEAD, "What happens next", MORE).body

    def test_a_short_line_between_paragraphs_is_a_subhead(self) -> None:
        """With a question mark too, but not in quotation marks."""
        assert [
            ("paragraph", LEAD),
            ("heading", "What happens next?"),
            ("paragraph", MORE),
            ("paragraph", "“Never again”"),
            ("paragraph", MORE),
        ] == blocks_of(LEAD, "What happens next?", MORE, "“Never again”", MORE)

    def test_a_short_line_that_goes_nowhere_is_a_paragraph(self) -> None:
        """The last line, a line before another short one, a line with a comma."""
        assert [
            ("paragraph", LEAD),
            ("paragraph", "Rovers 2, United 1"),
            ("paragraph", "Athletic 0, Town 0"),
            ("paragraph", MORE),
            ("paragraph", "And so,"),
            ("paragraph", MORE),
            ("paragraph", "Nobody knows"),
        ] == blocks_of(
            LEAD,
            "Rovers 2, United 1",
            "Athletic 0, Town 0",
            MORE,
            "And so,",
            MORE,
            "Nobody knows",
        )

    def test_the_times_of_a_live_report_are_subheads(self) -> None:
        """Even above its first entry."""
        assert [
            ("heading", "22.14"),
            ("paragraph", LEAD),
            ("heading", "9:05 pm"),
            ("paragraph", MORE),
        ] == blocks_of("22.14", LEAD, "9:05 pm", MORE)

    def test_lists_are_lists(self) -> None:
        """Bulleted with one sign, or numbered from 1."""
        body = content_of(
            "Bridge", LEAD, "- one", "- two", "* three", "1. first", "2) second", "• x"
        ).body

        assert [
            Paragraph,
            ListBlock,
            Paragraph,
            ListBlock,
            ListBlock,
        ] == [type(block) for block in body]
        assert ["one\ntwo", "* three", "first\nsecond", "x"] == [
            block.text for block in body[1:]
        ]
        assert [False, True, False] == [
            block.ordered for block in body if isinstance(block, ListBlock)
        ]

    def test_a_dash_of_speech_is_no_bullet(self) -> None:
        """Nor is a number that begins no list."""
        assert [
            ("paragraph", "- Who goes there?"),
            ("paragraph", "2. The second."),
            ("paragraph", "2026. The year."),
        ] == blocks_of("- Who goes there?", "2. The second.", "2026. The year.")

    def test_quoted_lines_are_a_quotation(self) -> None:
        """As mail marks them."""
        body = content_of("Bridge", LEAD, "> We never", "> gave up.").body

        assert Quote(key="b2", spans=plain("We never\ngave up.")) == body[1]


class TestLines:
    """Lines that belong together."""

    def test_wrapped_text_is_unwrapped(self) -> None:
        """A wire breaks its lines in the middle of sentences; a draft does not."""
        assert [
            (
                "paragraph",
                "The harbour bridge reopened early on Thursday after eleven months.",
            ),
            (
                "paragraph",
                "“We never gave up,” said the mayor, Ines Calder, to a crowd.",
            ),
        ] == blocks_of(
            "The harbour bridge reopened early on Thursday",
            "after eleven months.",
            "",
            "“We never gave up,” said the mayor, Ines",
            "Calder, to a crowd.",
        )

    def test_an_indent_begins_a_paragraph_of_wrapped_text(self) -> None:
        """Many wires have no blank lines."""
        assert [
            (
                "paragraph",
                "The harbour bridge reopened early on Thursday after eleven months.",
            ),
            ("paragraph", "Cars may cross it from Monday."),
        ] == blocks_of(
            "   The harbour bridge reopened early on Thursday",
            "after eleven months.",
            "   Cars may cross it from Monday.",
        )

    def test_furniture_interrupts_wrapped_text(self) -> None:
        """A label below a full line is not the end of it."""
        assert [
            (
                "paragraph",
                "The harbour bridge reopened early on Thursday after eleven months.",
            ),
        ] == blocks_of(
            "The harbour bridge reopened early on Thursday",
            "after eleven months.",
            "Advertisement",
            "(Reporting by Ada Quist; Editing by Bo",
            "Lind)",
        )

    def test_wrapped_arabic_is_unwrapped(self) -> None:
        """Its script has no case; the broken sentence is the proof."""
        assert [
            (
                "paragraph",
                "أعيد فتح جسر الميناء صباح الخميس في سكارو بعد أحد عشر شهرا.",
            ),
        ] == blocks_of(
            "أعيد فتح جسر الميناء صباح الخميس في سكارو",
            "بعد أحد عشر شهرا.",
        )

    def test_lines_that_were_not_wrapped_are_paragraphs(self) -> None:
        """One line a paragraph is how browsers copy."""
        assert [("paragraph", LEAD), ("paragraph", MORE)] == blocks_of(LEAD, MORE)

    def test_control_and_bidi_characters_are_gone(self) -> None:
        """What is shown is what is stored."""
        assert [
            ("paragraph", "The bridge is open, they said on Thursday.")
        ] == blocks_of("The \u202ebridge\x07 is\u200b open, they said on\tThursday.\r")


PARAGRAPH = "The harbour bridge reopened on Thursday, after eleven months of work. "


class TestSize:
    """Large texts take time in proportion, no more."""

    @pytest.mark.parametrize(
        "text",
        [
            PARAGRAPH * 146_000,
            f"Bridge\n\n{PARAGRAPH * 4}" + f"{PARAGRAPH * 4}\n\n" * 36_000,
            "a" * 10_000_000,
            "- " * 5_000_000,
            "(A" * 5_000_000,
            "Bridge\n" + ("(A/" * 190 + "\n") * 17_000,
        ],
        ids=[
            "one paragraph",
            "paragraphs",
            "one word",
            "dashes",
            "brackets",
            "slashes",
        ],
    )
    def test_ten_megabytes_are_read(self, text: str) -> None:
        """A text of 10 MB takes seconds, whatever is in it."""
        began = time.perf_counter()
        TextReader().read(text.encode())

        assert time.perf_counter() - began < 60

    @pytest.mark.parametrize(
        "line",
        ["word here", "Related", "Related\nA title", "(Reporting by A", "> q", "1. q"],
    )
    def test_twice_the_lines_take_twice_the_time(self, line: str) -> None:
        """No label makes the reader look at the rest of the text again and again."""
        few, many = (
            _seconds(f"Bridge\n{line}\n" + f"{line}\n" * n) for n in (2000, 16000)
        )

        assert many < 40 * max(few, 0.01)


def _seconds(text: str) -> float:
    began = time.process_time()
    TextReader().read(text.encode())
    return time.process_time() - began
