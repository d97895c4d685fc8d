"""A channel that posts to a receiver, and a worker that can be killed at any step."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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
    RateLimit,
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
    diary: Path | None = None
    """A file for when each post began and ended; then it takes a twentieth second."""
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
            self._note(1)
            self._post(connection, parcel)
            self._note(-1)
        except OSError as failure:
            raise RetryError(self.name, str(failure)) from None
        finally:
            connection.close()
        self.executioner.at("after post")
        return Receipt(reference=parcel.key)

    def _note(self, under_way: int) -> None:
        if self.diary is None:
            return
        with self.diary.open("a") as diary:
            diary.write(f"{time.time()} {under_way}\n")
        if under_way > 0:
            time.sleep(0.05)

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
    """Open the newsroom of a worker; a *workflow* of its own is not for the posts."""
    executioner, workflow = Executioner(step, after), post.pop("workflow", None)
    return Newsroom.open(
        url,
        workflow=workflow,
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


def work_as_an_engine(room: Newsroom) -> None:
    """Deliver by id, four at a time, as an engine does; past the one runner."""
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    with ThreadPoolExecutor(4) as pool:
        while True:
            list(pool.map(room.deliver, [one.delivery for one in room.overdue()]))
            time.sleep(0.01)


def _limited(arguments: dict[str, str]) -> Capabilities:
    """Read the limits of the channels: so many at once, so many a second."""
    together, rate = int(arguments.get("together", 0)), int(arguments.get("rate", 0))
    return attrs.evolve(
        CAN,
        at_once=together or None,
        rate=RateLimit(most=rate, seconds=1, burst=3) if rate else None,
    )


def main(url: str, port: str, channels: str, *given: str) -> None:
    """Open the newsroom, and work for it as told."""
    arguments = dict(one.split("=", 1) for one in given)
    go, diary = arguments.get("wait_for"), arguments.get("diary")
    room = open_worker(
        url,
        int(port),
        int(channels),
        lease=float(arguments.get("lease", 2)),
        step=arguments.get("step", ""),
        after=int(arguments.get("after", 1)),
        wait_for=Path(go) if go else None,
        fails=arguments.get("fails") == "yes",
        diary=Path(diary) if diary else None,
        capabilities=_limited(arguments),
    )
    if arguments.get("engine") == "yes":
        work_as_an_engine(room)
    names = ("batch", "workers", "at_once")
    work(room, **{name: int(arguments.get(name, 1)) for name in names})


if __name__ == "__main__":
    main(*sys.argv[1:])
