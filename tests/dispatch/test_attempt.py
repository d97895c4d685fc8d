"""One attempt at a delivery: whatever a channel does, there is an outcome."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.dispatch.attempt import attempt, look
from newsflow.dispatch.retries import JITTER, LONGEST, RETRIES, failed
from newsflow.errors import (
    CredentialsError,
    DeliveryError,
    NeedsPersonError,
    RateLimitedError,
    RejectedError,
    RetryError,
    UnknownOutcomeError,
)
from newsflow.model.times import stamp
from newsflow.model.views import Released, Tombstone
from newsflow.ports import (
    Capabilities,
    Delivery,
    Idempotency,
    Operation,
    Outcome,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
    Status,
)
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


KEY = Capabilities(idempotency=Idempotency.KEY)


@attrs.define
class Answering(RecordingChannel):
    """A channel that answers as a test wants it to, whatever it is asked."""

    answer: object = None
    name: str = "site"

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Give or raise the answer."""
        del parcel, shelf
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[return-value] # it may be anything


@attrs.define
class Asked(Answering):
    """One that can be asked what became of a parcel."""

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Give or raise the answer."""
        return self.deliver(parcel, shelf=Counter(RecordingChannel()))


@attrs.define
class Silent(Answering):
    """One that cannot even say what it would have sent."""

    def render(self, parcel: Parcel) -> Rendition:
        """Break."""
        raise ZeroDivisionError(parcel.key)


def parcel(operation: Operation = Operation.CREATE) -> Parcel:
    """Wrap the bridge up."""
    told = story(bridge())
    if operation is Operation.KILL:
        view: Released | Tombstone = told.reach("killed").tombstone()
    else:
        view = told.reach("published").release()
    return Parcel(key=leased().key, operation=operation, view=view)


def tried(
    answer: object, *, attempts: int = 1, capabilities: Capabilities = KEY
) -> Outcome:
    """Try a delivery to a channel that answers so."""
    channel = Answering(answer=answer, capabilities=capabilities)
    shelf = Counter(RecordingChannel())
    return attempt(channel, leased(attempts), parcel(), shelf=shelf, now=NOW)


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
    """Every failure waits as long as the schedule says, and at most a tenth longer."""
    due = [tried(TimeoutError(), attempts=number).due for number in range(1, 10)]
    waits = [(datetime.fromisoformat(one) - NOW).total_seconds() for one in due]
    last = tried(TimeoutError(), attempts=len(RETRIES) + 1)

    for planned, waited in zip(RETRIES, waits, strict=True):
        assert planned <= waited <= planned * (1 + JITTER)
    assert sorted(waits) == waits
    assert Status.DEAD is last.status


def test_what_failed_together_does_not_come_back_together() -> None:
    """Two stories that failed at once are tried at different times, each its own."""
    one, other = leased(4), attrs.evolve(leased(4), article="tunnel")
    due = [failed(each, NOW, "busy").due for each in (one, other, one)]

    assert due[0] == due[2] != due[1]


@given(st.integers(1, len(RETRIES)), st.none() | st.integers(-(10**9), 10**9))
def test_a_wait_is_neither_shorter_than_ours_nor_much_longer_than_a_day(
    attempts: int, after: int | None
) -> None:
    """Whatever a channel asks for, we come back, and not too soon."""
    outcome = failed(leased(attempts), NOW, "busy", after=after)
    waited = (datetime.fromisoformat(outcome.due) - NOW).total_seconds()

    assert RETRIES[attempts - 1] <= waited <= LONGEST * (1 + JITTER)
    if after is not None and RETRIES[attempts - 1] <= after <= LONGEST:
        assert after <= waited <= after + JITTER * RETRIES[attempts - 1]


NOT_REPEATABLE = [
    Capabilities(idempotency=Idempotency.NONE),
    Capabilities(idempotency=Idempotency.LOOKUP),
]


@pytest.mark.parametrize("capabilities", NOT_REPEATABLE)
@pytest.mark.parametrize("answer", [ZeroDivisionError("oops"), None])
def test_a_bug_leaves_an_unknown_end_where_a_repeat_would_be_a_second_copy(
    answer: object, capabilities: Capabilities
) -> None:
    """Nobody knows how far it got; so nothing is sent again before somebody looked."""
    outcome = tried(answer, capabilities=capabilities)

    assert Status.UNKNOWN is outcome.status
    assert stamp(NOW + timedelta(seconds=RETRIES[0])) == outcome.due


def test_an_unknown_end_is_unknown_everywhere() -> None:
    """The channel knows best, whatever it can do about repeats."""
    lost = UnknownOutcomeError("site", "no answer after the body was sent")
    outcome = tried(lost)

    assert (Status.UNKNOWN, str(lost)) == (outcome.status, outcome.error)


def test_a_task_for_a_person_is_told_in_its_words() -> None:
    """Nothing is tried until the person has said how it went."""
    outcome = tried(NeedsPersonError("site", "phone Apple"))

    assert (Status.NEEDS_HUMAN, "phone Apple") == (outcome.status, outcome.error)


@pytest.mark.parametrize("kind", [RateLimitedError, CredentialsError])
def test_who_is_not_let_in_comes_again(kind: type[RetryError]) -> None:
    """And the ledger is told why, so that it can hold the whole channel."""
    outcome = tried(kind("site", "not now", after=60))

    assert Status.DUE is outcome.status
    assert kind is type(outcome.failure)
    assert stamp(NOW + timedelta(seconds=60)) == outcome.due


def test_any_other_word_of_a_channel_is_a_failure() -> None:
    """A plug-in's own kind of delivery error is tried again."""
    outcome = tried(DeliveryError("site", "hm"))

    assert (Status.DUE, "channel site: hm") == (outcome.status, outcome.error)


