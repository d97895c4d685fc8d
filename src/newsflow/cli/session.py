"""One run of the command line: who acts, in which newsroom, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import click

from ..errors import ErasedTextError, InvalidValueError, NotFoundError
from .answers import as_json
from .host import Host
from .instants import placed

if TYPE_CHECKING:
    from ..documents.config import Config
    from ..model.article import Article
    from ..model.people import Person
    from ..newsroom import Newsroom


@attrs.define(kw_only=True, slots=False)
class Session:
    """What the options said; the newsroom is opened when it is first asked."""

    host: Host | None = None
    config_file: Path | None = None
    plugins_dir: Path | None = None
    person: str | None = None
    json: bool = False
    now: datetime | None = None

    @cached_property
    def config(self) -> Config:
        """The configuration that was named, or that of this folder or one above.

        Raises:
            NotFoundError: there is none.
            InvalidConfigError: it cannot be used.
        """
        if self.host is not None and self.config_file is None:
            return self.host.config()
        from ..documents.config import (  # noqa: PLC0415 - help must not wait for it
            find_config,
            read_config,
        )

        file = self.config_file or find_config(Path.cwd())
        if file is None:
            kind = "configuration"
            raise NotFoundError(kind, "newsflow.toml")
        return read_config(file)

    @cached_property
    def room(self) -> Newsroom:
        """The newsroom, opened; the host's own, where there is a host."""
        if self.host is not None and self._at_host:
            return self.host.room()
        from ..newsroom import Newsroom  # noqa: PLC0415 - help must not wait for it

        if self.now is None:
            return Newsroom.open(config=self.config, plugins_dir=self.plugins_dir)
        instant = self.instant(self.now)
        return Newsroom.open(
            config=self.config, plugins_dir=self.plugins_dir, clock=lambda: instant
        )

    @cached_property
    def offered(self) -> Mapping[str, click.Command]:
        """The commands that enabled plug-ins offer."""
        folder = self._folder
        if not (folder or self._enabled):
            return {}
        from ..plugins import Plugins  # noqa: PLC0415 - help must not wait for it

        plugins = Plugins(builtins={}, enabled=self._enabled, folder=folder)
        return plugins.commands()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the newsroom gives times."""
        return ZoneInfo(self.config.zone)

    @property
    def moment(self) -> datetime:
        """The instant by the newsroom's clock, by which what is due is sent out."""
        return self.room.now() if self.now is None else self.instant(self.now)

    @property
    def by(self) -> Person:
        """Who is acting.

        Raises:
            UsageError: nobody said who.
            NotFoundError: the configuration knows nobody of that id.
        """
        people = self.config.people
        if self.person is None:
            known = ", ".join(people) or "nobody yet"
            message = f"Say who is acting: --as PERSON, or NEWSFLOW_AS; known: {known}"
            raise click.UsageError(message)
        if self.person not in people:
            kind = "person"
            raise NotFoundError(kind, self.person, known=people)
        return people[self.person]

    @property
    def anyone(self) -> Person | None:
        """Who is acting, where it need not be said."""
        return None if self.person is None else self.by

    def story(self, name: str, *, position: int | None = None) -> Article:
        """Find an article by its name; *position* is where it has to stand.

        A step on what this gives is refused as a conflict if it stands elsewhere.
        """
        article = self.room.article(self._found(name))
        if position is None:
            return article
        return attrs.evolve(article, position=position)

    def instant(self, value: datetime, *, zone: str | None = None) -> datetime:
        """Place a time that was given without an offset: in *zone*, or the newsroom's.

        Raises:
            InvalidValueError: there is no such zone.
        """
        if value.tzinfo is not None:
            return value
        return placed(value, _zone(zone) if zone else self.zone)

    def give(self, answer: Any, text: str) -> None:
        """Answer on standard output: *answer* in JSON, or else *text*."""
        said = as_json(answer) if self.json else text
        if said:
            click.echo(said)

    def remark(self, text: str) -> None:
        """Say on standard error what is no answer; programs are not told."""
        if not self.json:
            click.echo(text, err=True)

    def close(self) -> None:
        """Let go of the newsroom, if it was opened."""
        room = self.__dict__.pop("room", None)
        if room is not None and not self._at_host:
            room.close()

    def _found(self, name: str) -> str:
        try:
            return self.room.find(name)
        except NotFoundError as many:
            for row in map(self.room.article, many.known):
                self.remark(f"{row.id}  {self._headline(row)}")
            raise

    def _headline(self, article: Article) -> str:
        try:
            return self.room.content(article).headline
        except ErasedTextError:
            return "[erased]"

    @property
    def _at_host(self) -> bool:
        """Whether the newsroom is the host's: no option leads to another one."""
        return self.host is not None and not (self.config_file or self.plugins_dir)

    @property
    def _enabled(self) -> tuple[str, ...]:
        return self.config.plugins if self._configured else ()

    @property
    def _folder(self) -> Path | None:
        """Where one-file plug-ins are: as said, or else as configured."""
        if self.plugins_dir is not None or not self._configured:
            return self.plugins_dir
        return self.config.plugins_folder

    @cached_property
    def _configured(self) -> bool:
        from ..documents.config import find_config  # noqa: PLC0415 - as above

        return bool(self.host or self.config_file or find_config(Path.cwd()))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        field = "zone"
        raise InvalidValueError(field, name, "an IANA time zone") from None


class Command(click.Command):
    """A command that takes ``--as`` and ``--json`` behind its name as well."""

    def __init__(
        self,
        name: str | None,
        params: list[click.Parameter] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(name, params=[*(params or ()), *_shared()], **settings)


class Commands(click.Group):
    """A group of such commands, which takes the options as well."""

    command_class = Command

    def __init__(
        self,
        name: str | None = None,
        params: list[click.Parameter] | None = None,
        **settings: Any,
    ) -> None:
        # Its help is no answer to an error, and no JSON.
        settings["no_args_is_help"] = False
        super().__init__(name, params=[*(params or ()), *_shared()], **settings)


in_session = click.make_pass_decorator(Session)


def with_story(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its session, and the *story* that ARTICLE and --position name."""

    @wraps(function)
    def taking(
        session: Session, *, article: str, position: int | None, **given: Any
    ) -> Any:
        story = session.story(article, position=position)
        return function(session, story=story, **given)

    return in_session(taking)


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its docstring is what ``--help`` says."""
    return click.command(name, cls=Command)


def group(name: str) -> Callable[[Callable[..., Any]], Commands]:
    """Make a group of commands of a function."""
    return click.group(name, cls=Commands)


def _shared() -> tuple[click.Parameter, ...]:
    acting = click.Option(
        ["--as", "person"],
        metavar="PERSON",
        expose_value=False,
        callback=_acting,
        help="Who is acting, by id.",
    )
    answering = click.Option(
        ["--json"],
        is_flag=True,
        expose_value=False,
        callback=_answering,
        help="Answer in JSON.",
    )
    return acting, answering


def _acting(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    session = ctx.find_object(Session)
    if session is not None and value is not None:
        session.person = value


def _answering(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    session = ctx.find_object(Session)
    if session is not None and value:
        session.json = True
