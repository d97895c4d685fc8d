"""A line: one open connection, and one request with its answer at a time on it."""

from __future__ import annotations

import os
import socket
import ssl
import time
from contextlib import suppress

from .intake import Answer, BrokenAnswerError, Intake
from .patience import Deadline

_HUNG_UP = (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)

LONGEST_IDLE = 60.0
LONGEST_LIFE = 300.0
"""After so many seconds a line is not used again: its name may lead elsewhere now."""


class HungUpError(ConnectionError):
    """The other side hung up before the first byte of an answer."""


class Line:
    """An open connection to an address that was checked.

    When it is *spent*, no other request can be sent on it.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._opened = self._used = time.monotonic()
        self._process = os.getpid()
        self.spent = False

    def usable(self) -> bool:
        """Tell whether another request can be sent on it.

        Not when the other side has hung up, or has sent what nobody asked for: that
        would be taken for the next answer. A process that was forked leaves the lines
        of its parent alone.
        """
        now = time.monotonic()
        if self.spent or self._process != os.getpid():
            return False
        if now - self._used > LONGEST_IDLE or now - self._opened > LONGEST_LIFE:
            return False
        try:
            self._connection.settimeout(0)
            self._connection.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def ask(self, request: bytes, deadline: Deadline, *, method: str) -> Answer:
        """Send a request and read its answer; no redirect is followed.

        Raises:
            HungUpError: there was not a byte of an answer; all may have arrived.
            BrokenAnswerError: what came is no HTTP.
            OSError: the line broke, or no answer came in time.
        """
        self.spent = True
        intake = Intake(self._connection, deadline)
        try:
            self._send(request, deadline)
            answer = intake.answer(method=method)
        except (*_HUNG_UP, BrokenAnswerError):
            if intake.count:
                raise
            raise HungUpError from None
        self.spent = not answer.open
        self._used = time.monotonic()
        return answer

    def close(self) -> None:
        """Hang up; the copy of a parent's line is only put away."""
        self._connection.close()

    def _send(self, request: bytes, deadline: Deadline) -> None:
        left = memoryview(request)
        # Who answers before everything has arrived may have hung up already; the
        # answer is there all the same.
        with suppress(*_HUNG_UP):
            while left:
                deadline.bound(self._connection)
                left = left[self._connection.send(left) :]
