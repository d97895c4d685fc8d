"""What statements are made of: parameters, fixed words, inserts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Table, Text, bindparam, insert, literal_column, or_

ONE = literal_column("1", Integer)
ZERO = literal_column("0", Integer)


def param(name: str, kind: Any = Text) -> Any:
    """Stand for a value that is given when the statement is run."""
    return bindparam(name, type_=kind(), required=False)


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
