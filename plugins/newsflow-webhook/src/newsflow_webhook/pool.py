"""Lines that are kept open between one delivery and the next."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable

from .intake import Answer
from .line import HungUpError, Line
from .patience import Deadline

MOST_IDLE = 64
"""So many lines are kept while nobody uses them."""


class Pool:
    """Keeps lines to one target, for any number of threads; each has one to itself.

    A line goes to the address that was checked when it was opened, and cannot go
    anywhere else: what a name leads to later is asked when the next one is opened.
    """

    def __init__(self, open_line: Callable[[Deadline], Line]) -> None:
        self.open_line = open_line
        # Its ends may be used by several threads at once; the last one used is the
        # likeliest to be open still.
        self._idle: deque[Line] = deque()
        weakref.finalize(self, _hang_up, self._idle)

    def post(self, request: bytes, deadline: Deadline) -> Answer:
        """Send a request, on a line that is open already if there is one.

        One that was kept may be closed by the other side just as it is used. Nobody can
        tell then how much arrived, so that only a request which may come twice is for
        this pool: it is sent once more, on a new line.

        Raises:
            OSError: no line could be opened, it broke, or no answer came in time.
            BrokenAnswerError: what came is no HTTP.
        """
        kept = self._kept()
        if kept is not None:
            try:
                return self._asked(kept, request, deadline)
            except HungUpError:
                pass
        return self._asked(self.open_line(deadline), request, deadline)

    def close(self) -> None:
        """Hang up on every line that is kept."""
        _hang_up(self._idle)

    def _asked(self, line: Line, request: bytes, deadline: Deadline) -> Answer:
        try:
            return line.ask(request, deadline, method="POST")
        finally:
            self._put_back(line)

    def _put_back(self, line: Line) -> None:
        if line.spent or len(self._idle) >= MOST_IDLE:
            line.close()
        else:
            self._idle.append(line)

    def _kept(self) -> Line | None:
        while True:
            try:
                line = self._idle.pop()
            except IndexError:
                return None
            if line.usable():
                return line
            line.close()


def _hang_up(idle: deque[Line]) -> None:
    while idle:
        idle.pop().close()
