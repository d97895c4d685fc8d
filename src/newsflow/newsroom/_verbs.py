"""The verbs of the newsroom: each asks the core for one step, and stores its answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from ..documents.reading import Reading
from ..errors import InvalidValueError, NotFoundError
from ..model.article import Article
from ..model.clocks import meant, optional_meant
from ..model.content import Content
from ..model.handling import Handling
from ..model.people import Person
from ..workflow.definition import Act
from ._drafting import Beginning, begin, save
from ._migrating import refuse_other_kind
from ._office import Office
from ._taking import Request, take

By: TypeAlias = Person | str
"""Who takes a step: a person, or the id of one whom the directory knows."""

Story: TypeAlias = Article | str
"""An article's id; or the article as read, and then it must not have moved on."""


_CHOSEN = frozenset({Act.CORRECT, Act.ADVANCE})  # go after copies, or to partners


class Verbs:
    """What can be done with articles.

    Every verb gives the article as it is afterwards, and raises
    :class:`~newsflow.errors.StepRefusedError` with every objection, or
    :class:`~newsflow.errors.ConflictError` when somebody else was faster, or
    :class:`~newsflow.errors.NotFoundError` for what does not exist. *seen* is the
    fingerprint of the text that the person had before them: a step on another text is
    refused.
    """

    _office: Office

    def draft(
        self,
        content: Content,
        *,
        by: By,
        id: str | None = None,  # noqa: A002 - it is the article's id
        embargo: datetime | None = None,
        reading: Reading | None = None,
    ) -> Article:
        """Begin an article; *reading* tells from which document it was read."""
        beginning = Beginning(
            by=self._office.person(by),
            identifier=id,
            embargo=embargo,
            reading=reading,
        )
        return begin(self._office, content, beginning)

    def save(self, story: Story, content: Content, *, by: By) -> Article:
        """Save a new text. One that changes nothing undoes nothing.

        Raises:
            LockedError: somebody else has the lock; nothing was stored.
        """
        return save(self._office, self._request(Act.REVISE, story, by), content)

    def submit(
        self, story: Story, *, by: By, note: str | None = None, seen: str | None = None
    ) -> Article:
        """Hand the head in for review; *note* is the public note of a correction."""
        return self._take(Act.SUBMIT, story, by, words=note, seen=seen)

    def send_back(self, story: Story, *, by: By, reason: str) -> Article:
        """Give the story back to its writer, and say why."""
        return self._take(Act.SEND_BACK, story, by, words=reason)

    def approve(
        self, story: Story, *, by: By, seen: str | None = None, step: str | None = None
    ) -> Article:
        """Permit the release of exactly this text; *step* is the house's own name."""
        return self._take(Act.APPROVE, story, by, seen=seen, step=step)

    def withdraw_approval(
        self, story: Story, *, by: By, reason: str | None = None
    ) -> Article:
        """Take back the approval that the person gave."""
        return self._take(Act.WITHDRAW_APPROVAL, story, by, words=reason)

    def sign_off(
        self, story: Story, kind: str, *, by: By, seen: str | None = None
    ) -> Article:
        """State that the text is right in one respect, such as copy or legal."""
        return self._take(Act.SIGN_OFF, story, by, seen=seen, sign_off=kind)

    def schedule(
        self,
        story: Story,
        *,
        when: datetime,
        by: By,
        zone: str | None = None,
        channels: Iterable[str] = (),
        seen: str | None = None,
    ) -> Article:
        """Pin the release of this text to an instant; *zone* says whose clock.

        Raises:
            InvalidValueError: the instant has no offset, or is one that its zone's
                clocks skip or show twice; or there is no such zone.
        """
        return self._take(
            Act.SCHEDULE,
            story,
            by,
            seen=seen,
            due=meant(when),
            zone=_zone(zone or self._office.config.zone),
            channels=self._channels(channels),
        )

    def unschedule(self, story: Story, *, by: By) -> Article:
        """Call the waiting release off."""
        return self._take(Act.UNSCHEDULE, story, by)

    def publish(
        self,
        story: Story,
        *,
        by: By,
        channels: Iterable[str] = (),
        seen: str | None = None,
    ) -> Article:
        """Release the approved head where nothing is live."""
        return self._release(Act.PUBLISH, story, by, channels, seen)

    def update(
        self,
        story: Story,
        *,
        by: By,
        channels: Iterable[str] = (),
        seen: str | None = None,
    ) -> Article:
        """Release the approved head as more news about what is live."""
        return self._release(Act.UPDATE, story, by, channels, seen)

    def correct(
        self,
        story: Story,
        *,
        by: By,
        channels: Iterable[str] = (),
        seen: str | None = None,
    ) -> Article:
        """Release the approved head with the public note that was handed in with it.

        It goes after every copy there is, and to the *channels* that are named.
        """
        return self._release(Act.CORRECT, story, by, channels, seen)

    def advance(
        self,
        story: Story,
        *,
        by: By,
        channels: Iterable[str] = (),
        seen: str | None = None,
    ) -> Article:
        """Send the approved head to trusted partners, ahead of the embargo that runs.

        All get it unless some are named, each once, with its embargo; readers nothing.
        """
        return self._release(Act.ADVANCE, story, by, channels, seen)

    def break_glass(
        self, story: Story, *, by: By, reason: str, channels: Iterable[str] = ()
    ) -> Article:
        """Release the head without its approvals; the audit will shout."""
        return self._take(
            Act.BREAK_GLASS, story, by, words=reason, channels=self._channels(channels)
        )

    def discard(self, story: Story, *, by: By) -> Article:
        """Drop the unreleased revision; the head is again what readers have."""
        return self._take(Act.DISCARD, story, by)

    def unpublish(self, story: Story, *, by: By, reason: str | None = None) -> Article:
        """Take the story off its channels; it may come back."""
        return self._take(Act.UNPUBLISH, story, by, words=reason)

    def retract(self, story: Story, *, by: By, reason: str) -> Article:
        """Withdraw the story; a tombstone with the public reason stays."""
        return self._take(Act.RETRACT, story, by, words=reason)

    def kill(self, story: Story, *, by: By, reason: str) -> Article:
        """Remove every public copy of every version, for good."""
        return self._take(Act.KILL, story, by, words=reason)

    def spike(self, story: Story, *, by: By, reason: str | None = None) -> Article:
        """Decide that the story will not run."""
        return self._take(Act.SPIKE, story, by, words=reason)

    def revive(self, story: Story, *, by: By) -> Article:
        """Take the story up again, as a draft."""
        return self._take(Act.REVIVE, story, by)

    def comment(self, story: Story, text: str, *, by: By) -> Article:
        """Leave an internal note; no reader sees it."""
        return self._take(Act.COMMENT, story, by, words=text)

    def tighten_embargo(self, story: Story, *, until: datetime, by: By) -> Article:
        """Keep the story in until an instant that is later than now's embargo."""
        return self._take(Act.TIGHTEN_EMBARGO, story, by, embargo=meant(until))

    def lift_embargo(
        self, story: Story, *, by: By, reason: str, until: datetime | None = None
    ) -> Article:
        """Shorten the embargo to an instant, or end it."""
        until = optional_meant(until)
        return self._take(Act.LIFT_EMBARGO, story, by, words=reason, embargo=until)

    def handle(self, story: Story, handling: Handling, *, by: By) -> Article:
        """Set expiry, priority, urgency and planned length; the embargo stays."""
        return self._take(Act.HANDLE, story, by, handling=handling)

    def migrate(self, story: Story, *, by: By, state: str | None = None) -> Article:
        """Let an article follow the workflow of today; *state* is where it then is.

        Raises:
            NotFoundError: today's workflow has no such state.
            StepRefusedError: the state means something else than the one before.
        """
        workflow = self._office.workflow
        loaded = self._office.articles.load(_id(story)).article
        target = workflow.state(state or loaded.state)
        refuse_other_kind(self._office, loaded, target)
        return self._take(
            Act.MIGRATE,
            story,
            by,
            workflow=workflow.name,
            workflow_version=workflow.version,
            state=target.name,
        )

    def _release(
        self, act: Act, story: Story, by: By, channels: Iterable[str], seen: str | None
    ) -> Article:
        wanted = tuple(channels)
        named = () if act in _CHOSEN and not wanted else self._channels(wanted)
        return self._take(act, story, by, seen=seen, channels=named)

    def _channels(self, channels: Iterable[str]) -> tuple[str, ...]:
        named, known = tuple(channels), self._office.channels
        for name in named:
            if name not in known:
                kind = "channel"
                raise NotFoundError(kind, name, known=known)
        return named or tuple(known)

    def _take(self, act: Act, story: Story, by: By, **asked: Any) -> Article:
        return take(self._office, self._request(act, story, by, **asked))

    def _request(
        self,
        act: Act,
        story: Story,
        by: By,
        words: str | None = None,
        seen: str | None = None,
        step: str | None = None,
        **takes: Any,
    ) -> Request:
        return Request(
            article=_id(story),
            act=act,
            step=step,
            by=self._office.person(by),
            words=words,
            position=story.position if isinstance(story, Article) else None,
            seen=seen,
            takes=takes,
        )


def _id(story: Story) -> str:
    return story.id if isinstance(story, Article) else story


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        field = "zone"
        raise InvalidValueError(field, name, "an IANA time zone") from None
