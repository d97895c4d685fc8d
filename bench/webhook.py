"""The webhook: deliver(), alone and through the ledger, and many slow receivers at once.

The receiver is the same for all, in a process of its own.
"""

from __future__ import annotations

import http.client
import itertools
import socket
import statistics
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import attrs
from measure import Contender, compare, noted, table
from parcels import ADA, BO, CY
from receivers import receivers
from stories import story as document

from newsflow import Newsroom
from newsflow.documents.structure import content_from
from newsflow.events import Drafted, Published
from newsflow.model import views
from newsflow.model.times import instant_of
from newsflow.ports import Operation, Parcel, Status, Surroundings
from newsflow.workflow.evolve import evolve

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins/newsflow-webhook/src"))

from newsflow_webhook import WEBHOOK, Webhook
from newsflow_webhook.event import MEDIA_TYPE


@attrs.frozen
class Pace:
    """How much goes on at a time."""

    batch: int = 1
    at_once: int = 1

    def __str__(self) -> str:
        """Write it as it is called."""
        return f"batch={self.batch}, at_once={self.at_once}"


AT = instant_of("2026-11-24T08:00:00Z")
BARE = "bare http.client, keep-alive, equal bodies"
SLOWNESS = 0.1
SLOW = 50
ROUNDS = 20
PACES = (
    Pace(),
    Pace(batch=100),
    Pace(batch=100, at_once=2),
    Pace(batch=100, at_once=4),
)
SECRET = "whsec_" + b64encode(b"a secret of nobody but this bench").decode()


