"""The ledger's words: a delivery, where it stands, and how an attempt ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import attrs

from ..errors import DeliveryError
from .channels import Operation, Receipt
from .offers import Rendition

Sent: TypeAlias = tuple[int, str]
"""A delivery that was just recorded: its id, and the channel that it is for."""


class Status(StrEnum):
    """Where a delivery stands."""

    DUE = "due"
    """To be sent at its due time."""
    LEASED = "leased"
    """Somebody is sending it; after the lease they are taken for dead."""
    UNKNOWN = "unknown"
    """It was sent and no answer came: the channel is asked before anything else."""
    NEEDS_HUMAN = "needs_human"
    """A person has to go on."""
    DELIVERED = "delivered"
    """The channel gave a receipt."""
    DEAD = "dead"
    """The channel refused it for good, or every retry failed."""
    SUPERSEDED = "superseded"
    """Something newer made it pointless."""
    PARKED = "parked"
    """Its channel is not configured here any more."""

    @property
    def ended(self) -> bool:
        """Whether the next delivery of the article to the channel may begin."""
        return self in ENDED


ENDED = frozenset({Status.DELIVERED, Status.DEAD, Status.SUPERSEDED, Status.PARKED})


@attrs.frozen(kw_only=True)
class Dispatch:
    """What a release or a removal writes into the ledger, in its own transaction.

    *channels* are those that are asked for; every channel that ever was to get the
    story gets it as well. *known* are those that there are today: what is for another
    one is parked. A removal goes wherever anything may ever have arrived. What goes
    *ahead* of an embargo is of no version, and goes to *channels* alone. *partners* are
    those that were to have the story ahead until now: to them a release is an update.
    """

    operation: Operation
    at: str
    known: frozenset[str]
    channels: tuple[str, ...] = ()
    version: int | None = None
    content: str | None = None
    partners: tuple[str, ...] = ()

    @property
    def ahead(self) -> bool:
        """Whether it goes to trusted partners, ahead of an embargo."""
        return self.version is None and self.content is not None


@attrs.frozen(kw_only=True)
class Delivery:
    """One row of the ledger. *key* is the same over every retry of it.

    *unsure* tells that an attempt may have arrived of which nobody knows the end. A
    removal has neither *version* nor *content*; what goes *ahead* of an embargo has a
    content, and no version yet.
    """

    id: int
    article: str
    channel: str
    sequence: int
    operation: Operation
    version: int | None
    content: str | None
    status: Status
    attempts: int
    due: str
    receipt: Receipt | None
    error: str | None
    token: str | None
    lease_until: str | None = None
    unsure: bool = False
    created: str = ""
    settled: str | None = None

    @property
    def key(self) -> str:
        """What a channel can tell a repeat by: article, channel and sequence."""
        return f"{self.article}/{self.channel}/{self.sequence}"

    @property
    def ahead(self) -> bool:
        """Whether it is for a trusted partner, ahead of an embargo."""
        return self.version is None and self.content is not None


@attrs.frozen(kw_only=True)
class Outcome:
    """How an attempt ended: its status, and when to go on if it has not ended.

    *failure* is what the channel raised, *payload* what a dead letter held.
    """

    status: Status
    at: str
    due: str
    receipt: Receipt | None = None
    error: str | None = None
    failure: DeliveryError | None = attrs.field(default=None, repr=False, eq=False)
    payload: Rendition | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Attempt:
    """One attempt at a delivery: when it ended, and how."""

    number: int
    at: str
    outcome: Status
    error: str | None


@attrs.frozen(kw_only=True)
class Later:
    """Ask again then: it is not its turn, or backing off, or too many are under way."""

    at: datetime


@attrs.frozen(kw_only=True)
class Hint:
    """All that an engine ever carries: no word of a story, no secret."""

    delivery: int
    channel: str
    not_before: datetime


@attrs.frozen(kw_only=True)
class Freeze:
    """A channel that is held, or all of them (*channel* is empty): since when and why.

    Removals go out all the same, unless *removals* are held, too.
    """

    channel: str
    at: str
    by: str
    reason: str
    removals: bool = False


class Copy(StrEnum):
    """What a channel shows of a story, as far as its receipts tell."""

    CURRENT = "current"
    """The live version; or nothing, where nothing is live any more."""
    OUTDATED = "outdated"
    """An older version than the live one, or one that was to be taken down."""
    ADVANCE = "advance"
    """What is to come, ahead of its embargo, as partners were last to have it."""
    UNSURE = "unsure"
    """Something was sent of which nobody knows whether it arrived."""
    NONE = "none"
    """Nothing ever arrived."""


@attrs.frozen(kw_only=True)
class Coverage:
    """What one channel shows of one story. *version* is None for nothing.

    *open* is the delivery that is to put it right, if there is one.
    """

    article: str
    channel: str
    copy: Copy
    version: int | None
    since: str | None
    url: str | None
    open: Delivery | None = None
