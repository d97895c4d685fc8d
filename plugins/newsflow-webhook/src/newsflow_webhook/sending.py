"""One request and its answer, over in a given time whatever the other side does."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from functools import cache

import attrs

from .target import Target

LARGEST_ANSWER = 64 * 1024


@attrs.frozen
class Answer:
    """What came back: a status, and when to try again if it says so."""

    status: int
    retry_after: str | None


class _Reader(io.RawIOBase):
    """Reads a socket up to a deadline, and no further than a cap."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = LARGEST_ANSWER

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer comes
        """Read what has come; nothing after the cap, as if the answer ended there."""
        wanted = min(len(buffer), self._left)
        if wanted == 0:
            return 0
        _limit(self._connection, self._deadline)
        count = self._connection.recv_into(memoryview(buffer)[:wanted])
        self._left -= count
        return count


class _Connection:
    """As much of a socket as http.client uses, with a deadline for all of it."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Send, if there is time."""
        _limit(self._connection, self._deadline)
        self._connection.sendall(data)

    def makefile(self, _: str) -> io.BufferedReader:
        """Give what reads the answer."""
        return io.BufferedReader(_Reader(self._connection, self._deadline))

    def close(self) -> None:
        """Leave the connection open: http.client lets go before the body is read."""


def post(
    target: Target,
    addresses: Iterable[str],
    body: bytes,
    headers: Mapping[str, str],
    *,
    timeout: float,
) -> Answer:
    """Send a body to the first of the addresses that takes a connection.

    No redirect is followed and no proxy asked; of the answer's body at most 64 KiB are
    read, and none kept.

    Raises:
        OSError: there was no connection, or no answer in *timeout* seconds.
        http.client.HTTPException: the answer is no HTTP.
    """
    deadline = time.monotonic() + timeout
    connection = _connected(target, addresses, deadline)
    try:
        exchange = http.client.HTTPConnection(target.host, target.port)
        exchange.sock = _Connection(connection, deadline)
        exchange.request("POST", target.request, body, {**headers})
        response = exchange.getresponse()
        answer = Answer(response.status, response.headers.get("Retry-After"))
        response.read(LARGEST_ANSWER)
    finally:
        connection.close()
    return answer


def _connected(
    target: Target, addresses: Iterable[str], deadline: float
) -> socket.socket:
    failure: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection(
                (address, target.port), timeout=_left(deadline)
            )
        except OSError as refused:
            failure = refused
            continue
        return plain if target.scheme == "http" else _secured(plain, target, deadline)
    raise failure or OSError(f"{target.host} has no address")


def _secured(plain: socket.socket, target: Target, deadline: float) -> socket.socket:
    try:
        _limit(plain, deadline)
        return _trust().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _limit(connection: socket.socket, deadline: float) -> None:
    connection.settimeout(_left(deadline))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        message = "no answer in time"
        raise TimeoutError(message)
    return left
