"""The contract of a channel: inherit, make yours, and let pytest run it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from hypothesis import strategies as st

from ..errors import DeliveryError
from ..model.content import Content
from ..model.media import Media
from ..model.views import Released, Tombstone
from ..ports import Channel, Operation, Parcel, Receipt
from ._contracts import Contract, holds_for
from ._views import Story, story
from .staging import bridge
from .strategies import contents

_REMOVALS = (
    (Operation.UNPUBLISH, "withdrawn"),
    (Operation.RETRACT, "retracted"),
    (Operation.KILL, "killed"),
)


@attrs.define
class Counter:
    """Hands parcels to a channel as the ledger would, and keeps what it shows."""

    channel: Channel
    sequence: int = 0
    previous: Receipt | None = None
    view: Released | None = None

    def hand(self, operation: Operation, view: Released | Tombstone) -> Receipt:
        """Hand over the next parcel."""
        self.sequence += 1
        parcel = self.parcel(operation, view)
        self.view = view if isinstance(view, Released) else None
        self.previous = self.channel.deliver(parcel, shelf=self)
        assert isinstance(self.previous, Receipt), "a delivery ends in a receipt"
        return self.previous

    def parcel(self, operation: Operation, view: Released | Tombstone) -> Parcel:
        """Make a parcel, addressed as the ledger does it."""
        key = f"{view.article}/{self.channel.name}/{self.sequence}"
        return Parcel(key=key, operation=operation, view=view, previous=self.previous)

    def released(self) -> Iterator[Released]:
        """Give what the channel shows."""
        if self.view is not None:
            yield self.view

    def media(self, medium: Media) -> bytes | None:
        """Give no bytes: the stories of a contract have none in the store."""
        del medium
        return None


class ChannelContract(Contract):
    """What every channel must do, whatever a story holds.

    ::

        class TestPigeon(ChannelContract):
            def make_channel(self):
                return Pigeon("pigeon")
    """

    def make_channel(self) -> Channel:
        """Make the channel that is tested, with nothing in it; once for each example.

        Raises:
            NotImplementedError: the subclass does not say which.
        """
        raise NotImplementedError

    def look(self, channel: Channel) -> object:
        """Tell what the channel shows, as anything that can be compared.

        Override it where one can look; then repeats and removals are held to it.
        """
        del channel
        return None

    def test_it_has_a_name(self) -> None:
        """A channel is known by name, and says whether it keeps lists."""
        channel = self.make_channel()

        assert isinstance(channel, Channel)
        assert channel.name
        assert isinstance(channel.collective, bool)

    def test_a_story_goes_its_whole_way(self) -> None:
        """It takes a story, its correction, its end, and its coming back."""
        told, counter = story(bridge()).reach("published"), self._counter()
        counter.hand(Operation.CREATE, told.release())
        told.correct(attrs.evolve(bridge(), headline="Harbour bridge reopens at last"))
        counter.hand(Operation.UPDATE, told.release())
        counter.hand(Operation.CORRECT, told.release())
        counter.hand(
            Operation.UNPUBLISH, story(bridge()).reach("withdrawn").tombstone()
        )
        counter.hand(Operation.CREATE, told.release())
        counter.hand(Operation.RETRACT, story(bridge()).reach("retracted").tombstone())
        counter.hand(Operation.KILL, story(bridge()).reach("killed").tombstone())

    def test_after_a_kill_nothing_is_left(self) -> None:
        """Of a killed story no word is left, however often it came."""
        counter, out = self._counter(), story(bridge()).reach("published").release()
        gone = story(bridge()).reach("killed").tombstone()
        counter.hand(Operation.CREATE, out)
        counter.hand(Operation.KILL, gone)
        once = self.look(counter.channel)
        counter.hand(Operation.CREATE, out)
        counter.hand(Operation.KILL, gone)

        assert once == self.look(counter.channel)
        assert "cheered" not in repr(once), "a word of the killed story is left"

    def test_what_never_came_can_be_taken_down(self) -> None:
        """Taking down what was never created is done at once."""
        for operation, state in _REMOVALS:
            gone = story(bridge()).reach(state).tombstone()

            self._counter().hand(operation, gone)

    @holds_for(lambda: {"content": contents()})
    def property_a_repeat_is_nothing_new(self, content: Content) -> None:
        """The same parcel again gives the same receipt and has no further effect."""
        counter, view = self._counter(), story(content).reach("published").release()
        parcel = counter.parcel(Operation.CREATE, view)
        first = _taken(counter, parcel)
        if first is None:
            return
        before = self.look(counter.channel)

        assert first == counter.channel.deliver(parcel, shelf=counter)
        assert before == self.look(counter.channel)

    @holds_for(lambda: {"content": contents(), "end": st.sampled_from(_REMOVALS)})
    def property_it_takes_any_story_or_says_why_not(
        self, content: Content, end: tuple[Operation, str]
    ) -> None:
        """Whatever a story holds, it is taken with a receipt, or refused in words."""
        counter, told = self._counter(), story(content)
        view = told.reach("published").release()
        _taken(counter, counter.parcel(Operation.CREATE, view))
        operation, state = end

        counter.hand(operation, _ended(content, state).tombstone())

    def _counter(self) -> Counter:
        return Counter(self.make_channel())


def _ended(content: Content, state: str) -> Story:
    return story(content).reach(state)


def _taken(counter: Counter, parcel: Parcel) -> Receipt | None:
    """Deliver a parcel; None if the channel refuses it in the words of a channel."""
    view = parcel.view
    counter.view = view if isinstance(view, Released) else None
    try:
        receipt = counter.channel.deliver(parcel, shelf=counter)
    except DeliveryError as refusal:
        _in_words(refusal)
        counter.view = None
        return None
    assert isinstance(receipt, Receipt), "a delivery ends in a receipt"
    counter.sequence, counter.previous = 1, receipt
    return receipt


def _in_words(refusal: DeliveryError) -> None:
    assert refusal.reason, "a refusal tells why"
