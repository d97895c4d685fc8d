"""Connections and transactions: whole or not at all, one writer at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from newsflow.errors import InvalidValueError, NewerDatabaseError
from newsflow.store.database import Database, open_database
from newsflow.store.hosted import HostDatabase, host_of
from newsflow.store.schema import METADATA, VERSION
from newsflow.store.sqlite import SqliteDatabase

from ..postgres import engine as engine_of

DATABASES = ("sqlite", "postgres")


@pytest.fixture
def database(file: str) -> Iterator[Database]:
    """A database in a file, and one on a server."""
    database = open_database(file)
    yield database
    database.close()


@pytest.fixture(params=["memory", "file"])
def sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in memory, and one in a file."""
    where = "" if request.param == "memory" else f"/{tmp_path / 'x.db'}"
    database = open_database(f"sqlite://{where}")
    yield database
    database.close()


def keep(database: Database, name: str) -> None:
    """Keep a workflow: it stands for anything that is written."""
    with database.writing() as tx:
        tx.run("add_workflow", name=name, version=1, document="{}")


def kept(database: Database, name: str) -> bool:
    """Tell whether a workflow was kept."""
    with database.reading() as tx:
        return tx.one("workflow", name=name, version=1) is not None


def break_off(database: Database, name: str) -> None:
    """Keep a workflow, and stumble before the transaction ends."""
    with database.writing() as tx:
        tx.run("add_workflow", name=name, version=1, document="{}")
        raise InterruptedError


def keep_with_an_orphan(database: Database, name: str) -> None:
    """Keep a workflow beside a row whose parent is missing when it is committed."""
    with database.writing() as tx:
        tx.run("add_workflow", name=name, version=1, document="{}")
        tx.cursor.execute(
            "CREATE TABLE child (id INTEGER REFERENCES newsflow_deliveries (id) "
            "DEFERRABLE INITIALLY DEFERRED)"
        )
        tx.cursor.execute("INSERT INTO child VALUES (7)")


def test_what_is_written_is_there(database: Database) -> None:
    """A transaction that ends well is committed."""
    keep(database, "a")

    assert kept(database, "a")


def test_what_fails_is_undone(database: Database) -> None:
    """An exception inside leaves nothing, and the next transaction is whole."""
    with pytest.raises(InterruptedError):
        break_off(database, "a")
    keep(database, "b")

    assert [False, True] == [kept(database, name) for name in "ab"]


def test_what_cannot_be_committed_is_undone(sqlite: Database) -> None:
    """A commit that fails, on a full disk for example, leaves nothing open."""
    with sqlite.reading() as tx:
        tx.cursor.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        keep_with_an_orphan(sqlite, "a")
    keep(sqlite, "b")

    assert [False, True] == [kept(sqlite, name) for name in "ab"]


def test_a_transaction_that_sqlite_has_ended_is_no_further_error(
    sqlite: Database,
) -> None:
    """What SQLite itself rolled back is told once, and the next one works."""
    with pytest.raises(sqlite3.OperationalError), sqlite.writing() as tx:
        tx.cursor.execute("ROLLBACK")
    keep(sqlite, "a")

    assert kept(sqlite, "a")


def test_a_snapshot_sees_one_state(file: str) -> None:
    """What others commit meanwhile is seen only after it."""
    here, there = open_database(file), open_database(file)
    with here.snapshot():
        assert not kept(here, "a")
        keep(there, "a")
        assert not kept(here, "a")
    assert kept(here, "a")
    here.close()
    there.close()


def test_threads_take_their_turn(database: Database) -> None:
    """Many threads, one writer at a time, and not a word lost."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(database, f"w{number}"), range(100)))

    assert all(kept(database, f"w{number}") for number in range(100))


def test_threads_take_their_turn_in_memory(sqlite: Database) -> None:
    """The one connection to a database in memory goes from hand to hand."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(sqlite, f"w{number}"), range(100)))

    assert all(kept(sqlite, f"w{number}") for number in range(100))


def test_the_tables_have_a_version_and_are_made_once(tmp_path: Path) -> None:
    """Opening a file again changes nothing in it."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_database(url).close()
    first = (tmp_path / "x.db").read_bytes()
    database = open_database(url)
    with database.reading() as tx:
        assert [(VERSION,)] == tx.all("schema_version")
    database.close()

    assert first == (tmp_path / "x.db").read_bytes()


def test_columns_are_texts_and_integers(sqlite: Database) -> None:
    """Any host's cursor can carry them, and nothing is a float."""
    kinds = {
        type(column.type).__name__
        for table in METADATA.tables.values()
        for column in table.columns
    }
    assert {"Text", "Integer"} == kinds
    with sqlite.reading() as tx:
        tx.cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = {row[0] for row in tx.cursor.fetchall()}
    assert set(METADATA.tables) <= names


def test_synchronous_has_two_words() -> None:
    """Anything that could lose what was committed is refused."""
    with pytest.raises(InvalidValueError, match="NORMAL or FULL"):
        SqliteDatabase(":memory:", synchronous="OFF")


@pytest.fixture
def host(file: str) -> Iterator[sa.Engine]:
    """The engine of a host, on a database that has our tables."""
    open_database(file).close()
    engine = engine_of(file)
    yield engine
    engine.dispose()


def test_a_host_decides_what_becomes_of_it(host: sa.Engine) -> None:
    """Inside a host's transaction each write of ours is a savepoint."""
    with Session(host) as session:
        database = HostDatabase(host_of(session))
        keep(database, "a")
        with pytest.raises(InterruptedError):
            break_off(database, "b")
        with database.snapshot():
            assert [True, False] == [kept(database, name) for name in "ab"]
        database.scrub()
        database.close()
        session.commit()
    with host.connect() as connection:
        database = HostDatabase(host_of(connection))
        assert [True, False] == [kept(database, name) for name in "ab"]
        keep(database, "c")
        connection.rollback()
        assert not kept(database, "c")


def test_a_transaction_that_cannot_begin_holds_nobody_up() -> None:
    """Who cannot begin lets the next one have its turn."""
    database = SqliteDatabase(":memory:")
    database.close()

    for _ in range(2):
        with pytest.raises(sqlite3.ProgrammingError), database.writing():
            pass
    with ThreadPoolExecutor(1) as pool:
        failed = pool.submit(database.writing().__enter__).exception(timeout=10)
    assert isinstance(failed, sqlite3.ProgrammingError)


def test_a_database_of_a_newer_newsflow_is_refused_and_left_as_it_is(
    tmp_path: Path,
) -> None:
    """Nothing is made in it, nothing is written, and no connection stays open."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_database(url).close()
    with closing(sqlite3.connect(tmp_path / "x.db")) as newer:
        newer.execute("UPDATE newsflow_schema SET version = ?", [VERSION + 1])
        newer.execute("DROP TABLE newsflow_locks")
        newer.commit()
    before = (tmp_path / "x.db").read_bytes()

    with pytest.raises(NewerDatabaseError, match="a newer newsflow") as refused:
        open_database(url)
    assert (VERSION + 1, VERSION) == (refused.value.found, refused.value.known)
    assert before == (tmp_path / "x.db").read_bytes()
    assert ["x.db"] == [file.name for file in tmp_path.iterdir()], "all is closed"
