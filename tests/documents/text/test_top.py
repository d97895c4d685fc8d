from __future__ import annotations

from hashlib import sha256

import pytest

from newsflow.documents.reading import SetAside
from newsflow.documents.text import TextReader
from newsflow.documents.text.breadcrumb import path
from newsflow.documents.text.byline import signed
from newsflow.documents.text.headline import shortened
from newsflow.errors import InvalidDocumentError, UnreadableError
from newsflow.model.content import Content, Kind
from newsflow.model.credits import Subject

LEAD = "The harbour bridge reopened on Thursday, eleven months after a barge hit it."
MORE = "Cars may cross from Monday, the Port and Bridge Authority said."


def content_of(*lines: str) -> Content:
    """Read some lines as one text."""
    return TextReader().read("\n".join(lines).encode()).content


class TestByline:
    """Who wrote it."""

    @pytest.mark.parametrize(
        ("line", "names", "printed"),
        [
            ("By Ada Quist and Bo Lind", ["Ada Quist", "Bo Lind"], None),
            (
                "By Ada Quist, Bo Lind & Cy Moor",
                ["Ada Quist", "Bo Lind", "Cy Moor"],
                None,
            ),
            ("BY ADA QUIST", ["ADA QUIST"], None),
            (
                "By ADA QUIST, Harbour Gazette",
                ["ADA QUIST"],
                "ADA QUIST, Harbour Gazette",
            ),
            ("Par Ada Quist (avec AFP)", ["Ada Quist"], "Ada Quist (avec AFP)"),
            ("By Ada Quist in Brinmouth", ["Ada Quist"], "Ada Quist in Brinmouth"),
            ("Written by Ada van der Quist", ["Ada van der Quist"], None),
            ("Von Ada Quist und Bo Lind", ["Ada Quist", "Bo Lind"], None),
            ("Par Ada Quist et Bo Lind", ["Ada Quist", "Bo Lind"], None),
            ("Por Ada Quist y Bo Lind", ["Ada Quist", "Bo Lind"], None),
            ("بقلم: آدا كويست", ["آدا كويست"], None),
            ("بقلم آدا كويست", ["آدا كويست"], None),
        ],
    )
    def test_a_byline_names_its_people(
        self, line: str, names: list[str], printed: str | None
    ) -> None:
        """Names as written; what else the line says is the byline as printed."""
        found = signed(line)

        assert found is not None
        assert names == [byline.name for byline in found.bylines]
        assert printed == found.printed

    @pytest.mark.parametrize(
        "line",
        [
            "By the numbers",
            "By Monday",
            "By 2030 the town will have two bridges.",
            "Von wegen offen",
            "Por fin abre el puente",
            "By Ada Quist and the numbers",
            "Bystanders Cheered",
            "By and by",
        ],
    )
    def test_what_only_begins_like_a_byline_is_none(self, line: str) -> None:
        """Nobody becomes an author by accident."""
        assert signed(line) is None

    def test_the_by_may_have_a_line_of_its_own(self) -> None:
        """Some pages set it so."""
        content = content_of("Bridge reopens", "By", "Ada Quist", LEAD)

        assert ["Ada Quist"] == [byline.name for byline in content.bylines]
        assert [LEAD] == [block.text for block in content.body]

    def test_a_headline_may_begin_like_a_byline(self) -> None:
        """On the first line, a comma makes it one."""
        content = content_of("By Popular Demand, Bridge Reopens", "More", LEAD)

        assert "By Popular Demand, Bridge Reopens" == content.headline

    def test_a_name_without_a_by_stays_in_the_text(self) -> None:
        """A bare name may be anybody's: the author's, or the person's written about."""
        content = content_of("Harbour bridge reopens", "Ada Quist", LEAD)

        assert () == content.bylines
        assert ["Ada Quist", LEAD] == [block.text for block in content.body]


