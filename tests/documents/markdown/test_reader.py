"""Markdown becomes content, and whatever is wrong with it is told at once."""

from __future__ import annotations

from hashlib import sha256

import pytest

from newsflow.documents.markdown import MarkdownReader
from newsflow.documents.reading import Reading, SetAside
from newsflow.errors import InvalidDocumentError, UnreadableError
from newsflow.model import blocks as b
from newsflow.model.content import Content


def reading(text: str) -> Reading:
    """Read a Markdown text."""
    return MarkdownReader().read(text.encode())


def body(text: str) -> tuple[b.Block, ...]:
    """Read the body of a story with a headline."""
    return reading(f"# The bridge reopens\n\n{text}").content.body


def only(text: str) -> b.Block:
    """Read a body of one block."""
    (block,) = body(text)
    return block


class TestFields:
    """Front matter and headline."""

    def test_front_matter_has_the_fields_of_the_json_document(self) -> None:
        """Whatever a JSON document can say, the front matter can say."""
        content = reading(
            "+++\n"
            'headline = "The bridge reopens"\n'
            'slug = "bridge"\n'
            'keywords = ["bridge", "harbour"]\n'
            "content_created = 2026-11-24T08:00:00+01:00\n"
            "[[bylines]]\n"
            'name = "Ada Quist"\n'
            "[dateline]\n"
            'place = "HARBOUR TOWN"\n'
            "date = 2026-11-24\n"
            "[extra]\n"
            '"gazette:page" = 4\n'
            "+++\n"
            "It reopened on Monday.\n"
        ).content

        assert "The bridge reopens" == content.headline
        assert "bridge" == content.slug
        assert ("bridge", "harbour") == content.keywords
        assert "2026-11-24T07:00:00+00:00" == str(content.content_created).replace(
            " ", "T"
        )
        assert "Ada Quist" == content.bylines[0].name
        assert content.dateline is not None
        assert "2026-11-24" == str(content.dateline.date)
        assert 4 == content.extra["gazette:page"]
        assert "It reopened on Monday." == content.text

    def test_a_first_heading_is_the_headline(self) -> None:
        """Without a headline above, the first heading is it, and no subhead."""
        content = reading("# The *bridge* reopens\n\nOn Monday.").content

        assert "The bridge reopens" == content.headline
        assert "On Monday." == content.text

    def test_a_headline_is_not_repeated_in_the_body(self) -> None:
        """A first heading with the words of the headline says nothing new."""
        text = '+++\nheadline = "The bridge reopens"\n+++\n# The bridge reopens\n\nOh.'

        assert "Oh." == reading(text).content.text

    def test_another_first_heading_stays_a_subhead(self) -> None:
        """A first heading that says something else is kept."""
        text = '+++\nheadline = "The bridge reopens"\n+++\n# Monday\n\nOh.'
        first = reading(text).content.body[0]

        assert isinstance(first, b.Heading)
        assert ("Monday", 2) == (first.text, first.level)

    def test_the_language_is_what_the_document_says(self) -> None:
        """The language that was asked for counts only where none is written."""
        told = b'+++\nlanguage = "fr"\n+++\n# Le pont'

        assert "fr" == MarkdownReader().read(told, language="en").content.language
        assert "en" == MarkdownReader().read(b"# A", language="en").content.language

    def test_the_original_is_kept_by_its_hash(self) -> None:
        """An import can be compared with its source."""
        assert sha256(b"# A").hexdigest() == MarkdownReader().read(b"# A").original


class TestProblems:
    """Whatever is wrong, all of it."""

    def test_all_problems_are_told_at_once(self) -> None:
        """Front matter, body and headline are judged in one go."""
        text = '+++\nslugg = "x"\nkind = "novel"\nbody = []\n+++\n![](#none)\n'
        with pytest.raises(InvalidDocumentError) as caught:
            reading(text)

        paths = [problem.path for problem in caught.value.problems]
        assert {"$.body", "$.headline", "$.kind", "$.slugg"} <= set(paths)
        assert "$.body[0].media" in paths
        by_path = {problem.path: problem for problem in caught.value.problems}
        assert "slug" in by_path["$.slugg"].suggestion
        assert 'begin with a line "# Headline"' in by_path["$.headline"].suggestion

    def test_a_slip_in_toml_is_told_with_its_line(self) -> None:
        """Lines are counted in the file, not in the front matter."""
        with pytest.raises(InvalidDocumentError) as caught:
            reading('+++\nslug = "a"\nkind = \n+++\n# A\n')

        assert "line 3" in caught.value.problems[0].message

    def test_front_matter_must_be_closed(self) -> None:
        """What begins with plus signs must end with them."""
        with pytest.raises(InvalidDocumentError) as caught:
            reading('+++\nslug = "a"\n\n# A\n')

        (problem,) = caught.value.problems
        assert "the front matter that begins on line 1 is not closed" == problem.message
        assert "end it with a line +++" == problem.suggestion

    def test_a_media_list_that_is_none_is_told(self) -> None:
        """Front matter of the wrong type is a problem, never a crash."""
        with pytest.raises(InvalidDocumentError) as caught:
            reading('+++\nmedia = "x"\n+++\n# A\n\n![a](https://a.example/1.jpg)\n')

        assert "$.media" in {problem.path for problem in caught.value.problems}

    @pytest.mark.parametrize(
        "text",
        [">" * 500 + "a", "- " * 500 + "a", f"+++\nx = {'[' * 200_000}\n+++\n# A"],
        ids=["quotes", "lists", "front matter"],
    )
    def test_what_is_nested_too_deep_is_refused(self, text: str) -> None:
        """A file made to hurt is refused in words."""
        with pytest.raises(UnreadableError, match=r"deep"):
            reading(text)


