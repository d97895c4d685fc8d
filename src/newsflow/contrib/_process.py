"""One newsroom a process: opened when it is first asked for, closed at the exit."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from ..newsroom import Newsroom

_K = TypeVar("_K")


@attrs.define(slots=False)
class _Opened(Generic[_K]):
    """What one process has open, and by which settings."""

    lock: threading.RLock = attrs.field(factory=threading.RLock)
    key: _K | None = None
    room: Newsroom | None = None


class OnePerProcess(Generic[_K]):
    """Opens a newsroom for each process, and anew when its settings are others.

    A child that was forked leaves its parent's newsroom alone, connections and locks
    included, and opens its own.
    """

    def __init__(self, opening: Callable[[_K], Newsroom]) -> None:
        self._opening = opening
        self._processes: dict[int, _Opened[_K]] = {}

    def newsroom(self, key: _K) -> Newsroom:
        """Give the newsroom of this process, by these settings."""
        mine = self._processes.setdefault(os.getpid(), _Opened())
        with mine.lock:
            if mine.room is not None and mine.key == key:
                return mine.room
            self.close()
            mine.room, mine.key = self._opening(key), key
            atexit.register(self.close)
            return mine.room

    def close(self) -> None:
        """Close the newsroom of this process, if it has one open."""
        mine = self._processes.get(os.getpid())
        if mine is None:
            return
        with mine.lock:
            room, mine.room = mine.room, None
            atexit.unregister(self.close)
            if room is not None:
                room.close()
