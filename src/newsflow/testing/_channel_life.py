"""What a channel does over the life of a story, held to what it declares."""

from __future__ import annotations

from contextlib import suppress

import attrs

from ..errors import NeedsPersonError, RejectedError
from ..model.content import Content
from ..ports import (
    Capabilities,
    Channel,
    Concurrency,
    Deleting,
    Operation,
    Parcel,
    Shown,
    Updating,
)
from ._channel_bench import (
    ENDS,
    ChannelBench,
    Counter,
    lacking,
    published,
)
from ._views import Story

_LATER = "Harbour bridge reopens at last"


class Life(ChannelBench):
    """A story comes, changes and goes."""

    def test_it_has_a_name_and_says_what_it_can_do(self) -> None:
        """A channel is known by name, and its capabilities are always the same."""
        with self.bench() as counter:
            channel = counter.channel
            assert isinstance(channel, Channel), "a member of the protocol is missing"
            assert channel.name
            assert isinstance(channel.capabilities, Capabilities)
            assert channel.capabilities == channel.capabilities

    def test_a_story_goes_its_whole_way(self) -> None:
        """It takes a story, its correction, its end, and its coming back."""
        with self.bench() as counter:
            told = self.out(counter)
            told.correct(self.make_content(_LATER))
            for operation in (Operation.UPDATE, Operation.CORRECT):
                self._hand(counter, operation, told)
            if self._hand(counter, Operation.UNPUBLISH, told):
                counter.hand(Operation.CREATE, told.release())
            self._hand(counter, Operation.RETRACT, told)
            self._hand(counter, Operation.KILL, told)

    def test_what_never_came_can_be_taken_down(self) -> None:
        """Taking down what was never created is done at once."""
        for operation in ENDS:
            with self.bench() as counter:
                counter.hand(operation, self.gone(operation))

    def test_a_removal_can_be_repeated(self) -> None:
        """Taking down what is down already is done at once, and changes nothing."""
        for operation in ENDS:
            with self.bench() as counter:
                self.out(counter)
                if counter.way(operation) in {Deleting.NONE, Deleting.FOLLOW_UP}:
                    lacking("it cannot take a copy away")
                counter.hand(operation, self.gone(operation))
                before = self.seen(counter)
                if counter.channel.capabilities.repeatable:
                    counter.deliver(counter.parcel(operation, self.gone(operation)))
                    assert before == self.seen(counter), "a repeat changed something"
                counter.hand(operation, self.gone(operation))

    def test_after_a_kill_nothing_is_left(self) -> None:
        """Of a killed story no word is left, however often it came."""
        with self.bench() as counter:
            if counter.channel.capabilities.delete in {
                Deleting.NONE,
                Deleting.FOLLOW_UP,
            }:
                lacking("it cannot take a copy away")
            for _ in range(2):
                told = self.out(counter)
                counter.hand(Operation.KILL, self.gone(Operation.KILL))
                left = repr(self.seen(counter))
                for word in _words(told.release().content):
                    assert word not in left, "a word of the killed story is left"

    def test_an_update_is_made_as_it_is_declared(self) -> None:
        """In place, by a new copy, by something that follows, or not at all."""
        with self.bench() as counter:
            told = self.out(counter, "Harbour bridge reopens on Monday")
            before, first = self.seen(counter), counter.previous
            told.correct(self.make_content(_LATER))
            match counter.channel.capabilities.update:
                case Updating.NONE:
                    _cannot(counter, Operation.UPDATE, told.release())
                    assert before == self.seen(counter), "it changed all the same"
                case Updating.FOLLOW_UP:
                    counter.hand(Operation.UPDATE, told.release())
                    self._shows(counter, "on Monday", _LATER)
                case Updating.REPLACE:
                    counter.hand(Operation.UPDATE, told.release())
                    self._shows(counter, _LATER, but="on Monday")
                case _:
                    second = counter.hand(Operation.UPDATE, told.release())
                    self._shows(counter, _LATER, but="on Monday")
                    assert first
                    assert first.reference == second.reference, (
                        "an update in place keeps the reference"
                    )

    def test_a_removal_is_made_as_it_is_declared(self) -> None:
        """The copy goes; or something follows it; or a person has to see to it."""
        with self.bench() as counter:
            words = "Harbour bridge reopens on Monday"
            told = self.out(counter, words)
            match counter.channel.capabilities.delete:
                case Deleting.NONE:
                    _cannot(counter, Operation.RETRACT, self.gone(Operation.RETRACT))
                    self._shows(counter, words)
                case Deleting.FOLLOW_UP:
                    self._hand(counter, Operation.RETRACT, told)
                    self._shows(counter, words)
                case _:
                    self._hand(counter, Operation.RETRACT, told)
                    self._shows(counter, but=words)

    def test_what_follows_late_leaves_the_copy(self) -> None:
        """When its window has passed, what was declared to follow is sent instead."""
        with self.bench() as counter:
            can = counter.channel.capabilities
            if can.edit_window is None or can.late_update is not Updating.FOLLOW_UP:
                lacking("nothing is declared to follow late")
            told = self.out(counter, "Harbour bridge reopens on Monday")
            told.correct(self.make_content(_LATER))
            counter.sequence += 1
            parcel = counter.parcel(Operation.CORRECT, told.release())
            counter.deliver(attrs.evolve(parcel, follow_up=True))
            self._shows(counter, "on Monday", _LATER)

    def test_a_story_does_not_come_back_after_its_kill(self) -> None:
        """Where the receiver knows revisions, a create that was late has no effect."""
        with self.bench() as counter:
            self._ordered(counter)
            late = counter.parcel(
                Operation.CREATE, published(self.make_content()).release()
            )
            counter.sequence = 1
            counter.hand(Operation.KILL, self.gone(Operation.KILL))
            self._ignored(counter, late)

    def test_what_is_older_changes_nothing(self) -> None:
        """Where the receiver knows revisions, none comes back after a newer one."""
        with self.bench() as counter:
            self._ordered(counter)
            told = self.out(counter)
            told.correct(self.make_content(_LATER))
            if counter.way(Operation.CORRECT) is Updating.NONE:
                lacking("it cannot change a copy")
            counter.sequence = 2
            late = counter.parcel(Operation.UPDATE, told.release())
            told.correct(self.make_content())
            counter.hand(Operation.CORRECT, told.release())
            self._ignored(counter, late)

    def _ordered(self, counter: Counter) -> None:
        if counter.channel.capabilities.concurrency is not Concurrency.REVISION:
            lacking("it knows no revisions: the ledger alone keeps the order")

    def _ignored(self, counter: Counter, late: Parcel) -> None:
        """Have something delivered that is late, which may be refused, too."""
        before = self.seen(counter)
        with suppress(RejectedError):
            counter.channel.deliver(late, shelf=counter)
        assert before == self.seen(counter), "something older came back"

    def _hand(self, counter: Counter, operation: Operation, told: Story) -> bool:
        """Hand over the next step, unless it is one that the ledger would not ask."""
        if counter.way(operation) in {Updating.NONE, Deleting.NONE}:
            return False
        gone = operation.removes
        counter.hand(operation, self.gone(operation) if gone else told.release())
        return True

    def _shows(self, counter: Counter, *words: str, but: str = "") -> None:
        """Hold what readers find to the words; where nobody can look, to nothing."""
        seen = self.seen(counter)
        if seen is None:
            return
        for word in words:
            assert word in repr(seen), f"it does not show {word!r}"
        assert not but or but not in repr(seen), f"it still shows {but!r}"


def _words(content: Content) -> tuple[str, ...]:
    return content.headline, *(block.text for block in content.body if block.text)


def _cannot(counter: Counter, operation: Operation, view: Shown) -> None:
    try:
        counter.hand(operation, view)
    except (RejectedError, NeedsPersonError):
        return
    message = f"it declares no way to {operation.value}, and did something"
    raise AssertionError(message)
