"""The bench on which a channel is tested: a ledger that counts, and a shelf."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import ClassVar, NoReturn, TypeAlias, TypeVar

import attrs
import pytest

from ..errors import DeliveryError, RejectedError
from ..model.content import Content
from ..model.media import Media, MediaRendition
from ..model.views import Released, Tombstone
from ..ports import (
    Channel,
    Deleting,
    Operation,
    Parcel,
    Receipt,
    Rendition,
    Shown,
    Taken,
    Updating,
)
from ._contracts import Contract
from ._pictures import bytes_of
from ._views import Story, story
from .peers import Peer
from .staging import bridge

Way: TypeAlias = Updating | Deleting
_M = TypeVar("_M", Media, MediaRendition)
ENDS = {
    Operation.UNPUBLISH: "withdrawn",
    Operation.RETRACT: "retracted",
    Operation.KILL: "killed",
}


@attrs.define
class Counter:
    """Hands parcels to a channel as the ledger would, and keeps what it shows."""

    channel: Channel
    peer: Peer | None = None
    sequence: int = 0
    previous: Receipt | None = None
    last: Operation | None = None
    view: Released | None = None
    article: str = ""

    def hand(self, operation: Operation, view: Shown) -> Receipt:
        """Hand over the next parcel."""
        self.sequence += 1
        return self.deliver(self.parcel(operation, view))

    def deliver(self, parcel: Parcel) -> Receipt:
        """Have a parcel delivered, and keep the receipt.

        Raises:
            DeliveryError: the channel refuses it, or fails.
        """
        before, view = self.view, parcel.view
        self.view = view if isinstance(view, Released) else None
        try:
            receipt = self.channel.deliver(parcel, shelf=self)
        except DeliveryError as refusal:
            self.view = before
            if not refusal.reason:
                message = "a refusal tells why"
                raise AssertionError(message) from refusal
            raise
        assert isinstance(receipt, Receipt), "a delivery ends in a receipt"
        self.sequence = max(self.sequence, parcel.sequence)
        self.previous, self.last = receipt, parcel.operation
        self.article = view.article
        return receipt

    def parcel(self, operation: Operation, view: Shown) -> Parcel:
        """Make a parcel, addressed as the ledger does it."""
        number = max(self.sequence, 1)
        way = self.way(operation)
        return Parcel(
            key=f"{view.article}/{self.channel.name}/{number}",
            operation=operation,
            view=view,
            sequence=number,
            previous=self.previous,
            follow_up=way in {Updating.FOLLOW_UP, Deleting.FOLLOW_UP},
        )

    def way(self, operation: Operation) -> Way:
        """Tell how the channel does it, by what it declares."""
        can = self.channel.capabilities
        nothing = self.last is None or self.last.removes
        if nothing or operation is Operation.CREATE:
            return Updating.IN_PLACE
        return can.delete if operation.removes else can.update

    def released(self) -> Iterator[Released]:
        """Give what the channel shows."""
        if self.view is not None:
            yield self.view

    def taken(self) -> Iterator[Taken]:
        """Give what the channel has taken of the one story."""
        if self.previous is None:
            return
        references = (self.previous.reference,)
        yield Taken(
            article=self.article,
            sequence=self.sequence,
            view=self.view,
            references=references,
            standing=() if self.view is None else references,
        )

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes of a medium of the store."""
        return stored(medium)


class ChannelBench(Contract):
    """What the parts of the contract have in common: what a subclass says, and tools.

    *trusted* is for a channel that a newsroom may trust with embargoed stories.
    *secrets* are strings that a subclass has put where the channel's credentials go:
    they may turn up nowhere.
    """

    trusted: ClassVar[bool] = False
    secrets: ClassVar[tuple[str, ...]] = ()

    def make_channel(self) -> Channel:
        """Make the channel that is tested, with nothing in it; once for each example.

        Raises:
            NotImplementedError: the subclass does not say which.
        """
        raise NotImplementedError

    def make_pair(self) -> tuple[Channel, Peer | None]:
        """Make the channel and the fake that it talks to, such as a ``Receiver``.

        Override it instead of :meth:`make_channel`, and faults are tested as well.
        """
        channel = self.make_channel()
        return channel, channel if isinstance(channel, Peer) else None

    def look(self, channel: Channel) -> object:
        """Tell what the channel shows, as anything that can be compared.

        Override it where one can look; a peer is looked at anyway.
        """
        del channel
        return None

    @staticmethod
    def media(medium: Media) -> bytes | None:
        """Give the bytes of a medium, as the newsroom does that the channel is for.

        They are made up out of its key. Give this to a channel that looks at the bytes
        before a story is released, as ``Surroundings(media=…)``.
        """
        return stored(medium)

    def make_content(self, words: str = "") -> Content:
        """Make a story that the channel takes; with *words*, those are its headline."""
        return attrs.evolve(bridge(), headline=words) if words else bridge()

    def text_of(self, rendition: Rendition) -> str:
        """Give the text that the receiver counts, out of what is sent."""
        return rendition.data.decode()

    @contextmanager
    def bench(self) -> Iterator[Counter]:
        """Set up a channel with its peer, and clear away after it."""
        channel, peer = self.make_pair()
        try:
            yield Counter(channel, peer)
        finally:
            close = getattr(peer, "close", None)
            if close is not None:
                close()

    def seen(self, counter: Counter) -> object:
        """Look at what readers would find."""
        if counter.peer is not None:
            return tuple(counter.peer.copies())
        return self.look(counter.channel)

    def out(self, counter: Counter, words: str = "") -> Story:
        """Have a story published, and handed to the channel."""
        told = published(self.make_content(words))
        counter.hand(Operation.CREATE, told.release())
        return told

    def gone(self, operation: Operation) -> Tombstone:
        """Make what is left of the story after a removal."""
        return story(self.make_content()).reach(ENDS[operation]).tombstone()


def published(content: Content) -> Story:
    """Have a story published."""
    return story(content).reach("published")


def lacking(reason: str) -> NoReturn:
    """Skip a test that has nothing to hold the channel to."""
    pytest.skip(reason)


def refusal(counter: Counter, parcel: Parcel) -> RejectedError | None:
    """Have a parcel delivered, and give what it was refused with, if it was."""
    try:
        counter.deliver(parcel)
    except RejectedError as refused:
        return refused
    return None


def kept(content: Content) -> Content:
    """Give every hashed medium of the store the hash of the bytes that we keep."""
    media = [
        attrs.evolve(
            _hashed(medium, medium.key),
            renditions=[_hashed(one, medium.key) for one in medium.renditions],
        )
        for medium in content.media
    ]
    return attrs.evolve(content, media=media)


def _hashed(one: _M, key: str) -> _M:
    if one.sha256 is None or not one.href.startswith("media:"):
        return one
    data = bytes_of(key, one.media_type or one.href)
    return attrs.evolve(one, sha256=sha256(data).hexdigest())


def stored(medium: Media) -> bytes | None:
    """Give the bytes of a medium, if it is of the store; others for each key."""
    if not medium.href.startswith("media:"):
        return None
    return bytes_of(medium.key, medium.media_type or medium.href)
