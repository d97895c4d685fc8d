"""What goes wrong between a channel and its peer, and the error that it becomes."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from ..errors import (
    CredentialsError,
    DeliveryError,
    RateLimitedError,
    RetryError,
    UnknownOutcomeError,
)
from ..ports import Operation, Parcel, Reconciles, Watched
from ._channel_bench import ChannelBench, Counter, lacking, published
from .peers import RETRY_AFTER, Fault


class Faults(ChannelBench):
    """Every fault becomes the error that makes the ledger do the right thing."""

    def test_a_lost_request_is_no_copy(self) -> None:
        """Nothing arrived; it is asked, or sent again, and then there is one copy."""
        with self.bench() as counter:
            parcel = self._after(counter, Fault.LOST_REQUEST)
            error = _error(counter, parcel)
            assert isinstance(error, RetryError | UnknownOutcomeError), repr(error)
            self._asked(counter, parcel, arrived=False)
            counter.deliver(parcel)
            self._copied_once(counter)

    def test_a_lost_answer_makes_no_second_copy(self) -> None:
        """It arrived, and nobody said so: only what can be repeated is sent again."""
        with self.bench() as counter:
            parcel = self._after(counter, Fault.LOST_ANSWER)
            self._unsure(counter, _error(counter, parcel))
            self._asked(counter, parcel, arrived=True)
            if counter.channel.capabilities.repeatable:
                counter.deliver(parcel)
            self._copied_once(counter)

    def test_an_answer_that_breaks_off_is_no_refusal(self) -> None:
        """It was taken; an answer that is cut off does not change that."""
        with self.bench() as counter:
            parcel = self._after(counter, Fault.CUT)
            try:
                counter.deliver(parcel)
            except DeliveryError as error:
                self._unsure(counter, error)
            self._copied_once(counter)

    def test_enough_is_enough(self) -> None:
        """429: the channel is left alone for as long as its peer asks."""
        with self.bench() as counter:
            error = _error(counter, self._after(counter, Fault.ENOUGH))
            assert isinstance(error, RateLimitedError), repr(error)
            assert error.after == RETRY_AFTER, f"it waits for {error.after} s"

    def test_a_broken_peer_is_tried_again(self) -> None:
        """500 with a page of HTML: that is no answer, and it is not in the error."""
        with self.bench() as counter:
            parcel = self._after(counter, Fault.BROKEN)
            error = _error(counter, parcel)
            assert isinstance(error, RetryError | UnknownOutcomeError), repr(error)
            assert "<" not in str(error), f"markup in the error: {error}"
            counter.deliver(parcel)
            self._copied_once(counter)

    def test_credentials_that_are_refused_stop_the_channel(self) -> None:
        """401: somebody has to bring other credentials."""
        with self.bench() as counter:
            error = _error(counter, self._after(counter, Fault.LOCKED_OUT))
            assert isinstance(error, CredentialsError), repr(error)

    def _after(self, counter: Counter, fault: Fault) -> Parcel:
        """Have the next request go wrong, and give a parcel that will meet it."""
        if counter.peer is None:
            lacking("there is no fake peer: override make_pair")
        if not counter.peer.play(fault):
            lacking(f"this peer cannot play {fault.value}")
        view = published(self.make_content()).release()
        return counter.parcel(Operation.CREATE, view)

    def _unsure(self, counter: Counter, error: DeliveryError) -> None:
        """Hold an error after acceptance to what a repeat would do."""
        may = (UnknownOutcomeError,)
        if counter.channel.capabilities.repeatable:
            may = (UnknownOutcomeError, RetryError)  # type: ignore[assignment]
        assert isinstance(error, may), f"it may have arrived, and this says: {error!r}"

    def _asked(self, counter: Counter, parcel: Parcel, *, arrived: bool) -> None:
        """Ask the channel, where it can be asked."""
        if not isinstance(counter.channel, Reconciles):
            return
        try:
            found = counter.channel.reconcile(parcel)
        except UnknownOutcomeError:
            return
        assert arrived == (found is not None), f"asked, it says {found}"

    def _copied_once(self, counter: Counter) -> None:
        """Compare the number of copies with that of a delivery that went well."""
        with self.bench() as other:
            self.out(other)
            assert counter.peer is not None
            assert other.peer is not None
            assert len(other.peer.copies()) == len(counter.peer.copies()), (
                "there is another number of copies than after one delivery"
            )


class Secrecy(ChannelBench):
    """What is secret is nowhere to be read."""

    def test_a_secret_is_nowhere_to_be_read(self) -> None:
        """Not in what is shown, sent, logged, raised or kept."""
        if not self.secrets:
            lacking("no secrets are named: give the channel some, and list them")
        with _logged() as lines:
            said = [*self._said(), *lines]
        for secret in self.secrets:
            for form in {secret, quote(secret, safe="")}:
                found = [one for one in said if form in one]
                assert not found, f"a secret can be read in {found[0]!r}"

    def _said(self) -> Iterator[str]:
        for fault in (None, *Fault):
            with self.bench() as counter:
                yield from self._told(counter, fault)

    def _told(self, counter: Counter, fault: Fault | None) -> Iterator[str]:
        channel = counter.channel
        yield from (repr(channel), str(channel), repr(channel.capabilities))
        if fault is not None and (counter.peer is None or not counter.peer.play(fault)):
            return
        view = published(self.make_content()).release()
        parcel = counter.parcel(Operation.CREATE, view)
        yield channel.render(parcel).data.decode(errors="replace")
        try:
            yield repr(counter.deliver(parcel))
        except DeliveryError as error:
            yield from traceback.format_exception(error)
            yield repr(vars(error))
        if isinstance(channel, Watched):
            yield repr(channel.health())


def _error(counter: Counter, parcel: Parcel) -> DeliveryError:
    try:
        counter.deliver(parcel)
    except DeliveryError as error:
        return error
    message = "the fault came, and the channel gave a receipt"
    raise AssertionError(message)


class _Lines(logging.Handler):
    """Keeps every line that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with what went wrong if something did."""
        self.lines.append(logging.Formatter().format(record))


@contextmanager
def _logged() -> Iterator[list[str]]:
    root, lines = logging.getLogger(), _Lines()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    try:
        yield lines.lines
    finally:
        root.setLevel(level)
        root.removeHandler(lines)
