"""What can be asked of the newsroom; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from ..documents.history import event
from ..errors import NotFoundError, Objection
from ..events import AnyEvent
from ..events.chain import Record
from ..model.article import Article, Digest, Version
from ..model.content import Content
from ..model.times import instant, stamp
from ..model.views import Released, release
from ..ports import Delivery
from ..store.search import Row
from ..store.unsettled import unsettled
from ..workflow.conditions import PARAMETERS
from ..workflow.definition import Step, Workflow
from ..workflow.evolve import replay
from ._as_of import Snapshot, as_of, shown_at
from ._asking import against, allowed
from ._checking import CheckRun, run_checks
from ._listing import listed
from ._office import Office
from ._planning import Plan, plan
from ._taking import Request
from ._verbs import By, Story, _id
from .audit import Audit, Checkpoint, audit, checkpoint, verify_checkpoint

_PAGE = 500


@attrs.frozen(kw_only=True)
class Fact:
    """An event of the feed, with the *cursor* after which the next ones come."""

    cursor: int
    event: AnyEvent
    hash: str


class Queries:
    """What can be asked about articles, their texts, and the newsroom."""

    _office: Office

    def article(self, story: Story, *, until: datetime | None = None) -> Article:
        """Give an article as it is, or as it was at an instant.

        Raises:
            NotFoundError: there is none, or there was none yet.
        """
        identifier = _id(story)
        if until is None:
            return self._office.articles.load(identifier).article
        found = replay(self.history(identifier), until=instant(until))
        if found is None:
            kind = f"article at {stamp(until)}"
            raise NotFoundError(kind, identifier)
        return found

    def content(self, story: Story, *, version: int | None = None) -> Content:
        """Give the content of the head, or of a released version.

        Given an article, the head is that of the article as it was read.

        Raises:
            NotFoundError: there is no such article or version.
            ErasedTextError: the text was erased.
        """
        article = story if isinstance(story, Article) else self.article(story)
        digest = article.head.content
        if version is not None:
            digest = _version(article, version).content
        return self._office.texts.content(article.id, digest)

    def live(self, story: Story) -> Content:
        """Give the content that readers have; never a word of the head.

        Raises:
            NotFoundError: there is no such article, or nothing of it is live.
        """
        article = self.article(_id(story))
        if article.live is None:
            kind = "live version of"
            raise NotFoundError(kind, article.id)
        return self._office.texts.content(article.id, article.live.content)

    def fingerprint(self, story: Story) -> str:
        """Give the fingerprint of the head, to be named when it is approved.

        Raises:
            NotFoundError: there is no such article.
            ErasedTextError: the text was erased.
        """
        article = story if isinstance(story, Article) else self.article(story)
        return self._office.texts.fingerprint(article.id, article.head.content)

    def words(self, story: Story, digest: Digest) -> str:
        """Give the words of a note, a reason or findings by their digest.

        Raises:
            NotFoundError: the article has no such text.
            ErasedTextError: the text was erased.
        """
        return self._office.texts.words(_id(story), digest)

    def released(self, story: Story) -> Released:
        """Give the view that a renderer of ours gets of what readers may have now.

        Raises:
            NotReleasedError: nothing is live, or it is under embargo.
        """
        article = self.article(_id(story))
        texts = self._office.texts.of(article.id)
        return release(article, texts, now=self._office.clock())

    def history(self, story: Story) -> tuple[AnyEvent, ...]:
        """Give everything that happened to an article."""
        return tuple(map(event, self.records(story)))

    def records(self, story: Story) -> tuple[Record, ...]:
        """Give the history of an article as stored, with its hashes."""
        return self._office.store.history(_id(story))

    def events(self, *, after: int = 0) -> Iterator[Fact]:
        """Give the events of the whole newsroom past a cursor; none is ever missed."""
        while True:
            records = self._office.store.feed(after=after, most=_PAGE)
            for record in records:
                yield Fact(cursor=record.cursor, event=event(record), hash=record.hash)
            if len(records) < _PAGE:
                return
            after = records[-1].cursor

    def as_of(
        self, moment: datetime, *, channel: str | None = None
    ) -> Iterator[Snapshot]:
        """Give what was released at an instant, byte for byte as canonical content.

        What was under embargo then is left out, as :meth:`released` refuses it. With
        *channel*, it is what that channel had said it has: its receipts answer. A
        text that was out then and has been erased since is told as erased, with its
        digest and the reason; the others can be read.

        Raises:
            InvalidValueError: the instant has no offset.
        """
        moment = instant(moment)
        if channel is not None:
            return shown_at(self._office, channel, moment)
        return as_of(self._office, moment)

    def search(self, **wanted: Any) -> tuple[Row, ...]:
        """List articles, latest first; the keywords are those of :class:`Search`.

        Raises:
            InvalidValueError: a keyword is none of those.
            NotFoundError: there is no such kind of state; or no workflow in use has
                such a *state*, and no article stands in one.
        """
        return listed(self._office, wanted)

    def find(self, start: str) -> str:
        """Find an article's id by its slug, or by the first characters of the id.

        Raises:
            NotFoundError: there is none, or more than one.
        """
        found = self._office.store.ids_like(start)
        if len(found) == 1 or start in found:
            return start if start in found else found[0]
        kind = "article"
        if found:
            slug = any(not one.startswith(start) for one in found)
            kind = f"single article {'with the slug' if slug else 'that begins with'}"
        raise NotFoundError(kind, start, known=found)

    def now(self) -> datetime:
        """Give the instant by the newsroom's clock: its own, or else the database's."""
        return self._office.clock()

    def counts(self) -> Mapping[str, int]:
        """Count the articles in each state."""
        return self._office.store.counts()

    def unsettled(
        self, *, before: datetime | None = None, failing: bool = False
    ) -> tuple[Delivery, ...]:
        """List the deliveries of all articles that wait, fail or were given up.

        Those that are due until an instant *before*; with *failing*, those alone that a
        channel has refused or could not do.
        """
        until = None if before is None else stamp(instant(before))
        return unsettled(self._office.database, before=until, failing=failing)

    def workflow(self, story: Story | None = None) -> Workflow:
        """Give the newsroom's workflow, or the one that an article follows."""
        if story is None:
            return self._office.workflow
        return self._office.workflow_of(self.article(_id(story)))

    def allowed(self, story: Story, *, by: By) -> tuple[Step, ...]:
        """List the steps that a person may take with an article now."""
        person = self._office.person(by)
        return allowed(self._office, self.article(_id(story)), person)

    def why_not(
        self, story: Story, step: str, *, by: By, parameters: bool = True
    ) -> tuple[Objection, ...]:
        """List everything that stands against a step; none means that it may be taken.

        Without *parameters*, leave out what only asks for a reason, a text, a time …

        Raises:
            NotFoundError: there is no such article, person or step.
        """
        article, person = self.article(_id(story)), self._office.person(by)
        told = against(self._office, article, step, person)
        return tuple(one for one in told if parameters or one.code not in PARAMETERS)

    def plan(
        self, story: Story, step: str, *, by: By, renderers: tuple[str, ...] = ("html",)
    ) -> Plan:
        """Tell what a step would do, with proofs by the *renderers*, without doing it.

        Raises:
            NotFoundError: there is no such article, person or step.
        """
        office = self._office
        act = self.workflow(story).step(step).act
        request = Request(article=_id(story), act=act, step=step, by=office.person(by))
        return plan(office, request, renderers=renderers)

    def check(self, story: Story | Content, *, act: str = "submit") -> CheckRun:
        """Run the checks on the head of an article, or on a content of your own."""
        content = story if isinstance(story, Content) else self.content(story)
        office = self._office
        return run_checks(
            content, act=act, checks=office.checks, profiles=office.profiles
        )

    def audit(self) -> Audit:
        """Verify the whole history.

        Raises:
            BrokenChainError: naming the first event that does not fit.
            HistoryError: a text or a row is not what the history says.
        """
        return audit(self._office)

    def checkpoint(self, key: bytes) -> Checkpoint:
        """Attest where every chain stands, signed with a raw Ed25519 private key."""
        return checkpoint(self._office, key)

    def verify_checkpoint(self, document: Mapping[str, Any], key: bytes) -> int:
        """Compare the history with a checkpoint; *key* is the raw public key."""
        return verify_checkpoint(self._office, document, key)


def _version(article: Article, number: int) -> Version:
    found = article.version(number)
    if found is None:
        kind, known = f"version of {article.id}", range(1, len(article.versions) + 1)
        raise NotFoundError(kind, str(number), known=map(str, known))
    return found
