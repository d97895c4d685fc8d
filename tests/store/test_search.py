"""Lists are looked up, not read through, however long a newsroom has been at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from newsflow.store.database import Database, Transaction, open_database
from newsflow.store.schema import ARTICLES
from newsflow.store.search import Search, query

from ..postgres import Server

NOW = "2026-11-24T07:00:00.000000Z"
MANY = 3000


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of each kind."""
    server: Server | None = None
    url = "sqlite://"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        assert server is not None
        url = server.empty_database()
    opened = open_database(url)
    yield opened
    opened.close()
    if server is not None:
        server.drop(url)


def _fill(database: Database) -> None:
    """Make many articles that are live: each tenth will expire, each hundredth has."""
    texts = {
        column.name: "''"
        for column in ARTICLES.columns
        if not column.nullable and str(column.type).upper().startswith("TEXT")
    }
    numbers = dict.fromkeys(("position", "workflow_version", "live"), "1")
    own = {
        "id": "CAST(i AS TEXT)",
        "updated": "CAST(i AS TEXT)",
        "expires": "CASE WHEN i % 100 = 0 THEN '2026-01-01' "
        "WHEN i % 10 = 0 THEN '2030-01-01' END",
    }
    row = {**texts, **numbers, **own}
    with database.writing() as tx:
        tx.cursor.execute(
            f"INSERT INTO {ARTICLES.name} ({', '.join(row)}) "  # noqa: S608 - our own names
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            f"WHERE i < {MANY}) SELECT {', '.join(row.values())} FROM n"
        )
        if tx.dialect.name == "postgresql":
            tx.cursor.execute(f"ANALYZE {ARTICLES.name}")


def _plan(tx: Transaction, wanted: Search) -> str:
    explain = "EXPLAIN" if tx.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    statement, parameters = query(tx.dialect, wanted)
    tx.cursor.execute(f"{explain} {statement}", parameters)
    rows: list[Any] = list(tx.cursor.fetchall())
    return "\n".join(str(row[-1]) for row in rows)


def test_what_has_expired_is_found_by_an_index(database: Database) -> None:
    """The runner looks each second, so it must not read every story for that."""
    _fill(database)
    with database.reading() as tx:
        plan = _plan(tx, Search(expires_before=NOW, live=True, limit=500))
        tx.cursor.execute(*query(tx.dialect, Search(expires_before=NOW, live=True)))
        found = list(tx.cursor.fetchall())

    assert "newsflow_articles_by_expiry" in plan, plan
    assert MANY // 100 == len(found)


def test_what_is_due_is_found_by_an_index(database: Database) -> None:
    """The same for schedules."""
    _fill(database)
    with database.reading() as tx:
        plan = _plan(tx, Search(due_before=NOW, limit=500))

    assert "newsflow_articles_by_due" in plan, plan
