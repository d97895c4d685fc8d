"""What a channel can do, declared: the ledger acts by it, and the kit proves it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

import attrs

from ..model import rules


class Updating(StrEnum):
    """How a copy is changed that is already there."""

    IN_PLACE = "in_place"
    """The copy itself changes, under the same reference."""
    REPLACE = "replace"
    """A new copy takes its place; the old one is gone, its reference as well."""
    FOLLOW_UP = "follow_up"
    """The copy stays; a second message says what has changed."""
    NONE = "none"
    """Nothing can be done: a person has to see to it."""


class Deleting(StrEnum):
    """How a copy is taken away."""

    HARD = "hard"
    """The copy is gone."""
    TOMBSTONE = "tombstone"
    """A note is left where the copy was."""
    BEST_EFFORT = "best_effort"
    """The channel passes it on; whoever has a copy may keep it."""
    FOLLOW_UP = "follow_up"
    """The copy stays; a second message calls it back."""
    NONE = "none"
    """Nothing can be done: a person has to see to it."""


class Idempotency(StrEnum):
    """How a delivery that is made twice has the effect of once."""

    KEY = "key"
    """The receiver tells a repeat by the key that comes with it."""
    NATURAL_KEY = "natural_key"
    """The copy's place follows from the story: a repeat overwrites it."""
    LOOKUP = "lookup"
    """The channel can be asked what is there, before anything is sent again."""
    NONE = "none"
    """A repeat is a second copy: what may have arrived is never sent again."""


class Concurrency(StrEnum):
    """How the receiver notices that a copy was changed by somebody else."""

    ETAG = "etag"
    REVISION = "revision"
    NONE = "none"


class TextUnit(StrEnum):
    """In what a receiver counts the length of a text."""

    GRAPHEMES = "graphemes"
    """What a reader takes for one sign (Unicode UAX 29)."""
    CHARACTERS = "characters"
    """Unicode code points."""
    UTF16 = "utf16"
    """UTF-16 code units, as JavaScript counts."""
    BYTES = "bytes"
    """Bytes of UTF-8."""


@attrs.frozen(kw_only=True)
class TextLimit:
    """How long a text may be. With *url_cost*, every address counts as so many."""

    most: int
    unit: TextUnit
    url_cost: int | None = None


@attrs.frozen(kw_only=True)
class MediaLimits:
    """Which media a channel takes: how many, of which types, how many bytes each.

    None is no limit; an empty *types* is any type.
    """

    most: int | None = None
    types: tuple[str, ...] = attrs.field(default=(), converter=rules.members)
    bytes: int | None = None


@attrs.frozen(kw_only=True)
class RateLimit:
    """At most so many deliveries in so many seconds, over all machines together.

    They are spread evenly; *burst* is how many may go at once after a pause.
    """

    most: int
    seconds: int = 1
    burst: int = 1

    @property
    def spacing(self) -> timedelta:
        """How far apart deliveries are, when they keep coming."""
        return timedelta(seconds=self.seconds) / self.most


@attrs.frozen(kw_only=True)
class Capabilities:
    """What a channel can do.

    *edit_window* and *delete_window* end so long after a copy was delivered; what is
    possible then is *late_update* and *late_delete*.
    *idempotency_ttl* is how long a receiver remembers a key. *at_once* is how many
    deliveries may be under way together, over all machines. A *collective* channel
    keeps files about several stories (an index, a feed): one delivery at a time is
    made to it, and it may read a :class:`~newsflow.ports.Shelf`. With
    *media_before_release*, pictures can be seen as soon as they are uploaded. Without
    *confirms_visibility*, a success only says that the receiver has it. *requires*
    names what a story must have, such as ``video``.
    """

    update: Updating = Updating.IN_PLACE
    delete: Deleting = Deleting.HARD
    edit_window: timedelta | None = None
    delete_window: timedelta | None = None
    late_update: Updating = Updating.NONE
    late_delete: Deleting = Deleting.NONE
    idempotency: Idempotency = Idempotency.NONE
    idempotency_ttl: timedelta | None = None
    concurrency: Concurrency = Concurrency.NONE
    text: tuple[TextLimit, ...] = attrs.field(default=(), converter=rules.members)
    media: MediaLimits = MediaLimits()
    rate: RateLimit | None = None
    at_once: int | None = None
    collective: bool = False
    media_before_release: bool = False
    confirms_visibility: bool = True
    requires: tuple[str, ...] = attrs.field(default=(), converter=rules.members)

    @property
    def repeatable(self) -> bool:
        """Whether sending the same thing again is sure to do no harm."""
        return self.idempotency in {Idempotency.KEY, Idempotency.NATURAL_KEY}

    @property
    def together(self) -> int | None:
        """How many deliveries may be under way at a time; None for any number."""
        return 1 if self.collective else self.at_once


def plain(capabilities: Capabilities) -> dict[str, Any]:
    """Write capabilities as plain values, for a listing."""
    return {
        name: _plain(value)
        for name, value in attrs.asdict(capabilities, recurse=False).items()
    }


def _plain(value: Any) -> Any:
    match value:
        case timedelta():
            return int(value.total_seconds())
        case tuple():
            return [_plain(one) for one in value]
        case MediaLimits() | RateLimit() | TextLimit():
            members = attrs.asdict(value, recurse=False)
            return {name: _plain(one) for name, one in members.items()}
        case _:
            return value
