"""The webhook: deliver() against bare http.client, and many slow receivers at once.

The receiver is the same for all, in a process of its own: it reads requests as they
come, keeps connections open and answers 204, at once or after a while.
"""

from __future__ import annotations

import http.client
import itertools
import os
import socket
import statistics
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import attrs
from measure import Contender, compare, table
from stories import story as document

from newsflow.documents.structure import content_from
from newsflow.events import Drafted, Published
from newsflow.model import views
from newsflow.model.times import instant_of
from newsflow.ports import Operation, Parcel, Surroundings
from newsflow.workflow.evolve import evolve

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins/newsflow-webhook/src"))

from newsflow_webhook import WEBHOOK, Webhook
from newsflow_webhook.event import MEDIA_TYPE

AT = instant_of("2026-11-24T08:00:00Z")
BARE = "bare http.client, keep-alive, equal bodies"
SLOWNESS = 0.1
SLOW = 50
ROUNDS = 20
ANSWER = b"HTTP/1.1 204 No Content\r\nDate: Tue, 24 Nov 2026 08:00:00 GMT\r\n\r\n"
SECRET = "whsec_" + b64encode(b"a secret of nobody but this bench").decode()


def main(times: int = 1000, rounds: int = 7) -> None:
    """Print the tables."""
    one_by_one(times, rounds)
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


def webhook(port: int, *, secret: str = SECRET) -> Webhook:
    """Make the channel as a newsroom does."""
    around = Surroundings(
        newsroom="Harbour Gazette", sites=(), folder=".", renderer=_no_renderer
    )
    settings = {
        "url": f"http://127.0.0.1:{port}/hooks",
        "secret": secret,
        "allow": ["127.0.0.0/8"],
    }
    made = WEBHOOK.make("app", settings, around)
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


@contextmanager
def receivers(count: int, *, delay: float = 0) -> Iterator[list[int]]:
    """Have receivers listen in another process; their ports."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    process = get_context("fork").Process(
        target=_serve, args=(listeners, delay, os.getpid()), daemon=True
    )
    process.start()
    try:
        yield [listener.getsockname()[1] for listener in listeners]
    finally:
        process.kill()
        process.join()
        for listener in listeners:
            listener.close()


def _serve(listeners: list[socket.socket], delay: float, parent: int) -> None:
    for listener in listeners:
        Thread(target=_accept, args=(listener, delay), daemon=True).start()
    while os.getppid() == parent:
        time.sleep(1)


def _accept(listener: socket.socket, delay: float) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Thread(target=_answer, args=(connection, delay), daemon=True).start()


def _answer(connection: socket.socket, delay: float) -> None:
    data = b""
    while True:
        while (end := data.find(b"\r\n\r\n")) < 0:
            more = connection.recv(65536)
            if not more:
                return
            data += more
        head = data[:end].lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        left = end + 4 + length - len(data)
        data = data[end + 4 + length :]
        while left > 0:
            left -= len(connection.recv(65536))
        time.sleep(delay)
        connection.sendall(ANSWER)


if __name__ == "__main__":
    main()
