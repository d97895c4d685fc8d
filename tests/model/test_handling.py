"""Handling: what the desk does with a story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsflow.errors import InvalidValueError
from newsflow.model.handling import Handling

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_embargo_runs_until_its_instant() -> None:
    """At noon it is over, a microsecond before it is not."""
    handling = Handling(embargo=NOON)

    assert handling.under_embargo(NOON - timedelta(microseconds=1))
    assert not handling.under_embargo(NOON)
    assert not Handling().under_embargo(NOON)


def test_times_are_kept_in_utc() -> None:
    """One o'clock in Berlin is noon."""
    berlin = datetime(2026, 11, 24, 13, tzinfo=timezone(HOUR))

    handling = Handling(embargo=berlin, expires=berlin + HOUR)

    assert (NOON, NOON + HOUR) == (handling.embargo, handling.expires)
    assert UTC is (handling.embargo and handling.embargo.tzinfo)


@pytest.mark.parametrize("expires", [NOON, NOON - HOUR])
def test_no_story_is_over_before_it_may_begin(expires: datetime) -> None:
    """It would never be seen."""
    with pytest.raises(InvalidValueError) as refusal:
        Handling(embargo=NOON, expires=expires)

    assert "expires must be later than the embargo, not datetime.dat" in str(
        refusal.value
    )
    assert ("expires", expires) == (refusal.value.field, refusal.value.found)


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("priority", 0, "a whole number from 1 to 9"),
        ("priority", 10, "a whole number from 1 to 9"),
        ("urgency", True, "a whole number from 1 to 9"),
        ("urgency", 1.0, "a whole number from 1 to 9"),
        ("planned_length", -1, "a whole number from 0 to 1000000"),
    ],
)
def test_a_number_is_in_its_range(field: str, value: object, allowed: str) -> None:
    """1 is most and 9 least, as in ninjs and NewsML-G2."""
    with pytest.raises(InvalidValueError) as refusal:
        Handling(**{field: value})  # type: ignore[arg-type] # wrong on purpose

    assert f"{field} must be {allowed}, not {value!r}" == str(refusal.value)


def test_the_ends_of_the_ranges_are_allowed() -> None:
    """And so is not to say."""
    handling = Handling(priority=1, urgency=9, planned_length=0)

    assert (1, 9, 0) == (handling.priority, handling.urgency, handling.planned_length)
    assert Handling() == Handling(priority=None, urgency=None, planned_length=None)


def test_a_naive_time_is_refused() -> None:
    """Whose noon is meant, nobody can say."""
    with pytest.raises(InvalidValueError, match="with its UTC offset"):
        Handling(embargo=datetime(2026, 11, 24, 12))  # noqa: DTZ001 - wrong on purpose
