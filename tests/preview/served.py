"""A real server on this machine, and what it answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

import attrs
import uvicorn

from newsflow.preview.serving import listening

TIMEOUT = 20


@attrs.frozen
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, read."""
        return self.body.decode()


@attrs.frozen
class Served:
    """A server, by its port."""

    port: int

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for something, by a path below the server or by its whole address."""
        path = path.removeprefix(self.base)
        link = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            link.request(method, path, headers=named)
            got = link.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, told, got.read())
        finally:
            link.close()

    def say(self, request: bytes) -> bytes:
        """Send these very bytes, and give all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), TIMEOUT) as line:
            line.sendall(request)
            return b"".join(iter(lambda: line.recv(65536), b""))

    @contextmanager
    def listen(self, path: str) -> Iterator[Iterator[str]]:
        """Hear server-sent events: what stands behind each ``data:``."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        link.request("GET", path.removeprefix(self.base))
        try:
            yield _told(link.getresponse())
        finally:
            link.close()


def _told(lines: Any) -> Iterator[str]:
    for line in lines:
        if line.startswith(b"data: "):
            yield line[6:].decode().strip()


@contextmanager
def serving(app: Any, **settings: Any) -> Iterator[Served]:
    """Serve an application on a free port of this machine."""
    at = listening("127.0.0.1", 0)
    settings = {"lifespan": "off", "log_config": None, **settings}
    config = uvicorn.Config(app, timeout_graceful_shutdown=1, ws="none", **settings)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
    thread.start()
    try:
        yield Served(at.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(TIMEOUT)
        at.close()
    assert not thread.is_alive()
