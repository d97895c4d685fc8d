"""The ledger's words: a delivery, where it stands, and how an attempt ended."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import attrs

from .offers import Operation, Receipt

Sent: TypeAlias = tuple[int, str]
"""A delivery that was just recorded: its id, and the channel that it is for."""


class Status(StrEnum):
    """Where a delivery stands. The last three are ends."""

    DUE = "due"
    LEASED = "leased"
    DELIVERED = "delivered"
    DEAD = "dead"
    SUPERSEDED = "superseded"


@attrs.frozen(kw_only=True)
class Dispatch:
    """What a release or a removal writes into the ledger, in its own transaction.

    A removal names no channels: it goes to every channel that was ever to get the
    story, whatever today's configuration says.
    """

    operation: Operation
    at: str
    channels: tuple[str, ...] = ()
    version: int | None = None
    content: str | None = None


@attrs.frozen(kw_only=True)
class Delivery:
    """One row of the ledger. *key* is the same over every retry of it."""

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

    @property
    def key(self) -> str:
        """What a channel can tell a repeat by: article, channel and sequence."""
        return f"{self.article}/{self.channel}/{self.sequence}"


@attrs.frozen(kw_only=True)
class Outcome:
    """How an attempt ended: its status, and when to try again if it is due again."""

    status: Status
    at: str
    due: str
    receipt: Receipt | None = None
    error: str | None = None
