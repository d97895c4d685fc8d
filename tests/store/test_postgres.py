"""PostgreSQL: many writers, a feed that misses nothing, a server that dies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from time import sleep
from typing import Any

import attrs
import psycopg
import pytest

from newsflow import Newsroom
from newsflow.documents.texts import TextKind, store_text
from newsflow.errors import ConflictError, ContentionError, MissingExtraError
from newsflow.model.times import stamp
from newsflow.ports import Outcome, Receipt, Status
from newsflow.store import postgres as module
from newsflow.store.articles import ArticleStore
from newsflow.store.claiming import Lease
from newsflow.store.database import Transaction, connected, open_database, repeated
from newsflow.store.desk import Desk as Table
from newsflow.store.desk import Lock
from newsflow.store.ledger import Ledger
from newsflow.store.postgres import PostgresDatabase
from newsflow.store.schema import VERSION
from newsflow.store.tables import schema_version
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text
from ..postgres import RUN, WORKER, Server, packaged

DATABASES = ("postgres",)
ADA, BO = PEOPLE["ada"], PEOPLE["bo"]


@pytest.fixture
def database(file: str) -> Iterator[PostgresDatabase]:
    """A database on the server."""
    database = open_database(file)
    assert isinstance(database, PostgresDatabase)
    yield database
    database.close()


def add_event(tx: Transaction, article: str, position: int = 1) -> None:
    """Write an event of which only the place in the feed matters."""
    names = ("type", "actor", "at", "body", "before", "hash")
    values = dict.fromkeys(names, "-")
    tx.run("add_event", article=article, position=position, **values)


def told(store: ArticleStore, after: int = 0) -> list[tuple[int, str]]:
    """Tell what the feed gives after a cursor."""
    return [(one.cursor, one.article) for one in store.feed(after=after)]


def test_who_commits_late_comes_late_in_the_feed(
    database: PostgresDatabase, file: str
) -> None:
    """The slower of two transactions wrote first; no reader may have passed it by."""
    slow, store = open_database(file), ArticleStore(database)
    with slow.writing() as first:
        add_event(first, "slow")
        with database.writing() as second:
            add_event(second, "quick")
        with ThreadPoolExecutor(1) as elsewhere:
            assert [(1, "quick")] == elsewhere.submit(told, store).result(20)
    slow.close()

    assert [(2, "slow")] == told(store, after=1)
    assert [(1, "quick"), (2, "slow")] == told(store)


def test_what_was_undone_leaves_no_gap_that_anybody_waits_for(
    database: PostgresDatabase,
) -> None:
    """A number that was taken and never committed bars nothing."""
    store = ArticleStore(database)
    with pytest.raises(InterruptedError), database.writing() as tx:  # noqa: PT012 - what is written is undone
        add_event(tx, "never")
        raise InterruptedError
    with database.writing() as tx:
        add_event(tx, "bridge")
        add_event(tx, "bridge", 2)

    assert [(1, "bridge"), (2, "bridge")] == told(store)


def test_writers_and_readers_at_once_miss_nothing(
    database: PostgresDatabase, file: str
) -> None:
    """Four write, two read as they go on: both are told every event once, in order."""
    done = Event()

    def write(name: str) -> None:
        for number in range(25):
            with database.writing() as tx:
                add_event(tx, f"{name}{number}", 1)
                add_event(tx, f"{name}{number}", 2)

    def read() -> list[tuple[int, str]]:
        here = open_database(file)
        found: list[tuple[int, str]] = []
        ended = False
        while not ended:
            ended = done.is_set()
            after = found[-1][0] if found else 0
            found += told(ArticleStore(here), after=after)
        here.close()
        return found

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        for writer in [pool.submit(write, name) for name in "abcd"]:
            writer.result(60)
        done.set()
        first, second = (reader.result(60) for reader in readers)

    assert first == second
    assert list(range(1, 201)) == [cursor for cursor, _ in first]
    assert {f"{name}{number}" for name in "abcd" for number in range(25)} == {
        article for _, article in first
    }


def test_whoever_has_been_undone_for_another_goes_again(
    database: PostgresDatabase, desk: Desk, file: str, postgres: Server
) -> None:
    """Of two that wait for each other the server undoes one: it is run anew."""
    article = desk.open(file).draft(text(), by=ADA, id="bridge")
    store, note = ArticleStore(database), store_text(TextKind.NOTE, "x", salt="5" * 32)
    row = {**store.row("bridge"), "position": 2, "hash": "h"}
    heard: list[str] = []

    def append() -> None:
        database.trace(heard.append)
        record = store.history("bridge")[0]
        store.append([*_next(record)], expected=article.position, texts=[note], row=row)

    with postgres.connect(file) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN")
        other.execute(
            "INSERT INTO newsflow_contents (article, digest, kind) VALUES (%s, %s, '')",
            ["bridge", note.digest],
        )
        appended = pool.submit(append)
        while not postgres.waiting(file):
            assert not appended.done(), appended.result()
        other.execute("SELECT 1 FROM newsflow_articles WHERE id = 'bridge' FOR UPDATE")
        other.execute("ROLLBACK")
        appended.result(20)

    assert 2 == len(store.history("bridge"))
    assert ["COMMIT"] == [one for one in heard if one == "COMMIT"]
    assert "ROLLBACK" in heard


def test_whoever_is_undone_time_after_time_is_told(database: PostgresDatabase) -> None:
    """After five times it is an error of ours, which says what to do."""
    tries: list[int] = []
    failure = "DO $$ BEGIN RAISE 'in the way' USING ERRCODE = '40001'; END $$"

    @attrs.frozen
    class Unlucky:
        database: PostgresDatabase

        @repeated
        def write(self) -> None:
            tries.append(1)
            with self.database.writing() as tx:
                tx.cursor.execute(failure)

    with pytest.raises(ContentionError, match="in the way") as told:
        Unlucky(database).write()

    assert 5 == len(tries)
    assert "in the way" == told.value.reason


def test_what_went_well_together_is_settled_in_one_statement(
    database: PostgresDatabase, desk: Desk, file: str
) -> None:
    """Its articles are held before, all at once and in one order for everybody."""
    room = desk.open(file, channels=[desk.site], deliver=False)
    for _ in range(3):
        story(room)
    ledger, heard = Ledger(database), list[str]()
    now = stamp(desk.clock())
    lease = Lease(token="a", now=now, until="9")  # noqa: S106 - no secret
    claimed = ledger.claim_batch("site", lease, most=9)
    outcome = Outcome(
        status=Status.DELIVERED, at=now, due=now, receipt=Receipt(reference="7")
    )
    database.trace(heard.append)
    told = ledger.settle_batch([(one, outcome) for one in reversed(claimed)])

    assert (Status.DELIVERED,) * 3 == told
    begun, held, settled, ended = heard
    assert begun.startswith("BEGIN")
    assert held.endswith('ORDER BY newsflow_articles.id COLLATE "C" FOR UPDATE')
    assert settled.startswith("UPDATE newsflow_deliveries SET status='delivered'")
    assert "COMMIT" == ended


def _next(record: Any) -> Iterator[Any]:
    yield attrs.evolve(record, position=2, before=record.hash, hash="h")


def test_a_row_that_is_held_is_waited_for(
    database: PostgresDatabase, desk: Desk, file: str
) -> None:
    """Whoever takes a lock waits for the one who holds the article."""
    desk.open(file).draft(text(), by=ADA, id="bridge")
    lock = Lock(article="bridge", holder="bo", until=stamp(datetime.now(UTC)))
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as tx:
            tx.hold("bridge")
            taken = pool.submit(Table(database).lock, lock, now="2026")
            with pytest.raises(TimeoutError):
                taken.result(0.3)
        assert lock == taken.result(20)


def test_what_the_server_undid_is_told_and_not_taken_for_committed(
    database: PostgresDatabase,
) -> None:
    """A statement that failed and was passed over makes the whole fail, loudly."""
    with (  # noqa: PT012 - the failure is told at the end
        pytest.raises(psycopg.errors.InFailedSqlTransaction, match="all of it"),
        database.writing() as tx,
    ):
        add_event(tx, "bridge")
        with pytest.raises(psycopg.errors.UndefinedTable):
            tx.cursor.execute("SELECT * FROM nowhere")

    assert [] == told(ArticleStore(database))
    with pytest.raises(psycopg.ProgrammingError, match="inside another"):  # noqa: SIM117 - the outer one goes well
        with database.writing(), database.writing():
            pass


def test_a_use_inside_another_is_on_the_same_connection(
    database: PostgresDatabase,
) -> None:
    """What is being written is seen by the thread that writes it, and by no other."""
    store = ArticleStore(database)
    with database.writing() as tx, ThreadPoolExecutor(1) as pool:
        add_event(tx, "bridge")
        assert 1 == len(store.history("bridge"))
        assert () == pool.submit(store.history, "bridge").result(20)


def test_an_erased_text_leaves_no_old_row(
    desk: Desk, file: str, postgres: Server
) -> None:
    """After the erasing there is nothing left for anyone to clear away."""
    room = desk.open(file)
    article = room.draft(text("Unforgettable"), by=ADA)
    room.erase(article, by="lu", reason="Court.", texts=[article.head.content])

    said: list[str] = []
    with postgres.connect(file) as connection:
        connection.add_notice_handler(
            lambda one: said.append(one.message_primary or "")
        )
        connection.execute("VACUUM VERBOSE newsflow_contents")
    assert any("tuples: 0 removed" in one for one in said), said
    assert any(" 0 are dead but not yet removable" in one for one in said), said


def test_a_child_process_has_connections_of_its_own(
    database: PostgresDatabase, forked: Callable[[Callable[[], object]], int]
) -> None:
    """A server that forks its workers may have opened the newsroom before."""
    assert VERSION == schema_version(database)

    def write(who: str) -> None:
        with database.writing() as tx:
            add_event(tx, who)

    assert 0 == forked(lambda: write("child"))
    write("parent")

    assert [(1, "child"), (2, "parent")] == told(ArticleStore(database))


def test_four_make_the_tables_at_once(postgres: Server) -> None:
    """A database that nobody has opened yet is opened by everyone together."""
    url = postgres.empty_database()
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(open_database, [url] * 4))

    assert {VERSION} == {schema_version(one) for one in opened}
    for one in opened:
        one.close()
    postgres.drop(url)


def test_texts_are_compared_as_sqlite_does_it(database: PostgresDatabase) -> None:
    """Whatever the server's language: lists and pages have one order everywhere."""
    with database.reading() as tx:
        tx.cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text' "
            "AND collation_name IS DISTINCT FROM 'C'"
        )
        assert [] == tx.cursor.fetchall()


