"""The ledger: what recording costs a publication, and how fast deliveries drain.

The drain is held to a raw outbox: claim a batch, acknowledge it, nothing between. With
``NEWSFLOW_BENCH_POSTGRES`` the same is measured on PostgreSQL.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import attrs
from measure import compare, table

from newsflow import Content, Newsroom, Person
from newsflow.errors import Problem
from newsflow.ports import (
    Capabilities,
    Idempotency,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
)

ADA = Person(id="ada", roles={"reporter"})
BO = Person(id="bo", roles={"editor"})
CY = Person(id="cy", roles={"editor", "chief"})
PAYLOAD = b'{"event":"published"}'.ljust(1500)
CAN = Capabilities(idempotency=Idempotency.KEY)


@attrs.frozen
class NoOp:
    """Takes everything, and does nothing with it."""

    name: str
    capabilities: Capabilities = CAN

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take anything."""
        del parcel
        return ()

    def render(self, parcel: Parcel) -> Rendition:
        """Give the key."""
        return Rendition(media_type="text/plain", data=parcel.key.encode())

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Do nothing."""
        del shelf
        return Receipt(reference=parcel.key)


def publisher(folder: Path, channels: int) -> Callable[[int], None]:
    """Publish prepared stories; only the step itself is what the times differ by."""
    room = Newsroom.open(
        f"sqlite:///{folder}/publish-{channels}.db",
        channels=[NoOp(f"channel-{number}") for number in range(channels)],
        deliver=False,
    )
    numbers = itertools.count()
    ready: list[str] = []

    def contender(times: int) -> None:
        while len(ready) < times:
            ready.append(_approved(room, next(numbers)))
        began = time.perf_counter()
        for _ in range(times):
            room.publish(ready.pop(), by=BO)
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below

    return contender


def _approved(room: Newsroom, number: int) -> str:
    content = Content(headline=f"Harbour bridge {number} reopens", language="en")
    story = room.submit(room.draft(content, by=ADA, id=f"story-{number}"), by=ADA)
    return room.approve(room.approve(story, by=BO), by=CY).id


def drain(url: str, batch: int) -> Callable[[int], None]:
    """Deliver so many to one channel that does nothing."""
    room = Newsroom.open(url, channels=[NoOp("no-op")], deliver=False)
    numbers = itertools.count()

    def contender(times: int) -> None:
        for _ in range(times):
            room.publish(_approved(room, next(numbers)), by=BO)
        began = time.perf_counter()
        done = room.run_due(batch=batch).deliveries
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below
        assert len(done) == times, len(done)

    return contender


def ledger_alone(url: str, batch: int) -> Callable[[int], None]:
    """Claim and settle so many by the ledger alone, without a story being loaded."""
    from newsflow.model.times import stamp  # noqa: PLC0415 - beside what it is for
    from newsflow.ports import Outcome, Status  # noqa: PLC0415
    from newsflow.store.claiming import Lease  # noqa: PLC0415

    room = Newsroom.open(url, channels=[NoOp("no-op")], deliver=False)
    numbers = itertools.count()
    ledger, clock = room._office.ledger, room._office.clock  # noqa: SLF001 - the ledger

    def contender(times: int) -> None:
        for _ in range(times):
            room.publish(_approved(room, next(numbers)), by=BO)
        began = time.perf_counter()
        done = 0
        while done < times:
            now = stamp(clock())
            lease = Lease(token="t", now=now, until="9")  # noqa: S106 - no secret
            turns = ledger.claim_batch("no-op", lease, most=batch)
            outcome = Outcome(
                status=Status.DELIVERED, at=now, due=now, receipt=Receipt(reference="r")
            )
            if batch == 1:
                ledger.settle(turns[0], outcome)
            else:
                ledger.settle_batch([(turn, outcome) for turn in turns])
            done += len(turns)
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below

    return contender


def raw(file: Path, batch: int) -> Callable[[int], None]:
    """Drain a raw outbox: claim, acknowledge."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.executescript(
        "CREATE TABLE outbox(id INTEGER PRIMARY KEY, article INTEGER, payload BLOB,"
        " claimed TEXT, delivered TEXT);"
        "CREATE INDEX todo ON outbox(id) WHERE delivered IS NULL;"
    )

    def contender(times: int) -> None:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO outbox(article, payload) VALUES (?, ?)",
            [(number, PAYLOAD) for number in range(times)],
        )
        connection.execute("COMMIT")
        began, done = time.perf_counter(), 0
        while done < times:
            done += _raw_batch(connection, batch)
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below

    return contender


def _raw_batch(connection: sqlite3.Connection, batch: int) -> int:
    got = connection.execute(
        "UPDATE outbox SET claimed = 'w' WHERE id IN (SELECT id FROM outbox"
        " WHERE delivered IS NULL AND claimed IS NULL ORDER BY id LIMIT ?)"
        " RETURNING id, payload",
        (batch,),
    ).fetchall()
    marks = ",".join("?" * len(got))
    connection.execute(
        f"UPDATE outbox SET delivered = 't' WHERE id IN ({marks})",  # noqa: S608 - question marks
        [one[0] for one in got],
    )
    return len(got)


def _measured(
    contenders: dict[str, Callable[[int], None]], times: int, rounds: int
) -> dict[str, list[float]]:
    """Take the time that each contender took for what is measured of it."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}

    def noting(name: str) -> Callable[[int], None]:
        def run(number: int) -> None:
            contenders[name](number)
            spent[name].append(contenders[name].spent / number)  # type: ignore[attr-defined] # set by each

        return run

    compare({name: noting(name) for name in contenders}, times, rounds=rounds)
    return {name: seconds[1:] for name, seconds in spent.items()}  # less the first


def main(times: int = 300, rounds: int = 5) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        plain, four = "the state change alone", "with four deliveries recorded"
        contenders = {plain: publisher(folder, 0), four: publisher(folder, 4)}
        table("Publishing", _measured(contenders, times, rounds), plain)
        for batch in (1, 100):
            limit = f"raw outbox, batch {batch}"
            contenders = {
                limit: raw(folder / f"raw-{batch}.db", batch),
                f"ledger, batch {batch}": ledger_alone(
                    f"sqlite:///{folder}/ledger-{batch}.db", batch
                ),
                f"newsroom with its views, batch {batch}": drain(
                    f"sqlite:///{folder}/drain-{batch}.db", batch
                ),
            }
            spent = _measured(contenders, times, rounds)
            table("Draining on SQLite WAL/NORMAL, a delivery", spent, limit)
        if os.environ.get("NEWSFLOW_BENCH_POSTGRES"):
            _postgres(os.environ["NEWSFLOW_BENCH_POSTGRES"], times, rounds)


def _postgres(url: str, times: int, rounds: int) -> None:
    for batch in (1, 100):
        contenders = {
            f"ledger, batch {batch}": ledger_alone(url, batch),
            f"newsroom with its views, batch {batch}": drain(url, batch),
        }
        spent = _measured(contenders, times, rounds)
        title = "Draining on PostgreSQL, a delivery"
        table(title, spent, f"ledger, batch {batch}")


if __name__ == "__main__":
    main()
