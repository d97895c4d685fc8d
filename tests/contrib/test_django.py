"""newsflow as an app of a Django project: tables, newsroom, commands and checks."""

from __future__ import annotations

import importlib
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.engine import make_url

from newsflow import Newsroom
from newsflow.errors import InvalidValueError, MissingExtraError, NewsflowError
from newsflow.store.schema import METADATA, VERSION
from newsflow.store.tables import version_at
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import story, text

DATABASES = ("sqlite", "postgres")
ADA, BO = PEOPLE["ada"], PEOPLE["bo"]
CONFIG = """
[newsroom]
name = "Harbour Gazette"

[people.ada]
roles = ["reporter"]

[people.bo]
roles = ["editor"]

[people.cy]
roles = ["editor", "chief"]
"""
SITES: list[RecordingChannel] = []
"""The channel of each project that was set up; the last one is at work."""


def parts() -> dict[str, Any]:
    """Give what the setting PARTS names."""
    return {"channels": SITES[-1:]}


class Project:
    """A Django project with newsflow among its apps."""

    def __init__(self, folder: Path, url: str) -> None:
        from django import db  # noqa: PLC0415 - it is configured first

        from newsflow.contrib import django as app  # noqa: PLC0415 - the same

        self.folder, self.url, self.db, self.app = folder, url, db, app

    def manage(self, *arguments: str, **options: Any) -> None:
        """Run a command of ``manage.py``."""
        from django.core.management import call_command  # noqa: PLC0415 - as above

        call_command(*arguments, **options)

    def migrate(self, to: str = "0002") -> None:
        """Run ``manage.py migrate newsflow``."""
        self.manage("migrate", "newsflow", to, verbosity=0, skip_checks=True)

    def checked(self) -> set[str]:
        """Run the checks, those of the database too, and give the ids of newsflow's."""
        from django.core.checks import run_checks  # noqa: PLC0415 - as above

        said = run_checks(databases=["default"])
        return {one.id for one in said if one.id.startswith("newsflow.")}


@pytest.fixture(name="project")
def _project(tmp_path: Path, file: str) -> Iterator[Project]:
    import django  # noqa: PLC0415 - it is configured below
    from django import db  # noqa: PLC0415 - the same
    from django.conf import settings  # noqa: PLC0415 - the same
    from django.test import override_settings  # noqa: PLC0415 - the same

    _emptied(file)
    if not settings.configured:
        settings.configure(USE_TZ=True, LOGGING_CONFIG=None)
        django.setup()
    (tmp_path / "newsflow.toml").write_text(CONFIG, "utf-8")
    db.connections.settings = db.connections.configure_settings(
        {"default": database(file)}
    )
    apps = ["newsflow.contrib.django"]
    said = {"CONFIG": tmp_path / "newsflow.toml", "PARTS": f"{__name__}.parts"}
    SITES.append(RecordingChannel("site"))
    with override_settings(INSTALLED_APPS=apps, NEWSFLOW=said):
        project = Project(tmp_path, file)
        yield project
        project.app.close()
        db.connection.close()
    del db.connections["default"]
    _emptied(file)
    Newsroom.open(file).close()


def _emptied(url: str) -> None:
    """Take newsflow's tables out, which databases of the tests come with."""
    engine = _engine(url)
    METADATA.drop_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS django_migrations")
    engine.dispose()


