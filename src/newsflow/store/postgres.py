"""PostgreSQL by psycopg 3: many writers at a time, on many machines."""

from __future__ import annotations

import os
import selectors
import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from types import MappingProxyType, ModuleType, TracebackType
from typing import Any, ClassVar

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import URL

from ..errors import MissingExtraError
from .database import Transaction
from .statements import statements
from .turns import session_name, turn

POSTGRES: Any = PGDialect_psycopg(paramstyle="pyformat")  # type: ignore[no-untyped-call] # SQLAlchemy leaves it so
_OF_TEXTS = (
    "newsflow_contents",
    "newsflow_articles",
    "newsflow_working_copies",
    "newsflow_payloads",
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IDLE = 8
_KNOWN_SECONDS = 30.0
_UNDONE = frozenset({"40001", "40P01"})  # serialization_failure, deadlock_detected
_SETTINGS = MappingProxyType(
    {
        "application_name": "newsflow",
        "client_encoding": "utf8",
        "connect_timeout": "10",
        # As long as SQLite waits for another writer: somebody forgot to commit.
        "options": "-c lock_timeout=20s",
    }
)


class Use:
    """One use of a connection: a context that gives a :class:`Transaction`.

    A use inside another one of the same thread is on the same connection.
    """

    __slots__ = ("_begin", "_connection", "_cursor", "_database", "_inner")

    def __init__(self, database: PostgresDatabase, *, begin: str = "") -> None:
        self._database = database
        self._begin = begin

    def __enter__(self) -> Transaction:
        held = self._database.held()
        self._inner = held is not None
        if held is not None and self._begin:
            message = "a transaction inside another one"
            raise self._database.driver.ProgrammingError(message)
        self._connection = held if self._inner else self._database.take()
        self._cursor = self._database.cursor(self._connection)
        if self._begin:
            self._start()
        self._database.hold(self._connection)
        return Transaction(self._cursor, self._database.sql, POSTGRES)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._inner:
            return
        self._database.hold(None)
        try:
            if self._begin:
                self._end(undone=kind is not None)
        finally:
            self._database.give(self._connection)

    def _start(self) -> None:
        try:
            self._cursor.execute(self._begin)
        except self._database.driver.OperationalError:
            self._database.give(self._connection)
            if not self._connection.closed:
                raise
            # The server went away while the connection was idle: nothing is lost.
            self._connection = self._database.connect()
            self._cursor = self._database.cursor(self._connection)
            self._cursor.execute(self._begin)

    def _end(self, *, undone: bool) -> None:
        driver = self._database.driver
        if undone:
            with suppress(driver.Error):  # a dead connection has rolled back itself
                self._cursor.execute("ROLLBACK")
            return
        status = self._connection.info.transaction_status
        if status is driver.pq.TransactionStatus.INERROR:
            # COMMIT would be answered with a rollback, and with no error at all.
            self._cursor.execute("ROLLBACK")
            message = "a statement of the transaction had failed; all of it is undone"
            raise driver.errors.InFailedSqlTransaction(message)
        self._cursor.execute("COMMIT")


class _Heard:
    """A cursor that tells a listener what it is about to run."""

    def __init__(self, cursor: Any, listener: Callable[[str], object]) -> None:
        self._cursor = cursor
        self._listener = listener

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, parameters: Any = None) -> Any:
        self._listener(sql)
        return self._cursor.execute(sql, parameters)


class _ServerClock:
    """The clock of the server, carried on by the monotonic one of this machine.

    It is never ahead of the server: what it said is taken to be the time at which the
    answer had arrived.
    """

    def __init__(self, ask: Callable[[], datetime]) -> None:
        self._ask = ask
        self._known: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        known = self._known
        if known is None or monotonic() - known[1] > _KNOWN_SECONDS:
            said = self._ask()
            known = self._known = (said, monotonic())
        return known[0] + timedelta(seconds=monotonic() - known[1])


