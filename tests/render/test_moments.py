"""Instants on a page: by the clocks that its readers have on the wall."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsflow.errors import InvalidValueError
from newsflow.render.html import Html
from newsflow.render.moments import moment
from newsflow.render.words import words_in


@pytest.mark.parametrize(
    ("zone", "month", "day", "shown"),
    [
        ("UTC", 6, 25, "22:30 UTC"),
        ("Europe/Lisbon", 1, 25, "22:30 WET"),
        ("Europe/Lisbon", 6, 25, "23:30 WEST"),
        ("Europe/Oslo", 6, 26, "00:30 CEST"),
        ("Asia/Kathmandu", 6, 26, "04:15 UTC+05:45"),
        ("America/Sao_Paulo", 6, 25, "19:30 UTC-03:00"),
    ],
)
def test_an_instant_is_shown_by_the_clocks_of_the_site(
    zone: str, month: int, day: int, shown: str
) -> None:
    """With the day that it is there; machines read the same instant everywhere."""
    words = words_in("en")
    at = datetime(2026, month, 25, 22, 30, tzinfo=UTC)
    told = moment(at, words, zone)

    assert f"{words.date(at.replace(day=day))}{words.comma} {shown}" == told.shown
    assert f"2026-{month:02}-25T22:30:00" in told.iso


def test_a_page_in_a_zone_that_does_not_exist_is_refused() -> None:
    """Before it is asked for the first date."""
    with pytest.raises(InvalidValueError, match=r"IANA time zone .*, not 'Atlantis'"):
        Html(zone="Atlantis")
