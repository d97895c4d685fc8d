"""Opening lines: a name is looked up once, every answer checked, one of them used."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Any, TypeAlias

import attrs

from .allowing import AllowList, address_of, objection
from .line import Line
from .patience import Deadline
from .target import Target

Place: TypeAlias = tuple[socket.AddressFamily, Any]
"""What is connected to: a family, and an address as the socket takes it."""

LookUp: TypeAlias = Callable[[str, int], Sequence[Place]]


class BarredError(OSError):
    """The target leads where nothing may be sent to."""


class UnknownNameError(OSError):
    """The name of the target cannot be looked up now."""


def looked_up(host: str, port: int) -> tuple[Place, ...]:
    """Ask the system where a host is."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((one[0], one[4]) for one in found))


@cache
def trusted_by_system() -> ssl.SSLContext:
    """Trust what the system trusts; certificates and names are always checked."""
    return ssl.create_default_context()


@attrs.frozen(kw_only=True)
class Opener:
    """Opens lines to one target.

    The socket is connected to the very address that was checked: nobody looks the name
    up a second time, so that no second answer can lead elsewhere. No proxy is asked,
    whatever the environment says.
    """

    target: Target
    allow: AllowList = attrs.field(factory=AllowList)
    ports: frozenset[int] = frozenset()
    trust: Callable[[], ssl.SSLContext] = trusted_by_system
    look_up: LookUp = looked_up

    def __call__(self, deadline: Deadline) -> Line:
        """Open a line.

        Raises:
            BarredError: one of the answers leads where nothing may be sent to.
            UnknownNameError: the name cannot be looked up now.
            OSError: nobody takes the connection, or TLS fails.
        """
        places = self._places(deadline)
        for place in places:
            self._check(place)
        connection = self._connected(places, deadline)
        if self.target.scheme == "http":
            return Line(connection)
        return Line(self._secured(connection, deadline))

    def objection(self) -> str | None:
        """Say what is wrong with the target, as far as that can be told unasked."""
        target = self.target
        if target.literal is not None:
            allow, ports = self.allow, self.ports
            return objection(target, target.literal, allow=allow, ports=ports)
        if target.scheme == "http" and not self.allow:
            return f"{target} has to be https, unless allow has it"
        if target.port in {443, *self.ports} or self.allow:
            return None
        return f"{target} has an odd port; put it into ports if that is right"

    def _places(self, deadline: Deadline) -> Sequence[Place]:
        host, port = self.target.host, self.target.port
        match self.target.literal:
            case None:
                return self._asked(host, port, deadline)
            case literal if literal.version == 4:  # noqa: PLR2004 - IPv4
                return ((socket.AF_INET, (host, port)),)
            case _:
                return ((socket.AF_INET6, (host, port, 0, 0)),)

    def _asked(self, host: str, port: int, deadline: Deadline) -> Sequence[Place]:
        # The system's look-up knows no time-out: it is left alone when ours is over.
        answer: Future[Sequence[Place]] = Future()
        Thread(
            target=_answered, args=(answer, self.look_up, host, port), daemon=True
        ).start()
        try:
            places = answer.result(deadline.left())
        except (OSError, UnicodeError):
            places = ()
        if not places:
            message = "its name cannot be looked up"
            raise UnknownNameError(message)
        return places

    def _check(self, place: Place) -> None:
        """Hold an answer to the rules; one that breaks them spoils them all.

        Raises:
            BarredError: it breaks one.
        """
        address = address_of(str(place[1][0]))
        why = objection(self.target, address, allow=self.allow, ports=self.ports)
        if why is not None:
            raise BarredError(why)

    def _connected(self, places: Sequence[Place], deadline: Deadline) -> socket.socket:
        failure: OSError | None = None
        for family, place in places:
            try:
                return _connected(family, place, min(deadline.connect, deadline.left()))
            except OSError as refused:
                failure = refused
        raise failure or UnknownNameError

    def _secured(self, plain: socket.socket, deadline: Deadline) -> ssl.SSLSocket:
        try:
            deadline.bound(plain)
            return self.trust().wrap_socket(plain, server_hostname=self.target.host)
        except BaseException:
            plain.close()
            raise


def _connected(
    family: socket.AddressFamily, place: Any, seconds: float
) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(place)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection


def _answered(
    answer: Future[Sequence[Place]], look_up: LookUp, host: str, port: int
) -> None:
    try:
        answer.set_result(look_up(host, port))
    except Exception as failure:  # noqa: BLE001 - it is raised where it is waited for
        answer.set_exception(failure)
