"""Many stories, many channels, and workers that die all the time."""

from __future__ import annotations

import random
import threading
from typing import Any

from newsflow import Content, Newsroom
from newsflow.ports import Status
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from .conftest import House, agree, until

STORIES, CHANNELS = 100, 10
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
    """A thousand deliveries while workers are killed: none lost, none late, no ghost.

    The bench has the same with ten times the stories, and ten times again.
    """
    soak(house, STORIES, kills=4)


def soak(house: House, stories: int, *, kills: int) -> dict[str, Any]:
    """Publish while workers deliver and are killed, then compare."""
    house.channels = CHANNELS
    chance = random.Random(7)  # noqa: S311 - no secret
    room = house.open()
    articles: list[str] = []
    all_killed = threading.Event()

    def publish() -> None:
        desk = house.open()
        while len(articles) < stories or not all_killed.is_set():
            articles.append(live(desk, len(articles), chance))

    writer = threading.Thread(target=publish)
    writer.start()
    workers = [house.worker(workers=2, batch=10) for _ in range(2)]
    for _ in range(kills):
        before = len(house.receiver.requests)
        until(lambda: len(house.receiver.requests) > before + 100)  # noqa: B023 - waited for at once
        workers.pop(0).kill()
        workers.append(house.worker(workers=2, batch=10))
    all_killed.set()
    writer.join()
    until(
        lambda: all(one.status.ended for one in _all(room, articles)),
        seconds=30 + stories / 10,
    )
    return _compared(house, room, articles)


def _compared(house: House, room: Newsroom, articles: list[str]) -> dict[str, Any]:
    agree(house, room, [room.article(one) for one in articles])
    everything = _all(room, articles)
    taken = {f"{stream}/{number}" for stream, number, _ in house.takes()}
    for one in everything:
        assert one.status in {Status.DELIVERED, Status.SUPERSEDED}, one
        if one.status is Status.DELIVERED:
            assert one.key in taken
    repeats = len(house.receiver.requests) - len(taken)
    return {"deliveries": len(everything), "repeats": repeats}


def _all(room: Newsroom, articles: list[str]) -> list[Any]:
    return [one for article in articles for one in room.deliveries(article)]
