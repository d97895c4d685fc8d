"""A release that waits for its time, and a person who calls it off just then."""

from __future__ import annotations

import time
from datetime import timedelta

from newsflow.events import Published, Unscheduled
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import story
from .conftest import House

DATABASES = ("sqlite", "postgres")
BO = PEOPLE["bo"]


def test_the_time_and_the_answer_race_and_one_of_them_counts(house: House) -> None:
    """Each story goes out or is called off, never both; after that it is too late.

    One process fires what is due while another calls it off, from the other end.
    """
    room = house.open()
    runner, editor = house.colleague(), house.colleague()
    ready = [clear(room, story(room, "review"), people=PEOPLE) for _ in range(12)]
    due = room._office.clock() + timedelta(seconds=0.3)  # noqa: SLF001 - the database's
    names = [room.schedule(one, when=due, by=BO).id for one in ready]
    while room._office.clock() < due:  # noqa: SLF001 - the same
        time.sleep(0.01)
    off = f"[told(room.unschedule, one, by=cy) for one in {names[::-1]}]"
    runner.begins("len(room.run_due().fired)")
    editor.begins(off)
    fired, called_off = int(runner.said()), editor.said()

    ends = [
        [one for one in room.history(name) if isinstance(one, Published | Unscheduled)]
        for name in names
    ]
    assert {1} == {len(one) for one in ends}
    assert fired == sum(isinstance(one, Published) for (one,) in ends)
    refused = called_off.count("ConflictError") + called_off.count("StepRefusedError")
    assert fired == refused, called_off
    again = editor.does(off)
    assert 12 == again.count("StepRefusedError"), "the one way or the other, it is over"
