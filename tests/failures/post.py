"""A channel that posts to a receiver, and a worker that can be killed at any step."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs

from newsflow import Newsroom, hookimpl
from newsflow.errors import Problem, RetryError
from newsflow.ports import (
    Capabilities,
    Delivery,
    Idempotency,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
)
from newsflow.testing import PEOPLE

CAN = Capabilities(idempotency=Idempotency.KEY)
STEPS = ("before claim", "after claim", "mid-post", "after post", "after settle")


class Executioner:
    """Kills this process at a step, the so-manieth time that it is reached."""

    def __init__(self, step: str, after: int = 1) -> None:
        self.step = step
        self.left = after

    def at(self, step: str) -> None:
        """Reach a step."""
        if step == self.step:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def token(self) -> str:
        """Give the token of a claim that is about to be made."""
        self.at("before claim")
        return secrets.token_hex(16)

    @hookimpl
    def newsflow_delivery(self, delivery: Delivery) -> None:
        """Hear that a delivery was settled."""
        del delivery
        self.at("after settle")


@attrs.frozen(kw_only=True)
class Post:
    """Posts each parcel with its key and its sequence; a repeat is told by the key."""

    name: str
    port: int
    executioner: Executioner = attrs.field(factory=lambda: Executioner(""))
    wait_for: Path | None = None
    """A file that must be there before anything is posted."""
    fails: bool = False
    """Whether the post is not made after that, but fails."""
    capabilities: Capabilities = CAN

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take anything."""
        del parcel
        return ()

    def render(self, parcel: Parcel) -> Rendition:
        """Give operation and version."""
        version = getattr(parcel.view, "version", "-")
        text = f"{parcel.operation.value} {version}"
        return Rendition(media_type="text/plain", data=text.encode())

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Post it."""
        del shelf
        self.executioner.at("after claim")
        self._wait(parcel)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            self._post(connection, parcel)
        except OSError as failure:
            raise RetryError(self.name, str(failure)) from None
        finally:
            connection.close()
        self.executioner.at("after post")
        return Receipt(reference=parcel.key)

    def _wait(self, parcel: Parcel) -> None:
        if self.wait_for is None:
            return
        self.wait_for.with_suffix(".claimed").write_text(parcel.key)
        while not self.wait_for.exists():
            time.sleep(0.01)
        if self.fails:
            raise RetryError(self.name, "the line is down")

    def _post(self, connection: http.client.HTTPConnection, parcel: Parcel) -> None:
        body = self.render(parcel).data
        connection.putrequest("POST", f"/{self.name}")
        connection.putheader("Idempotency-Key", parcel.key)
        connection.putheader("Sequence", str(parcel.sequence))
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:3])
        self.executioner.at("mid-post")
        connection.send(body[3:])
        connection.getresponse().read()


def open_worker(
    url: str,
    port: int,
    channels: int,
    *,
    lease: float,
    step: str = "",
    after: int = 1,
    **post: Any,
) -> Newsroom:
    """Open the newsroom of a worker."""
    executioner = Executioner(step, after)
    return Newsroom.open(
        url,
        channels=[
            Post(name=f"post-{number}", port=port, executioner=executioner, **post)
            for number in range(channels)
        ],
        directory=_Everyone(),
        plugins={"executioner": executioner},
        salts=executioner.token,
        deliver=False,
        lease=timedelta(seconds=lease),
    )


class _Everyone:
    def person(self, identifier: str) -> Any:
        """Find one of the house."""
        return PEOPLE.get(identifier)


def work(room: Newsroom, **pace: int) -> None:
    """Deliver until standard input is closed."""
    with room.running(every=0.02, **pace):
        print("ready", flush=True)  # noqa: T201 - the test waits for it
        sys.stdin.buffer.read()


if __name__ == "__main__":
    arguments = dict(one.split("=", 1) for one in sys.argv[4:])
    go = arguments.get("wait_for")
    work(
        open_worker(
            sys.argv[1],
            int(sys.argv[2]),
            int(sys.argv[3]),
            lease=float(arguments.get("lease", 2)),
            step=arguments.get("step", ""),
            after=int(arguments.get("after", 1)),
            wait_for=Path(go) if go else None,
            fails=arguments.get("fails") == "yes",
        ),
        **{
            name: int(arguments.get(name, 1))
            for name in ("batch", "workers", "at_once")
        },
    )
