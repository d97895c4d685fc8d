"""A receiver on the loopback: it takes requests, records them, and fails on order."""

from __future__ import annotations

from functools import partial
from threading import Thread
from types import TracebackType
from typing import Any, Self

from ._answers import FAULTS, Answer, Hangup, Request, Take
from ._listening import Desk, Handler, Server
from .peers import Fault

__all__ = ["FAULTS", "Answer", "Hangup", "Receiver", "Request", "Take"]

_POLL = 0.02
"""How often the server looks whether it is to end, in seconds."""


class Receiver:
    """An HTTP server on the loopback, as the other end of a channel in a test.

    It answers 200 to everything, unless it has been told what to answer next. What it
    takes becomes one of its copies: *take* is called with the request and all copies,
    changes these, and may say what to answer. Without it each request is a copy, which
    a repeat under the same header *key* does not double.

    >>> from newsflow.testing import Answer, Receiver
    >>> with Receiver(key="idempotency-key") as receiver:
    ...     receiver.script(Answer(status=503))
    ...     receiver.url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(self, take: Take | None = None, *, key: str = "") -> None:
        self._desk = Desk(take=take or partial(_kept, key=key.lower()))
        self._server = Server(("127.0.0.1", 0), partial(Handler, self._desk))
        self._thread = Thread(
            target=self._server.serve_forever, args=(_POLL,), daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address that it listens at."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request that it has read, in order."""
        with self._desk.lock:
            return tuple(self._desk.requests)

    def copies(self) -> tuple[tuple[str, Any], ...]:
        """Give every copy that it shows, by its name."""
        with self._desk.lock:
            return tuple(sorted(self._desk.copies.items()))

    def script(self, *answers: Answer) -> None:
        """Say how the next requests are answered, one after the other."""
        with self._desk.lock:
            self._desk.script.extend(answers)

    def play(self, fault: Fault) -> bool:
        """Have the next request go wrong."""
        self.script(FAULTS[fault])
        return True

    def close(self) -> None:
        """Stop listening; who is still waiting for an answer gets none."""
        self._desk.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _kept(request: Request, copies: dict[str, Any], *, key: str) -> None:
    name = request.headers.get(key) or f"request {len(copies) + 1}"
    copies.setdefault(name, (request.method, request.path, request.body))
