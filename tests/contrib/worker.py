"""A process that works for a newsroom: ``-m tests.contrib.worker ENGINE URL PORT``."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs

from newsflow import Newsroom
from newsflow.ports import Engine, Hint
from newsflow.testing import PEOPLE, Staff

from ..failures.post import Executioner, Post
from ..gazette import story

CHANNELS = ("post-0", "post-1")


@attrs.frozen(kw_only=True)
class Work:
    """What a worker is to work for, and where it is to die."""

    url: str
    port: int
    broker: str = ""
    every: int = 1
    lease: float = attrs.field(default=2.0, converter=float)
    step: str = ""
    wait_for: str = ""

    def open(self, engine: Engine) -> Newsroom:
        """Open the newsroom; its engine runs what is due."""
        executioner = Executioner(self.step)
        go = Path(self.wait_for) if self.wait_for else None
        return Newsroom.open(
            self.url,
            channels=[
                Post(name=name, port=self.port, executioner=executioner, wait_for=go)
                for name in CHANNELS
            ],
            directory=Staff(PEOPLE),
            plugins={"executioner": executioner},
            salts=executioner.token,
            lease=timedelta(seconds=self.lease),
            engine=engine,
        )


def by_procrastinate(work: Work) -> tuple[Any, Newsroom]:
    """Make an app on the database of the newsroom, and open this; sweep each second."""
    import procrastinate  # noqa: PLC0415 - whoever works by something else lacks it

    from newsflow.contrib.procrastinate import ProcrastinateEngine  # noqa: PLC0415 - same

    connector = procrastinate.PsycopgConnector(
        conninfo=work.url, min_size=1, max_size=4, timeout=5
    )
    app = procrastinate.App(connector=connector)
    sweeps = f"* * * * * */{work.every}"
    return app, work.open(ProcrastinateEngine(app, sweeps=sweeps, stalled=1.0))


def by_celery(work: Work) -> tuple[Any, Newsroom]:
    """Make an app on the broker, and open the newsroom; sweep each second."""
    from celery import Celery  # noqa: PLC0415 - same

    from newsflow.contrib.celery import CeleryEngine  # noqa: PLC0415 - same

    app = Celery("gazette", broker=work.broker, set_as_current=False)
    app.conf.update(
        broker_connection_retry_on_startup=True, worker_hijack_root_logger=False
    )
    return app, work.open(CeleryEngine(app, every=float(work.every)))


def _ready(**about: Any) -> None:
    del about
    os.write(1, b"ready\n")  # not print: Celery takes that for something to log


def publish_and_die(work: Work) -> None:
    """Publish a story, and be killed between the commit and the message."""
    from newsflow.contrib.celery import CeleryEngine  # noqa: PLC0415 - same

    class Dying(CeleryEngine):
        def hinted(self, hints: Iterable[Hint]) -> None:
            """Be killed instead."""
            if tuple(hints):
                os.kill(os.getpid(), signal.SIGKILL)

    from celery import Celery  # noqa: PLC0415 - same

    with work.open(Dying(Celery(broker=work.broker, set_as_current=False))) as room:
        story(room)


def main(engine: str, url: str, port: str, *settings: str) -> None:
    """Work until told to stop."""
    logging.basicConfig(level=logging.WARNING)
    chosen: dict[str, Any] = dict(one.split("=", 1) for one in settings)
    schedule = chosen.pop("schedule", "")
    work = Work(url=url, port=int(port), **chosen)
    if engine == "procrastinate":
        from newsflow.contrib.procrastinate import run_worker  # noqa: PLC0415 - same

        app, _ = by_procrastinate(work)
        _ready()
        run_worker(app, update_heartbeat_interval=0.3, stalled_worker_timeout=1.0)
    elif engine == "dying":
        _ready()
        publish_and_die(work)
    else:
        from celery.signals import worker_ready  # noqa: PLC0415 - same

        app, _ = by_celery(work)
        worker_ready.connect(_ready, weak=False)
        how = ["--pool=solo", "-B", "--schedule", schedule, "--loglevel=WARNING"]
        app.worker_main(["worker", "--without-gossip", "--without-mingle", *how])


if __name__ == "__main__":
    main(*sys.argv[1:])
