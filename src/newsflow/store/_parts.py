"""What statements are made of: parameters, fixed words, inserts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Integer,
    Table,
    TableClause,
    Text,
    bindparam,
    exists,
    insert,
    literal_column,
    or_,
    select,
)

from .schema import BIG, LOCKS, SCHEMA, VERSION

ONE = literal_column("1", Integer)
ZERO = literal_column("0", Integer)


def param(name: str, kind: Any = Text) -> Any:
    """Stand for a value that is given when the statement is run."""
    return bindparam(name, type_=BIG if kind is Integer else kind(), required=False)


def word(value: str) -> Any:
    """Write a fixed word into the statement itself; nobody else's text comes here."""
    return literal_column(f"'{value}'", Text)


def one_of(column: Any, *values: str) -> Any:
    """Tell that a column is one of some fixed words."""
    return or_(*(column == word(value) for value in values))


def adding(table: Table, *, leave: tuple[str, ...] = ()) -> Any:
    """Insert a row, less the columns that the database fills."""
    columns = [column for column in table.columns if column.name not in leave]
    return insert(table).values(
        {c.name: bindparam(c.name, type_=c.type, required=False) for c in columns}
    )


def adding_unless_there(table: Table | TableClause) -> Any:
    """Insert, unless there is a row of that key; both our databases say it alike."""
    from sqlalchemy.dialects.postgresql import insert as insert_or  # noqa: PLC0415 - only here

    values = {c.name: bindparam(c.name, type_=c.type, required=False) for c in table.c}
    return insert_or(table).values(values).on_conflict_do_nothing()


def adding_to_known(table: Table) -> Any:
    """Insert, unless there is a row of that key, or the tables are of a later version.

    See :func:`known_tables`.
    """
    from sqlalchemy.dialects.postgresql import insert as insert_or  # noqa: PLC0415 - only here

    names = [column.name for column in table.columns]
    values = (bindparam(c.name, type_=c.type, required=False) for c in table.columns)
    row = select(*values).where(known_tables())
    return insert_or(table).from_select(names, row).on_conflict_do_nothing()


def adding_unless_locked(table: Table, *, writer: str) -> Any:
    """Insert a row of an article, unless another than the *writer* holds its lock."""
    values = [param(c.name, type(c.type)) for c in table.columns]
    names = [column.name for column in table.columns]
    row = select(*values).where(~locked(param("article"), param(writer)))
    return insert(table).from_select(names, row)


def known_tables() -> Any:
    """Tell that the tables are still of the version that this newsflow knows.

    A process may have opened them before they were upgraded. It stands in the statement
    that writes anyway, so that it costs none of its own, and nobody can come between.
    """
    return exists().where(SCHEMA.c.version == literal_column(str(VERSION), Integer))


def locked(article: Any, writer: Any) -> Any:
    """Tell that another than the *writer* holds the lock of an article at *now*."""
    return exists().where(
        LOCKS.c.article == article,
        LOCKS.c.holder != writer,
        LOCKS.c.until > param("now"),
    )
