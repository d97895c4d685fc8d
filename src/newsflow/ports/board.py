"""The board: what hangs on a newsroom's wall, gathered once and frozen.

It holds words and instants, and no way back to what they were read from. Of a story
whose words are withheld it holds nothing but that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import attrs

from ..workflow.definition import StateKind, Workflow
from .channels import Operation
from .ledger import Copy, Freeze, Status


class Withheld(StrEnum):
    """Why a board does not say what a story is."""

    EMBARGO = "embargo"
    """Its embargo runs, and nobody asked for embargoed words."""
    KILLED = "killed"
    """It was killed: the record stays, and hangs on no wall."""
    ERASED = "erased"
    """Its text was erased."""


@attrs.frozen(kw_only=True)
class Card:
    """A story, as it hangs on the board.

    *since* is when it came into its *state*. *holder* is who has it: whoever has locked
    it, has written the draft, or has scheduled it; empty where it waits for the desk.
    *missing* is what it lacks before it can go out. *article* and *headline* are None
    where they are withheld; *embargo* is None once it is over.
    """

    article: str | None
    headline: str | None
    withheld: Withheld | None
    state: str
    kind: StateKind
    since: datetime
    holder: str = ""
    locked: bool = False
    live: int | None = None
    section: str | None = None
    urgency: int | None = None
    planned_length: int | None = None
    embargo: datetime | None = None
    expires: datetime | None = None
    due: datetime | None = None
    missing: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Column:
    """A state of the board: how many stories are there, and the latest of them."""

    state: str
    kind: StateKind
    count: int
    cards: tuple[Card, ...]

    @property
    def rest(self) -> int:
        """How many more there are than are shown."""
        return self.count - len(self.cards)


class MarkKind(StrEnum):
    """What sort of thing happened to a story."""

    WRITING = "writing"
    REVIEW = "review"
    RELEASE = "release"
    REMOVAL = "removal"
    DESK = "desk"


@attrs.frozen(kw_only=True)
class Mark:
    """One thing that happened to a story, and who did it.

    *version* is what it released; *until* the instant that it speaks of: when a
    schedule is due, or an embargo ends.
    """

    at: datetime
    what: str
    kind: MarkKind
    by: str
    version: int | None = None
    until: datetime | None = None


@attrs.frozen(kw_only=True)
class Span:
    """For how long readers had a version; *end* is None while they have it."""

    version: int
    start: datetime
    end: datetime | None


@attrs.frozen(kw_only=True)
class Sending:
    """A delivery on the wall. *settled* is None while it is under way."""

    delivery: int
    card: Card
    channel: str
    operation: Operation
    status: Status
    version: int | None
    attempts: int
    created: datetime
    settled: datetime | None
    error: str | None


@attrs.frozen(kw_only=True)
class Life:
    """What happened to one story until *at*, oldest first, and what was sent of it."""

    at: datetime
    card: Card
    marks: tuple[Mark, ...]
    sendings: tuple[Sending, ...] = ()

    @property
    def spans(self) -> Iterator[Span]:
        """The versions that readers had, one after another."""
        number, start = None, None
        for mark in self.marks:
            ends = mark.version is not None or mark.kind is MarkKind.REMOVAL
            if not ends:
                continue
            if number is not None and start is not None:
                yield Span(version=number, start=start, end=mark.at)
            number, start = mark.version, mark.at
        if number is not None and start is not None:
            yield Span(version=number, start=start, end=None)


@attrs.frozen(kw_only=True)
class Cell:
    """What one channel shows of one story; None where it never was to have it."""

    copy: Copy | None
    version: int | None = None
    since: datetime | None = None
    status: Status | None = None


@attrs.frozen
class Covered:
    """What the channels show of a story, in the order of the board's channels."""

    card: Card
    cells: tuple[Cell, ...]


@attrs.frozen(kw_only=True)
class Lane:
    """A channel: whether it is frozen, and how many deliveries have not ended well."""

    channel: str
    configured: bool
    frozen: Freeze | None
    counts: Mapping[Status, int]


class DueKind(StrEnum):
    """What will happen to a story at an instant."""

    RELEASE = "release"
    EXPIRY = "expiry"
    EMBARGO = "embargo"


@attrs.frozen
class Due:
    """What comes, and when; what lies in the past should have happened."""

    kind: DueKind
    card: Card
    at: datetime


class TaskKind(StrEnum):
    """Why somebody has to see to something."""

    SCHEDULE_FAILED = "schedule failed"
    OVERDUE = "overdue"
    OVERSTAYED = "expired and still out"
    FROZEN = "frozen"
    NEEDS_HUMAN = "needs a person"
    UNKNOWN = "unknown"
    DEAD = "dead letter"
    PARKED = "parked"
    APPROVAL = "in review"


@attrs.frozen(kw_only=True)
class Task:
    """Something that waits for a person: what, since when, and what is known of it."""

    kind: TaskKind
    since: datetime
    says: str
    card: Card | None = None
    channel: str = ""
    delivery: int | None = None


@attrs.frozen(kw_only=True)
class Board:
    """A newsroom at an instant. Everything in it is bounded; *untold* is the rest.

    *zone* is that of the newsroom's clocks (IANA); *with_embargoed* tells that nothing
    is withheld for an embargo's sake. *counts* are stories by state, *untold* the
    deliveries in trouble and the stories in review that no task tells of.
    """

    newsroom: str
    at: datetime
    zone: str
    with_embargoed: bool
    workflow: Workflow
    counts: Mapping[str, int]
    columns: tuple[Column, ...]
    lives: tuple[Life, ...]
    sendings: tuple[Sending, ...]
    lanes: tuple[Lane, ...]
    coverage: tuple[Covered, ...]
    due: tuple[Due, ...]
    tasks: tuple[Task, ...]
    untold: int
