"""Connections and transactions: our own, or the host's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from random import uniform
from time import sleep
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import attrs
from sqlalchemy.engine import URL, make_url

from ..errors import ContentionError, InvalidValueError

_TRIES = 5
_P = ParamSpec("_P")
_T = TypeVar("_T")


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

    @property
    def connection(self) -> Any:
        """The driver's own connection, for an engine that rides along.

        None where the driver is asynchronous: nobody can ride along there.
        """
        return getattr(self.cursor, "connection", None)

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

    def hold(self, article: str) -> None:
        """Let no other transaction write about an article until this one has ended.

        SQLite has one writer at a time anyway; on PostgreSQL this waits for the row.
        """
        if self.dialect.name == "postgresql":
            self.run("hold", article=article)

    def hold_all(self, articles: Iterable[str]) -> None:
        """Hold several articles, in the one order in which everybody does."""
        if self.dialect.name == "postgresql":
            self.run("hold_articles", articles=sorted(set(articles)))

    def hold_lane(self, channel: str) -> None:
        """Let no other transaction claim for a channel until this one has ended."""
        if self.dialect.name == "postgresql":
            self.run("hold_lane", channel=channel)

    def turn(self, name: str) -> None:
        """Wait until no other transaction of ours does this; so until it has ended."""
        if self.dialect.name == "postgresql":
            self.run("turn", name=f"newsflow {name}")


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

    def now(self) -> datetime:
        """Tell the instant by the clock that everyone who uses the database shares."""
        ...

    def again(self, undone: Exception) -> bool:
        """Tell that a transaction was undone for another's sake and may be run anew."""
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


class TracedDatabase(Database, Protocol):
    """A database of our own, which can be listened to."""

    def trace(self, listener: Callable[[str], object] | None) -> None:
        """Tell *listener* every statement of this thread, just before it is run."""
        ...


class _Stored(Protocol):
    """Whoever writes into a database."""

    database: Database


_S = TypeVar("_S", bound=_Stored)


def repeated(
    write: Callable[Concatenate[_S, _P], _T],
) -> Callable[Concatenate[_S, _P], _T]:
    """Run a whole writing anew, if the database undid it for another one's sake.

    PostgreSQL does so with one of two that wait for each other. Should it do so time
    after time, whoever asked is told.
    """

    @wraps(write)
    def written(self: _S, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        tried = 0
        while True:
            tried += 1
            try:
                return write(self, *args, **kwargs)
            except Exception as undone:
                if not self.database.again(undone):
                    raise
                if tried == _TRIES:
                    raise ContentionError(str(undone).partition("\n")[0]) from undone
                sleep(uniform(0, 0.02 * tried))  # noqa: S311 - no secret: who goes first

    return written


def open_database(url: str) -> TracedDatabase:
    """Open the database of a SQLAlchemy URL, and make its tables if it has none.

    Raises:
        InvalidValueError: it is no URL of a database that newsflow can use.
        MissingExtraError: it is PostgreSQL, and the extra ``postgres`` is not there.
        OlderDatabaseError: its tables are to be upgraded first.
        NewerDatabaseError: a newer newsflow has written it.
    """
    from .tables import create_tables  # noqa: PLC0415 - it stands above

    database = connected(url)
    try:
        create_tables(database)
    except BaseException:
        database.close()
        raise
    return database


def connected(url: str) -> TracedDatabase:
    """Connect to the database of a SQLAlchemy URL, whatever its tables are.

    Raises:
        InvalidValueError: it is no URL of a database that newsflow can use.
        MissingExtraError: it is PostgreSQL, and the extra ``postgres`` is not there.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        from .sqlite import SqliteDatabase  # noqa: PLC0415 - it stands above

        synchronous = str(parsed.query.get("synchronous", "NORMAL")).upper()
        return SqliteDatabase(parsed.database or ":memory:", synchronous=synchronous)
    if parsed.drivername in {"postgresql", "postgresql+psycopg"}:
        from .postgres import PostgresDatabase  # noqa: PLC0415 - it stands above

        return PostgresDatabase(parsed)
    field, wanted = "url", "sqlite:///PATH, sqlite:// or postgresql://HOST/NAME"
    raise InvalidValueError(field, parsed.render_as_string(), wanted)


def parsed_url(url: str) -> URL:
    """Take a URL apart.

    Raises:
        InvalidValueError: it is none of a database.
    """
    try:
        return make_url(url)
    except Exception as unfit:
        field = "url"
        raise InvalidValueError(field, url, "a database URL") from unfit
