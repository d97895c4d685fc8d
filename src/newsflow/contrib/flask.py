"""newsflow in a Flask application: an extension, and the command line under ``flask``.

::

    newsflow = Newsflow()

    def create_app() -> Flask:
        app = Flask(__name__)
        app.config["NEWSFLOW_CONFIG"] = "newsflow.toml"
        newsflow.init_app(app)
        return app

In a view, ``newsflow.using(session)`` is the newsroom in the transaction of a
SQLAlchemy session; ``newsflow.room`` is for reading.

The keys of the configuration:

- ``NEWSFLOW_CONFIG``: the ``newsflow.toml``; where it is relative, from the folder of
  the application.
- ``NEWSFLOW_DATABASE``: the database URL, in place of the one that it names.
- ``NEWSFLOW_DELIVER``: whether what is published goes out right after the commit, as
  it does unless this is ``False``; otherwise ``flask newsflow-run`` takes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import click

from ..cli.host import Host
from ..documents.config import Config, read_config
from ..errors import InvalidValueError, MissingExtraError, NewsflowError
from ..newsroom import Newsroom
from ._process import OnePerProcess
from ._worker import work

try:
    from flask import Flask, current_app
except ImportError as missing:
    feature, extra = "newsflow.contrib.flask", "flask"
    raise MissingExtraError(feature, extra) from missing

NAME = "newsflow"
"""Under which the newsroom is in ``app.extensions``."""


@attrs.frozen(kw_only=True)
class _Settings:
    config: Path
    database: str | None = attrs.field(repr=False)
    deliver: bool


class Newsflow:
    """The extension: one newsroom for each application and process, opened when asked.

    *parts* are further arguments of :meth:`newsflow.Newsroom.open`, such as a
    ``directory``. With *app*, it is bound at once.
    """

    def __init__(self, app: Flask | None = None, **parts: Any) -> None:
        self._parts = parts
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Bind it to an application, with its commands; nothing is opened.

        Raises:
            InvalidValueError: the application is not configured for it.
            NewsflowError: the application has a newsroom already.
        """
        settings = _settings(app)
        if NAME in app.extensions:
            message = f"the application {app.name!r} has a newsroom already"
            raise NewsflowError(message)
        bound = _Bound(settings, self._parts)
        app.extensions[NAME] = bound
        app.cli.add_command(_command_line(bound))
        app.cli.add_command(_worker(bound))

    @property
    def room(self) -> Newsroom:
        """The newsroom of the current application; it sees what is committed.

        It is closed at the end of the process; after a fork the child opens its own.

        Raises:
            InvalidConfigError: the configuration cannot be used.
            NewsflowError: the application has none.
        """
        return self._bound().room()

    def using(self, session: Any) -> Newsroom:
        """Give the newsroom inside the transaction of a session; once for each.

        *session* is a ``Session`` or ``Connection`` of SQLAlchemy, or a registry of
        them such as ``db.session`` of Flask-SQLAlchemy. Plug-ins are told and
        deliveries run when the session has committed.

        Raises:
            InvalidValueError: it is something else, or of another database.
        """
        return self.room.using(_session(session))

    def close(self) -> None:
        """Close the newsroom of this process; the next one to ask opens it again."""
        self._bound().rooms.close()

    def _bound(self) -> _Bound:
        if NAME not in current_app.extensions:
            message = f"{current_app.name!r} has no newsroom: call init_app(app) first"
            raise NewsflowError(message)
        bound: _Bound = current_app.extensions[NAME]
        return bound


class _Bound:
    """What one application has."""

    def __init__(self, settings: _Settings, parts: dict[str, Any]) -> None:
        self._settings = settings
        self._parts = parts
        self.rooms = OnePerProcess(self._opened)

    def config(self) -> Config:
        config = read_config(self._settings.config)
        url = self._settings.database
        return config if url is None else attrs.evolve(config, database=url)

    def room(self) -> Newsroom:
        return self.rooms.newsroom(self._settings)

    def _opened(self, settings: _Settings) -> Newsroom:
        parts = {"deliver": settings.deliver, **self._parts}
        return Newsroom.open(config=self.config(), **parts)


def _settings(app: Flask) -> _Settings:
    given = app.config.get("NEWSFLOW_CONFIG")
    if not isinstance(given, str | Path):
        field, allowed = "NEWSFLOW_CONFIG", "the path of a newsflow.toml"
        raise InvalidValueError(field, given, allowed)
    return _Settings(
        config=Path(app.root_path) / given,
        database=app.config.get("NEWSFLOW_DATABASE"),
        deliver=bool(app.config.get("NEWSFLOW_DELIVER", True)),
    )


def _session(given: Any) -> Any:
    from sqlalchemy.orm import scoped_session  # noqa: PLC0415 - heavy

    return given() if isinstance(given, scoped_session) else given


def _command_line(bound: _Bound) -> click.Command:
    """Make ``flask newsflow …``, which passes everything on."""

    def newsflow(arguments: tuple[str, ...]) -> None:
        from ..cli.root import newsflow as root  # noqa: PLC0415 - only when called

        host = Host(config=bound.config, room=bound.room)
        root.main(list(arguments), prog_name="flask newsflow", obj=host)

    return click.Command(
        "newsflow",
        callback=newsflow,
        params=[click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
        context_settings={"ignore_unknown_options": True},
        add_help_option=False,
        short_help="The command line of newsflow.",
    )


def _worker(bound: _Bound) -> click.Command:
    """Make ``flask newsflow-run``."""

    def run(every: float, **pace: int) -> None:
        try:
            work(bound.room(), every=every, **pace)
        finally:
            bound.rooms.close()

    options = (
        ("--every", 1.0, "Seconds between two looks."),
        ("--batch", 1, "Deliveries to a channel that share their bookkeeping."),
        ("--workers", 1, "Channels that are served at a time."),
        ("--at-once", 1, "Deliveries to a channel that are under way at a time."),
    )
    return click.Command(
        "newsflow-run",
        callback=run,
        params=[
            click.Option([name], default=default, show_default=True, help=about)
            for name, default, about in options
        ],
        help="Fire schedules and deliver whatever is due, until SIGTERM or SIGINT.",
    )
