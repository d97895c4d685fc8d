"""The timeline: a picture of any life that a story can have."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.events import AnyEvent
from newsflow.newsroom._marks import marks
from newsflow.ports import Status
from newsflow.ports.board import Life, Withheld
from newsflow.render.desk_clock import DeskClock
from newsflow.render.timeline import timeline
from newsflow.testing.strategies import histories

from .test_dashboard import colours, contrast
from .walls import HOUR, NOON, card, life, sending

SVG = "{http://www.w3.org/2000/svg}"
UTC = DeskClock(NOON, "UTC")


def drawn(one: Life, clock: DeskClock = UTC) -> ET.Element:
    """Draw a life, and read the picture as XML."""
    return ET.fromstring(timeline(one, clock))  # noqa: S314 - newsflow drew it


def texts(root: ET.Element) -> list[str]:
    """Give what is written in a picture."""
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_the_picture_is_of_one_story_and_tells_all_of_it() -> None:
    """Whoever does not see it hears the same."""
    root = drawn(life(sendings=(sending(),)))
    heard = root.findtext(f"{SVG}desc") or ""

    assert "Harbour bridge reopens: timeline" == root.findtext(f"{SVG}title")
    assert "title desc" == root.get("aria-labelledby")
    assert heard.startswith("24 Nov 09:00 drafted by Ada; 24 Nov 09:30 approved by Ada")
    assert heard.endswith("; wire: update v2 dead")
    for said in ("published v1 by Ada", "v1", "v2", "wire", "update v2 dead"):
        assert said in texts(root)


def test_a_long_wait_is_a_gap_that_says_how_long_it_was() -> None:
    """Minutes and months find room on one picture."""
    short, (*first, last) = life(), life().marks
    late = attrs.evolve(last, at=last.at + timedelta(days=90))
    waited = attrs.evolve(short, marks=(*first, late), at=late.at)

    root = drawn(waited, DeskClock(late.at, "UTC"))

    assert "90 days" in texts(root)
    assert 1 == len(root.findall(f"{SVG}line[@class='gap']"))
    assert int(root.get("height", "0")) < 1.3 * int(drawn(short).get("height", "0"))


def test_readers_had_a_version_until_the_next_one_or_the_end() -> None:
    """A bar beside the axis, and none while nothing is out."""
    had = drawn(life()).findall(f"{SVG}rect[@class='had']")
    out = drawn(life(marks=life().marks[:-1])).findall(f"{SVG}rect[@class='had']")

    assert [
        "readers had v1, from 24 Nov 10:00 to 24 Nov 11:00",
        "readers had v2, from 24 Nov 11:00 to 24 Nov 11:30",
    ] == [one.findtext(f"{SVG}title") for one in had]
    assert (out[-1].findtext(f"{SVG}title") or "").endswith("to now")
    assert [] == drawn(life(marks=life().marks[:2])).findall(f"{SVG}rect[@class='had']")


@pytest.mark.parametrize("status", Status)
def test_every_delivery_has_its_place(status: Status) -> None:
    """Under way it goes on until now."""
    settled = None if status is Status.DUE else NOON - HOUR / 4
    sent = tuple(sending(status=status, settled=settled, delivery=n) for n in range(3))
    root = drawn(life(sendings=sent))

    said = f"update v2 {status.value.replace('_', ' ')}"
    labels = [
        int(one.get("y", "0")) for one in root.iter(f"{SVG}text") if one.text == said
    ]
    assert 3 == len(labels)
    assert all(after - before >= 13 for before, after in pairwise(labels))
    assert max(labels) < int(root.get("height", "0"))


@pytest.mark.parametrize(
    ("withheld", "said"),
    [
        (Withheld.EMBARGO, "Embargoed until 24 Nov 13:00"),
        (Withheld.KILLED, "Killed story story-0001"),
        (Withheld.ERASED, "Erased story story-0001"),
    ],
)
def test_what_is_withheld_has_no_name(withheld: Withheld, said: str) -> None:
    """And yet a life."""
    root = drawn(life(card=card(None, withheld=withheld)))

    assert said == texts(root)[0]
    assert "published v1 by Ada" in texts(root)


@given(st.text(max_size=80))
def test_whatever_a_story_is_called_the_picture_is_whole(words: str) -> None:
    """Signs that no document may hold are left out."""
    hostile = life(f"<b>{words}", card=card(f"]]></svg>{words}"))
    root = drawn(attrs.evolve(hostile, sendings=(sending(channel=f"&{words}"),)))

    assert (root.findtext(f"{SVG}title") or "").startswith("]]></svg>")
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "style",
        "rect",
        "text",
        "line",
        "path",
        "circle",
    }


@given(histories(), st.integers(0, 10**7))
def test_every_life_has_a_picture(history: tuple[AnyEvent, ...], later: int) -> None:
    """Everything lies inside it, in its order, and it is the same each time."""
    now = history[-1].at + timedelta(seconds=later)
    told = Life(at=now, card=card(), marks=marks(history, named=str))
    clock = DeskClock(now, "Europe/Lisbon")
    root = drawn(told, clock)
    width, height = int(root.get("width", "0")), int(root.get("height", "0"))

    rows = [
        (int(one.get("y", "0")), one.text)
        for one in root.iter(f"{SVG}text")
        if " by " in (one.text or "")
    ]
    assert len(history) == len(rows)
    assert sorted(rows, key=lambda one: one[0]) == rows
    for one in root.iter(f"{SVG}text"):
        assert 0 < int(one.get("y", "0")) <= height
        letters = 6.5 * len(one.text or "")
        assert int(one.get("x", "0")) + letters <= width + 7
    assert timeline(told, clock) == timeline(told, clock)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("ink", "page"), ("soft", "page"), ("ink", "had"), ("gone", "page")],
)
def test_every_word_of_it_can_be_read(text: str, ground: str, *, dark: bool) -> None:
    """Contrast AA of WCAG 2.2, in light and in dark."""
    (style,) = re.findall(r"<style>(.*?)</style>", timeline(life(), UTC), re.DOTALL)
    light, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    found = colours(rest if dark else light)

    assert 4.5 <= contrast(found[text], found[ground])
