"""The way from version to version: at its end stand the tables of today."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsflow import Newsroom
from newsflow.documents.workflows import shipped_workflow
from newsflow.errors import NewerDatabaseError, OlderDatabaseError
from newsflow.store.database import Database, connected, open_database
from newsflow.store.migrations import migrating, upgrade
from newsflow.store.migrations.generate import source
from newsflow.store.schema import METADATA, VERSION
from newsflow.store.tables import schema_version
from newsflow.testing import PEOPLE, bring

from ..gazette import text
from ..postgres import Server

DATABASES = ("sqlite", "postgres")

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       l.collname, a.attidentity, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
SEQUENCES = (
    "SELECT sequencename, data_type::text, start_value, increment_by FROM pg_sequences"
)


@pytest.fixture
def fresh(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], str]]:
    """A way to have one more database with no tables at all."""
    made: list[str] = []
    server: Server | None = None
    if kind == "postgres":
        server = request.getfixturevalue("postgres")

    def another() -> str:
        made.append(
            server.empty_database()
            if server
            else f"sqlite:///{tmp_path / f'{len(made)}.db'}"
        )
        return made[-1]

    yield another
    if server is not None:
        for url in made:
            server.drop(url)


def looks(database: Database) -> Any:
    """Tell everything about the tables: columns, keys, indexes, counters."""
    with database.reading() as tx:
        if tx.dialect.name == "postgresql":
            queries = COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES
            return [sorted(map(repr, _rows(tx, one))) for one in queries]
        tables = _rows(tx, "SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name: _sqlite_table(tx, name) for (name,) in tables}


def _sqlite_table(tx: Any, name: str) -> Any:
    indexes = _rows(tx, f"PRAGMA index_list({name})")
    return (
        sorted(row[1:] for row in _rows(tx, f"PRAGMA table_xinfo({name})")),
        sorted(row[2:] for row in _rows(tx, f"PRAGMA foreign_key_list({name})")),
        sorted(
            (index[1:], _rows(tx, f"PRAGMA index_xinfo({index[1]})"), _where(tx, index))
            for index in indexes
        ),
        _rows(tx, f"SELECT wr FROM pragma_table_list WHERE name = '{name}'"),  # noqa: S608 - our own name
    )


def _where(tx: Any, index: Any) -> str:
    rows = _rows(tx, f"SELECT sql FROM sqlite_master WHERE name = '{index[1]}'")  # noqa: S608 - the same
    words = (
        " ".join(str(rows[0][0] if rows else "").split())
        .replace("(", "")
        .replace(")", "")
    )
    return words.partition(" WHERE ")[2]


def _rows(tx: Any, sql: str) -> list[Any]:
    tx.cursor.execute(sql)
    return list(tx.cursor.fetchall())


def test_the_migrations_lead_to_the_tables_of_today(fresh: Callable[[], str]) -> None:
    """A database that came the whole way is the same as one that was made today."""
    old, new = fresh(), fresh()
    assert 0 == upgrade(old)
    came, made = open_database(old), open_database(new)

    assert looks(made) == looks(came)
    assert VERSION == schema_version(came) == schema_version(made)
    came.close()
    made.close()


def test_there_is_nothing_left_to_migrate(fresh: Callable[[], str]) -> None:
    """Alembic finds no difference between what the migrations make and the schema."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - rare
    from alembic.migration import MigrationContext  # noqa: PLC0415 - the same

    url = fresh()
    upgrade(url)
    with migrating(url) as connection:
        context = MigrationContext.configure(connection)
        assert [] == compare_metadata(context, METADATA)