def _engine(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def database(url: str) -> dict[str, Any]:
    """Say in Django's words where a database is."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parsed.database,
            "OPTIONS": {"transaction_mode": "IMMEDIATE"},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parsed.database,
        "USER": parsed.username,
        "PASSWORD": parsed.password,
        "HOST": parsed.query.get("host") or parsed.host,
        "PORT": parsed.port or "",
    }


def shape(url: str) -> dict[str, Any]:
    """Read what tables, columns and indexes a database has of newsflow's."""
    engine = _engine(url)
    try:
        seen = inspect(engine)
        return {
            table: (
                [(one["name"], str(one["type"])) for one in seen.get_columns(table)],
                sorted(str(one["name"]) for one in seen.get_indexes(table)),
                seen.get_pk_constraint(table)["constrained_columns"],
            )
            for table in sorted(METADATA.tables)
        }
    finally:
        engine.dispose()


def test_migrate_makes_the_tables_that_newsflow_makes_itself(
    project: Project, new_url: Any, tmp_path: Path, kind: str
) -> None:
    """Every table, column and index is the same, and so is the version."""
    project.migrate()
    own = f"sqlite:///{tmp_path / 'own.db'}" if kind == "sqlite" else new_url()
    Newsroom.open(own).close()

    assert VERSION == version_at(project.url)
    assert shape(own) == shape(project.url)


def test_migrate_leaves_a_database_alone_that_has_come_that_far(
    project: Project,
) -> None:
    """``newsflow db upgrade``, or an earlier newsroom, may have made the tables."""
    with Newsroom.open(project.url) as room:
        article = room.draft(text(), by=ADA)
    project.migrate()

    assert article == project.app.newsroom().article(article.id)


def test_djangos_migrations_reach_the_version_of_the_tables() -> None:
    """A new version of the tables needs a migration for Django, too."""
    folder = Path(importlib.import_module("newsflow.contrib").__file__ or "").parent
    names = sorted(one.stem for one in folder.glob("django/migrations/0*.py"))

    assert [f"{n:04}_version_{n}" for n in range(1, VERSION + 1)] == names


def test_there_is_no_way_back(project: Project) -> None:
    """The history is not taken apart: Django hears why, and nothing is changed."""
    from django.db.migrations.exceptions import IrreversibleError  # noqa: PLC0415

    project.migrate()
    with pytest.raises(IrreversibleError, match="Restore a backup"):
        project.migrate("zero")

    assert VERSION == version_at(project.url)


def test_before_migrate_the_newsroom_says_what_to_run(project: Project) -> None:
    """It makes no tables behind Django's back."""
    with pytest.raises(NewsflowError, match=r"manage\.py migrate"):
        project.app.newsroom()

    assert version_at(project.url) is None


def test_a_story_and_a_row_of_djangos_are_one_transaction(project: Project) -> None:
    """Both are there afterwards, and the channel has heard; or nothing is."""
    project.migrate()
    article = clear(
        project.app.newsroom(),
        story(project.app.newsroom(), "review"),
        people=PEOPLE,
    )
    with pytest.raises(InterruptedError), project.app.transaction() as newsroom:  # noqa: PT012 - what is undone
        newsroom.publish(article, by=BO)
        raise InterruptedError
    assert ("review", ()) == (_state(project, article.id), SITES[-1].parcels)

    with project.app.transaction() as newsroom:
        newsroom.publish(article, by=BO)
        assert () == SITES[-1].parcels
    assert ("published", 1) == (_state(project, article.id), len(SITES[-1].parcels))


def _state(project: Project, article: str) -> str:
    return str(project.app.newsroom().article(article).state)


def test_outside_of_atomic_using_refuses_to_write(project: Project) -> None:
    """Django would commit each statement by itself."""
    project.migrate()
    with pytest.raises(NewsflowError, match=r"transaction\.atomic"):
        project.app.using().draft(text(), by=ADA)


def test_a_process_has_one_newsroom_whatever_thread_asks(project: Project) -> None:
    """It is opened once, and again after it was closed or the settings changed."""
    from django.test import override_settings  # noqa: PLC0415 - as above

    project.migrate()
    found: list[Newsroom] = []
    threads = [
        threading.Thread(target=lambda: found.append(project.app.newsroom()))
        for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    first = project.app.newsroom()

    assert [first] * 4 == found
    with override_settings(
        NEWSFLOW={"CONFIG": project.folder / "newsflow.toml", "DELIVER": False}
    ):
        assert first is not project.app.newsroom()
        assert () == project.app.newsroom().channels
    project.app.close()
    assert ("site",) == project.app.newsroom().channels


def test_a_forked_child_opens_a_newsroom_of_its_own(
    project: Project, forked: Callable[[Callable[[], object]], int]
) -> None:
    """Its parent's goes on working."""
    project.migrate()
    parent = project.app.newsroom()
    article = parent.draft(text(), by=ADA)

    def child() -> None:
        mine = project.app.newsroom()
        assert mine is not parent
        assert "draft" == mine.article(article.id).state

    assert 0 == forked(child)
    assert "review" == parent.submit(article, by=ADA).state


def test_manage_newsflow_is_the_command_line_on_djangos_database(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lists what is there, takes steps, and its exit code is told."""
    from django.core.management import CommandError  # noqa: PLC0415 - as above

    project.migrate()
    article = project.app.newsroom().draft(text(), by=ADA)
    project.manage("newsflow", "list")
    assert "Harbour bridge reopens" in capsys.readouterr().out

    command = _command("newsflow")
    with pytest.raises(SystemExit) as ended:
        command.run_from_argv(
            ["manage.py", "newsflow", "--as", "ada", "submit", article.id]
        )
    assert 0 == ended.value.code
    assert "review" == _state(project, article.id)
    with pytest.raises(CommandError) as refused:
        project.manage("newsflow", "revive", article.id)
    assert 2 == refused.value.returncode


def _command(name: str) -> Any:
    return importlib.import_module(
        f"newsflow.contrib.django.management.commands.{name}"
    ).Command()


def test_the_worker_delivers_what_is_due_until_it_is_told_to_end(
    project: Project,
) -> None:
    """SIGTERM ends it, and it has finished what it was at."""
    from django.test import override_settings  # noqa: PLC0415 - as above

    project.migrate()
    said = {
        "CONFIG": project.folder / "newsflow.toml",
        "PARTS": f"{__name__}.parts",
        "DELIVER": False,
    }
    before = signal.getsignal(signal.SIGTERM)
    with override_settings(NEWSFLOW=said):
        story(project.app.newsroom(), "published")
        assert () == SITES[-1].parcels
        ending = threading.Thread(target=_end_when_delivered)
        ending.start()
        project.manage("newsflow_run", every=0.05)
        ending.join()

    assert 1 == len(SITES[-1].parcels)
    assert before == signal.getsignal(signal.SIGTERM)


def _end_when_delivered() -> None:
    until = time.monotonic() + 20
    while not SITES[-1].parcels and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_project_that_is_right_passes_the_checks(project: Project) -> None:
    """Before ``migrate`` it is told to migrate, and nothing else."""
    assert {"newsflow.W002"} == project.checked()
    project.migrate()
    assert set() == project.checked()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, "newsflow.E001"),
        ({"DATABASE": "default"}, "newsflow.E001"),
        ({"CONFIG": "newsflow.toml", "DATABSE": "default"}, "newsflow.E001"),
        ({"CONFIG": "newsflow.toml", "DATABASE": "archive"}, "newsflow.E001"),
        ({"CONFIG": "/nowhere/newsflow.toml"}, "newsflow.E002"),
        ({"CONFIG": "newsflow.toml", "PARTS": "no.such.function"}, "newsflow.E002"),
    ],
)
def test_a_wrong_setting_is_told_by_its_id(
    project: Project, said: Any, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check names it, and no request has to fail first."""
    from django.test import override_settings  # noqa: PLC0415 - as above

    project.migrate()
    monkeypatch.chdir(project.folder)
    with override_settings(NEWSFLOW=said):
        assert {expected} == project.checked()


def test_every_problem_of_the_configuration_is_told(project: Project) -> None:
    """Each has its path."""
    from django.core.checks import run_checks  # noqa: PLC0415 - as above

    wrong = '[newsroom]\nname = "G"\nzone = "Moon"\n[[channels]]\nname = "a"\n'
    (project.folder / "newsflow.toml").write_text(wrong, "utf-8")
    said = [one.msg for one in run_checks() if one.id == "newsflow.E002"]

    assert any("$.newsroom.zone" in one for one in said)
    assert any("$.channels[0]" in one for one in said)


def test_a_broken_plugin_is_told(project: Project) -> None:
    """Nothing would be released before it is repaired."""
    project.migrate()
    enabled = CONFIG.replace('"Harbour Gazette"', '"Gazette"\nplugins = ["missing"]')
    (project.folder / "newsflow.toml").write_text(enabled, "utf-8")

    assert {"newsflow.E005"} == project.checked()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"ENGINE": "django.db.backends.mysql"}, {"newsflow.E003"}),
        (
            {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
            {"newsflow.E003"},
        ),
        ({"AUTOCOMMIT": False}, {"newsflow.E004"}),
    ],
)
def test_a_database_that_does_not_serve_is_told(
    project: Project, changed: dict[str, Any], expected: set[str]
) -> None:
    """It is found before anything is written."""
    project.migrate()
    given = project.db.connection.settings_dict
    before = dict(given)
    try:
        given.update(changed)
        assert expected == project.checked()
    finally:
        given.clear()
        given.update(before)


def test_a_newer_newsflow_is_told(project: Project) -> None:
    """Its tables are not touched."""
    project.migrate()
    with project.db.connection.cursor() as cursor:
        cursor.execute("UPDATE newsflow_schema SET version = %s", [VERSION + 1])

    assert {"newsflow.E006"} == project.checked()


def test_without_django_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever imports it learns what to install."""
    for name in [one for one in sys.modules if one.startswith("newsflow.contrib.dj")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "django", None)

    with pytest.raises(MissingExtraError, match=re.escape("newsflow[django]")):
        importlib.import_module("newsflow.contrib.django")


def test_the_database_is_that_of_djangos_settings() -> None:
    """Passwords and options go along; what belongs to one connection is refused."""
    from newsflow.contrib.django._options import url_of  # noqa: PLC0415 - as above

    with pytest.raises(InvalidValueError, match="belongs to one connection"):
        url_of({"ENGINE": "django.db.backends.sqlite3", "NAME": "file:x?mode=memory"})
    secret = {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": "cms",
        "USER": "cms",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "pool": True},
    }
    wanted = "postgresql://cms:p%40ss%2Fword@db.example:5433/cms?sslmode=require"
    assert wanted == url_of(secret)
