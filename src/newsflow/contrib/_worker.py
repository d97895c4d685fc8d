"""A worker: a process that does what is due, until it is told to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..newsroom import Newsroom


def work(
    room: Newsroom, *, every: float, batch: int, workers: int, at_once: int
) -> None:
    """Do what is due until SIGTERM or SIGINT comes; finish what is under way."""
    with (
        _asked_to_end() as end,
        room.running(every=every, batch=batch, workers=workers, at_once=at_once),
    ):
        end.wait()


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    end = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        end.set()

    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(one, asked) for one in signals]
    try:
        yield end
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
