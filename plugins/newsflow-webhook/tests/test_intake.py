"""Reading answers: as http.client reads them, and never taking junk for success."""

from __future__ import annotations

import http.client
import socket
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow_webhook.intake import (
    LARGEST_ANSWER,
    Answer,
    BrokenAnswerError,
    Intake,
)
from newsflow_webhook.patience import Deadline


def taken(data: bytes, *, method: str = "POST") -> Answer:
    """Read an answer, after which the other side hangs up."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        end = time.monotonic() + 5
        deadline = Deadline(end=end, connect=5, read=5)
        return Intake(ours, deadline).answer(method=method)


def answer(status: bytes = b"200 OK", *headers: bytes, body: bytes = b"") -> bytes:
    """Write an answer."""
    return b"\r\n".join((b"HTTP/1.1 " + status, *headers, b"", body))


BODIES = st.binary(max_size=300)
NAMES = st.sampled_from([b"Date", b"Retry-After", b"X-Cache", b"server", b"VIA"])
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Answers that are HTTP, framed in every way there is."""
    status = draw(st.sampled_from([b"200 OK", b"204 No Content", b"404", b"503 Later"]))
    headers = {name: draw(VALUES).encode() for name in draw(st.sets(NAMES, max_size=4))}
    lines = [name + b": " + value for name, value in headers.items()]
    body = b"" if status.startswith(b"204") else draw(BODIES)
    framing = draw(st.sampled_from(["length", "chunks", "close"]))
    if status.startswith(b"204"):
        return answer(status, *lines)
    if framing == "length":
        lines.append(b"Content-Length: %d" % len(body))
    elif framing == "chunks":
        lines.append(b"Transfer-Encoding: chunked")
        body = b"".join(_chunked(body, draw(st.integers(1, 99))))
    early = draw(st.sampled_from([b"", answer(b"103 Early Hints", b"Link: </a>")]))
    return (early or b"") + answer(status, *lines, body=body)


def _chunked(body: bytes, size: int) -> Any:
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        yield b"%x;a=b\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\nTrailer: x\r\n\r\n"


class _Canned:
    """Passes for a socket with an answer in it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _: str) -> Any:
        """Give what reads it."""
        from io import BytesIO  # noqa: PLC0415 - beside its only use

        return BytesIO(self._data)


def told_by_library(data: bytes) -> tuple[int, str | None, str | None]:
    """Read an answer with http.client, past what is only early."""
    data = data.removeprefix(answer(b"103 Early Hints", b"Link: </a>"))
    response = http.client.HTTPResponse(_Canned(data), method="POST")  # type: ignore[arg-type] # it reads alone
    response.begin()
    response.read()
    headers = response.headers
    return response.status, headers.get("Retry-After"), headers.get("Date")


@given(data=answers())
def test_it_reads_what_the_library_reads(data: bytes) -> None:
    """Status and headers are the same, and the answer came whole."""
    found = taken(data)

    assert told_by_library(data) == (found.status, found.retry_after, found.date)
    assert found.whole


@given(data=answers(), at=st.integers(0, 600))
def test_what_is_cut_off_is_never_a_whole_success(data: bytes, at: int) -> None:
    """Unless it ends where the line ends, which nobody can tell from an end."""
    cut = data[: at % len(data)]
    try:
        found = taken(cut)
    except BrokenAnswerError:
        return
    ends_with_line = b"Content-Length" not in data and b"chunked" not in data
    assert ends_with_line or not found.whole


@given(junk=st.binary(max_size=200))
def test_junk_is_no_answer(junk: bytes) -> None:
    """Whatever comes, there is an answer or an error that says so."""
    with pytest.raises(BrokenAnswerError):
        taken(junk.replace(b"HTTP", b"LPTT"))


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (answer(b"204 No Content"), True),
        (answer(b"200 OK", b"Content-Length: 2", body=b"ok"), True),
        (answer(b"200 OK", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), True),
        (answer(b"200 OK", b"Content-Length: 2", body=b"ok!"), False),
        (answer(b"204 No Content", b"Connection: Close"), False),
        (answer(b"200 OK", body=b"until the line ends"), False),
        (b"HTTP/1.0 204 No Content\r\n\r\n", False),
        (b"HTTP/1.0 204 No Content\r\nConnection: keep-alive\r\n\r\n", True),
        (answer(b"101 Switching Protocols"), False),
        (answer(b"200 OK", b"Content-Length: 2", b"Content-Length: 3"), False),
        (
            answer(
                b"200 OK",
                b"Content-Length: 5",
                b"Transfer-Encoding: chunked",
                body=b"0\r\n\r\n",
            ),
            False,
        ),
    ],
)
def test_a_line_is_kept_where_its_end_is_plain(data: bytes, *, kept: bool) -> None:
    """What follows would be taken for the next answer."""
    assert kept == taken(data).open


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"<html></html>\r\n\r\n",
        answer(b"100 Continue") * 5000,
        answer(b"200 OK", *(b"X-%d: y" % number for number in range(20_000))),
    ],
)
def test_half_a_head_is_no_answer(data: bytes) -> None:
    """Nor is one that never ends."""
    with pytest.raises(BrokenAnswerError):
        taken(data)


@pytest.mark.parametrize(
    "data",
    [
        answer(b"200 OK", b"Content-Length: 100", body=b"half"),
        answer(b"200 OK", b"Transfer-Encoding: chunked", body=b"5\r\nhal"),
        answer(b"200 OK", b"Transfer-Encoding: chunked", body=b"five\r\n"),
        answer(b"200 OK", b"Transfer-Encoding: chunked", body=b""),
    ],
)
def test_half_a_body_is_told(data: bytes) -> None:
    """The status stands; whether it counts is for others to say."""
    found = taken(data)

    assert (200, False, False) == (found.status, found.whole, found.open)


@pytest.mark.parametrize("length", [b"Content-Length: 9999999", b"X: y"])
def test_an_endless_body_is_read_to_the_cap(length: bytes) -> None:
    """Then the status is enough, and the line is given up."""
    found = taken(answer(b"200 OK", length, body=b"x" * LARGEST_ANSWER))

    assert (200, True, False) == (found.status, found.whole, found.open)


def test_the_head_alone_has_no_body() -> None:
    """What HEAD is answered with tells a length, and sends nothing."""
    found = taken(answer(b"200 OK", b"Content-Length: 5000"), method="HEAD")

    assert (True, True) == (found.whole, found.open)
