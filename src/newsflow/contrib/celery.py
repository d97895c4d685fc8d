"""Deliveries by Celery: hints after the commit, and a sweep that makes them durable.

::

    app = Celery(broker="redis://…")
    room = Newsroom.open(URL, engine=CeleryEngine(app))

Celery may lose a message, repeat it or bring it late; the ledger has the truth, and the
sweep, which Celery's beat calls, finds what was lost. So run a beat: beside the
workers, or in one of them with ``celery -A … worker -B``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from ..errors import MissingExtraError
from ..ports import Hint, Later

try:
    import celery  # type: ignore[import-untyped] # Celery tells no types
    from kombu.exceptions import OperationalError
except ImportError as missing:
    feature, extra = "the engine Celery", "celery"
    raise MissingExtraError(feature, extra) from missing

LOG = logging.getLogger("newsflow.delivery")
DELIVER, SWEEP = "newsflow.deliver", "newsflow.sweep"
LONGEST = 30.0
"""Seconds that a message waits with a worker at most; later ones the sweep brings.

What waits longer than the broker's visibility timeout would be delivered again and
again.
"""
TURNS = 5
"""How often a message asks again for a delivery; then it is left to the sweep.

A broker cannot tell that such a message is there already: those of one sweep must have
ended when those of the next come.
"""


class CeleryEngine:
    """Runs deliveries as Celery's messages, each with the id of a delivery.

    *every* is how often the beat sweeps, in seconds.
    """

    atomic = False

    def __init__(
        self, app: celery.Celery, *, every: float = 15.0, queue: str | None = None
    ) -> None:
        self._app = app
        self._every = every
        self._queue = queue

    def attach(
        self, run: Callable[[int], Later | None], sweep: Callable[[], int]
    ) -> None:
        """Add the tasks to the app, and the sweep to its beat."""

        def deliver(delivery: int, turns: int = 0) -> None:
            later = run(delivery)
            if later is not None and turns > 0:
                self._send(delivery, later.at, turns - 1)

        # Shared tasks would be every app's of this process.
        how: Any = {"shared": False, "ignore_result": True}
        # A message is acknowledged when it was dealt with, not when it came.
        late = {"acks_late": True, "reject_on_worker_lost": True}
        self._app.task(name=DELIVER, **late, **how)(deliver)
        self._app.task(name=SWEEP, **how)(_swept(sweep))
        beat: Any = self._app.conf.beat_schedule or {}
        options = {} if self._queue is None else {"queue": self._queue}
        entry = {"task": SWEEP, "schedule": self._every, "options": options}
        self._app.conf.beat_schedule = {**beat, SWEEP: entry}

    def hint(self, connection: Any, hints: Iterable[Hint]) -> None:
        """Do nothing: a message cannot ride in a transaction."""

    def hinted(self, hints: Iterable[Hint]) -> None:
        """Send a message for each that is due soon; what fails, the sweep makes up."""
        try:
            for one in hints:
                self._send(one.delivery, one.not_before, TURNS)
        except OperationalError as failed:
            LOG.warning("no hint went out, the sweep will find it: %s", failed)

    def _send(self, delivery: int, at: datetime, turns: int) -> None:
        wait = (at - datetime.now(UTC)).total_seconds()
        if wait <= LONGEST:
            self._app.send_task(
                DELIVER,
                args=[delivery, turns],
                countdown=max(wait, 0.0),
                queue=self._queue,
                retry_policy={"max_retries": 1, "interval_start": 0},
            )


def _swept(sweep: Callable[[], int]) -> Callable[[], None]:
    """Make a task of a sweep: a function of our own, which Celery can name."""

    def swept() -> None:
        sweep()

    return swept
