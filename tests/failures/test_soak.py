"""Many stories, many channels, and workers that die all the time."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import attrs

from newsflow import Content, Newsroom
from newsflow.ports import Delivery, Status
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from .conftest import House, in_order

CHANNELS = 10
WORKS = MappingProxyType({"workers": 2, "batch": 50, "at_once": 3})
DATABASES = ("sqlite", "postgres")
BO, CY = PEOPLE["bo"], PEOPLE["cy"]


def live(room: Newsroom, number: int, chance: random.Random) -> str:
    """Live a story: published, and by chance updated, or killed."""
    article = room.draft(Content(headline=f"Bridge {number}"), by="ada")
    article = room.submit(article, by="ada")
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)
    end = chance.random()
    if end < 0.3:
        second = Content(headline=f"Bridge {number}, again")
        article = room.submit(room.save(article, second, by="ada"), by="ada")
        room.update(clear(room, article, people=PEOPLE), by=BO)
    elif end < 0.5:
        room.kill(article, by=CY, reason="Court.")
    return article.id


def test_ledger_and_receiver_agree_row_for_row(house: House) -> None:
    """Thousands of deliveries while workers are killed: none lost, none late, no ghost.

    On PostgreSQL with fewer stories, for the time that it takes. ``bench/soak.py`` has
    the same with ten thousand.
    """
    stories = 1000 if house.url.startswith("sqlite") else 300
    seen = soak(house, stories, kill_every=4)

    assert seen.kills > 0, "nobody died: it proves nothing"
    assert stories * CHANNELS <= seen.deliveries


@attrs.frozen(kw_only=True)
class Seen:
    """What was compared, and what it took, in seconds."""

    deliveries: int
    delivered: int
    superseded: int
    requests: int
    repeats: int
    kills: int
    published_in: float
    ended_in: float
    compared_in: float


def soak(house: House, stories: int, *, kill_every: float) -> Seen:
    """Publish while workers deliver, one of whom dies every so often; then compare."""
    house.channels = CHANNELS
    room, articles = house.open(), list[str]()
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(publish, house.open(), articles, stories)
        kills = _killing(house, lambda: written.done() and _ended(room), kill_every)
        published_in = written.result() - began
    ended = time.monotonic()
    counts = _compared(house, room, articles)
    return Seen(
        kills=kills,
        published_in=published_in,
        ended_in=ended - began,
        compared_in=time.monotonic() - ended,
        **counts,
    )


def publish(desk: Newsroom, articles: list[str], stories: int) -> float:
    """Live one story after another; tell when that was done."""
    chance = random.Random(7)  # noqa: S311 - no secret
    articles.extend(live(desk, number, chance) for number in range(stories))
    return time.monotonic()


def _killing(house: House, done: Callable[[], bool], every: float) -> int:
    """Have two workers at it until all is done, and kill the elder time and again."""
    workers = [house.worker(**WORKS) for _ in range(2)]
    kills = 0
    while not _becomes(done, within=every):
        workers.pop(0).kill()
        workers.append(house.worker(**WORKS))
        kills += 1
    return kills


def _becomes(done: Callable[[], bool], *, within: float) -> bool:
    end = time.monotonic() + within
    while not (so := done()) and time.monotonic() < end:
        time.sleep(0.2)
    return so


def _ended(room: Newsroom) -> bool:
    """Tell that nothing is open: one question, which costs the workers little."""
    with room._office.database.reading() as tx:  # noqa: SLF001 - no look at each story
        tx.cursor.execute("SELECT 1 FROM newsflow_deliveries WHERE settled IS NULL")
        return tx.cursor.fetchone() is None


def _compared(house: House, room: Newsroom, articles: list[str]) -> dict[str, int]:
    """Hold all rows of the ledger to all that the receiver took."""
    rows = {one.key: one for article in articles for one in room.deliveries(article)}
    takes = house.takes()
    taken = {f"{stream}/{number}": said for stream, number, said in takes}
    in_order(takes)
    ended = Counter(one.status for one in rows.values())
    assert {Status.DELIVERED, Status.SUPERSEDED} == set(ended)
    delivered = {key for key, one in rows.items() if one.status is Status.DELIVERED}
    assert delivered <= taken.keys(), "the ledger claims what nobody got"
    assert taken.keys() <= rows.keys(), "somebody got what the ledger does not know"
    for key, said in taken.items():
        version, removes = rows[key].version, rows[key].operation.removes
        assert said.split()[1] == str(version or "-"), key
        assert said.startswith("kill ") is removes, key
    _last_says(rows.values(), takes)
    requests = len(house.receiver.requests)
    return {
        "deliveries": len(rows),
        "delivered": ended[Status.DELIVERED],
        "superseded": ended[Status.SUPERSEDED],
        "requests": requests,
        "repeats": requests - len(taken),
    }


def _last_says(rows: Iterable[Delivery], takes: Iterable[tuple[str, int, str]]) -> None:
    """See that each channel was told last what the ledger has last for it."""
    newest: dict[str, int] = {}
    for one in rows:
        stream = one.key.rpartition("/")[0]
        newest[stream] = max(newest.get(stream, 0), one.sequence)
    assert {stream: number for stream, number, _ in takes}.items() <= newest.items()
