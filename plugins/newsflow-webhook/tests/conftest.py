"""Receivers on this machine, and a story of the Harbour Gazette to tell them about."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs
import pytest

from newsflow.events import (
    Corrected,
    Drafted,
    EmbargoTightened,
    Killed,
    Published,
    Retracted,
    Unpublished,
)
from newsflow.model import views
from newsflow.model.content import Content
from newsflow.ports import Operation, Parcel, Receipt, Surroundings
from newsflow.workflow.evolve import evolve
from newsflow_webhook import WEBHOOK, Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests
OLD = "whsec_" + b64encode(b"the secret of the year before").decode()
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
TEXTS = {
    "c1": Content(headline="Harbour bridge reopens", language="en-GB"),
    "c2": Content(headline="Harbour bridge reopens after eleven weeks"),
    "note": "It was closed for eleven weeks, not twelve.",
    "reason": "We named the wrong ship.",
}
ENDS: dict[str, tuple[Any, str]] = {
    "unpublish": (Unpublished, "withdrawn"),
    "retract": (Retracted, "retracted"),
    "kill": (Killed, "killed"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers as the receiver says."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        """Keep the request, and answer."""
        length = int(self.headers["Content-Length"])
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = (self.path, headers, self.rfile.read(length))
        self.server.outer.requests.append(request)
        self._answer(self.server.outer.body)

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        outer = self.server.outer
        outer.methods.append(self.command)
        outer.peers.append(self.client_address)
        self.send_response(outer.status)
        for name, value in outer.headers.items():
            self.send_header(name, value)
        if outer.status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Tell the time of this morning."""
        moment = MORNING.timestamp() if timestamp is None else timestamp
        return super().date_time_string(int(moment))

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """One thread to each connection."""

    daemon_threads = True

    def __init__(self, outer: Receiver) -> None:
        self.outer = outer
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, *_: object) -> None:
        """Keep quiet: what is refused in TLS is an error here."""


class Receiver:
    """An HTTP server that keeps what it got and answers what it is told to."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.methods: list[str] = []
        self.peers: list[tuple[str, int]] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.body = b""
        self.server = Server(self)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.server_port

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hooks/news?desk=1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that listens."""
    found = Receiver()
    thread = threading.Thread(target=found.server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()


@pytest.fixture
def raw() -> Iterator[Callable[..., str]]:
    """Serve connections by hand, one function each, for what is no HTTP server."""
    threads: list[threading.Thread] = []
    listeners: list[socket.socket] = []

    def serve(*answers: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(10)
        listeners.append(listener)

        def each() -> None:
            for answer in answers:
                with suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        connection.settimeout(10)
                        answer(connection)

        threads.append(threading.Thread(target=each))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield serve
    for listener in listeners:
        # Whoever waits for a connection that did not come is let go.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()


@pytest.fixture
def webhook() -> Iterator[Callable[..., Webhook]]:
    """Make the channel as a newsroom would, with a clock that stands."""
    made: list[Webhook] = []

    def make(url: str, **settings: Any) -> Webhook:
        around = Surroundings(
            newsroom="Harbour Gazette",
            sites=(),
            folder=settings.pop("folder", "."),
            renderer=lambda _: None,
        )
        given = {"url": url, "secret": SECRET, "allow": ["127.0.0.0/8"], **settings}
        channel = WEBHOOK.make("app", given, around)
        assert isinstance(channel, Webhook)
        now = MORNING + timedelta(seconds=0.5)
        stands = attrs.evolve(channel, now=now.timestamp, clock=lambda: now)
        made.append(stands)
        return made[-1]

    yield make
    for channel in made:
        channel.close()


@pytest.fixture
def article() -> Any:
    """The story, published this morning."""
    drafted = Drafted(
        article="bridge",
        position=1,
        at=MORNING,
        by="ada",
        content="c1",
        workflow="standard",
        workflow_version=1,
        state="draft",
    )
    published = Published(
        article="bridge",
        position=2,
        at=MORNING,
        by="bo",
        version=1,
        content="c1",
        state="published",
    )
    return evolve(evolve(None, drafted), published)


@pytest.fixture
def created(article: Any) -> Parcel:
    """What the ledger hands over when the story comes out."""
    view = views.release(article, TEXTS, now=MORNING)
    return Parcel(key="bridge/app/1", operation=Operation.CREATE, view=view)


@pytest.fixture
def ahead(article: Any) -> Parcel:
    """What it hands over ahead of the embargo, for who is trusted with it."""
    held = EmbargoTightened(
        article="bridge",
        position=3,
        at=MORNING,
        by="bo",
        embargo=MORNING + timedelta(hours=1),
    )
    view = views.advance(evolve(article, held), TEXTS)
    return Parcel(key="bridge/app/1", operation=Operation.CREATE, view=view)


@pytest.fixture
def corrected(article: Any) -> Parcel:
    """What it hands over when the story was wrong."""
    happened = Corrected(
        article="bridge",
        position=3,
        at=MORNING,
        by="bo",
        version=2,
        content="c2",
        note="note",
        state="published",
    )
    view = views.release(evolve(article, happened), TEXTS, now=MORNING)
    return Parcel(
        key="bridge/app/2",
        operation=Operation.CORRECT,
        view=view,
        sequence=2,
        previous=Receipt(reference="bridge", sha256="1" * 64),
    )


@pytest.fixture
def gone(article: Any) -> Callable[[str], Parcel]:
    """What it hands over when the story is taken down."""

    def take_down(end: str) -> Parcel:
        kind, state = ENDS[end]
        happened = kind(
            article="bridge",
            position=3,
            at=MORNING,
            by="bo",
            state=state,
            reason="reason",
        )
        view = views.tombstone(evolve(article, happened), TEXTS)
        return Parcel(
            key="bridge/app/2",
            operation=Operation(end),
            view=view,
            sequence=2,
            previous=Receipt(reference="bridge", sha256="1" * 64),
        )

    return take_down
