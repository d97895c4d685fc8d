"""What a channel talks to in a test, and what can go wrong between the two."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol, runtime_checkable

RETRY_AFTER = 30
"""For how many seconds a peer asks to be left alone, when it has had enough."""


class Fault(StrEnum):
    """One thing that goes wrong with the next request."""

    LOST_REQUEST = "lost_request"
    """The line breaks before anything was taken."""
    LOST_ANSWER = "lost_answer"
    """The peer takes it, and the line breaks before the answer."""
    ENOUGH = "enough"
    """429, to be tried again after :data:`RETRY_AFTER` seconds; nothing is taken."""
    BROKEN = "broken"
    """500 with a page of HTML; nothing is taken."""
    CUT = "cut"
    """The peer takes it, and its answer breaks off in the middle."""
    LOCKED_OUT = "locked_out"
    """401: the credentials are not good any more; nothing is taken."""


@runtime_checkable
class Peer(Protocol):
    """What stands at the other end of a channel in a test.

    One that has a ``close()`` is closed when the test is over.
    """

    def copies(self) -> Collection[object]:
        """Give every copy that it shows, so that two looks can be compared."""
        ...

    def play(self, fault: Fault) -> bool:
        """Have the next request go wrong like this; False where it cannot."""
        ...