def test_without_the_driver_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    """Who has not installed psycopg is told what to install."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(MissingExtraError, match=r"newsflow\[postgres\]"):
            connected(file)


def test_the_clock_is_the_servers(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never ahead, goes on by itself, and is asked again in half a minute."""
    seconds = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: seconds[0])
    heard: list[str] = []
    database.trace(heard.append)
    first = database.now()
    seconds[0] += 29
    assert first + timedelta(seconds=29) == database.now()
    assert 1 == len(heard)
    seconds[0] += 2
    again = database.now()
    assert 2 == len(heard)
    with database.reading() as tx:
        assert first <= again < first + timedelta(seconds=20)
        microseconds = tx.one("now")[0]
    assert again.timestamp() * 1_000_000 <= microseconds


WRONG = """
import datetime, sys, time
right = datetime.datetime
off = datetime.timedelta(minutes=int(sys.argv[2]))
machine = time.time
time.time = lambda: machine() + off.total_seconds()
class Wrong(right):
    @classmethod
    def now(cls, tz=None):
        return right.now(tz) + off
datetime.datetime = Wrong
from newsflow import Newsroom
from newsflow.testing import PEOPLE
room = Newsroom.open(sys.argv[1])
print(datetime.datetime.now(datetime.timezone.utc).isoformat())
print([one.id for one in room.run_due().fired])
print(room.comment("later", "Here.", by=PEOPLE["bo"]).position)
"""


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_worker_with_a_wrong_clock_does_no_harm(file: str, minutes: int) -> None:
    """What is due, and when something happened, is told by the database's clock."""
    with Newsroom.open(file) as room:
        now = room._office.clock()  # noqa: SLF001 - the database's own
        for name, due in (("due", 0), ("later", 5)):
            room.draft(text(), by=ADA, id=name)
            _schedule(room, name, now + timedelta(minutes=due))
        while room._office.clock() < now + SOON:  # noqa: SLF001 - the same
            sleep(0.05)
        before = room._office.clock()  # noqa: SLF001 - the same
        ended = subprocess.run(
            [sys.executable, "-c", WRONG, file, str(minutes)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert 0 == ended.returncode, ended.stderr
        showed, fired, _ = ended.stdout.splitlines()
        commented = room.history("later")[-1].at
        after = room._office.clock()  # noqa: SLF001 - the same

    assert abs(datetime.fromisoformat(showed) - before) > timedelta(minutes=9)
    assert "['due']" == fired
    assert before <= commented <= after


def _schedule(room: Newsroom, name: str, at: datetime) -> None:
    article = room.submit(name, by=ADA)
    for person in ("bo", "cy"):
        article = room.approve(article, by=PEOPLE[person])
    room.schedule(article, when=at + SOON, by=BO)


SOON = timedelta(seconds=1)


def test_a_server_that_died_is_found_again() -> None:
    """Stopped at once and started again: nothing is lost, nothing is done twice."""
    with (
        packaged(f"{RUN}-{WORKER}-dies") as (url, control),
        Newsroom.open(url) as room,
    ):
        first = room.draft(text("First"), by=ADA)
        control("-m", "immediate", "stop")
        with pytest.raises(psycopg.OperationalError):
            room.draft(text("Never"), by=ADA)
        folder = url.partition("host=")[2]
        control("-l", f"{folder}/log", "-o", f"-h '' -k {folder}", "start")
        again = room.comment(first, "Still here.", by=BO)

        assert 2 == again.position
        assert ["First"] == [row.headline for row in room.search()]
        assert 1 == room.audit().articles
        with pytest.raises(ConflictError):
            room.comment(first, "Twice.", by=BO)
