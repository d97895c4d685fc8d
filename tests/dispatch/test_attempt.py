"""One attempt at a delivery: whatever a channel does, there is an outcome."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.dispatch.attempt import LONGEST, RETRIES, attempt, failed
from newsflow.errors import RejectedError, RetryError
from newsflow.model.times import stamp
from newsflow.ports import Delivery, Operation, Outcome, Parcel, Receipt, Shelf, Status
from newsflow.testing import RecordingChannel
from newsflow.testing._views import story
from newsflow.testing.channel_contract import Counter
from newsflow.testing.staging import bridge

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def leased(attempts: int = 1) -> Delivery:
    """Lease the delivery of a bridge, for the so-manieth time."""
    return Delivery(
        id=1,
        article="bridge",
        channel="site",
        sequence=1,
        operation=Operation.CREATE,
        version=1,
        content="0" * 64,
        status=Status.LEASED,
        attempts=attempts,
        due=stamp(NOW),
        receipt=None,
        error=None,
        token="t",  # noqa: S106 - of a lease: it opens nothing
    )


@attrs.define
class Answering:
    """A channel that answers as a test wants it to."""

    answer: object
    name: str = "site"
    collective: bool = False

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Give or raise the answer."""
        del parcel, shelf
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[return-value] # it may be anything


def tried(answer: object, *, attempts: int = 1) -> Outcome:
    """Try a delivery to a channel that answers so."""
    view = story(bridge()).reach("published").release()
    delivery = leased(attempts)
    parcel = Parcel(key=delivery.key, operation=Operation.CREATE, view=view)
    shelf = Counter(RecordingChannel())
    return attempt(Answering(answer), delivery, parcel, shelf=shelf, now=NOW)


def test_a_receipt_ends_it() -> None:
    """Delivered, with the receipt, at once."""
    receipt = Receipt(reference="7", url="https://gazette.example/7", sha256="0" * 64)

    assert Outcome(
        status=Status.DELIVERED, at=stamp(NOW), due=stamp(NOW), receipt=receipt
    ) == tried(receipt)


def test_a_rejection_ends_it_as_well() -> None:
    """Sending it again cannot help."""
    outcome = tried(RejectedError("site", "too long"))

    assert (Status.DEAD, "channel site: too long") == (outcome.status, outcome.error)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (RetryError("site", "the line is down"), "channel site: the line is down"),
        (ZeroDivisionError("oops"), "ZeroDivisionError: oops"),
        (TimeoutError(), "TimeoutError: "),
        (None, "it gave None for a receipt"),
        ({"id": 7}, "it gave {'id': 7} for a receipt"),
    ],
)
def test_anything_else_is_tried_again(answer: object, told: str) -> None:
    """The failure is told in the channel's own words."""
    outcome = tried(answer)

    assert (Status.DUE, told) == (outcome.status, outcome.error)
    assert stamp(NOW + timedelta(seconds=RETRIES[0])) == outcome.due


def test_who_ends_the_program_ends_it() -> None:
    """Ctrl-C is no failure of a channel."""
    with pytest.raises(KeyboardInterrupt):
        tried(KeyboardInterrupt())


def test_the_waits_grow_up_to_the_end() -> None:
    """Every failure waits as long as the schedule says; after the last it is dead."""
    due = [tried(TimeoutError(), attempts=number).due for number in range(1, 10)]
    last = tried(TimeoutError(), attempts=len(RETRIES) + 1)

    assert [stamp(NOW + timedelta(seconds=one)) for one in RETRIES] == due
    assert sorted(RETRIES) == list(RETRIES)
    assert Status.DEAD is last.status


@given(st.integers(1, len(RETRIES)), st.none() | st.integers(-(10**9), 10**9))
def test_a_wait_is_neither_shorter_than_ours_nor_longer_than_a_day(
    attempts: int, after: int | None
) -> None:
    """Whatever a channel asks for, we come back, and not too soon."""
    outcome = failed(leased(attempts), NOW, "busy", after=after)
    waited = datetime.fromisoformat(outcome.due) - NOW

    assert timedelta(seconds=RETRIES[attempts - 1]) <= waited
    assert waited <= timedelta(seconds=LONGEST)
    if after is not None and RETRIES[attempts - 1] <= after <= LONGEST:
        assert timedelta(seconds=after) == waited
