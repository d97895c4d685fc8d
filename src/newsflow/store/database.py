"""Connections and transactions: our own, or the host's."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from types import TracebackType
from typing import Any, ClassVar, Protocol

import attrs
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.engine import make_url

from ..errors import InvalidValueError
from .schema import METADATA, VERSION
from .statements import statements

SQLITE = sqlite_dialect(paramstyle="named")
_BUSY_SECONDS = 20.0


class Cursor(Protocol):
    """As much of a DBAPI cursor (PEP 249) as is used here."""

    @property
    def connection(self) -> Any:
        """The connection that it belongs to."""
        ...

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        ...

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run a statement."""
        ...

    def fetchone(self) -> Any:
        """Give the next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Give all rows that are left."""
        ...


@attrs.frozen
class Transaction:
    """A cursor inside a transaction, and the statements in its dialect."""

    cursor: Cursor
    sql: Mapping[str, str]
    dialect: Any

    def run(self, name: str, /, **parameters: Any) -> Cursor:
        """Run one of the fixed statements."""
        self.cursor.execute(self.sql[name], parameters)
        return self.cursor

    def one(self, name: str, /, **parameters: Any) -> Any:
        """Run a statement, and give its first row or None."""
        return self.run(name, **parameters).fetchone()

    def all(self, name: str, /, **parameters: Any) -> list[Any]:
        """Run a statement, and give all its rows."""
        return self.run(name, **parameters).fetchall()

    @property
    def connection(self) -> Any:
        """The driver's own connection, for an engine that rides along."""
        return self.cursor.connection

    def hold(self, article: str) -> None:
        """Keep others from changing an article and its deliveries until the end.

        SQLite has one writer at a time anyway.
        """

    def hold_lane(self, channel: str) -> None:
        """Keep others from claiming for a channel until the end."""


