"""The host's own connection: our statements on its cursor, in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from ..errors import InvalidValueError
from .database import Cursor, Transaction
from .host_django import DjangoHost
from .host_sqlalchemy import SqlAlchemyHost
from .statements import statements

Undone = Callable[[object | None], object]
"""Is told which savepoint was undone; None stands for the whole transaction."""


class Host(Protocol):
    """A connection of the host's: it commits, we never do."""

    dialect: Any
    forgetful: bool
    """Whether it does not tell when something was undone."""

    def reading(self) -> Cursor:
        """Open a cursor that sees what the host's transaction sees."""
        ...

    def writing(self) -> Cursor:
        """Open a cursor inside a transaction of the host's."""
        ...

    def begun(self) -> bool:
        """Tell whether its transaction has begun on the connection itself."""
        ...

    def savepoints(self) -> tuple[object, ...]:
        """Name the savepoints that the host has open, as far as it tells of them."""
        ...

    def later(self, tell: Callable[[], object]) -> bool:
        """Have the host call *tell* after its commit; False if it cannot."""
        ...

    def hear(self, committed: Callable[[], object], undone: Undone) -> None:
        """Call back when the host's transaction ends, as far as it tells of that."""
        ...


def host_of(connection: Any) -> Host:
    """Take what the host has: of SQLAlchemy, or of Django.

    Raises:
        InvalidValueError: it is neither, or of a database that newsflow cannot use.
    """
    for kind in (SqlAlchemyHost, DjangoHost):
        if kind.knows(connection):
            return kind(connection)
    field = "connection"
    wanted = "a SQLAlchemy Connection or Session, or a connection of Django's"
    raise InvalidValueError(field, connection, wanted)


class HostDatabase:
    """A database inside the host's transaction.

    Each write of ours is a savepoint, so that a refused one leaves the host's
    transaction as it was.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._sql = statements(host.dialect)
        self.locks = host.dialect.name != "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read what the host's transaction sees, its own writes included."""
        yield self._transaction(self._host.reading())

    @contextmanager
    def at_once(self) -> Iterator[Transaction]:
        """Run one statement in the host's transaction."""
        yield self._transaction(self._host.writing())

    def writing(self) -> Any:
        """Write in the host's transaction, inside a savepoint."""
        return self._savepoint(self._host.writing(), "newsflow")

    def snapshot(self) -> Any:
        """Read one state: the host's transaction, or a savepoint in its place."""
        return self._savepoint(self._host.reading(), "newsflow_reading")

    def now(self) -> datetime:
        """Tell the instant by the clock of the host's database."""
        if self._host.dialect.name == "sqlite":
            return datetime.now(UTC)
        with self.reading() as tx:
            return datetime.fromtimestamp(tx.one("now")[0] / 1_000_000, UTC)

    def again(self, undone: Exception) -> bool:
        """Never: what the host has done in its transaction is not ours to do anew."""
        del undone
        return False

    def alone(self, purpose: str, *, patience: timedelta) -> nullcontext[bool]:
        """Say yes: nothing runs inside a host's transaction."""
        del purpose, patience
        return nullcontext(enter_result=True)

    def let_go(self) -> None:
        """Leave the connection to the host."""

    def scrub(self) -> None:
        """Leave the files to the host: nothing is committed yet."""

    def close(self) -> None:
        """Leave the connection to the host."""

    @contextmanager
    def _savepoint(self, cursor: Cursor, name: str) -> Iterator[Transaction]:
        cursor.execute(f"SAVEPOINT {name}")
        try:
            yield self._transaction(cursor)
        except BaseException:
            cursor.execute(f"ROLLBACK TO SAVEPOINT {name}")
            cursor.execute(f"RELEASE SAVEPOINT {name}")
            raise
        cursor.execute(f"RELEASE SAVEPOINT {name}")

    def _transaction(self, cursor: Cursor) -> Transaction:
        return Transaction(cursor, self._sql, self._host.dialect)
