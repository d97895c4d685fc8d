"""Clocks that are put on and back: no time is guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow import Handling
from newsflow.errors import InvalidValueError
from newsflow.model.clocks import meant, neighbours, shift_at

OSLO = ZoneInfo("Europe/Oslo")
SKIPPED = datetime(2026, 3, 29, 2, 30, tzinfo=OSLO)
TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=OSLO)
ZONES = sorted(available_timezones())
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31))  # noqa: DTZ001 - local


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """Find the hours of a year, in UTC, in which a zone's clocks are moved."""
    hours = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(8760))
    found, before = [], None
    for hour in hours:
        offset = hour.astimezone(zone).utcoffset()
        if before not in {None, offset}:
            found.append(hour)
        before = offset
    return found


def shown(zone: ZoneInfo, local: datetime) -> list[datetime]:
    """Find the instants at which a zone's clocks show a time: an oracle of its own."""
    wide = {
        local.replace(tzinfo=timezone(offset)).astimezone(UTC)
        for offset in (
            (local.replace(tzinfo=UTC) + timedelta(hours=hours))
            .astimezone(zone)
            .utcoffset()
            for hours in range(-30, 31)
        )
        if offset is not None
    }
    return sorted(
        one for one in wide if one.astimezone(zone).replace(tzinfo=None) == local
    )


def agree(zone: ZoneInfo, local: datetime) -> None:
    """Hold :func:`meant` to what the clocks show."""
    instants = shown(zone, local)
    there = local.replace(tzinfo=zone)
    if len(instants) == 1:
        assert instants[0] == meant(there)
        return
    with pytest.raises(InvalidValueError):
        meant(there)
    if instants:
        assert instants[-1] == meant(there.replace(fold=1))
    else:
        for one in neighbours(there):
            assert [meant(one)] == shown(zone, one.replace(tzinfo=None))


@given(st.sampled_from(ZONES), TIMES)
def test_a_time_means_the_instant_at_which_the_clocks_show_it(
    name: str, local: datetime
) -> None:
    """Anywhere on earth, in any year; else it is refused."""
    agree(ZoneInfo(name), local.replace(microsecond=0))


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Lisbon",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Europe/Dublin",
        "Africa/Cairo",
        "America/Santiago",
    ],
)
def test_the_hours_around_a_change_are_told_apart(name: str) -> None:
    """Where it is an hour or half, at midnight or at noon, in winter or in summer."""
    zone = ZoneInfo(name)
    found = changes(zone, 2026)
    assert found

    for change in found:
        local = change.astimezone(zone).replace(tzinfo=None)
        for quarter in range(-8, 9):
            agree(zone, local + timedelta(minutes=15 * quarter))


def test_a_time_that_the_clocks_skip_is_refused_with_its_neighbours() -> None:
    """Whoever typed it can choose without a calendar."""
    with pytest.raises(InvalidValueError) as caught:
        meant(SKIPPED)

    assert (
        "instant must be a time that the clocks of Europe/Oslo show, such as "
        "2026-03-29T01:30+01:00 or 2026-03-29T03:30+02:00: they skip 02:30 that day, "
        "not '2026-03-29T02:30'"
    ) == str(caught.value)
    assert timedelta(hours=1) == shift_at(SKIPPED)


def test_a_time_that_is_shown_twice_wants_its_offset_or_fold() -> None:
    """The first of the two is never guessed: it might be an hour early."""
    with pytest.raises(InvalidValueError, match=r"25T02:30\+02:00 or ") as caught:
        meant(TWICE)

    assert "2026-10-25T02:30+01:00 (which is fold=1)" in str(caught.value)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert second == meant(TWICE.replace(fold=1))
    early = TWICE.replace(tzinfo=timezone(timedelta(hours=2)))
    assert second - timedelta(hours=1) == meant(early)


def test_embargo_and_expiry_are_such_times() -> None:
    """A promise to others is kept to the hour."""
    with pytest.raises(InvalidValueError, match="they skip 02:30"):
        Handling(embargo=SKIPPED)
    with pytest.raises(InvalidValueError, match="twice that day"):
        Handling(expires=TWICE)
    assert datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == (
        Handling(embargo=TWICE.replace(fold=1)).embargo
    )
