"""The newsroom: the shell around the core, and the only place with a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..documents.config import Config
from ..errors import NewsflowError
from ..plugins import PluginInfo
from ..ports import (
    Channel,
    Clock,
    Directory,
    Engine,
    Ids,
    MediaStore,
    Reader,
    Salts,
    Sent,
)
from ..store.hosted import host_of
from ..workflow.definition import Workflow
from . import _world
from ._copies import Copies
from ._delivering import deliver
from ._desk_work import DeskWork
from ._ingesting import Ingesting
from ._office import Office
from ._opening import Parts, office_of
from ._previewing import Previewing
from ._queries import Fact, Queries
from ._running import Ran
from ._serving import Serving
from ._using import hosted
from ._wall import Wall

LEASE = timedelta(minutes=5)
"""How long a delivery is somebody's, unless the host says otherwise."""


class Newsroom(DeskWork, Ingesting, Queries, Previewing, Copies, Wall, Serving):
    """A newsroom with its stories. Open one, and close it when you are done.

    >>> from newsflow import Content, Newsroom, Person
    >>> ada = Person(id="ada", roles={"reporter"})
    >>> with Newsroom.open("sqlite://") as room:
    ...     story = room.draft(Content(headline="Harbour bridge reopens"), by=ada)
    ...     room.submit(story, by=ada).state
    'review'
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    @classmethod
    def open(  # noqa: PLR0913 - everything that a host may bring
        cls,
        url: str | None = None,
        *,
        config: Config | None = None,
        workflow: Workflow | None = None,
        directory: Directory | None = None,
        media: MediaStore | None = None,
        channels: Iterable[Channel] = (),
        trusted: Iterable[str] = (),
        plugins: Mapping[str, object] | None = None,
        plugins_dir: Path | str | None = None,
        clock: Clock | None = None,
        ids: Ids = _world.article_id,
        salts: Salts = _world.salt,
        deliver: bool = True,
        engine: Engine | None = None,
        lease: timedelta = LEASE,
    ) -> Newsroom:
        """Open the newsroom that is stored at a database URL, and make it if need be.

        *config* is read from ``newsflow.toml`` by
        :func:`~newsflow.documents.config.read_config`. *channels* and *plugins* are
        added to those that it names; *trusted* are the names of those that may have a
        story ahead of its embargo, beside the ones it says are. With *deliver*, what a
        step sends out is delivered as soon as the step is committed; otherwise by
        :meth:`run_due`. An *engine* runs it instead, on whatever machines it has. A
        worker that has not come back within the *lease* is taken for dead. Without a
        *clock*, the time is that of the database, which all machines share.

        Raises:
            InvalidValueError: the URL is none that newsflow can use.
            NotFoundError: there is no channel of a *trusted* name.
            MissingExtraError: it is of PostgreSQL, without the extra ``postgres``.
            OlderDatabaseError: the database is to be upgraded first.
            InvalidConfigError: a channel is not configured as its kind wants it.
            InvalidWorkflowError: the workflow would let something through.
            PluginClashError: two plug-ins offer the same thing.
            NewerDatabaseError: a newer newsflow has written the database.
        """
        parts = Parts(
            url=url,
            config=config,
            workflow=workflow,
            directory=directory,
            media=media,
            channels=tuple(channels),
            trusted=frozenset(trusted),
            plugins=dict(plugins or {}),
            plugins_dir=plugins_dir,
            clock=clock,
            ids=ids,
            salts=salts,
            delivers=deliver,
            lease=lease,
        )
        office = office_of(parts)
        office.later = partial(_at_once, office)
        room = cls(office)
        if engine is not None:
            office.engine = engine
            engine.attach(room.deliver, room.sweep)
        return room

    @property
    def config(self) -> Config:
        """What the newsroom was opened with."""
        return self._office.config

    @property
    def plugins(self) -> tuple[PluginInfo, ...]:
        """The plug-ins, broken ones with their error."""
        return self._office.plugins.listed

    @property
    def commands(self) -> Mapping[str, Any]:
        """The commands that plug-ins offer to the command line."""
        return self._office.plugins.commands()

    @property
    def readers(self) -> Mapping[str, Reader]:
        """The readers of documents, by name."""
        return self._office.plugins.readers()

    @property
    def renderers(self) -> Mapping[str, Any]:
        """The renderers, by name."""
        return self._office.renderers

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels."""
        return tuple(self._office.channels)

    @property
    def media(self) -> MediaStore:
        """Where the bytes of media and of imported documents are kept."""
        return self._office.media

    def using(self, connection: Any) -> Newsroom:
        """Work inside the host's own transaction, on its connection or session.

        It is a ``Connection`` or ``Session`` of SQLAlchemy (in an ``AsyncSession``, the
        one that ``run_sync`` hands on), or ``django.db.connection``. newsflow then
        neither commits nor rolls back. Reactions and deliveries run after the host's
        commit: by themselves for a ``Session`` and for Django, else when the host calls
        :meth:`committed`, or with the next :meth:`run_due`.

        Raises:
            InvalidValueError: it is something else, or of another database.
        """
        return _Guest(self, connection)

    def committed(self) -> Ran:
        """Say that the host's transaction is committed: now let everyone hear."""
        return Ran()

    def rolled_back(self) -> None:
        """Say that the host's transaction was undone: nobody hears of anything."""

    def close(self) -> None:
        """Let go of the database."""
        self._office.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Guest(Newsroom):
    """The newsroom inside a host's transaction: it waits for the host's commit."""

    def __init__(self, home: Newsroom, connection: Any) -> None:
        self._home = home
        self._host = host_of(connection)
        self._waiting: list[tuple[Callable[[], None], tuple[object, ...]]] = []
        super().__init__(hosted(home._office, self._host, later=self._later))  # noqa: SLF001 - the guest of that room
        self._host.hear(self.committed, self._undone)

    def committed(self) -> Ran:
        """Say that the host's transaction is committed: now let everyone hear."""
        waiting, self._waiting = self._waiting, []
        for tell, _ in waiting:
            tell()
        return self._sent_out() if waiting else Ran()

    def run_due(self, *, batch: int = 1, workers: int = 1, at_once: int = 1) -> Ran:
        """Refuse: nothing is delivered inside a transaction that may be undone.

        Raises:
            NewsflowError: always; call it on the newsroom itself, after the commit.
        """
        del batch, workers, at_once
        message = "run_due() is for the newsroom itself, after the host's commit"
        raise NewsflowError(message)

    def events(self, *, after: int = 0) -> Iterator[Fact]:
        """Give the events that are committed: others may yet be undone."""
        return self._home.events(after=after)

    def rolled_back(self) -> None:
        """Say that the host's transaction was undone: nobody hears of anything."""
        self._undone(None)

    def _undone(self, savepoint: object | None) -> None:
        """Forget what was done since a savepoint, or since the beginning."""
        self._waiting = [
            (tell, inside)
            for tell, inside in self._waiting
            if savepoint is not None and savepoint not in inside
        ]
        self._office.articles.forget_all()

    def _later(self, tell: Callable[[], None], sent: tuple[Sent, ...]) -> None:
        if not self._host.later(partial(self._told, tell, sent)):
            self._waiting.append((tell, self._host.savepoints()))

    def _told(self, tell: Callable[[], None], sent: tuple[Sent, ...]) -> None:
        tell()
        if sent:
            self._sent_out()

    def _sent_out(self) -> Ran:
        engine = self._office.engine
        if engine is None:
            return self._home.run_due() if self._office.delivers else Ran()
        if not engine.atomic:
            engine.hinted(self._home.overdue())
        return Ran()


def _at_once(office: Office, tell: Callable[[], None], sent: tuple[Sent, ...]) -> None:
    """Tell what is committed, and send out what follows from it."""
    tell()
    if office.engine is not None:
        if not office.engine.atomic:
            office.engine.hinted(office.hints(sent))
    elif office.delivers:
        deliver(office, sent)
