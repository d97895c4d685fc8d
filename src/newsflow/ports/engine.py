"""Engines: who runs deliveries, when and where. The ledger has said whether."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, runtime_checkable

from .ledger import Hint, Later


@runtime_checkable
class Engine(Protocol):
    """Runs deliveries. All it ever carries is the id of a row in the ledger.

    It may call late, twice, in any order or not at all: the ledger holds the order, and
    a sweep finds what was forgotten.
    """

    @property
    def atomic(self) -> bool:
        """Whether a hint rides in the transaction that records its delivery."""
        ...

    def attach(
        self, run: Callable[[int], Later | None], sweep: Callable[[], int]
    ) -> None:
        """Learn how a delivery is run, and how what was forgotten is found."""
        ...

    def hint(self, connection: Any, hints: Iterable[Hint]) -> None:
        """Be told of deliveries, on the connection whose transaction records them."""
        ...

    def hinted(self, hints: Iterable[Hint]) -> None:
        """Be told of deliveries that are recorded, and of which no hint rode along."""
        ...
