"""The intake: as much of an answer in HTTP/1.1 (RFC 9112) as a delivery asks for.

A status, a few headers, and where the answer ends, so that the line can be used again.
http.client would tell the same and takes, for the head alone, longer than all the rest
of a delivery; a property test holds the two together. What it does not understand is
never taken for a success.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping

import attrs

from .patience import Deadline

LARGEST_ANSWER = 64 * 1024
"""Of an answer, so many bytes are read, head and body together; none is kept."""

_PIECE = 16 * 1024
_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [^\r\n]*)?\r?\n")
_END = re.compile(rb"\n\r?\n")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BODILESS = frozenset({204, 304})
SWITCHING = 101


class BrokenAnswerError(Exception):
    """What came is no HTTP, or broke off before its head was over."""


class _EndedError(Exception):
    """The other side has nothing more to say, or has said more than anybody reads."""


@attrs.frozen(kw_only=True)
class Answer:
    """What came back, as far as anybody needs it.

    It is not *whole* when it broke off, or did not come to its end in time. After one
    that leaves the line *open*, another request can be sent on it.
    """

    status: int
    retry_after: str | None = None
    date: str | None = None
    whole: bool = True
    open: bool = False


class Intake:
    """Reads one answer from a socket: up to a deadline, and no further than the cap."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self._come = b""
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether the cap is reached."""
        return self.count >= LARGEST_ANSWER

    def answer(self, *, method: str) -> Answer:
        """Read the answer to a request; its body is read to its end and dropped.

        Raises:
            BrokenAnswerError: there is no whole head of an answer in it.
            OSError: the line broke, or no answer came in time.
        """
        status, version, headers = self._head()
        while 100 <= status < 200 and status != SWITCHING:  # noqa: PLR2004 - RFC 9110: informational
            status, version, headers = self._head()
        bodiless = method == "HEAD" or status in _BODILESS
        framed = bodiless or _length(headers) is not None or _chunked(headers)
        whole = bodiless or self._drained(headers)
        return Answer(
            status=status,
            retry_after=_text(headers, b"retry-after"),
            date=_text(headers, b"date"),
            whole=whole or self.full,
            open=whole and framed and not self._come and _kept(version, headers),
        )

    def _head(self) -> tuple[int, bytes, Mapping[bytes, bytes]]:
        try:
            while (end := _END.search(self._come)) is None:
                self._more()
        except _EndedError:
            raise BrokenAnswerError from None
        head, self._come = self._come[: end.end()], self._come[end.end() :]
        line = _STATUS.match(head)
        if line is None:
            raise BrokenAnswerError
        return int(line[2]), line[1], _headers(head[line.end() : end.start()])

    def _drained(self, headers: Mapping[bytes, bytes]) -> bool:
        """Read the body and drop it; tell whether it came to its end."""
        length = _length(headers)
        try:
            if _chunked(headers):
                self._drop_chunks()
            elif length is not None:
                self._drop(length)
            else:
                self._drop(LARGEST_ANSWER)
        except _EndedError:
            return length is None and not _chunked(headers)
        except OSError:
            return False
        return True

    def _drop_chunks(self) -> None:
        while size := int(self._line(_SIZE), 16):
            self._drop(size)
            self._line(_LINE)
        while self._line(_LINE):
            pass

    def _line(self, form: re.Pattern[bytes]) -> bytes:
        """Take a line, and give what of it is asked for."""
        while b"\n" not in self._come:
            self._more()
        line = form.match(self._come)
        if line is None:
            raise _EndedError
        self._come = self._come[line.end() :]
        return line[1]

    def _drop(self, count: int) -> None:
        while count > len(self._come):
            count -= len(self._come)
            self._come = b""
            self._more()
        self._come = self._come[count:]

    def _more(self) -> None:
        """Wait until more has come.

        Raises:
            _EndedError: that was all, or the cap is reached.
            OSError: the line broke, or the time is over.
        """
        wanted = min(_PIECE, LARGEST_ANSWER - self.count)
        piece = b""
        if wanted:
            self._deadline.bound(self._connection)
            piece = self._connection.recv(wanted)
        if not piece:
            raise _EndedError
        self.count += len(piece)
        self._come += piece


_LINE = re.compile(rb"([^\r\n]*)\r?\n")


def _headers(lines: bytes) -> Mapping[bytes, bytes]:
    """Take headers apart; what comes twice is kept with both values, as in a list."""
    headers: dict[bytes, bytes] = {}
    for line in lines.split(b"\n"):
        name, _, value = line.partition(b":")
        name, value = name.lower(), value.strip()
        headers[name] = value if name not in headers else headers[name] + b", " + value
    return headers


def _length(headers: Mapping[bytes, bytes]) -> int | None:
    """Give the length of the body; None where it cannot be known or is in doubt."""
    found = headers.get(b"content-length", b"")
    return int(found) if found.isdigit() and len(found) < 16 else None  # noqa: PLR2004 - enough for any


def _chunked(headers: Mapping[bytes, bytes]) -> bool:
    return headers.get(b"transfer-encoding", b"").lower() == b"chunked"


def _kept(version: bytes, headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether the line stays open, and it is plain where the answer ends."""
    doubtful = b"transfer-encoding" in headers and b"content-length" in headers
    said = headers.get(b"connection", b"").lower()
    asked = version == b"1" or b"keep-alive" in said
    return asked and b"close" not in said and not doubtful


def _text(headers: Mapping[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")
