"""Channels: the places that stories go to, and what passes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

import attrs

from ..errors import Problem
from ..model.content import Content
from ..model.media import Media
from ..model.views import Advance, Released, Tombstone
from .capabilities import Capabilities
from .offers import Renderer, Rendition


def utc_now() -> datetime:
    """Tell the instant by the clock of the machine."""
    return datetime.now(UTC)


Shown: TypeAlias = Released | Advance | Tombstone
"""What a channel may be handed: never a draft, and embargoed text only if trusted."""


MediaBytes: TypeAlias = Callable[[Media], bytes | None]
"""Gives the bytes of a medium, if the newsroom keeps them."""


def nothing_kept(_: Media) -> bytes | None:
    """Give no bytes: nobody keeps any."""
    return None


class Operation(StrEnum):
    """What a channel is asked to do with a story."""

    CREATE = "create"
    UPDATE = "update"
    CORRECT = "correct"
    UNPUBLISH = "unpublish"
    RETRACT = "retract"
    KILL = "kill"

    @property
    def removes(self) -> bool:
        """Whether the story is taken down by it."""
        return self in {Operation.UNPUBLISH, Operation.RETRACT, Operation.KILL}


@attrs.frozen(kw_only=True)
class Receipt:
    """What a channel says it has done: under which reference, where it can be seen.

    *sha256* is that of the bytes that were delivered, None when there were none;
    *renderer* is the name and version of what made them. *degraded* says what is
    still missing of a delivery that readers can already see, such as a mirror that is
    down: it is repaired later, and the story is not announced again.
    """

    reference: str
    url: str | None = None
    sha256: str | None = None
    renderer: str | None = None
    degraded: str | None = None


@attrs.frozen(kw_only=True)
class Parcel:
    """One thing for a channel to do. *key* is the same over every retry.

    *sequence* counts what was sent about this article to this channel: a receiver that
    has seen a higher one ignores this. *previous* is the receipt of the last delivery
    that succeeded. With *follow_up*, the copy that is there cannot be changed any more,
    and the channel is to send what it declared to follow instead. By *deadline* it has
    to be over: then the delivery is somebody else's.
    """

    key: str
    operation: Operation
    view: Shown
    sequence: int = 1
    previous: Receipt | None = None
    follow_up: bool = False
    deadline: datetime | None = None


@attrs.frozen(kw_only=True)
class Taken:
    """What a channel has taken of one story so far.

    *sequence* is that of the last delivery. *view* is what it is to show by now: None,
    if that is nothing. *references* are those of all its receipts, oldest first;
    *standing* are those since the story last came to it.
    """

    article: str
    sequence: int
    view: Released | Tombstone | None
    references: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()


class Shelf(Protocol):
    """What one channel shows: every story delivered to it and still live."""

    def released(self) -> Iterator[Released]:
        """Give them, newest version first."""
        ...

    def taken(self) -> Iterator[Taken]:
        """Give what the channel has taken of every story, those that went as well.

        It is read some at a time, in no order that means anything.
        """
        ...

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes of a medium that belongs to one of them, if we keep them."""
        ...


@runtime_checkable
class Channel(Protocol):
    """A place that stories go to."""

    @property
    def name(self) -> str:
        """The name that the configuration gives it."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do; always the same."""
        ...

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Say why it would refuse the parcel; nothing, if it would take it.

        It touches nothing, and :meth:`deliver` rejects what this finds, nothing else.
        """
        ...

    def render(self, parcel: Parcel) -> Rendition:
        """Give what would be sent, byte for byte; it touches nothing.

        Raises:
            RejectedError: there is nothing that could be sent.
        """
        ...

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Do what the parcel says.

        Raises:
            RejectedError: it cannot be done, now or later.
            RetryError: it may be possible later.
            UnknownOutcomeError: it was sent, and nobody said that it arrived.
            NeedsPersonError: a person has to go on.
        """
        ...


@runtime_checkable
class Reconciles(Protocol):
    """A channel that can be asked what became of a parcel."""

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Look whether it was done: its receipt if so, None if certainly not.

        Raises:
            UnknownOutcomeError: it cannot be told.
            RetryError: the channel cannot be asked now.
        """
        ...


@runtime_checkable
class Examines(Protocol):
    """A channel that looks at the bytes of media before a story is released."""

    def examine(self, content: Content) -> tuple[Problem, ...]:
        """Say which media it could not publish; nothing, if all will do.

        It touches nothing. Each of them stands against letting the story out.
        """
        ...


@attrs.frozen(kw_only=True)
class Rebuilt:
    """What came of building a channel's files anew.

    *written* and *removed* count the files that were not right. *lacking* are media of
    which neither the channel nor the newsroom has the bytes.
    """

    channel: str
    stories: int
    written: int
    removed: int
    lacking: tuple[str, ...] = ()


@runtime_checkable
class Rebuilds(Protocol):
    """A channel whose files can be built anew, out of what it has taken."""

    def rebuild(self, shelf: Shelf, *, told: Callable[[int], None]) -> Rebuilt:
        """Make every file what the deliveries so far have made of it; remove the rest.

        *told* hears of each story that is done, by its number.

        Raises:
            RetryError: it is not possible now.
            NeedsPersonError: a person has to go on.
        """
        ...


@attrs.frozen(kw_only=True)
class Health:
    """Whether a channel could deliver now; *problems* says what is in the way."""

    channel: str
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is in the way."""
        return not self.problems


@runtime_checkable
class Watched(Protocol):
    """A channel that can say whether it is well, without sending anything."""

    def health(self) -> Health:
        """Look whether address, credentials and clock would do."""
        ...


@runtime_checkable
class OnDisk(Protocol):
    """A channel that writes into folders which readers can see."""

    @property
    def public_folders(self) -> tuple[Path, ...]:
        """The folders; whatever is written below one may be read by anyone."""
        ...


@attrs.frozen(kw_only=True)
class Surroundings:
    """What a channel is built with: the newsroom's name, sites, folder, renderers.

    *trusted* tells whether it may be handed stories ahead of their embargo; *clock* is
    the newsroom's, by which a parcel's deadline is meant. *media* gives the bytes that
    the newsroom keeps, to be looked at before a story is released.
    """

    newsroom: str
    sites: tuple[Mapping[str, Any], ...]
    folder: str
    renderer: Callable[[str], Renderer]
    trusted: bool = False
    clock: Callable[[], datetime] = utc_now
    media: MediaBytes = nothing_kept


@attrs.frozen(kw_only=True)
class ChannelKind:
    """A kind of channel that the configuration can ask for by *name*.

    *settings* is the JSON Schema of its table in ``newsflow.toml``, less ``name``,
    ``kind`` and ``embargo``; *make* builds a channel out of its name and its settings.
    """

    name: str
    settings: Mapping[str, Any]
    make: Callable[[str, Mapping[str, Any], Surroundings], Channel]


@runtime_checkable
class Hosted(Protocol):
    """A channel whose files a web server hands out."""

    def server_file(self, kind: str, *, address: str = "") -> str:
        """Write the file of a web server of that kind, for one of its addresses.

        Raises:
            NotFoundError: there is no such kind, or it is not found at that address.
            InvalidValueError: something of it cannot be written into such a file.
        """
        ...
