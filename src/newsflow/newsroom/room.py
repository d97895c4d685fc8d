"""The newsroom: the shell around the core, and the only place with a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..documents.canonical import canonical_content, content_of
from ..documents.config import Config
from ..errors import NewsflowError
from ..model.article import Article
from ..model.content import Content
from ..model.times import stamp
from ..plugins import PluginInfo
from ..ports import (
    Channel,
    Clock,
    Directory,
    Engine,
    Hint,
    Ids,
    Later,
    MediaStore,
    Reader,
    Salts,
    Sent,
)
from ..store.desk import Lock, WorkingCopy
from ..workflow.definition import Act, Workflow
from . import _world
from ._copies import Copies
from ._delivering import deliver, run_one
from ._office import Office
from ._opening import Parts, office_of
from ._queries import Queries
from ._recording import Recording
from ._running import Ran, Runner, overdue, run_due, sweep
from ._taking import Request, take
from ._using import hosted
from ._verbs import By, Story, _id


LEASE = timedelta(minutes=5)


class Newsroom(Recording, Queries, Copies):
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
        plugins: Mapping[str, object] | None = None,
        plugins_dir: Path | None = None,
        clock: Clock = _world.clock,
        ids: Ids = _world.article_id,
        salts: Salts = _world.salt,
        deliver: bool = True,
        engine: Engine | None = None,
        lease: timedelta = LEASE,
    ) -> Newsroom:
        """Open the newsroom that is stored at a database URL, and make it if need be.

        *config* is read from ``newsflow.toml`` by
        :func:`~newsflow.documents.config.read_config`. *channels* and *plugins* are
        added to those that it names. With *deliver*, what a step sends out is
        delivered as soon as the step is committed; otherwise by :meth:`run_due`. With an
        *engine*, it runs them, on whatever machines it has. A worker that has not come
        back within the *lease* is taken for dead.

        Raises:
            InvalidValueError: the URL is none that newsflow can use.
            InvalidConfigError: a channel is not configured as its kind wants it.
            InvalidWorkflowError: the workflow would let something through.
            PluginClashError: two plug-ins offer the same thing.
        """
        parts = Parts(
            url=url,
            config=config,
            workflow=workflow,
            directory=directory,
            media=media,
            channels=tuple(channels),
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

    def run_due(self, *, batch: int = 1, workers: int = 1) -> Ran:
        """Do what is due by the clock: fire schedules, then deliver.

        *batch* deliveries to a channel share their bookkeeping, and as many are looked
        at again after a crash in the middle; *workers* channels are served at a time.
        """
        return run_due(self._office, batch=batch, workers=workers)

    def running(
        self, *, every: float = 1.0, batch: int = 1, workers: int = 1
    ) -> Runner:
        """Start a thread that does what is due, looking every so many seconds.

        >>> room = Newsroom.open("sqlite://")
        >>> with room.running(every=0.1):
        ...     pass  # serve requests
        >>> room.close()
        """
        return Runner(self._office, every=every, batch=batch, workers=workers)

    def deliver(self, delivery: int) -> Later | None:
        """Do what an engine asks for: try one delivery, if it is its turn.

        Gives when to ask again; None if there is nothing more to do about it. Asking
        too early, twice, for what is long done or never was does no harm.
        """
        return run_one(self._office, delivery)

    def sweep(self) -> int:
        """Fire what is due, hint the engine at what it forgot; give how much that was.

        An engine calls it from time to time: whatever a crash took from it, the ledger
        has.
        """
        return sweep(self._office)

    def overdue(self, *, most: int = 500) -> tuple[Hint, ...]:
        """Name deliveries that are due and that nobody has: for an engine's sweep."""
        return overdue(self._office, most=most)

    def using(self, connection: Any) -> Newsroom:
        """Work inside the host's own transaction, on its connection or session.

        newsflow then neither commits nor rolls back. Reactions and deliveries run after
        the host's commit: by themselves for a SQLAlchemy ``Session``, else when the
        host calls :meth:`committed`, or with the next :meth:`run_due`.
        """
        return _Guest(self, connection)

    def committed(self) -> Ran:
        """Say that the host's transaction is committed: now let everyone hear."""
        return Ran()

    def rolled_back(self) -> None:
        """Say that the host's transaction was undone: nobody hears of anything."""

    def autosave(self, story: Story, content: Content, *, by: By) -> WorkingCopy:
        """Keep what a person has typed, beside the history; one copy each."""
        article = self.article(_id(story))
        copy = WorkingCopy(
            article=article.id,
            person=self._office.person(by).id,
            position=article.position,
            text=canonical_content(content).decode(),
            at=stamp(self._office.clock()),
        )
        self._office.desk.keep(copy)
        return copy

    def working_copy(self, story: Story, *, by: By) -> Content | None:
        """Give what a person had typed and not saved, if there is any."""
        copy = self._office.desk.copy(_id(story), self._office.person(by).id)
        return None if copy is None else content_of(copy.text)

    def lock(self, story: Story, *, by: By, minutes: int = 15) -> Lock:
        """Take or renew the lock of an article, for some minutes.

        Raises:
            LockedError: somebody else has it.
        """
        now = self._office.clock()
        until = now + timedelta(minutes=minutes)
        lock = Lock(
            article=self.article(_id(story)).id,
            holder=self._office.person(by).id,
            until=stamp(until),
        )
        return self._office.desk.lock(lock, now=stamp(now))

    def unlock(self, story: Story, *, by: By) -> Article:
        """Let a lock go: one's own quietly, another person's by force, as an event.

        Raises:
            StepRefusedError: the person may not take a lock by force.
        """
        office, person = self._office, self._office.person(by)
        identifier = _id(story)
        lock = office.desk.holder(identifier, now=stamp(office.clock()))
        if lock is not None and lock.holder != person.id:
            takes = {"holder": lock.holder}
            act = Act.UNLOCK
            take(office, Request(article=identifier, act=act, by=person, takes=takes))
        office.desk.unlock(identifier)
        return self.article(identifier)

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
        self._waiting: list[Callable[[], None]] = []
        self._written = False
        office = hosted(
            home._office,  # noqa: SLF001 - the guest of that room
            connection,
            later=self._later,
            committed=self.committed,
            rolled_back=self.rolled_back,
        )
        super().__init__(office)

    def committed(self) -> Ran:
        """Say that the host's transaction is committed: now let everyone hear."""
        waiting, self._waiting = self._waiting, []
        written, self._written = self._written, False
        for tell in waiting:
            tell()
        engine = self._office.engine
        if written and engine is not None and not engine.atomic:
            engine.hinted(self._home.overdue())
        if not written or engine is not None or not self._office.delivers:
            return Ran()
        return self._home.run_due()

    def run_due(self, *, batch: int = 1, workers: int = 1) -> Ran:
        """Refuse: nothing is delivered inside a transaction that may be undone.

        Raises:
            NewsflowError: always; call it on the newsroom itself, after the commit.
        """
        del batch, workers
        message = "run_due() is for the newsroom itself, after the host's commit"
        raise NewsflowError(message)

    def rolled_back(self) -> None:
        """Say that something was undone: nobody hears of what was done before.

        After a savepoint of the host's, what is told may be too little and is never
        too much; the deliveries and the feed have all that was committed.
        """
        self._waiting = []
        self._office.articles.forget_all()

    def _later(self, tell: Callable[[], None], sent: tuple[Sent, ...]) -> None:
        del sent  # the ledger has them, and after the commit it is asked
        self._waiting.append(tell)
        self._written = True


def _at_once(office: Office, tell: Callable[[], None], sent: tuple[Sent, ...]) -> None:
    """Tell what is committed, and send out what follows from it."""
    tell()
    if office.engine is not None:
        if not office.engine.atomic:
            office.engine.hinted(office.hints(sent))
    elif office.delivers:
        deliver(office, sent)
