"""Inside an AsyncSession: newsflow works in what ``run_sync`` hands on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from newsflow import Newsroom
from newsflow.errors import ConflictError, InvalidValueError, NewsflowError
from newsflow.store.hosted import host_of
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

ADA, BO = PEOPLE["ada"], PEOPLE["bo"]
DRIVERS = {
    "sqlite": ["sqlite+aiosqlite"],
    "postgres": ["postgresql+psycopg", "postgresql+asyncpg"],
}
on_drivers = pytest.mark.parametrize(
    ("kind", "driver"),
    [(kind, driver) for kind, drivers in DRIVERS.items() for driver in drivers],
    indirect=["kind"],
)


def run(url: str, driver: str, *works: Callable[[Session], Any], commit: bool) -> None:
    """Run work in an AsyncSession, then commit or roll back."""

    async def main() -> None:
        engine = create_async_engine(make_url(url).set(drivername=driver))
        async with AsyncSession(engine) as session:
            for work in works:
                await session.run_sync(work)
            await (session.commit() if commit else session.rollback())
        await engine.dispose()

    asyncio.run(main())


@on_drivers
def test_an_async_session_tells_and_delivers_after_its_commit(
    desk: Desk, file: str, driver: str
) -> None:
    """Nothing is sent out before; a conflict on the way undoes nothing of the rest."""
    home = desk.open(file)
    article = clear(home, story(home, "review"), people=PEOPLE)

    def publish(session: Session) -> None:
        session.execute(sa.text("CREATE TABLE pages (name TEXT)"))
        guest = home.using(session)
        guest.publish(article, by=BO)
        with pytest.raises(ConflictError):
            guest.draft(text(), by=ADA, id=article.id)
        guest.draft(text("100 % certain"), by=ADA)
        session.execute(sa.text("INSERT INTO pages VALUES ('bridge')"))
        assert ["100 % certain"] == [one.headline for one in guest.search(text="100 %")]
        assert () == desk.site.parcels

    run(file, driver, publish, commit=True)

    assert 1 == len(desk.site.parcels)
    assert "published" == home.article(article.id).state
    assert 2 == home.audit().articles


@on_drivers
def test_an_async_session_that_rolls_back_leaves_nothing(
    desk: Desk, file: str, driver: str
) -> None:
    """What it undoes has never been."""
    home = desk.open(file)
    article = clear(home, story(home, "review"), people=PEOPLE)

    run(file, driver, lambda session: _publish(home, session, article), commit=False)

    assert () == desk.site.parcels
    assert article == home.article(article.id)


def _publish(home: Newsroom, session: Session, article: Any) -> None:
    home.using(session).publish(article, by=BO)


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_a_connection_that_commits_by_itself_is_not_written_on(
    desk: Desk, file: str
) -> None:
    """Its statements could not be undone together."""
    home = desk.open(file)
    engine = sa.create_engine(
        make_url(file).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        guest = home.using(connection)
        assert () == guest.search()
        with pytest.raises(NewsflowError, match="AUTOCOMMIT"):
            guest.draft(text(), by=ADA)
    engine.dispose()


def test_another_database_or_driver_is_refused() -> None:
    """The message names a driver that can be used."""
    mysql = sa.create_mock_engine("mysql+pymysql://", lambda *_: None).dialect
    for dialect, named in ((mysql, "SQLite or PostgreSQL"), (_pg8000(), "psycopg")):
        with pytest.raises(InvalidValueError, match=named):
            host_of(_Connection(dialect))


def _pg8000() -> Any:
    from sqlalchemy.dialects.postgresql.pg8000 import dialect  # noqa: PLC0415 - rare

    return dialect()


class _Connection(sa.Connection):
    """A connection of which only the dialect is asked."""

    def __init__(self, dialect: Any) -> None:
        self.dialect = dialect
