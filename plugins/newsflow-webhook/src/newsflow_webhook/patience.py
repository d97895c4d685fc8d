"""Time-outs: how long one wait may be, and when all of it has to be over."""

from __future__ import annotations

import socket
import time

import attrs


@attrs.frozen(kw_only=True)
class Patience:
    """How long somebody is waited for, in seconds.

    *connect* is for each address that is tried, *read* for each wait for something of
    the answer, *total* for the whole delivery, names looked up included.
    """

    connect: float = 5
    read: float = 10
    total: float = 15

    def until(self, *, most: float | None = None) -> Deadline:
        """Begin to wait; *most* is what somebody else leaves of *total*."""
        seconds = self.total if most is None else min(self.total, most)
        end = time.monotonic() + seconds
        return Deadline(end=end, connect=self.connect, read=self.read)


@attrs.frozen(kw_only=True)
class Deadline:
    """The end of one delivery, on the clock that nobody sets."""

    end: float
    connect: float
    read: float

    def left(self) -> float:
        """Tell how many seconds are left.

        Raises:
            TimeoutError: none is.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def bound(self, connection: socket.socket) -> None:
        """Have the next wait of a connection end in time.

        Raises:
            TimeoutError: the time is over.
        """
        connection.settimeout(min(self.read, self.left()))
