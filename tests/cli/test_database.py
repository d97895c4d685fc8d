"""``newsflow db``: the tables are checked and upgraded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsflow.store.database import connected
from newsflow.store.schema import VERSION

from ..postgres import Server
from .terminal import Terminal


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, terminal: Terminal) -> Iterator[str]:
    """The database of the newsroom: one of either kind, with no tables yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{terminal.folder}/newsroom.db"
        return
    server: Server = request.getfixturevalue("postgres")
    url = server.empty_database()
    terminal.configure('"sqlite:///newsroom.db"', '"env:NEWSROOM_URL"')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSROOM_URL", url)
        yield url
    server.drop(url)


def test_the_tables_are_checked_and_upgraded(terminal: Terminal, url: str) -> None:
    """Empty, current, old, new: each is told with what to do."""
    assert url
    assert "empty" == terminal.answers("db check")["state"]
    assert {"found": 0, "version": VERSION} == terminal.answers("db upgrade")
    assert "nothing to do" in terminal.says("db upgrade")
    assert f"current: schema version {VERSION}, known {VERSION}" in terminal.says(
        "db check"
    )
    terminal.drafted()

    _set(url, VERSION - 1)
    old = terminal.answers("db check", code=7)
    assert ("old", VERSION - 1, VERSION) == (old["state"], old["found"], old["known"])
    assert "newsflow db upgrade" in terminal.says("db check", code=7)
    refused = terminal.fails("list", code=1)
    assert ("older_database", VERSION) == (refused["code"], refused["known"])

    _set(url, VERSION + 1)
    assert "new" == terminal.answers("db check", code=7)["state"]
    assert "newer_database" == terminal.fails("db upgrade", code=1)["code"]

    _set(url, VERSION)
    assert ["bridge"] == [one["slug"] for one in terminal.answers("list")["articles"]]


def _set(url: str, version: int) -> None:
    database = connected(url)
    with database.writing() as tx:
        tx.cursor.execute(f"UPDATE newsflow_schema SET version = {int(version)}")  # noqa: S608 - a number
    database.close()


def test_asking_makes_no_file(terminal: Terminal) -> None:
    """A check leaves the folder as it was."""
    before = sorted(terminal.folder.iterdir())
    terminal.says("db check")

    assert before == sorted(terminal.folder.iterdir())


def test_a_server_that_is_not_there_is_an_error_without_the_password(
    terminal: Terminal,
) -> None:
    """It is told in words and in JSON, and doctor tells it, too."""
    url = "postgresql://gazette:sesame@127.0.0.1:9/none"
    terminal.configure('"sqlite:///newsroom.db"', f'"{url}"')

    failed = terminal.fails("list", code=1)
    assert ("database", "newsflow doctor") == (failed["code"], failed["hint"])
    told = terminal.says("doctor", code=7)
    assert "does not work" in told
    assert "sesame" not in told + str(failed)