class Database(Protocol):
    """Where transactions come from."""

    @property
    def locks(self) -> bool:
        """Whether several may write at a time, so that rows have to be held."""
        ...

    def reading(self) -> Any:
        """Open a context in which to read; it gives a :class:`Transaction`."""
        ...

    def at_once(self) -> Any:
        """Open a context for one statement that writes, and is a transaction alone."""
        ...

    def writing(self) -> Any:
        """Open a context in which to write; it is committed at its end, or undone."""
        ...

    def snapshot(self) -> Any:
        """Open a context in which every reading sees one and the same state."""
        ...

    def alone(self, purpose: str) -> Any:
        """Open a context in which nobody else does this; it gives whether it is so.

        Where a file has one writer at a time anyway, it is so always.
        """
        ...

    def let_go(self) -> None:
        """Close what this thread has open; it may ask for more at any time."""
        ...

    def scrub(self) -> None:
        """Wipe out of the files what was just erased from the tables."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...


class Use:
    """One use of a connection: a context that gives a :class:`Transaction`.

    A class of its own, since every statement passes through here and a generator in
    its place would cost as much as some statements do.
    """

    __slots__ = ("_begin", "_connection", "_sql", "_turn")

    def __init__(
        self,
        connection: sqlite3.Connection,
        sql: Mapping[str, str],
        *,
        turn: threading.RLock | None,
        begin: str = "",
    ) -> None:
        self._connection = connection
        self._sql = sql
        self._turn = turn
        self._begin = begin

    def __enter__(self) -> Transaction:
        if self._turn is not None:
            self._turn.acquire()
        try:
            if self._begin:
                self._connection.execute(self._begin)
            return Transaction(self._connection.cursor(), self._sql, SQLITE)
        except BaseException:
            self._let_go()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._begin:
                self._end(undone=kind is not None)
        finally:
            self._let_go()

    def _end(self, *, undone: bool) -> None:
        try:
            self._connection.execute("ROLLBACK" if undone else "COMMIT")
        except sqlite3.Error:
            # A full disk, say: nothing of it may stay open for the next one.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _let_go(self) -> None:
        if self._turn is not None:
            self._turn.release()


class SqliteDatabase:
    """A SQLite file, or one in memory: WAL, one writer at a time, no lock errors.

    Each thread has a connection of its own to a file; a database in memory has one,
    which the threads take in turn. *synchronous* is SQLite's word: ``NORMAL`` keeps
    what was committed through a crash of the program, ``FULL`` through one of the
    machine as well.
    """

    locks: ClassVar[bool] = False

    def __init__(self, path: str, *, synchronous: str = "NORMAL") -> None:
        if synchronous not in {"NORMAL", "FULL"}:
            field = "synchronous"
            raise InvalidValueError(field, synchronous, "NORMAL or FULL")
        self._path = path
        self._synchronous = synchronous
        self._sql = statements(SQLITE)
        self._mine = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._memory = path == ":memory:"
        self._turn = threading.RLock() if self._memory else None
        self._shared = self._connect() if self._memory else None
        create_tables(self)

    def reading(self) -> Use:
        """Read; each statement sees what was committed before it."""
        return Use(self._connection(), self._sql, turn=self._turn)

    at_once = reading
    """Run one statement; SQLite commits it by itself."""

    def writing(self) -> Use:
        """Write in one transaction, which waits its turn from the very beginning."""
        return Use(
            self._connection(), self._sql, turn=self._turn, begin="BEGIN IMMEDIATE"
        )

    def snapshot(self) -> Use:
        """Read in one transaction, so that writers in between are not seen."""
        return Use(self._connection(), self._sql, turn=self._turn, begin="BEGIN")

    def alone(self, purpose: str) -> nullcontext[bool]:
        """Say yes: the ledger's claims are enough, where there is one writer."""
        del purpose
        return nullcontext(enter_result=True)

    def let_go(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._mine, "connection", None)
        if connection is not None:
            del self._mine.connection
            self._all.remove(connection)
            connection.close()

    def scrub(self) -> None:
        """Write the log into the file and empty it: old pages may hold old texts."""
        with self.reading() as tx:
            tx.cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            tx.cursor.fetchone()

    def trace(self, listener: Callable[[str], object] | None) -> None:
        """Tell *listener* every statement that this thread's connection runs."""
        self._connection().set_trace_callback(listener)

    def close(self) -> None:
        """Close every connection."""
        while self._all:
            self._all.pop().close()
        self._mine = threading.local()

    def _connection(self) -> sqlite3.Connection:
        if self._shared is not None:
            return self._shared
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = self._connect()
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute("PRAGMA secure_delete=ON").fetchone()
        if not self._memory:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
        self._all.append(connection)
        return connection


def open_database(url: str) -> Database:
    """Open the database of a SQLAlchemy URL.

    Raises:
        InvalidValueError: it is no URL of a database that newsflow can use.
    """
    try:
        parsed = make_url(url)
    except Exception as unfit:
        field = "url"
        raise InvalidValueError(field, url, "a database URL") from unfit
    if parsed.get_backend_name() != "sqlite":
        field = "url"
        raise InvalidValueError(field, url, "sqlite:///PATH or sqlite://")
    synchronous = str(parsed.query.get("synchronous", "NORMAL")).upper()
    return SqliteDatabase(parsed.database or ":memory:", synchronous=synchronous)


def create_tables(database: Database) -> None:
    """Make the tables that are not there yet."""
    from sqlalchemy.schema import CreateIndex, CreateTable  # noqa: PLC0415 - only here

    if _current(database):
        return
    with database.writing() as tx:
        for table in METADATA.sorted_tables:
            create = CreateTable(table, if_not_exists=True)
            tx.cursor.execute(str(create.compile(dialect=tx.dialect)))
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                build = CreateIndex(index, if_not_exists=True)
                tx.cursor.execute(str(build.compile(dialect=tx.dialect)))
        if tx.one("schema_version") is None:
            tx.run("set_schema_version", version=VERSION)


def _current(database: Database) -> bool:
    """Tell that the tables are there, without waiting for whoever is writing."""
    try:
        with database.reading() as tx:
            row = tx.one("schema_version")
    except sqlite3.OperationalError:  # there is no such table
        return False
    return row is not None