def test_a_dead_letter_holds_what_would_have_been_sent() -> None:
    """So that a person can look at it; not if the channel cannot even say it."""
    outcome = tried(RejectedError("site", "too long"))
    silent = Silent(answer=RejectedError("site", "too long"), capabilities=KEY)
    shelf = Counter(RecordingChannel())
    lost = attempt(silent, leased(), parcel(), shelf=shelf, now=NOW)

    assert RecordingChannel().render(parcel()) == outcome.payload
    assert (Status.DEAD, None) == (lost.status, lost.payload)


def looked(
    answer: object,
    *,
    idempotency: Idempotency = Idempotency.LOOKUP,
    operation: Operation = Operation.CREATE,
    attempts: int = 2,
) -> Outcome | None:
    """Ask a channel that answers so."""
    capabilities = Capabilities(idempotency=idempotency)
    channel = Asked(answer=answer, capabilities=capabilities)
    return look(channel, leased(attempts), parcel(operation), now=NOW)


def test_what_arrived_after_all_is_delivered() -> None:
    """The channel has it: that is its receipt, and nothing is sent again."""
    receipt = Receipt(reference="7")
    outcome = looked(receipt)

    assert outcome is not None
    assert (Status.DELIVERED, receipt) == (outcome.status, outcome.receipt)


def test_what_certainly_did_not_arrive_is_sent_again() -> None:
    """The channel says that it has it not."""
    assert looked(None) is None


def test_what_nobody_can_tell_is_for_a_person() -> None:
    """A second copy is worse than a question."""
    outcome = looked(UnknownOutcomeError("site", "it shows the last ten only"))

    assert outcome is not None
    assert Status.NEEDS_HUMAN is outcome.status
    assert "look whether it arrived at site" in (outcome.error or "")


@pytest.mark.parametrize("idempotency", [Idempotency.KEY, Idempotency.NATURAL_KEY])
def test_where_a_repeat_does_no_harm_nobody_is_asked_in_vain(
    idempotency: Idempotency,
) -> None:
    """The key makes two of one, so it is sent again."""
    lost = UnknownOutcomeError("site", "it cannot tell")

    assert looked(lost, idempotency=idempotency) is None


def test_a_removal_is_never_held_up_by_a_question() -> None:
    """Taking down twice does no harm; not taking down does."""
    lost = UnknownOutcomeError("site", "it cannot tell")
    cannot_be_asked = Answering(capabilities=NOT_REPEATABLE[0])
    kill = parcel(Operation.KILL)

    assert looked(lost, operation=Operation.KILL) is None
    assert look(cannot_be_asked, leased(), kill, now=NOW) is None


def test_a_channel_that_cannot_be_asked_leaves_it_to_a_person() -> None:
    """Without a way to ask and without a key there is no safe way on."""
    channel = Answering(capabilities=NOT_REPEATABLE[0])
    outcome = look(channel, leased(), parcel(), now=NOW)

    assert outcome is not None
    assert Status.NEEDS_HUMAN is outcome.status


@pytest.mark.parametrize(
    "answer", [RetryError("site", "busy", after=60), ZeroDivisionError("oops")]
)
def test_a_channel_that_cannot_be_asked_now_is_asked_again(answer: Exception) -> None:
    """On the schedule of the retries, and at its end a person is asked."""
    first, last = looked(answer), looked(answer, attempts=len(RETRIES) + 1)

    assert first is not None
    assert last is not None
    assert Status.UNKNOWN is first.status
    assert Status.NEEDS_HUMAN is last.status
    assert "nobody could tell in time" in (last.error or "")