class TestText:
    """Running text."""

    def test_marks_and_links(self) -> None:
        """Every decorator of the model can be written."""
        block = only(
            "**a** *b* `c` ~~d~~ :u[e] :sub[f] :sup[g] [h](https://a.example 'T')"
        )

        assert isinstance(block, b.Paragraph)
        marks = {span.text: span.marks for span in block.spans if span.marks}
        assert {
            "a": ("strong",),
            "b": ("em",),
            "c": ("code",),
            "d": ("strike",),
            "e": ("underline",),
            "f": ("sub",),
            "g": ("sup",),
            "h": ("l1",),
        } == marks
        assert (b.Link("l1", "https://a.example", "T"),) == block.links

    def test_lines_join_and_hard_breaks_stay(self) -> None:
        """A line end is a space unless it was meant."""
        assert "one two\nthree" == only("one\ntwo\\\nthree").text

    @pytest.mark.parametrize(
        "address",
        ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "/about", "a.html"],
    )
    def test_a_link_that_no_story_may_hold_leaves_its_words(self, address: str) -> None:
        """Unsafe and relative addresses are dropped, the words stay."""
        block = only(f"Read [this]({address}) now.")

        assert isinstance(block, b.Paragraph)
        assert (b.Span("Read this now."),) == block.spans

    def test_raw_html_is_text(self) -> None:
        """Tags are what they look like: text."""
        text = "<script>alert(1)</script> and <b>bold</b> <!-- x -->"

        assert text == only(text).text

    def test_a_rule_is_no_block(self) -> None:
        """What a rule parts stands apart anyway."""
        assert ("one", "two") == tuple(
            block.text for block in body("one\n\n***\n\ntwo")
        )

    def test_subheads_go_from_two_to_six(self) -> None:
        """Where some are of the headline's level, all move down by one."""
        levels = [
            block.level
            for block in body("# a\n\n## b\n\n###### c")
            if isinstance(block, b.Heading)
        ]

        assert [2, 3, 6] == levels


