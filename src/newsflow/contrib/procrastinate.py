"""Deliveries by Procrastinate: jobs in PostgreSQL, in the transaction of the step.

The host owns the app, which leads to the database of the newsroom. Procrastinate's
locks stay off: the ledger holds the order, and two owners would stop one another.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from ..errors import MissingExtraError
from ..ports import Hint, Later

try:
    import procrastinate
    import psycopg
    from procrastinate import exceptions, manager
    from procrastinate.jobs import Status
    from procrastinate.tasks import configure_task
except ImportError as missing:
    feature, extra = "the engine Procrastinate", "procrastinate"
    raise MissingExtraError(feature, extra) from missing

LOG = logging.getLogger("newsflow.delivery")
QUEUE = "newsflow"
DELIVER, SWEEP, RESCUE = "newsflow.deliver", "newsflow.sweep", "newsflow.rescue"
_PAUSE = 1.0  # seconds until a worker that was not asked to stop is started again


class ProcrastinateEngine:
    """Runs deliveries as Procrastinate's jobs, each with the id of a delivery.

    What is to be asked for again becomes a job anew, at its time. As often as *sweeps*
    says (cron; a sixth field is seconds), what a crash took is looked for, and what a
    worker has that was not heard of for *stalled* seconds is given back.
    """

    atomic = True

    def __init__(
        self,
        app: procrastinate.App,
        *,
        queue: str = QUEUE,
        sweeps: str = "* * * * *",
        stalled: float = 30.0,
    ) -> None:
        self._app, self._queue = app, queue
        self._sweeps, self._stalled = sweeps, stalled
        # Never opened: it rides on connections of ours, which are synchronous.
        self._riding = manager.JobManager(procrastinate.SyncPsycopgConnector())

    def attach(
        self, run: Callable[[int], Later | None], sweep: Callable[[], int]
    ) -> None:
        """Add the tasks to the app; under their names, so that nothing is imported."""

        def deliver(delivery: int) -> None:
            later = run(delivery)
            if later is not None:
                self._ask_at(delivery, later.at)

        def swept(**_: int) -> None:
            sweep()

        app, queue = self._app, self._queue
        app.task(name=DELIVER, queue=queue)(deliver)
        for name, body in ((SWEEP, swept), (RESCUE, self._rescue)):
            lock = f"{name} {queue}"
            task: Any = app.task(name=name, queue=queue, queueing_lock=lock)(body)
            app.periodic(cron=self._sweeps, periodic_id=queue)(task)

    def hint(self, connection: Any, hints: Iterable[Hint]) -> None:
        """Add the jobs in the transaction of the step; the sweep, if none can ride."""
        for one in hints if isinstance(connection, psycopg.Connection) else ():
            at = one.not_before
            self._defer(one.delivery, connection=connection, schedule_at=at)

    def hinted(self, hints: Iterable[Hint]) -> None:
        """Add the jobs on the app's own connection; what fails, the sweep makes up."""
        try:
            for one in hints:
                self._ask_at(one.delivery, one.not_before)
        except exceptions.ProcrastinateException as failed:
            LOG.warning("no hint went out, the sweep will find it: %r", failed)

    def _ask_at(self, delivery: int, at: datetime) -> None:
        """Add a job, unless one waits for that second: each may lead to another."""
        lock = f"{self._queue} {delivery} {at.timestamp():.0f}"
        with suppress(exceptions.AlreadyEnqueued):
            self._defer(delivery, queueing_lock=lock, schedule_at=at)

    def _defer(self, delivery: int, **how: Any) -> None:
        by = self._riding if "connection" in how else self._app.job_manager
        job = configure_task(name=DELIVER, job_manager=by, queue=self._queue, **how)
        job.defer(delivery=delivery)

    async def _rescue(self, **_: int) -> None:
        """Give back what dead workers had, or forget it if the like of it waits."""
        by = self._app.job_manager
        for job in await by.get_stalled_jobs(
            queue=self._queue, seconds_since_heartbeat=self._stalled
        ):
            try:
                await by.retry_job(job)
            except exceptions.UniqueViolation:
                await by.finish_job(job, Status.FAILED, delete_job=True)


def run_worker(
    app: procrastinate.App, *, queue: str = QUEUE, concurrency: int = 4, **how: Any
) -> None:
    """Work until SIGINT or SIGTERM; what is under way then is finished.

    When PostgreSQL goes away, Procrastinate's worker ends: it is started again for as
    long as nobody asked to stop. Jobs that are done are deleted, as the ledger has it
    all. *how* goes to Procrastinate's worker.
    """
    how = {"delete_jobs": "successful", "fetch_job_polling_interval": 1.0, **how}
    asyncio.run(_working(app, {"queues": [queue], "concurrency": concurrency, **how}))


async def _working(app: procrastinate.App, how: dict[str, Any]) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    asked = asyncio.ensure_future(stop.wait())
    while not stop.is_set():
        worker = asyncio.ensure_future(_one(app, how))
        await asyncio.wait({worker, asked}, return_when=asyncio.FIRST_COMPLETED)
        worker.cancel()  # it finishes what it is at
        (ended,) = await asyncio.gather(worker, return_exceptions=True)
        if not stop.is_set():
            LOG.warning("the worker ended by itself, and is started again: %r", ended)
            await asyncio.wait({asked}, timeout=_PAUSE)


async def _one(app: procrastinate.App, how: dict[str, Any]) -> None:
    async with app.open_async():
        await app.run_worker_async(install_signal_handlers=False, **how)
