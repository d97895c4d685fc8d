"""The inbox: what has come before is not news, and what is out of date never is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from threading import Lock
from typing import Protocol, runtime_checkable

from .messages import Message


class Arrival(StrEnum):
    """What a message is to who has seen the ones before it."""

    NEW = "new"
    """Do what it says."""
    REPEAT = "repeat"
    """It was dealt with already; answer 2xx, and do nothing."""
    OVERTAKEN = "overtaken"
    """A later one was dealt with already; answer 2xx, and do nothing."""


@runtime_checkable
class Inbox(Protocol):
    """Remembers the highest sequence of each article, per source and channel."""

    def receiving(self, message: Message) -> AbstractContextManager[Arrival]:
        """Tell what a message is, and remember it when the block has ended well.

        When the block fails, it was as if nothing had come: the newsroom sends it
        again. Between two messages of one article nobody else gets in.
        """
        ...


class MemoryInbox:
    """An inbox that lasts as long as its process, for tests and single processes."""

    def __init__(self) -> None:
        self._highest: dict[tuple[str, str, str], int] = {}
        self._lock = Lock()

    @contextmanager
    def receiving(self, message: Message) -> Iterator[Arrival]:
        """Tell what a message is, one after the other."""
        with self._lock:
            found = arrival(message, self._highest.get(message.stream, 0))
            yield found
            if found is Arrival.NEW:
                self._highest[message.stream] = message.sequence


def arrival(message: Message, highest: int) -> Arrival:
    """Tell what a message is to who has seen sequences up to *highest*."""
    if message.sequence > highest:
        return Arrival.NEW
    return Arrival.REPEAT if message.sequence == highest else Arrival.OVERTAKEN