class TestBreadcrumb:
    """Where it stands on its site."""

    @pytest.mark.parametrize(
        ("line", "section", "below"),
        [
            ("Home > News > Harbour > Bridges", "News", ["Harbour", "Bridges"]),
            ("Sport › Football", "Sport", ["Football"]),
            ("Startseite » Panorama", "Panorama", []),
            ("Home / News / Harbour", "News", ["Harbour"]),
            ("Accueil | Économie", "Économie", []),
            ("الرئيسية > أخبار > الميناء", "أخبار", ["الميناء"]),
            ("Home > News > Harbour bridge reopens after…", "News", []),
        ],
    )
    def test_a_breadcrumb_gives_section_and_subjects(
        self, line: str, section: str, below: list[str]
    ) -> None:
        """The first level is the section, those below are the site's own subjects."""
        found = path(line, following="Harbour bridge reopens after eleven months")
        subjects = tuple(
            Subject(code=name, scheme="breadcrumb", name=name) for name in below
        )

        assert found is not None
        assert (section, subjects) == (found.section, found.subjects)

    @pytest.mark.parametrize(
        "line",
        [
            "Rovers / United / Athletic",
            "Bridge and tunnel",
            "Profits > losses for the first time in a good many years",
            "He said yes > then no.",
        ],
    )
    def test_other_lines_with_such_signs_are_none(self, line: str) -> None:
        """A slash without "Home" parts anything."""
        assert path(line) is None

    def test_a_breadcrumb_may_have_a_line_to_each_level(self) -> None:
        """So browsers copy it."""
        content = content_of(
            "Home", "/", "News", "/", "Harbour", "Bridge reopens", LEAD
        )

        assert ("News", "Bridge reopens") == (content.section, content.headline)
        assert ["Harbour"] == [subject.code for subject in content.subjects]

    def test_a_section_may_stand_alone_above_the_headline(self) -> None:
        """Its name is known; a sentence or another section below makes it text."""
        content = content_of("SPORT", "Rovers win the derby", LEAD)

        assert ("SPORT", "Rovers win the derby") == (content.section, content.headline)
        assert content_of("Sport", LEAD).section is None
        assert content_of("Sport", "Politics", LEAD).section is None
        assert content_of("Sport").section is None


class TestHeadline:
    """What it is called."""

    def test_the_first_line_is_the_headline(self) -> None:
        """Nothing needs to be marked."""
        assert "Bridge reopens" == content_of("Bridge reopens", "", LEAD).headline

    def test_without_a_headline_the_first_sentence_becomes_it(self) -> None:
        """It leaves the body: nothing is said twice."""
        content = content_of(f"{LEAD} {MORE}")

        assert LEAD == content.headline
        assert [MORE] == [block.text for block in content.body]

    def test_a_long_first_sentence_stays_whole_in_the_body(self) -> None:
        """The headline is then its beginning, with "…"."""
        long = (
            LEAD.replace("on Thursday", "on Thursday morning, to everybody's joy,") * 2
        )
        content = content_of(long)

        assert content.headline == shortened(long)
        assert [long] == [block.text for block in content.body]

    def test_a_single_sentence_is_a_headline_without_a_body(self) -> None:
        """So a draft begins."""
        assert (LEAD, ()) == (content_of(LEAD).headline, content_of(LEAD).body)
        filed = content_of(f"SKARROW (AP) — {LEAD}")
        assert (LEAD, ()) == (filed.headline, filed.body)

    def test_a_long_line_without_full_stop_is_a_headline(self) -> None:
        """Up to 200 characters; past that it is text."""
        title = "Bridge reopens " * 12

        assert title.strip() == content_of(title, LEAD).headline
        assert content_of(title * 2, LEAD).headline.endswith("…")

    def test_abbreviations_and_initials_end_no_sentence(self) -> None:
        """Mr. Moor and J. R. Lind keep their names together."""
        sentence = "Mr. Moor and J. R. Lind met on Jan. 3 in the U.S. embassy."

        assert sentence == content_of(f"{sentence} {MORE}").headline

    def test_a_shortened_sentence_ends_with_a_whole_word(self) -> None:
        """At most 120 characters and the sign that there is more."""
        assert "word word…" == shortened("word word, wording", longest=13)
        assert "aaaa…" == shortened("a" * 20, longest=5)

    def test_the_kind_above_the_headline_is_its_label(self) -> None:
        """A page that prints "Opinion" says what kind of piece it is."""
        content = content_of("Opinion", "The bridge is ours again", LEAD)

        assert ("Opinion", Kind.OPINION) == (content.label, content.kind)
        assert "The bridge is ours again" == content.headline

    def test_a_kind_that_the_model_does_not_know_is_a_label_only(self) -> None:
        """Exclusive is no kind of journalism."""
        content = content_of("Exclusive", "The bridge is ours again", LEAD)

        assert ("Exclusive", Kind.REPORTAGE) == (content.label, content.kind)

    def test_a_page_title_is_not_the_headline(self) -> None:
        """Nor are the entries of the menu above it."""
        reading = TextReader().read(
            b"Ferries\nFish\nBridge open at last | Gazette\n"
            b"Bridge open at last\nGazette\n" + LEAD.encode()
        )

        assert "Bridge open at last" == reading.content.headline
        assert [LEAD] == [block.text for block in reading.content.body]
        assert [
            SetAside(line=1, text="Ferries", reason="page-control"),
            SetAside(line=2, text="Fish", reason="page-control"),
            SetAside(line=3, text="Bridge open at last | Gazette", reason="page-title"),
            SetAside(line=5, text="Gazette", reason="site-name"),
        ] == list(reading.aside)

    def test_a_menu_needs_three_entries_to_be_one(self) -> None:
        """Without a page title, two short lines are text."""
        three = content_of("Ferries", "Fish", "Tides", "Bridge is open at last", LEAD)
        two = content_of("Ferries", "Fish", "Bridge is open at last", LEAD)

        assert "Bridge is open at last" == three.headline
        assert "Ferries" == two.headline


