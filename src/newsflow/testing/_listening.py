"""The server behind a receiver: one desk that knows, one handler a connection."""

from __future__ import annotations

import socket
import struct
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock
from typing import Any

import attrs

from ._answers import Answer, Hangup, Request, Take


@attrs.define(kw_only=True)
class Desk:
    """What all connections of a receiver share; its lock guards it."""

    take: Take
    copies: dict[str, Any] = attrs.field(factory=dict)
    requests: list[Request] = attrs.field(factory=list)
    script: deque[Answer] = attrs.field(factory=deque)
    lock: Lock = attrs.field(factory=Lock)
    closing: Event = attrs.field(factory=Event)

    def planned(self) -> Answer | None:
        """Give the answer that somebody asked for, if there is one."""
        with self.lock:
            return self.script.popleft() if self.script else None

    def read(self, request: Request, planned: Answer | None) -> Answer:
        """Record a request, take it unless that is not planned, and say what to say."""
        with self.lock:
            self.requests.append(request)
            if planned is not None and not planned.takes:
                return planned
            said = self.take(request, self.copies)
        return planned or said or Answer()


class Server(ThreadingHTTPServer):
    """A server whose connections end with it, and that is silent about broken ones."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: lines break here on purpose."""


class Handler(BaseHTTPRequestHandler):
    """One connection, which is kept as long as the client likes."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, desk: Desk, *arguments: Any) -> None:
        self.desk = desk
        super().__init__(*arguments)

    def handle_one_request(self) -> None:
        """Wait for a request, and first look what is to become of it."""
        try:
            if not self.rfile.peek(1):  # type: ignore[attr-defined] # it is buffered
                self.close_connection = True
                return
        except OSError:
            self.close_connection = True
            return
        self.planned = self.desk.planned()
        if self.planned and self.planned.hangs_up is Hangup.BEFORE_READING:
            self._hang_up()
            return
        super().handle_one_request()

    def __getattr__(self, name: str) -> Callable[[], None]:
        # The server asks for do_GET, do_PUT and so on.
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(
            method=self.command,
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        answer = self.desk.read(request, self.planned)
        if answer.delay:
            self.desk.closing.wait(answer.delay)
        if answer.hangs_up is Hangup.AFTER_READING:
            self._hang_up()
            return
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if "content-length" not in {name.lower() for name, _ in answer.headers}:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: answer.cut])
        if answer.cut is not None:
            self.wfile.flush()
            self.close_connection = True

    def _hang_up(self) -> None:
        # With unread bytes or without: the client sees its connection reset.
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
