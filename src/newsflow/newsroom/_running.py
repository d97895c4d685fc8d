"""Running: schedules fire and deliveries go out, once or for as long as one lets it."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

import attrs

from ..model.article import Article
from ..model.times import instant_of, stamp
from ..ports import Delivery, Hint
from ._abreast import Pace
from ._delivering import deliver_due, held_up
from ._expiring import Overstayed, expire_due
from ._firing import Late, fire_due
from ._office import Office

LOG = logging.getLogger("newsflow.delivery")


@attrs.frozen(kw_only=True)
class Ran:
    """What came of a run: the schedules that fired, the deliveries that were tried.

    *expired* are the stories that were taken down because their time was over, and
    *overstayed* those that are out past it, as something stands against that. *late*
    tells which schedules fired more than five minutes after their time. With
    *elsewhere*, another process is running them, and nothing was done here.
    """

    fired: tuple[Article, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    late: tuple[Late, ...] = ()
    expired: tuple[Article, ...] = ()
    overstayed: tuple[Overstayed, ...] = ()
    elsewhere: bool = False


def run_due(office: Office, pace: Pace) -> Ran:
    """Do what is due; the only one at it, where several could be."""
    with office.database.alone("run") as mine:
        if not mine:
            return Ran(elsewhere=True)
        fired, expired = fire_due(office), expire_due(office)
        return Ran(
            fired=fired.articles,
            deliveries=deliver_due(office, pace),
            late=fired.late,
            expired=expired.articles,
            overstayed=expired.overstayed,
        )


def overdue(office: Office, *, most: int = 500) -> tuple[Hint, ...]:
    """Name the deliveries that are due and that nobody has: for an engine's sweep."""
    found: list[Hint] = []
    frozen = office.deliveries.frozen()
    for one in office.ledger.overdue(now=stamp(office.clock())):
        if not held_up(office, one, frozen):
            not_before = instant_of(one.due)
            hint = Hint(delivery=one.id, channel=one.channel, not_before=not_before)
            found.append(hint)
        if len(found) == most:
            break
    return tuple(found)


def sweep(office: Office) -> int:
    """Fire what is due, and hint the engine at what is due and that nobody has."""
    fired, expired = fire_due(office), expire_due(office)
    found = overdue(office)
    if office.engine is not None:
        office.engine.hinted(found)
    return len(fired.articles) + len(expired.articles) + len(found)


class Runner:
    """A thread that does what is due, until it is stopped.

    It is a context: at its end the thread has finished what it was at.
    """

    def __init__(self, office: Office, pace: Pace, *, every: float) -> None:
        self._office = office
        self._every = every
        self._pace = pace
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name="newsflow-runner", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, and end."""
        self._stop.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._once()
                self._stop.wait(self._every)
        finally:
            self._office.database.let_go()

    def _once(self) -> None:
        try:
            run_due(self._office, self._pace)
        except Exception:
            # A database that is away, say: whatever it was, the next look may do.
            LOG.exception("what is due could not be looked at")
