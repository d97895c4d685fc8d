"""What happens to a story on its way to readers, and back from them."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..model.article import Digest, Release
from ._base import Event


@attrs.frozen(kw_only=True)
class Scheduled(Event):
    """A release was pinned to an instant: this text, these channels."""

    content: Digest
    release: Release
    due: datetime
    zone: str
    state: str
    back: str
    note: Digest | None = None
    channels: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Unscheduled(Event):
    """The waiting release was called off."""

    state: str


@attrs.frozen(kw_only=True)
class ScheduleFailed(Event):
    """The time came and the release was refused; *objections* are their codes."""

    state: str
    objections: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Advanced(Event):
    """An approved text went to trusted partners, ahead of the embargo that runs.

    *channels* are those to which it went by this; readers have nothing of it.
    """

    content: Digest
    embargo: datetime
    channels: tuple[str, ...]


@attrs.frozen(kw_only=True)
class GlassBroken(Event):
    """A release without the approvals that the workflow demands. Ask why."""

    reason: Digest
    roles: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Released(Event):
    """A version went out; the base of the three events that say in which way."""

    version: int
    content: Digest
    state: str
    note: Digest | None = None
    channels: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Published(Released):
    """The story went out where nothing was."""


@attrs.frozen(kw_only=True)
class Updated(Released):
    """The story was carried on: more news."""


@attrs.frozen(kw_only=True)
class Corrected(Released):
    """The story was wrong and is put right, with a public note."""


@attrs.frozen(kw_only=True)
class Unpublished(Event):
    """The story is off the channels, and may come back."""

    state: str
    reason: Digest | None = None


@attrs.frozen(kw_only=True)
class Retracted(Event):
    """The story is withdrawn; a tombstone with the public reason stays."""

    state: str
    reason: Digest


@attrs.frozen(kw_only=True)
class Killed(Event):
    """Every public copy of every version goes, for good."""

    state: str
    reason: Digest
