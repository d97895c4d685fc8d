"""The way from each version of the tables to the next, one module a version.

``newsflow_schema`` tells how far a database has come; alembic lends its operations, and
keeps no table of its own. A version's module has one function, ``upgrade``, which is
handed alembic's operations. How one is written, `generate` tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...errors import NewerDatabaseError
from ..schema import SCHEMA, VERSION

# Who writes events or claims deliveries is waited for, and the next sees the version.
_ALONE = "LOCK TABLE newsflow_articles, newsflow_deliveries IN SHARE ROW EXCLUSIVE MODE"

if TYPE_CHECKING:
    from alembic.migration import MigrationContext
    from sqlalchemy import Connection


def upgrade(url: str, *, to: int = VERSION) -> int:
    """Bring the tables of a database to a version; gives the one they had: 0 for none.

    All of it is one transaction, which waits for the writers before it and bars the
    next ones. Make a backup first: there is no way back.

    Raises:
        NewerDatabaseError: a newer newsflow has written it; nothing was changed.
    """
    with migrating(url) as connection:
        found = version_of(connection)
        if found > VERSION:
            raise NewerDatabaseError(found=found, known=VERSION)
        for version in range(found + 1, to + 1):
            take(connection, version)
    return found


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """Open a transaction in which tables are changed, by one process at a time."""
    from sqlalchemy import create_engine, event, func, select  # noqa: PLC0415 - rare
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - the same
    from sqlalchemy.pool import NullPool  # noqa: PLC0415 - the same

    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    driver = "sqlite" if sqlite else "postgresql+psycopg"
    engine = create_engine(
        parsed.set(drivername=driver, query={} if sqlite else parsed.query),
        poolclass=NullPool,
    )
    if sqlite:
        # The driver would commit before each CREATE; so it is told nothing of ours.
        event.listen(engine, "connect", _lets_us_begin)
        event.listen(
            engine, "begin", lambda one: one.exec_driver_sql("BEGIN IMMEDIATE")
        )
    with engine.begin() as connection:
        if not sqlite:
            turn = func.pg_advisory_xact_lock(func.hashtext("newsflow schema"))
            connection.execute(select(turn))
        yield connection


def version_of(connection: Connection) -> int:
    """Give the version of the tables; 0 if there are none."""
    from sqlalchemy import inspect, select  # noqa: PLC0415 - rare

    if not inspect(connection).has_table(SCHEMA.name):
        return 0
    return connection.execute(select(SCHEMA.c.version)).scalar() or 0


def take(connection: Connection, version: int) -> None:
    """Take the step to a version, and write down that it was taken."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - rare, and heavy

    _step(MigrationContext.configure(connection), version)


def script(dialect: str, version: int) -> tuple[str, ...]:
    """Write the step to a version as statements, for a host that runs them itself."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - rare, and heavy

    written = _Written()
    options = {"as_sql": True, "literal_binds": True, "output_buffer": written}
    _step(MigrationContext.configure(dialect_name=dialect, opts=options), version)
    return tuple(written.statements)


def _step(context: MigrationContext, version: int) -> None:
    from alembic.operations import Operations  # noqa: PLC0415 - rare, and heavy
    from sqlalchemy import delete, insert  # noqa: PLC0415 - rare

    step = import_module(f".v{version:04}", __package__)
    operations = Operations(context)
    if version > 1 and context.dialect.name == "postgresql":
        operations.execute(_ALONE)
    step.upgrade(operations)
    operations.execute(delete(SCHEMA))
    operations.execute(insert(SCHEMA).values(version=version))


class _Written:
    """Alembic's output, which it writes statement by statement."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def write(self, text: str) -> None:
        self.statements.append(text.strip().removesuffix(";"))

    def flush(self) -> None:
        """Do nothing: it is all in memory."""


def _lets_us_begin(driver: Any, _: object) -> None:
    driver.isolation_level = None
