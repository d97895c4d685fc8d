"""The setting ``NEWSFLOW``, and the database URL that Django's settings come to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from sqlalchemy.engine import URL

from ...documents.config import Config, read_config
from ...errors import InvalidValueError

_KEYS = frozenset({"CONFIG", "DATABASE", "DELIVER", "PARTS"})
_DJANGOS = frozenset({"assume_role", "isolation_level", "pool", "server_side_binding"})
"""Options of Django's own for PostgreSQL; the others are the server's client's."""


@attrs.frozen(kw_only=True)
class Options:
    """What the setting ``NEWSFLOW`` says.

    *config* is the ``newsflow.toml``; its database is not read. *database* is an alias
    of ``DATABASES``. With *deliver*, what is published goes out right after Django's
    commit; otherwise a worker takes it. *parts* is the dotted name of a function that
    gives further arguments of :meth:`~newsflow.Newsroom.open`: a directory, say.
    """

    config: Path
    database: str = "default"
    deliver: bool = True
    parts: str | None = None


def options() -> Options:
    """Read the setting ``NEWSFLOW``.

    Raises:
        InvalidValueError: it lacks its CONFIG, has an unknown key, or names a database
            that DATABASES has not.
    """
    given: Any = getattr(settings, "NEWSFLOW", None)
    if not isinstance(given, Mapping) or "CONFIG" not in given:
        field, allowed = "NEWSFLOW", "a dictionary with at least CONFIG, a path"
        raise InvalidValueError(field, given, allowed)
    for key in given:
        if key not in _KEYS:
            field = "NEWSFLOW"
            raise InvalidValueError(field, key, f"made of {', '.join(sorted(_KEYS))}")
    alias = given.get("DATABASE", "default")
    if alias not in connections:
        field, allowed = "NEWSFLOW['DATABASE']", f"one of {', '.join(connections)}"
        raise InvalidValueError(field, alias, allowed)
    return Options(
        config=Path(given["CONFIG"]),
        database=alias,
        deliver=bool(given.get("DELIVER", True)),
        parts=given.get("PARTS"),
    )


def config_of(said: Options) -> Config:
    """Read the configuration; its database is that of Django.

    Raises:
        InvalidConfigError: it cannot be used.
        InvalidValueError: newsflow cannot use Django's database.
    """
    url = url_of(connections[said.database].settings_dict)
    return attrs.evolve(read_config(said.config), database=url)


def parts_of(said: Options) -> Mapping[str, Any]:
    """Call the function that gives further parts, if one is named."""
    if said.parts is None:
        return {}
    parts: Mapping[str, Any] = import_string(said.parts)()
    return parts


def url_of(database: Mapping[str, Any]) -> str:
    """Give the URL of an entry of ``DATABASES``, as it is now: tests have another.

    Raises:
        InvalidValueError: newsflow cannot use it.
    """
    engine = str(database["ENGINE"])
    if engine.rpartition(".")[2] == "sqlite3":
        return _sqlite_url(str(database["NAME"]))
    if engine.rpartition(".")[2] in {"postgresql", "postgis"}:
        return _postgres_url(database)
    field, allowed = "ENGINE", "Django's sqlite3 or postgresql"
    raise InvalidValueError(field, engine, allowed)


def _sqlite_url(name: str) -> str:
    if name == ":memory:" or name.startswith("file:"):
        field = "NAME"
        allowed = (
            "a path: a database in memory belongs to one connection "
            "(for tests, say DATABASES[…]['TEST'] = {'NAME': path})"
        )
        raise InvalidValueError(field, name, allowed)
    return f"sqlite:///{Path(name).absolute()}"


def _postgres_url(database: Mapping[str, Any]) -> str:
    given = database.get("OPTIONS") or {}
    query = {key: str(value) for key, value in given.items() if key not in _DJANGOS}
    host = database.get("HOST") or None
    if host is not None and host.startswith("/"):
        query["host"], host = host, None
    url = URL.create(
        "postgresql",
        username=database.get("USER") or None,
        password=database.get("PASSWORD") or None,
        host=host,
        port=int(database["PORT"]) if database.get("PORT") else None,
        database=database.get("NAME") or None,
        query=query,
    )
    return url.render_as_string(hide_password=False)
