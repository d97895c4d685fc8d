"""What happens to a story at the writer's desk."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..model.article import Digest
from ._base import Event


@attrs.frozen(kw_only=True)
class Drafted(Event):
    """The article began.

    *original* is the SHA-256 of the document it was read from, *reading* the stored
    account of that reading: by which reader, and which lines were set aside.
    """

    content: Digest
    workflow: str
    workflow_version: int
    state: str
    bylined: tuple[str, ...] = ()
    embargo: datetime | None = None
    original: str | None = None
    reading: Digest | None = None


@attrs.frozen(kw_only=True)
class Revised(Event):
    """A new text was saved. *carried* are the sign-offs that it leaves standing."""

    content: Digest
    state: str
    bylined: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Discarded(Event):
    """The unreleased revision was dropped; the head is again what readers have."""

    state: str


@attrs.frozen(kw_only=True)
class Commented(Event):
    """Somebody left an internal note."""

    note: Digest


@attrs.frozen(kw_only=True)
class EmbargoTightened(Event):
    """The story may be released later than before, or has an embargo now."""

    embargo: datetime


@attrs.frozen(kw_only=True)
class EmbargoLifted(Event):
    """The story may be released earlier than before; None: at any time."""

    embargo: datetime | None
    reason: Digest


@attrs.frozen(kw_only=True)
class Handled(Event):
    """The desk treats the story otherwise: expiry, priority, urgency, length."""

    expires: datetime | None = None
    priority: int | None = None
    urgency: int | None = None
    planned_length: int | None = None


@attrs.frozen(kw_only=True)
class Unlocked(Event):
    """Somebody took the lock away from *holder* by force."""

    holder: str


@attrs.frozen(kw_only=True)
class Spiked(Event):
    """The story will not run."""

    state: str
    reason: Digest | None = None


@attrs.frozen(kw_only=True)
class Revived(Event):
    """The story is worked on again."""

    state: str


@attrs.frozen(kw_only=True)
class Migrated(Event):
    """The article follows another version of its workflow, or another workflow."""

    workflow: str
    workflow_version: int
    state: str


@attrs.frozen(kw_only=True)
class Erased(Event):
    """Texts were removed for good (privacy, court order); their digests stay."""

    texts: tuple[Digest, ...]
    reason: Digest
