from __future__ import annotations

import pytest

from newsflow.documents.text import Reason, TextReader
from newsflow.documents.text.furniture import furniture
from newsflow.documents.text.openings import OPENINGS
from newsflow.documents.text.vocabulary import HOME, KICKERS, LABELS
from newsflow.documents.text.wording import plain
from newsflow.model.content import Kind

FURNITURE = {
    Reason.ADVERTISEMENT: ["Advertisement", "ANZEIGE", "Publicité", "إعلان"],
    Reason.APP_NAME: [
        "Download on the App Store",
        "Get the Gazette app",
        "حمل التطبيق",
    ],
    Reason.COMMENTS: ["12 Comments", "Comments (1,204)", "Kommentare", "3 تعليقات"],
    Reason.COOKIE_NOTICE: [
        "Accept all cookies",
        "We use cookies to give you the best experience of this site.",
        "Wir verwenden Cookies, um unser Angebot zu verbessern.",
    ],
    Reason.COPYRIGHT: [
        "© 2026 Harbour Gazette",
        "(c) 2026 Harbour Gazette. All rights reserved.",
        "Copyright 2026 The Gazette",
        "Tous droits réservés",
    ],
    Reason.EMBARGO: [
        "EMBARGOED UNTIL 00:01 GMT, 5 March 2026",
        "HOLD FOR RELEASE — DO NOT USE",
        "Sperrfrist: 5. März, 12 Uhr",
    ],
    Reason.FOLLOW_US: [
        "Follow us",
        "Follow us on Facebook",
        "Folgen Sie uns auf Instagram",
    ],
    Reason.NEWSLETTER: [
        "Sign up for our newsletter",
        "Inscrivez-vous à notre newsletter",
        "Suscríbase al boletín",
        "Sign up for the morning briefing and never miss a tide.",
    ],
    Reason.PAGE_CONTROL: ["Skip to content", "Listen to this article", "Zum Inhalt"],
    Reason.PROMO: [
        "READ MORE: Ferry fares to fall",
        "Also read: Ferry fares to fall",
        "Watch: The bridge from the air",
        "Lesen Sie auch: Fährpreise sinken",
        "Lire aussi : Le bac coûtera moins cher",
        "Lee también: Bajan los precios",
        "اقرأ أيضا: أسعار العبارات تنخفض",
        "[Ferry fares to fall in the spring]",
        "▶ Video: The bridge from the air",
    ],
    Reason.RELATED: ["Related stories", "Most read", "Mehr zum Thema", "Lo más leído"],
    Reason.SEPARATOR: ["* * *", "---", "•"],
    Reason.SHARE_LABEL: [
        "Share",
        "Facebook Twitter WhatsApp Email",
        "Share on Facebook | Share on X | Copy link",
        "FacebookTwitterWhatsApp",
        "Teilen",
        "شارك",
    ],
    Reason.SIGN_OFF: [
        "-ENDS-",
        "(ENDS)",
        "###",
        "-30-",
        "MORE TO COME",
        "(Reporting by Ada Quist; Editing by Bo Lind)",
        "Reporting by Ada Quist; Editing by Bo Lind.",
        "Eva Sund contributed to this report.",
        "aq/bl/cy",
        "Le Port avec AFP",
        "dpa aq yyzz bl",
        "(Redaktion: Bo Lind)",
    ],
    Reason.SITE_ADDRESS: [
        "www.harbourgazette.example",
        "https://harbourgazette.example/bridge?id=1",
        "desk@harbourgazette.example",
        "@harbourgazette",
    ],
    Reason.SLUGLINE: [
        "BRIDGE-REOPENS/ (UPDATE 1)",
        "BC-Harbour-Bridge, 1st Ld",
        "Slug: x",
    ],
    Reason.TIME_STAMP: [
        "Published 3 hours ago",
        "Updated: 12 March 2026, 10:15 GMT",
        "5 min read",
        "Veröffentlicht am 12.03.2026, 11:40 Uhr",
        "Publié le 12 mars 2026 à 10h15",
        "Publicado el 12 de marzo de 2026",
        "نشر في 12 مارس 2026",
        "Published on 12 March 2026 by Ada Quist",
    ],
    Reason.WIRE_CODE: [
        "URGENT",
        "TAKE 2",
        "2nd Ld-Writethru",
        "051015 MAR 26",
        "(Adds harbour master's quote)",
        "Eds: Updates with quotes.",
        "((ada.quist@harbourgazette.example))",
    ],
    Reason.CAPTION: [
        "Photo: Eva Sund",
        "The bridge at dawn. (Eva Sund/Harbour Gazette)",
        "The bridge at dawn. Photo: Eva Sund",
        "The bridge at dawn Eva Sund/Reuters",
        "FILE PHOTO: The bridge before the accident.",
        "Image caption, The bridge at dawn",
        "Foto: Eva Sund/dpa",
        "Die Brücke. © Eva Sund/dpa",
        "صورة: إيفا سوند",
    ],
}

