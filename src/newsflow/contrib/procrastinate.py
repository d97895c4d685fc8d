"""Deliveries by Procrastinate: jobs in PostgreSQL, in the transaction of the step.

::

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=DSN))
    room = Newsroom.open(URL, engine=ProcrastinateEngine(app))
    run_worker(app)  # in the worker's process

The host owns the app and its pool. Procrastinate's own locks stay off: the ledger holds
the order, and two owners of it would stop one another.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable
from typing import Any

from ..errors import MissingExtraError
from ..ports import Hint, Later

try:
    import procrastinate
except ImportError as missing:
    feature, extra = "the engine Procrastinate", "procrastinate"
    raise MissingExtraError(feature, extra) from missing

LOG = logging.getLogger("newsflow.delivery")
QUEUE = "newsflow"
DELIVER, SWEEP, RESCUE = "newsflow.deliver", "newsflow.sweep", "newsflow.rescue"
_PAUSE = 1.0
"""Seconds between the end of a worker that was not asked to stop, and the next one."""


class ProcrastinateEngine:
    """Runs deliveries as Procrastinate's jobs, each with the id of a delivery.

    A delivery that is to be asked for again becomes a job anew, at its time. Every
    minute a sweep finds what a crash took, and what a dead worker had is given back.
    """

    atomic = True

    def __init__(self, app: procrastinate.App, *, queue: str = QUEUE) -> None:
        self._app = app
        self._queue = queue

    def attach(
        self, run: Callable[[int], Later | None], sweep: Callable[[], int]
    ) -> None:
        """Add the tasks to the app; under their names, so that nothing is imported."""

        def deliver(delivery: int) -> None:
            later = run(delivery)
            if later is not None:
                self._defer(delivery, schedule_at=later.at)

        def swept(timestamp: int) -> None:
            del timestamp
            sweep()

        async def rescue(timestamp: int) -> None:
            del timestamp
            jobs = self._app.job_manager
            for job in await jobs.get_stalled_jobs(queue=self._queue):
                await jobs.retry_job(job)

        app, queue = self._app, self._queue
        app.task(name=DELIVER, queue=queue)(deliver)
        for name, body in ((SWEEP, swept), (RESCUE, rescue)):
            task: Any = app.task(name=name, queue=queue, queueing_lock=name)(body)
            app.periodic(cron="* * * * *")(task)

    def hint(self, connection: Any, hints: Iterable[Hint]) -> None:
        """Add the jobs on the connection of the step, in its transaction."""
        for one in hints:
            self._defer(one.delivery, connection=connection, schedule_at=one.not_before)

    def hinted(self, hints: Iterable[Hint]) -> None:
        """Add the jobs on the app's own connection."""
        for one in hints:
            self._defer(one.delivery, schedule_at=one.not_before)

    def _defer(self, delivery: int, **how: Any) -> None:
        job = self._app.configure_task(DELIVER, queue=self._queue, **how)
        job.defer(delivery=delivery)


def run_worker(
    app: procrastinate.App, *, queue: str = QUEUE, concurrency: int = 4, **how: Any
) -> None:
    """Work until SIGINT or SIGTERM; what is under way then is finished.

    When PostgreSQL goes away, Procrastinate's worker ends, without an exception at
    times: it is started again for as long as nobody asked to stop.
    """
    how = {"queues": [queue], "concurrency": concurrency, **how}
    asyncio.run(_working(app, how))


async def _working(app: procrastinate.App, how: dict[str, Any]) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        await _until(stop, app, how)
        if not stop.is_set():
            LOG.warning("the worker ended by itself, and is started again")
            await asyncio.sleep(_PAUSE)


async def _until(
    stop: asyncio.Event, app: procrastinate.App, how: dict[str, Any]
) -> None:
    """Run one worker, until it ends or is to end."""
    asked = asyncio.ensure_future(stop.wait())
    try:
        async with app.open_async():
            worker = asyncio.ensure_future(
                app.run_worker_async(install_signal_handlers=False, **how)
            )
            await asyncio.wait({worker, asked}, return_when=asyncio.FIRST_COMPLETED)
            worker.cancel()  # it finishes what it is at
            await asyncio.gather(worker, return_exceptions=True)
    except Exception:
        LOG.exception("the worker has lost its database")
    finally:
        asked.cancel()
