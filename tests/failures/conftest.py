"""Newsrooms that real processes work for, and a receiver that remembers all."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs
import pytest

from newsflow import Article, Newsroom
from newsflow.ports import Status
from newsflow.testing import Receiver

from .post import open_worker

HERE = Path(__file__).resolve().parent


@attrs.define
class House:
    """A newsroom, its receiver, and the workers that serve it."""

    url: str
    receiver: Receiver
    channels: int = 2
    lease: float = 2.0
    rooms: list[Newsroom] = attrs.field(factory=list)
    workers: list[subprocess.Popen[bytes]] = attrs.field(factory=list)

    def open(self, **how: object) -> Newsroom:
        """Open it in this process; nothing is delivered by itself."""
        room = open_worker(
            self.url,
            self.receiver.port,
            self.channels,
            lease=self.lease,
            **how,  # type: ignore[arg-type] # a test knows what it wants
        )
        self.rooms.append(room)
        return room

    def worker(self, **how: object) -> subprocess.Popen[bytes]:
        """Start a process that delivers; come back when it has opened the newsroom."""
        command = [
            sys.executable,
            str(HERE / "post.py"),
            self.url,
            str(self.receiver.port),
            str(self.channels),
            f"lease={self.lease}",
            *(f"{name}={value}" for name, value in how.items()),
        ]
        worker = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.workers.append(worker)
        assert worker.stdout is not None
        assert b"ready\n" == worker.stdout.readline(), "the worker did not start"
        return worker

    def close(self) -> None:
        """End the workers, and close."""
        for worker in self.workers:
            worker.kill()
            worker.communicate()
        for room in self.rooms:
            room.close()
        self.receiver.close()

    def takes(self) -> list[tuple[str, int, str]]:
        """Give what the receiver took, in order: stream, sequence, what it says."""
        seen, taken = set(), []
        for request in self.receiver.requests:
            key = request.headers["idempotency-key"]
            if key not in seen:
                seen.add(key)
                stream, _, sequence = key.rpartition("/")
                taken.append((stream, int(sequence), request.body.decode()))
        return taken


def until(done: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def all_ended(room: Newsroom, articles: list[Article]) -> bool:
    """Tell whether every delivery has ended."""
    return all(one.status.ended for story in articles for one in room.deliveries(story))


def agree(house: House, room: Newsroom, articles: list[Article]) -> None:
    """Hold the ledger to the receiver: row for row, in order, the end after all."""
    takes = house.takes()
    keys = [f"{stream}/{sequence}" for stream, sequence, _ in takes]
    delivered = {
        one.key
        for article in articles
        for one in room.deliveries(article)
        if one.status is Status.DELIVERED
    }
    assert delivered <= set(keys), "the ledger claims what nobody got"
    in_order(takes)


def in_order(takes: Iterable[tuple[str, int, str]]) -> None:
    """See that of each stream nothing older was taken after something newer."""
    last: dict[str, int] = {}
    for stream, sequence, _ in takes:
        assert last.get(stream, 0) < sequence, f"{stream}: {sequence} came late"
        last[stream] = sequence


@pytest.fixture
def house(file: str, socket_enabled: None) -> Iterator[House]:
    """A house with two channels to one receiver."""
    del socket_enabled
    house = House(file, Receiver(key="idempotency-key"))
    yield house
    house.close()