class TestBlocks:
    """All that is more than a paragraph."""

    @pytest.mark.parametrize(
        ("text", "speaker", "href"),
        [
            ("> Yes.\n> — Bo", "Bo", None),
            ("> Yes.\n>\n> -- Bo", "Bo", None),
            ("> Yes.\n> – [Bo](https://a.example)", "Bo", "https://a.example"),
            ("> Yes.\n> — <https://a.example>", None, "https://a.example"),
            ("> Yes.", None, None),
        ],
    )
    def test_the_last_line_of_a_quote_names_the_speaker(
        self, text: str, speaker: str | None, href: str | None
    ) -> None:
        """A dash before the name; a link on it is the source."""
        quote = only(text)

        assert isinstance(quote, b.Quote)
        assert ("Yes.", speaker, href) == (quote.text, quote.speaker, quote.href)

    def test_a_quote_holds_text_and_what_else_stands_in_it_follows(self) -> None:
        """Paragraphs are one quote; a list in it stands on its own."""
        types = [block.type for block in body("> a\n>\n> b\n>\n> - c\n>\n> d")]

        assert ["quote", "list", "quote"] == types

    def test_a_list_keeps_its_levels(self) -> None:
        """Also where a level is skipped, and whatever the signs."""
        block = only("- a\n  - b\n    1. c\n- - - d\n")

        assert isinstance(block, b.ListBlock)
        assert [("a", 1), ("b", 2), ("c", 3), ("d", 3)] == [
            (item.text, item.level) for item in block.items
        ]
        assert not block.ordered

    def test_a_numbered_list_is_ordered(self) -> None:
        """Numbers count."""
        block = only("3. a\n4. b")

        assert isinstance(block, b.ListBlock)
        assert block.ordered

    def test_quotes_in_quotes_are_one(self) -> None:
        """A quote holds text, however deep."""
        assert "a\n\nb" == only("> a\n>\n> > b").text

    def test_a_colon_after_an_empty_table_is_text(self) -> None:
        """There is no table that it could be the caption of."""
        assert ": x" == only("| | |\n|---|---|\n\n: x").text

    def test_code_in_an_item_parts_the_list(self) -> None:
        """Nothing is lost of an item, and nothing moves."""
        found = body("- a\n\n  ```\n  x\n  ```\n\n  b\n- c")

        assert ["list", "code", "list"] == [block.type for block in found]
        assert ["a", "x", "b\nc"] == [block.text for block in found]

    def test_a_table_has_a_header_and_a_caption(self) -> None:
        """The caption is the paragraph below that begins with a colon."""
        table = only("| Car | Toll |\n|---|---|\n| small | 2 |\n\n: Tolls, in euros\n")

        assert isinstance(table, b.Table)
        assert "Tolls, in euros" == table.caption
        assert [True, False] == [row.header for row in table.rows]
        assert "Car\tToll\nsmall\t2" == table.text

    def test_an_empty_header_is_none(self) -> None:
        """Markdown must write a header row; an empty one says nothing."""
        table = only("| | |\n|---|---|\n| small | 2 |")

        assert isinstance(table, b.Table)
        assert [False] == [row.header for row in table.rows]

    def test_code_keeps_its_spaces_and_language(self) -> None:
        """Fenced or indented, spaces count."""
        assert (
            b.Code(key="b1", text="if x:\n    y", language="python"),
            b.Code(key="b2", text="z", language=None),
        ) == body("```python title=x\nif x:\n    y\n```\n\n    z\n")

    @pytest.mark.parametrize(
        ("text", "embed"),
        [
            (
                "https://www.youtube.com/watch?v=a_b_c",
                b.Embed(
                    key="b1",
                    href="https://www.youtube.com/watch?v=a_b_c",
                    provider="YouTube",
                ),
            ),
            (
                '::embed[The bridge](https://maps.example/1 "Where it is"){Maps}',
                b.Embed(
                    key="b1",
                    href="https://maps.example/1",
                    provider="Maps",
                    title="The bridge",
                    caption="Where it is",
                ),
            ),
            (
                "::embed[](https://vimeo.com/1){}",
                b.Embed(key="b1", href="https://vimeo.com/1"),
            ),
        ],
    )
    def test_embeds(self, text: str, embed: b.Embed) -> None:
        """A bare address of a known site, or the directive."""
        assert embed == only(text)

    @pytest.mark.parametrize(
        "text",
        [
            "https://unknown.example/watch",
            "See https://youtu.be/abc",
            "::embed[x](/relative)",
            "::embed[x](https://a.example) and more",
            "::embed[x",
        ],
    )
    def test_what_is_no_embed_is_text(self, text: str) -> None:
        """Anything else stays a paragraph."""
        assert "paragraph" == only(text).type


class TestImages:
    """Images and media."""

    def test_an_image_makes_a_medium(self) -> None:
        """Alt text and caption come from where the image stands."""
        content = reading(
            '# A\n\n![The bridge](https://a.example/1.jpg "Open again")\n'
        ).content

        (medium,) = content.media
        assert ("m1", "The bridge", "Open again") == (
            medium.key,
            medium.alt,
            medium.caption,
        )
        assert (b.ImageBlock(key="b1", media="m1"),) == content.body

    def test_the_front_matter_describes_media(self) -> None:
        """By address or by key, an image finds the medium above."""
        content = reading(
            '+++\n[[media]]\nkey = "m1"\nhref = "media:1.jpg"\ncredit = "Ada"\n'
            'alt = "old"\n[[media]]\nkey = "two"\nhref = "media:1.jpg"\n+++\n'
            "# A\n\n![new](media:1.jpg)\n\n![](#two)\n\n![](https://a.example/2.jpg)\n"
        ).content

        assert ["m1", "two", "m3"] == [medium.key for medium in content.media]
        assert ("Ada", "new") == (content.media[0].credit, content.media[0].alt)
        assert ["m1", "two", "m3"] == [
            block.media for block in content.body if isinstance(block, b.ImageBlock)
        ]

    def test_an_image_that_leads_nowhere_stands_aside(self) -> None:
        """A relative address is kept with its line, and no medium is made of it."""
        found = reading("+++\n+++\n# A\n\nText ![x](pic.png) goes on.\n")

        assert "Text  goes on." == found.content.text
        assert (
            SetAside(line=5, text="![x](pic.png)", reason="relative-address"),
        ) == found.aside

    def test_an_image_in_a_paragraph_follows_it(self) -> None:
        """No sentence is torn apart."""
        found = body("One ![x](https://a.example/1.jpg) two.\n\n- a ![](media:y) b")

        assert ["paragraph", "image", "list", "image"] == [one.type for one in found]

    def test_new_media_take_free_keys(self) -> None:
        """A key of the front matter is never given twice."""
        content = reading(
            '+++\n[[media]]\nkey = "m2"\nhref = "media:1"\n+++\n# A\n\n![](media:2)'
        ).content

        assert ["m2", "m3"] == [medium.key for medium in content.media]

    def test_only_a_headline_is_needed(self) -> None:
        """A draft can begin with a line."""
        assert Content(headline="A") == reading("# A").content