STORY = [
    "The harbour bridge reopened on Thursday.",
    "“Share the road,” said the mayor.",
    "“Follow us on Facebook,” the sign said.",
    "Get the boats in before dark, the harbour master told the fleet.",
    "Sign up for the race closes on Friday, and 40 boats have entered.",
    "Read more slowly, her teacher used to say, and you will read more.",
    "Reporting by the Gazette showed that nobody had read the report.",
    "Copyright law has to change, the minister told the house on Monday.",
    "Download the app, the council says, and you can report a pothole.",
    "Embargoed goods were found on the barge.",
    "Published poets are rare in Skarrow.",
    "Photographers had waited since four.",
    "He asked him/her to come.",
    "In 2026 the bridge reopened.",
    "Follow the money",
    "Share prices fall",
    "What happens next",
    "Above all, the bridge is ours.",
    "More than 4,000 people came.",
    "Updated rules for the port",
    "Comments on the plan are due in May.",
    "The council (Greens and Labour) agreed.",
    "Analysis: who pays for the bridge",
    "1931",
    "Rovers 2, United 1",
    "Published on Facebook by a neighbour",
    f"(Reporting by {'Ada ' * 120})",
    f"Photo: {'the bridge ' * 60}",
    f"Bridge {'and bridge ' * 60}",
]


@pytest.mark.parametrize(
    ("line", "reason"),
    [(line, reason) for reason, lines in FURNITURE.items() for line in lines],
)
def test_furniture_is_known_by_its_words(line: str, reason: Reason) -> None:
    """Each line has one reason, wherever it stands."""
    assert reason == furniture(line)


@pytest.mark.parametrize("line", STORY)
def test_lines_of_a_story_are_no_furniture(line: str) -> None:
    """When it is not sure, it is text."""
    assert furniture(line) is None


def test_every_label_stands_aside_in_capitals_and_with_a_colon() -> None:
    """Case and punctuation at the ends do not matter."""
    for label in LABELS:
        assert furniture(f"{label.upper()}:") is not None, label


def test_the_tables_are_in_the_form_in_which_lines_are_compared() -> None:
    """A row that could never match would be a row that lies."""
    assert all(plain(label) == label for label in (*LABELS, *KICKERS, *HOME))
    for word, rows in OPENINGS.items():
        for row in rows:
            assert plain(row.start) == row.start
            assert row.start.split()[0] == word
    assert {kind for kind in KICKERS.values() if kind} <= set(Kind)


def aside_of(*lines: str) -> list[tuple[int, str]]:
    """Which lines were set aside, and why."""
    reading = TextReader().read("\n".join(lines).encode())
    return [(one.line, one.reason) for one in reading.aside]


LEAD = "The harbour bridge reopened on Thursday, eleven months after a barge hit it."


class TestSluglines:
    """The name of a story on the wire."""

    def test_a_slugline_stands_on_top(self) -> None:
        """It is kept in its field; further down such a line is a subhead."""
        lines = ("BRIDGE-REOPENS", "Bridge", LEAD, "COVID-19", LEAD)
        reading = TextReader().read("\n".join(lines).encode())

        assert "BRIDGE-REOPENS" == reading.content.slugline
        assert [(1, "slugline")] == aside_of(*lines)
        assert "COVID-19" == reading.content.body[1].text

    def test_a_slugline_may_have_its_label(self) -> None:
        """The label is not part of it."""
        reading = TextReader().read(f"Slug: bridge-reopens\nBridge\n{LEAD}".encode())

        assert "bridge-reopens" == reading.content.slugline


class TestRelatedStories:
    """Lists of other stories."""

    def test_the_headlines_below_the_label_go_with_it(self) -> None:
        """Up to the next sentence."""
        assert [
            (2, "related-stories"),
            (3, "related-stories"),
            (4, "related-stories"),
        ] == (
            aside_of(
                "Bridge", "Related stories", "Ferry fares to fall", "Who pays?", LEAD
            )
        )

    def test_a_line_that_stands_off_may_be_a_subhead(self) -> None:
        """So it stays."""
        assert [
            (3, "related-stories"),
            (4, "related-stories"),
            (5, "related-stories"),
        ] == (
            aside_of(
                "Bridge",
                LEAD,
                "Most read",
                "Fares fall",
                "Who pays?",
                "",
                "What now",
                LEAD,
            )
        )


class TestCaptions:
    """Captions without their pictures."""

    def test_the_line_below_its_label_is_the_caption(self) -> None:
        """As some sites copy them."""
        assert [
            (2, "caption-without-picture"),
            (3, "caption-without-picture"),
        ] == aside_of("Bridge reopens", "Image caption", "The bridge at dawn", LEAD)

    def test_a_label_may_be_the_last_line(self) -> None:
        """Then its caption is missing."""
        assert [(3, "caption-without-picture")] == aside_of("Bridge", LEAD, "Photo")


class TestSignOff:
    """What agencies write below a story."""

    def test_an_open_bracket_goes_on_to_its_end(self) -> None:
        """Sign-offs are wrapped like all other lines."""
        assert [(3, "sign-off"), (4, "sign-off")] == aside_of(
            "Bridge", LEAD, "(Reporting by Ada Quist;", "Bo Lind)"
        )


class TestShareCounts:
    """Figures that count readers."""

    def test_figures_below_a_share_label_are_counts(self) -> None:
        """Elsewhere a figure is a figure."""
        assert [(2, "share-label"), (3, "share-label"), (4, "share-label")] == aside_of(
            "Bridge", "Share", "1.2k", "87", LEAD
        )
