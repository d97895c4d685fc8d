"""Workers of engines as real processes, and what they serve."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import attrs
import pytest

from newsflow import Article, Newsroom
from newsflow.ports import Status
from newsflow.testing import Receiver

ROOT = Path(__file__).resolve().parents[2]
PATHS = (ROOT / "src", ROOT / "plugins" / "newsflow-webhook" / "src")


@attrs.define
class Workers:
    """Processes that deliver, each with the processes that it starts itself."""

    running: list[subprocess.Popen[bytes]] = attrs.field(factory=list)
    said: IO[bytes] | None = None
    """A file for what they complain of, shown if one dies; else all is shown."""

    def start(self, *what: object, **settings: object) -> subprocess.Popen[bytes]:
        """Start one; come back when it is ready."""
        command = [
            *(sys.executable, "-m", "tests.contrib.worker"),
            *map(str, what),
            *(f"{name}={value}" for name, value in settings.items()),
        ]
        worker = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PATHS))},
            stdout=subprocess.PIPE,
            stderr=self.said,
            start_new_session=True,
        )
        self.running.append(worker)
        assert worker.stdout is not None
        # Celery has something to say before it is ready.
        said = iter(worker.stdout.readline, b"")
        late = threading.Timer(30, os.killpg, (worker.pid, signal.SIGKILL))
        late.start()
        try:
            assert b"ready\n" in said, f"no worker started: {self.complaints()}"
        finally:
            late.cancel()
        return worker

    def complaints(self) -> str:
        """Give what they have complained of, if it was kept."""
        if self.said is None:
            return "see above"
        self.said.seek(0)
        return self.said.read().decode(errors="replace")

    def dead(self) -> bool:
        """Tell whether one has ended that nobody has ended."""
        return any(one.poll() is not None for one in self.running)

    def close(self) -> None:
        """End them all."""
        while self.running:
            worker = self.running.pop()
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.communicate()


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Processes that end with the test."""
    workers = Workers()
    yield workers
    workers.close()


@pytest.fixture
def receiver(socket_enabled: None) -> Iterator[Receiver]:
    """The other end of both channels."""
    del socket_enabled
    with Receiver(key="idempotency-key") as receiver:
        yield receiver


def delivered(room: Newsroom, *stories: Article) -> bool:
    """Tell whether every delivery of these stories has arrived."""
    return {Status.DELIVERED} == {
        one.status for story in stories for one in room.deliveries(story)
    }


def keys(receiver: Receiver) -> list[str]:
    """List the keys that came, repeats included."""
    return [request.headers["idempotency-key"] for request in receiver.requests]


def imported(module: str, *, without: str = "") -> subprocess.CompletedProcess[str]:
    """Import a module in a process of its own, and tell what it left running."""
    script = (
        "import signal, sys, threading, logging\n"
        "def state():\n"
        "    return ([one.name for one in threading.enumerate()],\n"
        "        [signal.getsignal(one) for one in signal.valid_signals()],\n"
        "        logging.getLogger().handlers)\n"
        f"for name in {without.split()!r}: sys.modules[name] = None\n"
        "before = state()\n"
        f"import {module}\n"
        "assert state() == before, state()\n"
        "import asyncio\n"
        "assert asyncio._get_running_loop() is None\n"
        "assert asyncio.get_event_loop_policy()._local._loop is None\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PATHS))},
        text=True,
        timeout=60,
    )
