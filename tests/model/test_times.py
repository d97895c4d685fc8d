"""Instants know their offset; dates are on the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import InvalidValueError
from newsflow.model.times import (
    date_of,
    instant,
    instant_of,
    instant_text,
    optional_instant,
    stamp,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AWARE = st.datetimes(timezones=st.just(UTC))


def test_an_instant_is_kept_in_utc() -> None:
    """Noon in London and one o'clock in Berlin are the same instant."""
    berlin = datetime(2026, 11, 24, 13, 0, tzinfo=ZoneInfo("Europe/Berlin"))

    assert NOON == instant(berlin)
    assert UTC is instant(berlin).tzinfo
    assert NOON is instant(NOON)
    assert NOON == optional_instant(berlin)
    assert optional_instant(None) is None


def test_a_naive_time_is_refused() -> None:
    """Whose noon is meant, nobody can say."""
    with pytest.raises(InvalidValueError, match="with its UTC offset"):
        instant(datetime(2026, 11, 24, 12, 0))  # noqa: DTZ001 - wrong on purpose
    with pytest.raises(InvalidValueError, match="with its UTC offset"):
        instant("2026-11-24")  # type: ignore[arg-type]  # wrong on purpose


def test_an_instant_outside_of_utcs_calendar_is_refused() -> None:
    """The first hours of the year 1 in Tokyo are in no year of UTC."""
    tokyo = timezone(timedelta(hours=9))

    with pytest.raises(InvalidValueError, match="in the years 1 to 9999"):
        instant(datetime(1, 1, 1, 1, tzinfo=tokyo))


def test_an_instant_is_written_as_short_as_it_can_be() -> None:
    """RFC 3339 with Z; the stamp is as long as it can be, so that texts sort."""
    assert "2026-11-24T12:00:00Z" == instant_text(NOON)
    assert "2026-11-24T12:00:00.500000Z" == instant_text(
        NOON.replace(microsecond=500_000)
    )
    assert "2026-11-24T12:00:00.000000Z" == stamp(NOON)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24T12:00:00Z",
        "2026-11-24T13:00:00+01:00",
        "2026-11-24T12:00:00.000000999Z",
        "2026-11-24T11:59:00-00:01",
    ],
)
def test_an_instant_is_read_with_any_offset(written: str) -> None:
    """What is finer than a microsecond is dropped."""
    assert NOON == instant_of(written)


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "2026-11-24",
        "2026-11-24T12:00:00",
        "2026-11-24 12:00:00Z",
        "20261124T120000Z",
        "2026-11-24T12:00Z",
        "2026-02-30T12:00:00Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T12:00:00+24:00",
        "0001-01-01T00:00:00+09:00",
        "2026-11-24T12:00:00Z\n",
        None,
    ],
)
def test_what_is_no_instant_is_refused(written: str) -> None:
    """Python would read some of these; RFC 3339 and people do not."""
    with pytest.raises(InvalidValueError):
        instant_of(written)


def test_a_date_is_read() -> None:
    """A day of the calendar."""
    assert date(2026, 11, 24) == date_of("2026-11-24")


@pytest.mark.parametrize(
    "written", ["20261124", "2026-W48-2", "2026-02-30", "", 20261124]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    """Weeks and days that no calendar has are not dates."""
    with pytest.raises(InvalidValueError, match="a date such as 2026-11-24"):
        date_of(written)


@given(AWARE)
def test_what_was_written_is_read_back(moment: datetime) -> None:
    """Both ways of writing an instant keep all of it."""
    assert moment == instant_of(instant_text(moment)) == instant_of(stamp(moment))


@given(AWARE, AWARE)
def test_stamps_sort_as_instants_do(one: datetime, other: datetime) -> None:
    """The order of texts is that of times."""
    assert (one < other) == (stamp(one) < stamp(other))
