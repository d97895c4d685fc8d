"""Who has the turn on PostgreSQL, and when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy.engine import make_url

from newsflow.store.database import connected, open_database
from newsflow.store.postgres import PostgresDatabase
from newsflow.store.schema import VERSION
from newsflow.store.tables import schema_version

from ..postgres import Server

DATABASES = ("postgres",)
PATIENCE = 0.3


@pytest.fixture
def two(file: str) -> Iterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """One database, opened by two."""
    one, other = open_database(file), open_database(file)
    assert isinstance(one, PostgresDatabase)
    assert isinstance(other, PostgresDatabase)
    yield one, other
    one.close()
    other.close()


def turn(database: PostgresDatabase) -> AbstractContextManager[bool]:
    """Ask for the turn, with little patience."""
    return database.alone("test", patience=timedelta(seconds=PATIENCE))


def test_whoever_says_something_keeps_the_turn(
    two: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    """On whichever of its sessions: the one that holds the lock is silent all along."""
    one, other = two
    with turn(one) as mine:
        assert mine
        for _ in range(4):
            sleep(PATIENCE / 2)
            assert VERSION == schema_version(one)
            with turn(other) as theirs:
                assert not theirs
    with turn(other) as theirs:
        assert theirs, "it was let go, and at once"


def test_whoever_falls_silent_has_lost_it(
    two: tuple[PostgresDatabase, PostgresDatabase], file: str, postgres: Server
) -> None:
    """All of its sessions are ended, and what they hold; others' are let alone."""
    one, other = two
    with postgres.connect(file) as stranger:
        with turn(one) as mine:
            assert mine
            sleep(PATIENCE * 1.5)
            with turn(other) as theirs:
                assert not theirs, "it is over from now on"
            for _ in range(100):
                with turn(other) as theirs:
                    if theirs:
                        break
                sleep(0.02)
            assert theirs
        assert VERSION == schema_version(one), "it goes on with sessions anew"
        assert stranger.execute("SELECT 1").fetchone() == (1,)


def test_whoever_may_not_end_the_sessions_of_another_waits_on(
    two: tuple[PostgresDatabase, PostgresDatabase], file: str, postgres: Server
) -> None:
    """The other user's runner keeps the turn until the server finds it gone."""
    role = f"newsflow_guest_{make_url(file).database}"
    postgres.run(f"CREATE ROLE {role} IN ROLE pg_read_all_stats")
    guest = connected(f"{file}&options=-c%20role%3D{role}")
    with two[0].alone("test", patience=timedelta(0)) as mine:
        with guest.alone("test", patience=timedelta(0)) as theirs:
            assert not theirs
        assert mine
        assert VERSION == schema_version(two[0])
    with guest.alone("test", patience=timedelta(0)) as theirs:
        assert theirs
    guest.close()
    postgres.run(f"DROP ROLE {role}")


def test_turns_of_different_purposes_are_not_in_each_others_way(
    two: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    """Nor is anybody silent who never had the turn in question."""
    one, other = two
    patience = timedelta(0)
    with (
        one.alone("sweeping", patience=patience) as mine,
        other.alone("reading", patience=patience) as theirs,
    ):
        assert mine
        assert theirs
        assert VERSION == schema_version(one)


def test_a_host_keeps_the_name_of_its_sessions(file: str, postgres: Server) -> None:
    """The server lists them by it, with a mark that tells processes apart."""
    with_name = open_database(f"{file}&application_name=gazette")
    names = "SELECT application_name FROM pg_stat_activity"
    with postgres.connect(file) as connection:
        found = {row[0] for row in connection.execute(names).fetchall()}
    with_name.close()

    assert 1 == sum(one.startswith("gazette ") for one in found)