class PostgresDatabase:
    """A PostgreSQL database, with as many connections as threads use it at a time.

    Transactions are READ COMMITTED: whoever writes about an article waits for its row.
    A connection that the server has closed is replaced before it is used again.
    """

    locks: ClassVar[bool] = True

    def __init__(self, url: URL) -> None:
        self.driver = _psycopg()
        self.sql = statements(POSTGRES)
        _, given = POSTGRES.create_connect_args(url)
        self._arguments = {**_SETTINGS, **given}
        self._name = session_name(self._arguments["application_name"])
        self._mine = threading.local()
        self._idle: deque[Any] = deque()
        self._process = os.getpid()
        self._clock = _ServerClock(self._ask)

    def reading(self) -> Use:
        """Read; each statement sees what was committed before it."""
        return Use(self)

    at_once = reading
    """Run one statement, which is committed by itself."""

    def writing(self) -> Use:
        """Write in one transaction."""
        return Use(self, begin="BEGIN ISOLATION LEVEL READ COMMITTED")

    def snapshot(self) -> Use:
        """Read in one transaction, so that writers in between are not seen."""
        return Use(self, begin="BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def now(self) -> datetime:
        """Tell the instant by the server's clock, asked twice a minute."""
        return self._clock.now()

    def again(self, undone: Exception) -> bool:
        """Tell that the server undid a transaction because another was in its way."""
        return getattr(undone, "sqlstate", None) in _UNDONE

    def alone(
        self, purpose: str, *, patience: timedelta
    ) -> AbstractContextManager[bool]:
        """Do something in one process at a time: see :func:`.turns.turn`."""
        return turn(self, purpose, patience=patience)

    def let_go(self) -> None:
        """Keep what there is: connections belong to no thread."""

    def scrub(self) -> None:
        """Clear away the old rows that held what was erased; no query finds them.

        Their bytes are written over as the table goes on; the server's log and the
        backups hold them until they run out.
        """
        with self.at_once() as tx:
            tx.cursor.execute(f"VACUUM {', '.join(_OF_TEXTS)}")

    def trace(self, listener: Callable[[str], object] | None) -> None:
        """Tell *listener* every statement of this thread, just before it is run."""
        self._mine.listener = listener

    def close(self) -> None:
        """Close every connection that nobody is using."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def held(self) -> Any:
        """Give the connection that this thread is using, if it is using one."""
        return getattr(self._mine, "connection", None)

    def hold(self, connection: Any) -> None:
        """Keep in mind which connection this thread is using."""
        self._mine.connection = connection

    def cursor(self, connection: Any) -> Any:
        """Open a cursor, heard by whoever listens in this thread."""
        listener = getattr(self._mine, "listener", None)
        cursor = connection.cursor()
        return cursor if listener is None else _Heard(cursor, listener)

    def take(self) -> Any:
        """Take a connection that is alive, or make one."""
        if os.getpid() != self._process:
            self._forked()
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return self.connect()
            if not _spoken(connection):
                return connection
            connection.close()

    def give(self, connection: Any) -> None:
        """Give a connection back, or close one that is of no use any more."""
        idle = self.driver.pq.TransactionStatus.IDLE
        whole = connection.info.transaction_status is idle
        if whole and len(self._idle) < _IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def connect(self) -> Any:
        """Connect to the server anew."""
        arguments = {**self._arguments, "application_name": self._name}
        return self.driver.connect(autocommit=True, **arguments)

    def _forked(self) -> None:
        # These are the parent's: to close them would end its sessions.
        self._parents = self._idle
        self._idle, self._mine = deque(), threading.local()
        self._process = os.getpid()
        self._name = session_name(self._arguments["application_name"])

    def _ask(self) -> datetime:
        with self.reading() as tx:
            microseconds = tx.one("now")[0]
        return _EPOCH + timedelta(microseconds=int(microseconds))


def _spoken(connection: Any) -> bool:
    """Tell that the server has said something unasked: it says farewell, mostly."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return bool(selector.select(0))


def _psycopg() -> ModuleType:
    try:
        import psycopg  # noqa: PLC0415 - an extra
    except ImportError as missing:
        feature, extra = "PostgreSQL", "postgres"
        raise MissingExtraError(feature, extra) from missing
    return psycopg