def main(times: int = 1000, rounds: int = 7) -> None:
    """Print the tables."""
    one_by_one(times, rounds)
    through_the_ledger(times // 4, rounds)
    slow_receivers()


def one_by_one(times: int, rounds: int) -> None:
    """Deliver one after the other, and post the same bodies bare."""
    parcels = [parcel(number) for number in range(40)]
    with receivers(1) as (port,):
        channel = webhook(port)
        bodies = [channel.render(one).data for one in parcels]
        contenders = {
            BARE: bare(port, bodies),
            "Webhook.deliver(), one secret": delivering(channel, parcels),
            "Webhook.deliver(), two secrets": delivering(
                webhook(port, secret=f"{SECRET} {SECRET}"), parcels
            ),
            "Webhook.render() alone": rendering(channel, parcels),
        }
        spent = compare(contenders, times, rounds=rounds)
    size = statistics.mean(map(len, bodies)) / 1000
    table(f"One delivery on the loopback, events of {size:.0f} kB", spent, BARE)


def through_the_ledger(times: int, rounds: int) -> None:
    """Drain a newsroom's ledger into a receiver: claim, load, render, sign, post, settle."""
    with receivers(1) as (port,), tempfile.TemporaryDirectory(dir=".") as folder:
        channel = webhook(port)
        bodies = [channel.render(parcel(number)).data for number in range(40)]
        contenders = {BARE: timed(bare(port, bodies))} | {
            f"Newsroom.run_due({pace})": draining(
                f"sqlite:///{folder}/{number}.db", channel, pace
            )
            for number, pace in enumerate(PACES)
        }
        spent = noted(contenders, times, rounds=rounds)
    table("One delivery through the ledger, SQLite WAL/NORMAL", spent, BARE)


def timed(contender: Contender) -> Contender:
    """Note how long a contender takes."""

    def run(times: int) -> None:
        began = time.perf_counter()
        contender(times)
        run.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read by noted

    return run


def draining(url: str, channel: Webhook, pace: Pace) -> Contender:
    """Give what delivers so many publications, which are made before the clock runs."""
    room = Newsroom.open(url, channels=[channel], deliver=False)
    numbers = itertools.count()

    def run(times: int) -> None:
        for _ in range(times):
            _publish(room, next(numbers))
        began = time.perf_counter()
        done = room.run_due(batch=pace.batch, at_once=pace.at_once).deliveries
        run.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read by noted
        assert [Status.DELIVERED] * times == [one.status for one in done]

    return run


def _publish(room: Newsroom, number: int) -> None:
    content = content_from(document(number))
    story = room.draft(content, by=ADA, id=f"story-{number}")
    submitted = room.submit(story, by=ADA)
    room.publish(room.approve(room.approve(submitted, by=BO), by=CY), by=BO)


def slow_receivers() -> None:
    """Deliver to fifty receivers that take 100 ms each, one thread to each."""
    parcels = [parcel(number) for number in range(ROUNDS)]
    with receivers(SLOW, delay=SLOWNESS) as ports:
        posts = {
            f"{SLOW} channels": [deliverer(webhook(port), parcels) for port in ports],
            f"{SLOW} times bare http.client": [
                poster(port, webhook(port).render(parcels[0]).data) for port in ports
            ],
        }
        print(f"\n{SLOW} receivers of {SLOWNESS * 1000:.0f} ms each, {ROUNDS} each")
        for name, each in posts.items():
            _together(name, each)
        _through_a_newsroom(ports)


def _through_a_newsroom(ports: list[int]) -> None:
    channels = [webhook(port, name=f"app-{port}") for port in ports]
    with tempfile.TemporaryDirectory(dir=".") as folder:
        url = f"sqlite:///{folder}/slow.db"
        room = Newsroom.open(url, channels=channels, deliver=False)
        for number in range(ROUNDS):
            _publish(room, number)
        began = time.perf_counter()
        done = room.run_due(batch=ROUNDS, workers=SLOW).deliveries
        spent = time.perf_counter() - began
        assert {Status.DELIVERED} == {one.status for one in done}
        room.close()
    rate, bound = len(done) / spent, SLOW / SLOWNESS
    name = f"Newsroom.run_due(workers={SLOW})"
    print(
        f"  {name:<44} {rate:>8.1f}/s of {bound:.0f}/s = {rate / bound:.1%} of the bound"
    )


def _together(name: str, posts: list[Callable[[int], None]]) -> None:
    barrier = Barrier(len(posts) + 1)

    def run(post: Callable[[int], None]) -> list[float]:
        barrier.wait()
        return [_timed(post, number) for number in range(ROUNDS)]

    with ThreadPoolExecutor(len(posts)) as pool:
        running = [pool.submit(run, post) for post in posts]
        barrier.wait()
        began = time.perf_counter()
        waits = sorted(itertools.chain.from_iterable(one.result() for one in running))
        spent = time.perf_counter() - began
    rate, bound = len(waits) / spent, len(posts) / SLOWNESS
    print(
        f"  {name:<44} {rate:>8.1f}/s of {bound:.0f}/s = {rate / bound:.1%} of the bound; "
        f"p50 {waits[len(waits) // 2] * 1000:.1f} ms, "
        f"p99 {waits[len(waits) * 99 // 100] * 1000:.1f} ms, most {waits[-1] * 1000:.1f} ms"
    )


def _timed(post: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    post(number)
    return time.perf_counter() - began


def bare(port: int, bodies: list[bytes]) -> Contender:
    """Give the least: a connection that stays open, and a body."""
    post = poster(port, *bodies)

    def contender(times: int) -> None:
        for number in range(times):
            post(number)

    return contender


def poster(port: int, *bodies: bytes) -> Callable[[int], None]:
    """Give what posts a body, bare."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers = {"Content-Type": MEDIA_TYPE}

    def post(number: int) -> None:
        connection.request("POST", "/hooks", bodies[number % len(bodies)], headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 204

    return post


def delivering(channel: Webhook, parcels: list[Parcel]) -> Contender:
    """Give what delivers."""
    deliver = deliverer(channel, parcels)

    def contender(times: int) -> None:
        for number in range(times):
            deliver(number)

    return contender


def deliverer(channel: Webhook, parcels: list[Parcel]) -> Callable[[int], None]:
    """Give what delivers one parcel."""

    def deliver(number: int) -> None:
        channel.deliver(parcels[number % len(parcels)], shelf=NOTHING)

    return deliver


def rendering(channel: Webhook, parcels: list[Parcel]) -> Contender:
    """Give what only writes the event."""

    def contender(times: int) -> None:
        for number in range(times):
            channel.render(parcels[number % len(parcels)])

    return contender


def webhook(port: int, *, secret: str = SECRET, name: str = "app") -> Webhook:
    """Make the channel as a newsroom does."""
    around = Surroundings(
        newsroom="Harbour Gazette", sites=(), folder=".", renderer=_no_renderer
    )
    settings = {
        "url": f"http://127.0.0.1:{port}/hooks",
        "secret": secret,
        "allow": ["127.0.0.0/8"],
    }
    made = WEBHOOK.make(name, settings, around)
    assert isinstance(made, Webhook)
    return made


def parcel(number: int) -> Parcel:
    """Make what the ledger hands over: the story of that number, just out."""
    told: dict[str, Any] = {"article": f"story-{number}", "at": AT, "content": "c1"}
    drafted = Drafted(
        **told,
        position=1,
        by="ada",
        workflow="standard",
        workflow_version=1,
        state="draft",
    )
    published = Published(**told, position=2, by="bo", version=1, state="published")
    article = evolve(evolve(None, drafted), published)
    view = views.release(article, {"c1": content_from(document(number))}, now=AT)
    return Parcel(
        key=f"story-{number}/app/1", operation=Operation.CREATE, view=view, sequence=1
    )


@attrs.frozen
class Nothing:
    """A shelf with nothing on it, which a webhook does not look at."""

    def released(self) -> Iterator[views.Released]:
        """Give none."""
        return iter(())

    def media(self, medium: object) -> bytes | None:
        """Give none."""
        del medium
        return None


NOTHING = Nothing()


def _no_renderer(name: str) -> Any:
    raise LookupError(name)


if __name__ == "__main__":
    main()
