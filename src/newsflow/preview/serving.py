"""Serving: a server on this machine alone, unless somebody says otherwise."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from types import FrameType
from typing import TYPE_CHECKING

from ..errors import MissingExtraError

try:
    import uvicorn
except ImportError as missing:
    feature, extra = "newsflow preview", "serve"
    raise MissingExtraError(feature, extra) from missing

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names by which a machine calls itself."""

_GRACE = 2  # seconds for what is under way, when the server is to end


def is_loopback(host: str) -> bool:
    """Tell whether nobody but this machine can call at an address (RFC 1122, RFC 4291).

    A name other than ``localhost`` is not looked up, and so is not.
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """Listen at an address, with 0 at any free port; callers wait until we answer.

    Raises:
        OSError: somebody else listens there, or the address is none of this machine.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, kind, protocol, _, address = found[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen()
    except OSError:
        bound.close()
        raise
    return bound


def serve(app: ASGIApp, at: socket.socket, *, over: threading.Event) -> None:
    """Answer until SIGINT or SIGTERM comes, and set *over* as soon as one does.

    No log names an address: there are links in them.

    Raises:
        KeyboardInterrupt: it was SIGINT; everything has ended in order by then.
    """
    logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it names files
    config = uvicorn.Config(
        app,
        access_log=False,
        lifespan="off",
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        ws="none",
    )
    _Server(config, over).run(sockets=[at])


class _Server(uvicorn.Server):
    """A server that says so when it is asked to end: some answers never do."""

    def __init__(self, config: uvicorn.Config, over: threading.Event) -> None:
        super().__init__(config)
        self._over = over

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Hear a signal."""
        self._over.set()
        super().handle_exit(sig, frame)
