"""Cards: stories as they hang on a wall, many of them read at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

import attrs

from ..documents.history import event
from ..errors import HistoryError, NotFoundError
from ..events import AnyEvent
from ..model.article import Article
from ..model.times import instant_of, stamp
from ..ports import Delivery
from ..ports.board import Card, Life, Sending, Withheld
from ..store.board import locks_of, records_of, rows_of
from ..store.desk import Lock
from ..store.search import Row
from ..workflow.definition import StateKind
from ..workflow.evolve import replay
from ..workflow.waiting import missing
from ._marks import marks, standing_since
from ._office import Office


@attrs.frozen(kw_only=True)
class _Read:
    """What is stored of one story."""

    row: Row
    article: Article
    history: tuple[AnyEvent, ...]
    lock: Lock | None


class Cards:
    """The stories that a board tells of, as at one instant.

    Words of a story whose embargo runs are withheld, unless *with_embargoed*; those of
    a killed one always.
    """

    def __init__(
        self,
        office: Office,
        articles: Iterable[str],
        *,
        now: datetime,
        with_embargoed: bool,
    ) -> None:
        self._office = office
        self._now = now
        self._with_embargoed = with_embargoed
        self._named = cache(self._name)
        self._cards: dict[str, Card] = {}
        self._read = self._all(tuple(articles))

    def card(self, article: str) -> Card:
        """Give the card of a story.

        Raises:
            NotFoundError: there is no such article.
        """
        if article not in self._cards:
            self._cards[article] = self._made(self._one(article))
        return self._cards[article]

    def article(self, article: str) -> Article:
        """Give the story itself."""
        return self._one(article).article

    def life(self, article: str, sent: Sequence[Delivery] = ()) -> Life:
        """Give what happened to a story."""
        read = self._one(article)
        return Life(
            at=self._now,
            card=self.card(article),
            marks=marks(read.history, named=self._named),
            sendings=tuple(map(self.sending, sent)),
        )

    def sending(self, one: Delivery) -> Sending:
        """Tell of a delivery; what a channel says of it may quote what is withheld."""
        card = self.card(one.article)
        return Sending(
            delivery=one.id,
            card=card,
            channel=one.channel,
            operation=one.operation,
            status=one.status,
            version=one.version,
            attempts=one.attempts,
            created=instant_of(one.created),
            settled=None if one.settled is None else instant_of(one.settled),
            error=one.error if card.withheld is None else None,
        )

    def _one(self, article: str) -> _Read:
        if article not in self._read:
            kind = "article"
            raise NotFoundError(kind, article)
        return self._read[article]

    def _all(self, articles: tuple[str, ...]) -> dict[str, _Read]:
        database = self._office.database
        rows = rows_of(database, articles)
        records = records_of(database, articles)
        locks = locks_of(database, articles, now=stamp(self._now))
        read = {}
        for name, row in rows.items():
            history = tuple(map(event, records.get(name, ())))
            article = replay(history)
            if article is None:
                message = f"{name} has a row and no history: run newsflow audit"
                raise HistoryError(message)
            read[name] = _Read(
                row=row, article=article, history=history, lock=locks.get(name)
            )
        return read

    def _made(self, read: _Read) -> Card:
        article, handling = read.article, read.article.handling
        withheld = self._withheld(read)
        workflow = self._office.workflow_of(article)
        embargoed = handling.under_embargo(self._now)
        wanting = missing(workflow, article, now=self._now)
        return Card(
            article=None if withheld is Withheld.EMBARGO else article.id,
            headline=None if withheld else read.row.headline,
            withheld=withheld,
            state=article.state,
            kind=workflow.state(article.state).kind,
            since=[*standing_since(read.history)][-1],
            holder=self._holder(read, workflow.state(article.state).kind),
            locked=read.lock is not None,
            live=None if article.live is None else article.live.number,
            section=None if withheld else read.row.section,
            urgency=handling.urgency,
            planned_length=handling.planned_length,
            embargo=handling.embargo if embargoed else None,
            expires=handling.expires,
            due=None if article.schedule is None else article.schedule.due,
            missing=tuple(one.message for one in wanting),
        )

    def _withheld(self, read: _Read) -> Withheld | None:
        article = read.article
        if article.handling.under_embargo(self._now) and not self._with_embargoed:
            return Withheld.EMBARGO
        if article.killed:
            return Withheld.KILLED
        return Withheld.ERASED if article.head.content in article.erased else None

    def _holder(self, read: _Read, kind: StateKind) -> str:
        if read.lock is not None:
            return self._named(read.lock.holder)
        if kind is StateKind.DRAFT:
            return self._named(read.article.head.by)
        schedule = read.article.schedule
        return "" if schedule is None else self._named(schedule.by)

    def _name(self, identifier: str) -> str:
        person = self._office.directory.person(identifier)
        return (person.name if person else "") or identifier
