"""SQLite: a file, or a database in memory; one writer at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import ClassVar

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from ..errors import InvalidValueError
from .database import Transaction
from .statements import statements

SQLITE = sqlite_dialect(paramstyle="named")
_BUSY_SECONDS = 20.0
# How long the log may grow, in pages of 4 kB: pages that are written again and again,
# as the newest ones of each table are, then go into the file less often.
_PAGES = 4000


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

    def now(self) -> datetime:
        """Tell the instant by the clock of the machine: there is no other."""
        return datetime.now(UTC)

    def again(self, undone: Exception) -> bool:
        """Never: with one writer at a time, nobody is undone for another's sake."""
        del undone
        return False

    def alone(self, purpose: str, *, patience: timedelta) -> nullcontext[bool]:
        """Say yes: the ledger's claims are enough, where there is one writer."""
        del purpose, patience
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
            connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES}").fetchone()
        self._all.append(connection)
        return connection
