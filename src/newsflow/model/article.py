"""The article: what moves through the newsroom. It is only ever a replayed history.

An article names its texts by digest and holds none of them: no step needs the words,
and a text that a court has erased leaves the article whole. The newsroom gives the
content to a digest.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import attrs

from .handling import Handling

Digest: TypeAlias = str
"""The salted SHA-256 that names a stored text, in 64 hexadecimal digits."""


class Release(StrEnum):
    """The three ways in which an approved head goes out."""

    PUBLISH = "publish"
    UPDATE = "update"
    CORRECT = "correct"


class Removal(StrEnum):
    """The three ways in which what is out comes down."""

    UNPUBLISH = "unpublish"
    RETRACT = "retract"
    KILL = "kill"


@attrs.frozen(kw_only=True)
class Revision:
    """A saved text. *number* counts the saves of the article from 1."""

    number: int
    content: Digest
    by: str
    at: datetime


@attrs.frozen(kw_only=True)
class Submission:
    """What was handed in for review: a text, and the public note of a correction."""

    content: Digest
    note: Digest | None
    by: str
    at: datetime


@attrs.frozen(kw_only=True)
class Approval:
    """One person's permission to release exactly this text with exactly this note.

    *roles* are those the person held when giving it.
    """

    content: Digest
    note: Digest | None
    by: str
    roles: frozenset[str]
    at: datetime


@attrs.frozen(kw_only=True)
class SignOff:
    """A specialist's statement about a text, such as copy, fact, legal or photo.

    *content* is the text it holds for now, *given* the text it was given for; they
    differ where the workflow carried it over an edit that did not touch its scope.
    """

    kind: str
    content: Digest
    given: Digest
    by: str
    at: datetime


@attrs.frozen(kw_only=True)
class Report:
    """What the checks of a *profile* said about one text: how many findings of each."""

    content: Digest
    profile: str
    errors: int
    warnings: int
    findings: Digest
    at: datetime


@attrs.frozen(kw_only=True)
class Schedule:
    """A release that waits for its time: this text, this instant, these channels.

    *due* is in UTC; *zone* is the IANA zone in which a person meant it. *back* is the
    state to which the article returns when the release is called off or refused.
    """

    content: Digest
    note: Digest | None
    release: Release
    due: datetime
    zone: str
    channels: tuple[str, ...]
    back: str
    by: str


@attrs.frozen(kw_only=True)
class AdvanceCopy:
    """What partners were given ahead of an embargo, and until when they hold it.

    *channels* are all that were ever to have it. *embargo* is what they were told last:
    it follows every change of the story's own; one that was lifted has ended at that
    instant. *at* is when text or embargo last changed for them, *by* who sent the text.
    """

    content: Digest
    embargo: datetime
    channels: tuple[str, ...]
    by: str
    at: datetime


@attrs.frozen(kw_only=True)
class Version:
    """A released revision: v1, v2 … *note* is the public note of a correction.

    *approved_by* are those on whose approval it went out; *bylined* the persons in its
    bylines. *broke_glass* marks a version that went out without the approvals.
    *urgency* is the one that the story had when this version went out.
    """

    number: int
    release: Release
    content: Digest
    note: Digest | None
    at: datetime
    by: str
    approved_by: tuple[str, ...]
    bylined: frozenset[str]
    channels: tuple[str, ...] = ()
    broke_glass: bool = False
    urgency: int | None = None


@attrs.frozen(kw_only=True)
class Correction:
    """A public note about what was wrong, and the version that put it right."""

    version: int
    note: Digest
    at: datetime


@attrs.frozen(kw_only=True)
class Withdrawal:
    """How and when the story was taken down; *reason* is public for a retraction."""

    removal: Removal
    reason: Digest | None
    at: datetime
    by: str


@attrs.frozen(kw_only=True)
class Note:
    """An internal remark; readers never see it."""

    text: Digest
    by: str
    at: datetime


@attrs.frozen(kw_only=True, slots=False)  # so that a step copies it in one go
class Article:
    """Where a story stands. Change it by steps; there is no other way.

    *state* is the editorial state of the head, a name from its workflow; *live* is what
    readers have now, which a new draft does not touch. *position* is the number of the
    last event. *advance* is what trusted partners hold under embargo, until the story
    is released or killed. *savers* are those whose saves since the last version survive
    in the head, *bylined* the persons whom its bylines name.
    """

    id: str
    workflow: str
    workflow_version: int
    state: str
    position: int
    head: Revision
    created: datetime
    updated: datetime
    handling: Handling = attrs.field(factory=Handling)
    live: Version | None = None
    versions: tuple[Version, ...] = ()
    submission: Submission | None = None
    approvals: tuple[Approval, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    report: Report | None = None
    schedule: Schedule | None = None
    advance: AdvanceCopy | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawal: Withdrawal | None = None
    notes: tuple[Note, ...] = ()
    savers: frozenset[str] = frozenset()
    bylined: frozenset[str] = frozenset()
    erased: frozenset[Digest] = frozenset()
    original: str | None = None
    reading: Digest | None = None
    glass_broken: bool = False

    @property
    def contributors(self) -> frozenset[str]:
        """Those who had a hand in the head, and so cannot approve it."""
        return self.savers | self.bylined

    @property
    def killed(self) -> bool:
        """Whether the story was killed, and so never comes back."""
        return self.withdrawal is not None and self.withdrawal.removal is Removal.KILL

    @property
    def first_published(self) -> datetime | None:
        """When readers first had it."""
        return self.versions[0].at if self.versions else None

    def version(self, number: int) -> Version | None:
        """Find a released version by its number."""
        return self.versions[number - 1] if 0 < number <= len(self.versions) else None
