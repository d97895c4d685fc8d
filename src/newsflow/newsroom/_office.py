"""The office: everything a newsroom is made of, wired once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import attrs

from ..checks.profiles import ContentProfile
from ..documents.config import Config
from ..documents.workflows import workflow_from
from ..errors import NotFoundError
from ..events import AnyEvent
from ..model.article import Article
from ..model.people import Person
from ..plugins import Plugins
from ..ports import (
    Channel,
    Check,
    Clock,
    Directory,
    Engine,
    Hint,
    Ids,
    MediaStore,
    Renderer,
    Sent,
)
from ..store.articles import ArticleStore
from ..store.database import Database
from ..store.deliveries import Deliveries
from ..store.desk import Desk
from ..store.ledger import Ledger
from ..workflow.definition import Workflow
from ..workflow.proof import prove
from ._articles import Articles
from ._texts import Texts


@attrs.define(kw_only=True)
class Office:
    """What the parts of a newsroom share. Strictly private."""

    config: Config
    database: Database
    store: ArticleStore
    ledger: Ledger
    deliveries: Deliveries
    desk: Desk
    texts: Texts
    articles: Articles
    plugins: Plugins
    renderers: Mapping[str, Renderer]
    checks: tuple[Check, ...]
    profiles: tuple[ContentProfile, ...]
    channels: Mapping[str, Channel]
    trusted: frozenset[str]
    workflow: Workflow
    workflows: dict[tuple[str, int], Workflow]
    directory: Directory
    media: MediaStore
    clock: Clock
    ids: Ids
    tokens: Ids
    delivers: bool
    lease: timedelta
    later: Callable[[Callable[[], None], tuple[Sent, ...]], None]
    engine: Engine | None = None

    def workflow_of(self, article: Article) -> Workflow:
        """Give the workflow that an article follows, in the version it began with.

        Raises:
            NotFoundError: neither the configuration nor the store knows it.
        """
        return self.find_workflow(article.workflow, article.workflow_version)

    def find_workflow(self, name: str, version: int) -> Workflow:
        """Find a workflow in a version.

        Raises:
            NotFoundError: neither the configuration nor the store knows it.
        """
        found = self.workflows.get((name, version))
        if found is None:
            found = self.workflows[name, version] = self._stored(name, version)
        return found

    def person(self, by: Person | str) -> Person:
        """Take a person, or find one by id.

        Raises:
            NotFoundError: the directory knows nobody of that id.
        """
        if isinstance(by, Person):
            return by
        found = self.directory.person(by)
        if found is None:
            kind = "person"
            raise NotFoundError(kind, by)
        return found

    @property
    def partners(self) -> tuple[str, ...]:
        """The channels that may have a story ahead of its embargo."""
        return tuple(name for name in self.channels if name in self.trusted)

    @property
    def hinting(self) -> Callable[[Any, tuple[Sent, ...]], None] | None:
        """What tells the engine of deliveries in the transaction that records them."""
        engine = self.engine
        if engine is None or not engine.atomic:
            return None
        return lambda connection, sent: engine.hint(connection, self.hints(sent))

    def hints(self, sent: Iterable[Sent]) -> tuple[Hint, ...]:
        """Say to an engine that these are due now."""
        now = self.clock()
        return tuple(
            Hint(delivery=identifier, channel=channel, not_before=now)
            for identifier, channel in sent
        )

    def tell(self, events: tuple[AnyEvent, ...], article: Article) -> None:
        """Tell plug-ins what was committed."""
        for event in events:
            self.plugins.tell(event, article)

    def _stored(self, name: str, version: int) -> Workflow:

        document = self.store.workflow(name, version)
        if document is None:
            kind, wanted = "workflow", f"{name} version {version}"
            known = (f"{one} version {number}" for one, number in self.workflows)
            raise NotFoundError(kind, wanted, known=known)
        return prove(workflow_from(json.loads(document)))
