"""A host on SQLAlchemy: its ``Connection`` or ``Session``, synchronous or adapted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ..errors import InvalidValueError, NewsflowError
from .database import Cursor
from .postgres import POSTGRES
from .sqlite import SQLITE

_NAMED = frozenset({"psycopg", "psycopg_async", "psycopg2", "psycopg2cffi"})
_NUMBERED = "asyncpg"
_SAVEPOINT = re.compile(
    r"\s*(SAVEPOINT|RELEASE|ROLLBACK)(?:\s+TO)?(?:\s+SAVEPOINT)?\s+(\w+)",
    re.IGNORECASE,
)


class SqlAlchemyHost:
    """A ``Connection``, a ``Session``, or the one that ``run_sync`` hands on."""

    forgetful = False

    def __init__(self, host: Connection | Session) -> None:
        self._host = host
        self._savepoints: list[object] = []
        connection = self._connection()
        self._driver = connection.dialect.driver
        self.dialect = _dialect(connection.dialect.name, self._driver)

    @staticmethod
    def knows(connection: Any) -> bool:
        """Tell whether it is of this kind."""
        return isinstance(connection, Connection | Session)

    def reading(self) -> Cursor:
        """Open a cursor; on SQLite no lock is taken."""
        connection = self._connection()
        if not connection.in_transaction():
            connection.begin()
        cursor: Any = connection.connection.cursor()
        return _Numbered(cursor) if self._driver == _NUMBERED else cursor

    def writing(self) -> Cursor:
        """Open a cursor in a transaction that has begun on the connection itself.

        Raises:
            NewsflowError: the connection commits each statement by itself.
        """
        cursor = self.reading()
        driver: Any = self._connection().connection.dbapi_connection
        if self.dialect is SQLITE:
            if not self.begun():
                # The driver would begin with the first INSERT only; a savepoint outside
                # a transaction would be committed by its own release.
                cursor.execute("BEGIN IMMEDIATE")
        elif getattr(driver, "autocommit", False) is True:
            message = "newsflow cannot write on a connection in AUTOCOMMIT"
            raise NewsflowError(message)
        return cursor

    def begun(self) -> bool:
        """Tell whether the driver is in a transaction."""
        driver: Any = self._connection().connection.driver_connection
        return self.dialect is not SQLITE or bool(driver.in_transaction)

    def savepoints(self) -> tuple[object, ...]:
        """Give the nested transactions of a session, or the names of a connection's."""
        if not isinstance(self._host, Session):
            return tuple(self._savepoints)
        return tuple(_nested(self._host.get_nested_transaction()))

    def later(self, tell: Callable[[], object]) -> bool:
        """Leave it to :meth:`hear`."""
        del tell
        return False

    def hear(
        self,
        committed: Callable[[], object],
        undone: Callable[[object | None], object],
    ) -> None:
        """Listen to its events. A connection tells of undoing only."""
        if isinstance(self._host, Session):
            _hear_session(self._host, committed, undone)
        else:
            self._hear_connection(self._host, undone)

    def _hear_connection(
        self, host: Connection, undone: Callable[[object | None], object]
    ) -> None:
        def about_to_run(*heard: Any) -> None:
            # Its own events do not tell the name of a savepoint that is being opened.
            said = _SAVEPOINT.match(heard[2])
            if said is not None:
                word, name = said[1].upper(), said[2]
                if word == "ROLLBACK":
                    # One that was opened before we came holds all that we did.
                    undone(name if name in self._savepoints else None)
                self._moved(word, name)

        event.listen(host, "before_cursor_execute", about_to_run)
        event.listen(host, "rollback", lambda _: undone(None))

    def _moved(self, word: str, name: str) -> None:
        if word == "SAVEPOINT":
            self._savepoints.append(name)
        elif name in self._savepoints:
            # One that was rolled back to is open still; one that was released is not.
            kept = self._savepoints.index(name) + (word == "ROLLBACK")
            del self._savepoints[kept:]

    def _connection(self) -> Connection:
        host = self._host
        return host.connection() if isinstance(host, Session) else host


class _Numbered:
    """A cursor whose driver takes parameters by number: asyncpg's, as adapted."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    @property
    def connection(self) -> Any:
        return getattr(self._cursor, "connection", None)

    @property
    def rowcount(self) -> int:
        return int(self._cursor.rowcount)

    def execute(self, sql: str, parameters: Any = None) -> Any:
        numbered, names = _numbered(sql)
        values = tuple((parameters or {})[name] for name in names)
        return self._cursor.execute(numbered, values)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return list(self._cursor.fetchall())


@cache
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    names = tuple(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
    places = {name: f"${number}" for number, name in enumerate(names, start=1)}
    return sql % places if names else sql, names


def _dialect(name: str, driver: str) -> Any:
    field, wanted = "connection", "a connection to SQLite or PostgreSQL"
    if name == "sqlite":
        return SQLITE
    if name == "postgresql" and driver in {*_NAMED, _NUMBERED}:
        return POSTGRES
    if name == "postgresql":
        wanted = "PostgreSQL by psycopg: postgresql+psycopg://"
    raise InvalidValueError(field, f"{name}+{driver}", wanted)


def _hear_session(
    host: Session,
    committed: Callable[[], object],
    undone: Callable[[object | None], object],
) -> None:
    def after_commit(session: Session) -> None:
        # The release of a savepoint is told as a commit, too, and may yet be undone.
        if not session.in_nested_transaction():
            committed()

    def after_soft_rollback(_: Session, previous: Any) -> None:
        undone(next(iter(_nested(previous)), None))

    def after_transaction_end(_: Session, transaction: Any) -> None:
        # A session that is closed without a commit tells of nothing else.
        if transaction.parent is None:
            undone(None)

    event.listen(host, "after_commit", after_commit)
    event.listen(host, "after_soft_rollback", after_soft_rollback)
    event.listen(host, "after_transaction_end", after_transaction_end)


def _nested(transaction: Any) -> list[object]:
    """List a transaction and those around it, as far as they are savepoints."""
    found = []
    while transaction is not None:
        if transaction.nested:
            found.append(transaction)
        transaction = transaction.parent
    return found
