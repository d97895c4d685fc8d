"""Serving: what runs deliveries asks of a newsroom."""

from __future__ import annotations

from ..ports import Hint, Later
from ._abreast import Pace
from ._delivering import run_one
from ._office import Office
from ._running import Ran, Runner, overdue, run_due, sweep


class Serving:
    """What a timer, a thread or an engine calls."""

    _office: Office

    def run_due(self, *, batch: int = 1, workers: int = 1, at_once: int = 1) -> Ran:
        """Do what is due: fire schedules, take down what has expired, deliver.

        *batch* deliveries to a channel share their bookkeeping, and as many are looked
        at again after a crash in the middle. *workers* channels are served at a time,
        and *at_once* deliveries to each of them are under way, never more than the
        channel's capabilities allow.
        """
        pace = Pace(batch=batch, workers=workers, at_once=at_once)
        return run_due(self._office, pace)

    def running(
        self,
        *,
        every: float = 1.0,
        batch: int = 1,
        workers: int = 1,
        at_once: int = 1,
    ) -> Runner:
        """Start a thread that does what is due, looking every so many seconds.

        *batch*, *workers* and *at_once* are those of :meth:`run_due`.

        >>> from newsflow import Newsroom
        >>> room = Newsroom.open("sqlite://")
        >>> with room.running(every=0.1):
        ...     pass  # serve requests
        >>> room.close()
        """
        pace = Pace(batch=batch, workers=workers, at_once=at_once)
        return Runner(self._office, pace, every=every)

    def deliver(self, delivery: int) -> Later | None:
        """Do what an engine asks for: try one delivery, if it is its turn.

        Gives when to ask again; None if there is nothing more to do about it. Asking
        too early, twice, for what is long done or never was does no harm.
        """
        return run_one(self._office, delivery)

    def sweep(self) -> int:
        """Fire what is due, hint the engine at what it forgot; give how much that was.

        An engine calls it from time to time: whatever a crash took from it, the ledger
        has.
        """
        return sweep(self._office)

    def overdue(self, *, most: int = 500) -> tuple[Hint, ...]:
        """Name deliveries that are due and that nobody has: for an engine's sweep."""
        return overdue(self._office, most=most)