def test_the_migration_as_written_anew_gives_the_same(
    fresh: Callable[[], str], tmp_path: Path
) -> None:
    """Whoever changes the schema runs the generator, and need not write by hand."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - rare
    from alembic.operations import Operations  # noqa: PLC0415 - the same

    module: dict[str, Any] = {}
    exec(source(f"sqlite:///{tmp_path / 'before.db'}"), module)  # noqa: S102 - our own
    old, new = fresh(), fresh()
    upgrade(new, to=VERSION - 1)
    with migrating(new) as connection:
        module["upgrade"](Operations(MigrationContext.configure(connection)))
    upgrade(old)
    came, written = connected(old), connected(new)

    assert looks(came) == looks(written)
    came.close()
    written.close()


def test_a_newsroom_works_on_tables_that_were_migrated(
    fresh: Callable[[], str],
) -> None:
    """From the first story on, and again after an upgrade that has nothing to do."""
    url = fresh()
    upgrade(url)
    with Newsroom.open(url) as room:
        assert "draft" == room.draft(text(), by=PEOPLE["ada"], id="bridge").state
    assert VERSION == upgrade(url)
    with Newsroom.open(url) as room:
        assert ["bridge"] == [row.id for row in room.search()]
        assert 1 == room.audit().articles


def test_a_newsroom_of_version_1_is_upgraded_with_all_that_is_in_it(
    fresh: Callable[[], str],
) -> None:
    """Its stories, their history and what expires are there afterwards."""
    first, url = fresh(), fresh()
    upgrade(first, to=1)
    with Newsroom.open(url, workflow=shipped_workflow("standard")) as room:
        bridge = bring(room, "published", people=PEOPLE, content=text())
        before = room.history(bridge), room.search()
    _back_to_version_1(url)
    old, then = connected(first), connected(url)
    assert looks(old) == looks(then)
    old.close()
    then.close()
    with pytest.raises(OlderDatabaseError, match="newsflow db upgrade"):
        Newsroom.open(url)

    assert 1 == upgrade(url)
    with Newsroom.open(url) as room:
        assert before == (room.history(bridge), room.search())
        assert 1 == room.audit().articles


def _back_to_version_1(url: str) -> None:
    database = connected(url)
    with database.writing() as tx:
        tx.cursor.execute("DROP INDEX newsflow_articles_by_expiry")
    database.close()
    _set(url, 1)


def test_an_old_database_is_refused_with_what_to_run(fresh: Callable[[], str]) -> None:
    """Nothing is changed in it before somebody says so."""
    url = fresh()
    open_database(url).close()
    _set(url, VERSION - 1)

    with pytest.raises(OlderDatabaseError, match="newsflow db upgrade") as refused:
        open_database(url)
    assert (VERSION - 1, VERSION) == (refused.value.found, refused.value.known)


def test_what_a_newer_newsflow_wrote_is_not_upgraded(fresh: Callable[[], str]) -> None:
    """Nor is it opened."""
    url = fresh()
    open_database(url).close()
    _set(url, VERSION + 1)

    for refusing in (upgrade, open_database):
        with pytest.raises(NewerDatabaseError, match="a newer newsflow"):
            refusing(url)


def _set(url: str, version: int) -> None:
    database = connected(url)
    with database.writing() as tx:
        tx.cursor.execute(f"UPDATE newsflow_schema SET version = {int(version)}")  # noqa: S608 - a number
    database.close()


def test_an_upgrade_that_fails_leaves_all_as_it_was(
    fresh: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables that were made before the failure are gone, on SQLite as well."""
    url = fresh()
    from newsflow.store.migrations import v0001  # noqa: PLC0415 - to break it

    def broken(_: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(v0001, "_attempts", broken)
    with pytest.raises(InterruptedError):
        upgrade(url)
    database = connected(url)
    with database.reading() as tx:
        names = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if tx.dialect.name == "postgresql"
            else "SELECT name FROM sqlite_master"
        )
        assert [] == _rows(tx, names)
    database.close()


def test_opening_asks_nothing_of_alembic(tmp_path: Path) -> None:
    """It is for the day of an upgrade, and must not slow down every other one."""
    code = (
        "import sys\nfrom newsflow import Newsroom\n"
        f"Newsroom.open('sqlite:///{tmp_path / 'x.db'}').close()\n"
        "print('alembic' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "False" == ended.stdout.strip()
