"""The tables as a whole: made where there are none, and known by their version."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from ..errors import NewerDatabaseError, OlderDatabaseError
from .database import Database, Transaction, connected, parsed_url
from .schema import METADATA, VERSION

_PROBES = MappingProxyType(
    {
        "sqlite": "SELECT name FROM sqlite_master "
        "WHERE type = 'table' AND name = 'newsflow_schema'",
        # Not to_regclass: it may remember that there was none, and not look again.
        "postgresql": "SELECT relname FROM pg_class "
        "WHERE relname = 'newsflow_schema' AND pg_table_is_visible(oid)",
    }
)


def create_tables(database: Database) -> None:
    """Make the tables if there are none, and see that those there are are known.

    Raises:
        OlderDatabaseError: they are of an earlier version, and are to be upgraded.
        NewerDatabaseError: they are of a later version than is known here.
    """
    found = schema_version(database)
    if found is None:
        with database.writing() as tx:
            tx.turn("schema")
            found = _version(tx)  # somebody may have been faster
            if found is None:
                found = _create(tx)
    _refuse_other(found)


def refuse_unknown(tx: Transaction) -> None:
    """Refuse to write into tables that somebody has upgraded since they were opened.

    Raises:
        NewerDatabaseError: they are of a later version than is known here.
        OlderDatabaseError: they are of none.
    """
    _refuse_other(_version(tx) or 0)


def see_known(database: Database) -> None:
    """See that nobody has upgraded the tables since they were opened.

    Raises:
        NewerDatabaseError: somebody has.
    """
    with database.reading() as tx:
        refuse_unknown(tx)


def _refuse_other(found: int) -> None:
    if found < VERSION:
        raise OlderDatabaseError(found=found, known=VERSION)
    if found > VERSION:
        raise NewerDatabaseError(found=found, known=VERSION)


def schema_version(database: Database) -> int | None:
    """Give the version of the tables; None if there are none."""
    with database.reading() as tx:
        return _version(tx)


def version_at(url: str) -> int | None:
    """Give the version of the tables of a URL; neither file nor table is made.

    Raises:
        InvalidValueError: it is no URL of a database that newsflow can use.
        MissingExtraError: it is PostgreSQL, and the extra ``postgres`` is not there.
    """
    parsed = parsed_url(url)
    if (
        parsed.get_backend_name() == "sqlite"
        and not Path(parsed.database or "").is_file()
    ):
        return None
    database = connected(url)
    try:
        return schema_version(database)
    finally:
        database.close()


def _version(tx: Transaction) -> int | None:
    tx.cursor.execute(_PROBES[tx.dialect.name])
    if tx.cursor.fetchone() is None:
        return None
    row = tx.one("schema_version")
    return None if row is None else int(row[0])


def _create(tx: Transaction) -> int:
    from sqlalchemy.schema import CreateIndex, CreateTable  # noqa: PLC0415 - only here

    for table in METADATA.sorted_tables:
        create = CreateTable(table, if_not_exists=True)
        tx.cursor.execute(str(create.compile(dialect=tx.dialect)))
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            build = CreateIndex(index, if_not_exists=True)
            tx.cursor.execute(str(build.compile(dialect=tx.dialect)))
    tx.run("set_schema_version", version=VERSION)
    return VERSION