class TestStandfirst:
    """What it says in short."""

    def test_a_line_between_headline_and_byline_is_the_standfirst(self) -> None:
        """There it can be nothing else."""
        content = content_of("Bridge reopens", MORE, "By Ada Quist", LEAD)

        assert MORE == content.summary
        assert [LEAD] == [block.text for block in content.body]

    def test_so_is_a_line_before_a_paragraph_with_a_dateline(self) -> None:
        """The dateline begins the story."""
        content = content_of("Bridge reopens", MORE, f"SKARROW (AP) — {LEAD}")

        assert MORE == content.summary

    def test_so_is_a_longer_line_without_full_stop(self) -> None:
        """A paragraph has one."""
        content = content_of("Bridge reopens", "Cars may follow on Monday", LEAD)

        assert "Cars may follow on Monday" == content.summary

    def test_a_first_paragraph_is_none(self) -> None:
        """When it is not sure, it is text."""
        content = content_of("Bridge reopens", LEAD, MORE)

        assert content.summary is None
        assert [LEAD, MORE] == [block.text for block in content.body]

    def test_a_line_after_the_byline_is_none(self) -> None:
        """It may be a caption, or the first paragraph."""
        content = content_of(
            "Bridge reopens", "By Ada Quist", MORE, "5 March 2026", LEAD
        )

        assert content.summary is None

    def test_a_headline_alone_has_none(self) -> None:
        """Nor has a text of two lines: the second is its body."""
        assert content_of("Bridge reopens", MORE).summary is None


class TestWhatCannotBeRead:
    """What is no story, and what is never guessed."""

    @pytest.mark.parametrize("original", [b"", b" \n\t\n", "\u200b\ufeff".encode()])
    def test_nothing_is_no_story(self, original: bytes) -> None:
        """A blank file says so."""
        with pytest.raises(UnreadableError, match="there is no text in it"):
            TextReader().read(original)

    def test_furniture_alone_is_no_story(self) -> None:
        """The error names what was found instead of a headline."""
        with pytest.raises(InvalidDocumentError) as refused:
            TextReader().read(b"Share\nAdvertisement\n")

        (problem,) = refused.value.problems
        assert ("$.headline", "required") == (problem.path, problem.keyword)
        assert "advertisement, share-label" == problem.found

    def test_the_language_is_the_one_given(self) -> None:
        """It is never guessed."""
        assert "und" == content_of("Hafenbrücke offen", LEAD).language
        reading = TextReader().read(b"Bridge", language="en-GB")
        assert "en-GB" == reading.content.language

    def test_the_original_is_named_by_its_hash(self) -> None:
        """An import can be compared with its source."""
        reading = TextReader().read(b"Bridge")

        assert "text" == reading.reader
        assert sha256(b"Bridge").hexdigest() == reading.original
