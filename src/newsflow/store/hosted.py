"""The host's own connection: our statements on its cursor, in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, ClassVar

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ..errors import InvalidValueError
from .database import SQLITE, Transaction
from .statements import statements


class HostDatabase:
    """A host's SQLAlchemy ``Connection`` or ``Session``; it commits, we never do.

    Each write of ours is a savepoint, so that a refused one leaves the host's
    transaction as it was.
    """

    locks: ClassVar[bool] = False

    def __init__(self, host: Connection | Session) -> None:
        if not isinstance(host, Connection | Session):
            field = "connection"
            raise InvalidValueError(field, host, "a SQLAlchemy Connection or Session")
        self._host = host
        self._sql = statements(SQLITE)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read what the host's transaction sees, its own writes included."""
        yield Transaction(self._cursor(), self._sql, SQLITE)

    at_once = reading
    """Run one statement in the host's transaction."""

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Write in the host's transaction, inside a savepoint."""
        cursor = self._cursor()
        cursor.execute("SAVEPOINT newsflow")
        try:
            yield Transaction(cursor, self._sql, SQLITE)
        except BaseException:
            cursor.execute("ROLLBACK TO newsflow")
            cursor.execute("RELEASE newsflow")
            raise
        cursor.execute("RELEASE newsflow")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read; the host's own transaction is one state already."""
        yield

    def alone(self, purpose: str) -> nullcontext[bool]:
        """Say yes: nothing runs inside a host's transaction."""
        del purpose
        return nullcontext(enter_result=True)

    def let_go(self) -> None:
        """Leave the connection to the host."""

    def scrub(self) -> None:
        """Leave the files to the host: nothing is committed yet."""

    def close(self) -> None:
        """Leave the connection to the host."""

    def _cursor(self) -> Any:
        host = self._host
        connection = host.connection() if isinstance(host, Session) else host
        if not connection.in_transaction():
            connection.begin()
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor()
        if not driver.in_transaction:
            # The driver would begin with the first INSERT only; a savepoint outside a
            # transaction would be committed by its own release.
            cursor.execute("BEGIN IMMEDIATE")
        return cursor


def _ended(rolled_back: Callable[[], object]) -> Callable[[Any, Any], None]:
    def ended(_: Session, transaction: Any) -> None:
        if transaction.parent is None:
            rolled_back()

    return ended


def _whole(committed: Callable[[], object]) -> Callable[[Session], None]:
    def heard(session: Session) -> None:
        # The release of a savepoint is told as a commit, too, and may yet be undone.
        if not session.in_nested_transaction():
            committed()

    return heard


def when_committed(
    host: Connection | Session,
    committed: Callable[[], object],
    rolled_back: Callable[[], object],
) -> None:
    """Call back when the host's transaction ends.

    A connection tells of undoing only.
    """
    if isinstance(host, Session):
        event.listen(host, "after_commit", _whole(committed))
        event.listen(host, "after_soft_rollback", lambda _, __: rolled_back())
        # A session that is closed without a commit tells of nothing else.
        event.listen(host, "after_transaction_end", _ended(rolled_back))
    else:
        event.listen(host, "rollback", lambda _: rolled_back())
        event.listen(host, "rollback_savepoint", lambda *_: rolled_back())
