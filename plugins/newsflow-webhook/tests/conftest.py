"""A receiver on this machine, and a story of the Harbour Gazette to tell it about."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs
import pytest

from newsflow.events import Corrected, Drafted, Killed, Published, Retracted
from newsflow.model import views
from newsflow.model.content import Content
from newsflow.ports import Operation, Parcel, Surroundings
from newsflow.workflow.evolve import evolve
from newsflow_webhook import WEBHOOK, Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
TEXTS = {
    "c1": Content(headline="Harbour bridge reopens", language="en-GB"),
    "c2": Content(headline="Harbour bridge reopens after eleven weeks"),
    "note": "It was closed for eleven weeks, not twelve.",
    "reason": "We named the wrong ship.",
}


class Receiver:
    """An HTTP server that keeps what it got and answers what it is told to."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.body = b""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append((self.path, headers, self.rfile.read(length)))
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(outer.body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}/hooks/news?desk=1"


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
def webhook() -> Callable[..., Webhook]:
    """Make the channel as a newsroom would, with a clock that stands."""

    def make(url: str, **settings: Any) -> Webhook:
        around = Surroundings(
            newsroom="Harbour Gazette", sites=(), folder=".", renderer=lambda _: None
        )
        given = {"url": url, "secret": SECRET, "allow_private": True, **settings}
        made = WEBHOOK.make("app", given, around)
        return attrs.evolve(made, now=lambda: MORNING.timestamp() + 0.5)

    return make


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
    return Parcel(key="bridge/app/2", operation=Operation.CORRECT, view=view)


@pytest.fixture
def gone(article: Any) -> Callable[[str], Parcel]:
    """What it hands over when the story is taken down."""

    def take_down(end: str) -> Parcel:
        kind = {"retract": Retracted, "kill": Killed}[end]
        happened = kind(
            article="bridge",
            position=3,
            at=MORNING,
            by="bo",
            state=end,
            reason="reason",
        )
        view = views.tombstone(evolve(article, happened), TEXTS)
        return Parcel(key="bridge/app/2", operation=Operation(end), view=view)

    return take_down
