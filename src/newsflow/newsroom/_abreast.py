"""Abreast: several jobs at a time, since delivering is mostly waiting for others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

import attrs

from ._office import Office

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


@attrs.frozen(kw_only=True)
class Pace:
    """How much goes on at a time while what is due is delivered.

    *workers* channels are served at a time, and *at_once* deliveries to each of them.
    *batch* deliveries to a channel share two transactions among them, and leave as many
    to be looked at again after a crash in the middle.
    """

    batch: int = 1
    workers: int = 1
    at_once: int = 1

    @property
    def claimed(self) -> int:
        """How many deliveries to a channel are claimed together."""
        return max(self.batch, self.at_once)


def abreast(
    office: Office,
    do: Callable[[_Job], _Result],
    jobs: Iterable[_Job],
    *,
    most: int,
) -> list[_Result]:
    """Do each job, at most so many at a time; give what came of them in any order.

    Should one fail, the others are done before its error is raised.
    """
    waiting = tuple(jobs)
    threads = min(most, len(waiting))
    if threads <= 1:
        return [do(job) for job in waiting]
    left = iter(waiting)  # one thread after the other takes the next of it

    def work() -> list[_Result]:
        try:
            return [do(job) for job in left]
        finally:
            office.database.let_go()

    with ThreadPoolExecutor(threads, thread_name_prefix="newsflow-lane") as pool:
        running = [pool.submit(work) for _ in range(threads)]
    return list(chain.from_iterable(one.result() for one in running))
