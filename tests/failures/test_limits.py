"""The limits of a channel, with two processes at it that know nothing of each other."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

from newsflow.model.times import instant_of
from newsflow.ports import Status

from ..gazette import story
from .conftest import House, agree, all_ended, until

DATABASES = ("sqlite", "postgres")
TOGETHER, RATE, BURST = 2, 10, 3


def test_limits_hold_over_two_processes_and_outlive_one(
    house: House, tmp_path: Path
) -> None:
    """So many at once and so many a second; a dead one's places are free in the end.

    The first process takes every place there is, and is killed. Each of the others
    would take four at once.
    """
    house.channels, house.lease = 1, 1.5
    room = house.open()
    articles = [story(room) for _ in range(12)]
    limits = {"together": TOGETHER, "rate": RATE, "engine": "yes"}
    hanging, diary = tmp_path / "go", tmp_path / "diary"
    victim = house.worker(wait_for=hanging, **limits)
    until(lambda: len(_leases(house)) == TOGETHER)
    until_then = min(_leases(house))
    victim.kill()
    for _ in range(2):
        house.worker(diary=diary, **limits)
    until(lambda: all_ended(room, articles))

    agree(house, room, articles)
    notes = [line.split() for line in diary.read_text().splitlines()]
    noted = sorted((float(at), int(change)) for at, change in notes)
    begun = [at for at, change in noted if change > 0]
    assert len(articles) == len(begun), "each once, by whichever of them"
    assert until_then <= begun[0], "a dead one's places are taken until its lease ends"
    assert TOGETHER == max(accumulate(change for _, change in noted))
    assert RATE + BURST >= max(
        sum(first <= at < first + 1 for at in begun) for first in begun
    )
    assert (len(articles) - BURST) / RATE <= begun[-1] - begun[0] + 0.2


def _leases(house: House) -> list[float]:
    room = house.rooms[0]
    rows = [one for row in room.search() for one in room.deliveries(row.id)]
    until = (one.lease_until for one in rows if one.status is Status.LEASED)
    return [instant_of(one).timestamp() for one in until if one]
