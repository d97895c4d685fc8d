"""The dashboard: whole, quiet, legible, and the same wherever it is made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.ports import Status
from newsflow.ports.board import Withheld
from newsflow.render.dashboard import dashboard
from newsflow.render.desk_clock import DeskClock, lasting
from newsflow.render.timeline import timeline
from newsflow.workflow.pictures import svg

from .walls import HOUR, NOON, STANDARD, board, card, life, sending

HOSTILE = (
    "</title></style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
)
VOID = frozenset({"img", "meta"})
ADDRESSES = frozenset({"href", "src", "action", "data", "poster", "xlink:href"})


class Seen(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.named: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        """Note an element; in SVG, one may close itself."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in found]
        told = dict(found)
        if "id" in told:
            self.ids.append(told["id"] or "")
        if "aria-labelledby" in told:
            self.named.append(told["aria-labelledby"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once."""
        self.handle_starttag(tag, found)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Hold the page to closing what it opened."""
        assert tag == self.open.pop()


def page(text: str = "Harbour bridge reopens") -> str:
    """Render a board with one of everything."""
    return dashboard(board(text)).data.decode()


def test_whatever_is_written_on_the_wall_is_shown_as_text() -> None:
    """No headline, name, channel or error can be more than words."""
    kind, hostile = Seen(page()), Seen(page(HOSTILE))

    assert kind.tags == hostile.tags
    assert [] == hostile.open
    assert "script" not in hostile.tags
    assert not [name for name, _ in hostile.attributes if name.startswith("on")]
    assert "style" not in dict(hostile.attributes)
    assert "{{7*7}}" in page(HOSTILE)


@given(st.text(min_size=1, max_size=60))
def test_no_word_changes_what_the_page_consists_of(words: str) -> None:
    """Whatever signs it has."""
    assert Seen(page()).tags == Seen(page(words)).tags


ELSEWHERE = """
import sys
sys.path.insert(0, sys.argv[1])
from newsflow.render.dashboard import dashboard
from newsflow.render.desk_clock import DeskClock
from newsflow.render.timeline import timeline
from tests.render.walls import NOON, board, life, sending
sys.stdout.buffer.write(dashboard(board()).data)
drawn = timeline(life(sendings=(sending(),)), DeskClock(NOON, "Europe/Lisbon"))
sys.stdout.buffer.write(drawn.encode())
"""


def test_the_same_board_gives_the_same_bytes_everywhere() -> None:
    """In any locale, zone and hash seed."""
    changed = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(root)],
        env={**os.environ, **changed},
        check=True,
        capture_output=True,
    )
    drawn = timeline(life(sendings=(sending(),)), DeskClock(NOON, "Europe/Lisbon"))

    assert dashboard(board()).data + drawn.encode() == done.stdout


def test_the_page_asks_nobody_for_anything() -> None:
    """What it leads to is in it; its policy lets nothing else through."""
    text = page()
    seen = Seen(text)
    leads = [value for name, value in seen.attributes if name in ADDRESSES]
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert all(one.startswith(("#", "data:image/svg+xml;base64,")) for one in leads)
    assert {one[1:] for one in leads if one[0] == "#"} <= set(seen.ids)
    assert f"style-src &#39;sha256-{digest}&#39;" in text
    assert "default-src &#39;none&#39;" in text
    assert "url(" not in style
    assert "@import" not in style


def test_whoever_does_not_see_the_page_finds_their_way() -> None:
    """Landmarks, headings without a gap, names for sections and pictures, headers."""
    text = page()
    seen = Seen(text)
    levels = [int(one) for one in re.findall(r"<h([1-6])", text)]

    assert {"header", "nav", "main", "h1"} <= set(seen.tags)
    assert (1, 1) == (seen.tags.count("main"), seen.tags.count("h1"))
    assert 1 == levels[0]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert set(seen.named) <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))
    assert text.count("<th ") == text.count("<th scope=")
    assert 0 < text.count('role="img"') == text.count('role="img" aria-label="')
    assert 'alt="Workflow standard, stories by state: draft 1, review 5, ' in text
    assert '<html lang="en">' in text


def test_the_workflow_hangs_there_with_its_counts() -> None:
    """It is the very picture that ``newsflow workflow show`` draws."""
    (drawn,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page())

    counts = {state.name: 0 for state in STANDARD.states} | {"review": 5, "draft": 1}
    assert svg(STANDARD, counts=counts) == b64decode(drawn).decode()


