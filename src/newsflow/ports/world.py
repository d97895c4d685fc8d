"""What the newsroom asks of the world: time, ids, people, bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias

from ..model.people import Person

Clock: TypeAlias = Callable[[], datetime]
"""Tells the instant, aware of its offset."""

Ids: TypeAlias = Callable[[], str]
"""Gives the next new id."""

Salts: TypeAlias = Callable[[], str]
"""Gives 32 hexadecimal digits of chance."""


class Directory(Protocol):
    """Knows people by id: asked when a schedule fires, its scheduler not there."""

    def person(self, identifier: str) -> Person | None:
        """Find a person as they are now; None if they are no longer with the house."""
        ...


class MediaStore(Protocol):
    """Keeps the bytes of media and of imported documents, by their SHA-256."""

    def put(self, data: bytes) -> str:
        """Keep bytes, and return their SHA-256 in hexadecimal."""
        ...

    def get(self, sha256: str) -> bytes:
        """Give the bytes back.

        Raises:
            NotFoundError: there are none of that hash.
        """
        ...

    def remove(self, sha256: str) -> None:
        """Forget bytes, if they are there."""
        ...
