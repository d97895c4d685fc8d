"""What ``manage.py check`` says about newsflow, each with an id.

- ``newsflow.E001``: the setting ``NEWSFLOW`` is wrong.
- ``newsflow.E002``: the configuration cannot be read, or channels, workflow or parts do
  not fit it.
- ``newsflow.E003``: the database is none that newsflow can use.
- ``newsflow.E004``: ``AUTOCOMMIT`` is off, so ``atomic()`` ends nothing.
- ``newsflow.E005``: a plug-in is broken.
- ``newsflow.E006``: a newer newsflow has written the tables.
- ``newsflow.W001``: SQLite without ``transaction_mode`` ``IMMEDIATE``.
- ``newsflow.W002``: the tables are missing, or older; ``migrate`` brings them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections

from ...documents.config import read_config
from ...errors import InvalidConfigError, InvalidValueError, NewsflowError
from ...newsroom import Newsroom
from ...store.host_django import DjangoHost
from ...store.hosted import HostDatabase
from ...store.schema import VERSION
from ...store.tables import schema_version
from ._options import Options, options, parts_of, url_of


def register_checks() -> None:
    """Register them with Django; those that ask the database under its tag."""
    register(check_settings, "newsflow")
    register(check_tables, "newsflow", Tags.database)


def check_settings(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Check the settings, the configuration and the plug-ins; ask no database."""
    del app_configs
    try:
        said = options()
    except InvalidValueError as wrong:
        return [_error(1, wrong)]
    return [*_database(said), *_configuration(said)]


def check_tables(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Check that the tables are there, and of this version."""
    del app_configs
    try:
        said = options()
        connection = connections[said.database]
        url_of(connection.settings_dict)
    except InvalidValueError:
        return []  # check_settings tells
    if said.database not in (databases or ()):
        return []
    found = schema_version(HostDatabase(DjangoHost(connection)))
    return list(_tables(found))


def _tables(found: int | None) -> Iterator[CheckMessage]:
    if found is not None and found > VERSION:
        message = f"the tables are of version {found}; this newsflow knows {VERSION}"
        yield Error(message, hint="Update newsflow.", id="newsflow.E006")
    elif found != VERSION:
        message = (
            "newsflow's tables are not there yet"
            if found is None
            else f"newsflow's tables are of version {found}, not {VERSION}"
        )
        hint = "Run manage.py migrate."
        yield Caution(message, hint=hint, id="newsflow.W002")


def _database(said: Options) -> Iterator[CheckMessage]:
    given = connections[said.database].settings_dict
    try:
        url = url_of(given)
    except InvalidValueError as wrong:
        yield _error(3, wrong)
        return
    if not given.get("AUTOCOMMIT", True):
        message = f"DATABASES[{said.database!r}] has AUTOCOMMIT off"
        hint = "newsflow relies on atomic() and on_commit: leave it on."
        yield Error(message, hint=hint, id="newsflow.E004")
    mode = (given.get("OPTIONS") or {}).get("transaction_mode")
    if url.startswith("sqlite") and str(mode).upper() not in {"IMMEDIATE", "EXCLUSIVE"}:
        message = (
            "a view that reads before it writes may be refused while another writes"
        )
        hint = """Say "OPTIONS": {"transaction_mode": "IMMEDIATE"} in DATABASES."""
        yield Caution(message, hint=hint, id="newsflow.W001")


def _configuration(said: Options) -> Iterator[CheckMessage]:
    """Open a newsroom in memory by the same configuration, and see what it says."""
    try:
        parts = {**parts_of(said), "engine": None, "deliver": False}
        config = read_config(said.config)
        with Newsroom.open("sqlite://", config=config, **parts) as room:
            listed = room.plugins
    except InvalidConfigError as wrong:
        for problem in wrong.problems:
            yield _error(2, f"{said.config}: {problem.path} {problem.message}")
    except (NewsflowError, OSError, ImportError) as wrong:
        yield _error(2, wrong)
    else:
        for one in listed:
            if one.error is not None:
                yield _error(5, f"the plug-in {one.name} is broken: {one.error}")


def _error(number: int, what: object) -> Error:
    return Error(str(what), id=f"newsflow.E{number:03}")