@pytest.mark.parametrize(
    ("withheld", "said"),
    [
        (Withheld.EMBARGO, "Embargoed until <time"),
        (Withheld.KILLED, "Killed story <bdi>story-0001</bdi>"),
        (Withheld.ERASED, "Erased story <bdi>story-0001</bdi>"),
    ],
)
def test_what_is_withheld_is_told_as_such(withheld: Withheld, said: str) -> None:
    """Everywhere that the story hangs."""
    story = card(None, withheld=withheld)
    text = dashboard(board(lives=(life(card=story),))).data.decode()

    assert said in text


def test_an_empty_newsroom_has_a_wall_too() -> None:
    """It says that there is nothing, and breaks nowhere."""
    empty = board(
        counts={},
        columns=(),
        lives=(),
        sendings=(),
        lanes=(),
        coverage=(),
        due=(),
        tasks=(),
        untold=0,
    )
    text = dashboard(empty).data.decode()

    for said in (
        "Nothing waits for anybody.",
        "No schedule, no expiry, no embargo.",
        "There is no story yet.",
        "There is no channel.",
        "Nothing is out.",
    ):
        assert said in text
    assert [] == Seen(text).open


@pytest.mark.parametrize(
    ("status", "looks"),
    [
        (Status.DELIVERED, "delivered"),
        (Status.LEASED, "open"),
        (Status.SUPERSEDED, "gone"),
        (Status.UNKNOWN, "trouble"),
    ],
)
def test_a_delivery_looks_as_it_stands(status: Status, looks: str) -> None:
    """By its shape, and not by its colour alone."""
    one = sending(status=status, channel="c1")
    text = dashboard(board(sendings=(one,))).data.decode()

    assert f'<svg class="sign {looks}" x=' in text.partition('id="deliveries"')[2]


@pytest.mark.parametrize("days", [0.1, 0.5, 2, 6, 20, 400])
def test_everything_lies_on_the_axis(days: float) -> None:
    """However long ago it was; what is too old stands at the edge."""
    old = life(
        marks=tuple(attrs.evolve(m, at=m.at - days * 24 * HOUR) for m in life().marks)
    )
    text = dashboard(board(lives=(old,))).data.decode()

    places = [float(one) for one in re.findall(r'x1?="([0-9.]+)%"', text)]
    assert all(1 <= one <= 99 for one in places)
    ticks = text.partition('class="strip" height="18"')[2].partition("</svg>")[0]
    assert 1 < ticks.count("<text") <= 9


def test_the_desks_clock_speaks_as_people_do() -> None:
    """In the newsroom's zone, with the year where it is another one."""
    clock = DeskClock(NOON, "Europe/Lisbon")
    far = DeskClock(NOON, "Asia/Tokyo")

    assert ("24 Nov 12:00", "24 Nov 21:00") == (clock.shown(NOON), far.shown(NOON))
    assert "24 Nov 2025 12:00" == clock.shown(NOON - 365 * 24 * HOUR)
    assert "24 November 2026, 21:00 Asia/Tokyo" == far.full(NOON)
    assert ("in 2 h", "2 h ago") == (
        clock.since(NOON + 2 * HOUR),
        clock.since(NOON - 2 * HOUR),
    )
    assert ["30 s", "30 min", "1 h 30 min", "1 day", "3 days"] == [
        lasting(HOUR * hours) for hours in (1 / 120, 0.5, 1.5, 40, 72)
    ]


def colours(style: str) -> dict[str, str]:
    """Read the colours of a style sheet."""
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))


def luminance(colour: str) -> float:
    """Tell how light a colour is, as WCAG 2.2 does."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in parts
    ]
    return sum(
        weight * one
        for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one: str, other: str) -> float:
    """Tell the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


KINDS = ("draft", "review", "scheduled", "published", "withdrawn")
PAIRS = [
    *(("ink", one) for one in ("paper", "card", "proof", *KINDS)),
    *((one, "card") for one in ("soft", "way", "out", "gone")),
    ("soft", "paper"),
]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_word_can_be_read(text: str, ground: str, *, dark: bool) -> None:
    """Contrast AA of WCAG 2.2, in light and in dark."""
    style = page().partition("<style>")[2].partition("</style>")[0]
    light, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    found = colours(rest.partition("\n}\n")[0]) if dark else colours(light)

    assert 4.5 <= contrast(found[text], found[ground])
