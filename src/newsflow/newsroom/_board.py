"""The board: a whole newsroom at an instant, in so many statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType

import attrs

from ..model.times import instant_of, stamp
from ..ports import Delivery, Freeze, Status
from ..ports.board import (
    Board,
    Card,
    Cell,
    Column,
    Covered,
    Due,
    DueKind,
    Lane,
    Life,
    Task,
    TaskKind,
)
from ..store import board as stored
from ..store.search import Row, Search, search
from ..workflow.definition import StateKind
from ._cards import Cards
from ._coverage import coverage_of
from ._office import Office

_LISTS = ("waiting", "refused", "scheduled", "expiring", "embargoed", "live")
_LATEST = 5
"""How many deliveries are told of for each story that would fit."""

_TASKS: Mapping[Status, TaskKind] = MappingProxyType(
    {
        Status.NEEDS_HUMAN: TaskKind.NEEDS_HUMAN,
        Status.UNKNOWN: TaskKind.UNKNOWN,
        Status.DEAD: TaskKind.DEAD,
        Status.PARKED: TaskKind.PARKED,
    }
)


_COMING: Mapping[DueKind, tuple[str, str]] = MappingProxyType(
    {
        DueKind.RELEASE: ("scheduled", "due"),
        DueKind.EXPIRY: ("expiring", "expires"),
        DueKind.EMBARGO: ("embargoed", "embargo"),
    }
)
"""In which list the stories are to which something will happen, and when it will."""


@attrs.frozen(kw_only=True)
class _Found:
    """What was read, before any story was looked at."""

    now: datetime
    counts: Mapping[str, int]
    columns: Mapping[str, tuple[Row, ...]]
    latest: tuple[Row, ...]
    lists: Mapping[str, tuple[str, ...]]
    recent: tuple[Delivery, ...]
    troubles: tuple[Delivery, ...]
    outdated: tuple[Delivery, ...]
    unwell: Mapping[str, Mapping[Status, int]]
    frozen: Mapping[str, Freeze]

    def articles(self) -> Iterator[str]:
        """Name every story that is told of."""
        for rows in (*self.columns.values(), self.latest):
            yield from (row.id for row in rows)
        for listed in self.lists.values():
            yield from listed
        for one in (*self.recent, *self.troubles, *self.outdated):
            yield one.article

    def covered(self) -> tuple[str, ...]:
        """Name the stories whose coverage is told: those in trouble come first."""
        behind = (one.article for one in self.outdated)
        return tuple(dict.fromkeys((*behind, *self.lists["live"])))


def board(office: Office, *, most: int, with_embargoed: bool) -> Board:
    """Gather the board of a newsroom, at most so many of each."""
    with office.database.snapshot():
        found = _found(office, most)
        cards = Cards(
            office, found.articles(), now=found.now, with_embargoed=with_embargoed
        )
        copies = stored.copies_of(office.database, found.covered())
    lanes = tuple(_lanes(office, found, copies))
    tasks = tuple(_tasks(found, cards))
    return Board(
        newsroom=office.config.name,
        at=found.now,
        zone=office.config.zone,
        with_embargoed=with_embargoed,
        workflow=office.workflow,
        counts=found.counts,
        columns=tuple(_columns(office, found, cards)),
        lives=tuple(cards.life(row.id) for row in found.latest),
        sendings=tuple(map(cards.sending, found.recent)),
        lanes=lanes,
        coverage=tuple(_coverage(found, cards, copies, lanes)),
        due=_due(found, cards),
        tasks=tasks,
        untold=_untold(found, tasks, office),
    )


def life(office: Office, article: str, *, with_embargoed: bool) -> Life:
    """Gather the life of one story, with every delivery of it."""
    now = office.clock()
    with office.database.snapshot():
        cards = Cards(office, (article,), now=now, with_embargoed=with_embargoed)
        sent = office.deliveries.of(article)
    return cards.life(article, sent)


def _found(office: Office, most: int) -> _Found:
    database, now = office.database, office.clock()
    counts = office.store.counts()
    states = dict.fromkeys((*office.workflow.by_state, *counts))
    at = stamp(now)
    return _Found(
        now=now,
        counts=counts,
        columns={
            state: search(database, Search(state=state, limit=most)) for state in states
        },
        latest=search(database, Search(limit=most)),
        lists={what: stored.ids(database, what, now=at, most=most) for what in _LISTS},
        recent=stored.deliveries(database, "recent", most=most * _LATEST),
        troubles=stored.deliveries(database, "troubles", most=most),
        outdated=stored.deliveries(database, "outdated", most=most),
        unwell=stored.unwell(database),
        frozen={one.channel: one for one in office.deliveries.frozen()},
    )


def _columns(office: Office, found: _Found, cards: Cards) -> Iterator[Column]:
    known = office.workflow.by_state
    for state, rows in found.columns.items():
        kind = cards.card(rows[0].id).kind if rows else known[state].kind
        yield Column(
            state=state,
            kind=known[state].kind if state in known else kind,
            count=found.counts.get(state, 0),
            cards=tuple(cards.card(row.id) for row in rows),
        )


def _lanes(
    office: Office, found: _Found, copies: tuple[Delivery, ...]
) -> Iterator[Lane]:
    sent = (one.channel for one in (*found.recent, *copies))
    names = dict.fromkeys((*office.channels, *found.unwell, *sorted(sent)))
    everything = found.frozen.get("")
    for name in names:
        yield Lane(
            channel=name,
            configured=name in office.channels,
            frozen=found.frozen.get(name, everything),
            counts=found.unwell.get(name, {}),
        )


def _coverage(
    found: _Found, cards: Cards, copies: tuple[Delivery, ...], lanes: tuple[Lane, ...]
) -> Iterator[Covered]:
    by_article: dict[str, list[Delivery]] = {}
    for one in copies:
        by_article.setdefault(one.article, []).append(one)
    for article in found.covered():
        shown = coverage_of(cards.article(article), by_article.get(article, ()))
        by_channel = {
            one.channel: Cell(
                copy=one.copy,
                version=one.version,
                since=None if one.since is None else instant_of(one.since),
                status=None if one.open is None else one.open.status,
            )
            for one in shown
        }
        nothing = Cell(copy=None)
        cells = tuple(by_channel.get(lane.channel, nothing) for lane in lanes)
        yield Covered(cards.card(article), cells)


def _due(found: _Found, cards: Cards) -> tuple[Due, ...]:
    coming = (
        Due(kind, card, at)
        for kind, (listed, instant) in _COMING.items()
        for card in map(cards.card, found.lists[listed])
        if (at := attrgetter(instant)(card)) is not None
    )
    return tuple(sorted(coming, key=attrgetter("at")))


def _tasks(found: _Found, cards: Cards) -> Iterator[Task]:
    for card in map(cards.card, found.lists["refused"]):
        says = "the time came, and the release was refused"
        kind = TaskKind.SCHEDULE_FAILED
        yield Task(kind=kind, card=card, since=card.since, says=says)
    for one in _due(found, cards):
        if one.at >= found.now or one.kind is DueKind.EMBARGO:
            continue
        overdue = one.kind is DueKind.RELEASE
        kind = TaskKind.OVERDUE if overdue else TaskKind.OVERSTAYED
        says = "run newsflow due: the timer does not" if overdue else "take it down"
        yield Task(kind=kind, card=one.card, since=one.at, says=says)
    for held in found.frozen.values():
        since, says = instant_of(held.at), f"{held.reason} (by {held.by})"
        yield Task(kind=TaskKind.FROZEN, channel=held.channel, since=since, says=says)
    yield from (_trouble(one, cards) for one in found.troubles)
    yield from (_waiting(card) for card in map(cards.card, found.lists["waiting"]))


def _trouble(one: Delivery, cards: Cards) -> Task:
    sending = cards.sending(one)
    version = "" if one.version is None else f" v{one.version}"
    said = f": {sending.error}" if sending.error else ""
    return Task(
        kind=_TASKS[one.status],
        card=sending.card,
        channel=one.channel,
        delivery=one.id,
        since=sending.settled or sending.created,
        says=f"{one.operation.value}{version}{said}",
    )


def _waiting(card: Card) -> Task:
    says = "; ".join(card.missing) or "nothing is missing: it may go out"
    return Task(kind=TaskKind.APPROVAL, card=card, since=card.since, says=says)


def _untold(found: _Found, tasks: tuple[Task, ...], office: Office) -> int:
    troubled = sum(
        number
        for counts in found.unwell.values()
        for status, number in counts.items()
        if status in _TASKS
    )
    known = office.workflow.by_state
    reviewed = sum(
        number
        for state, number in found.counts.items()
        if state in known and known[state].kind is StateKind.REVIEW
    )
    told = sum(
        task.kind is TaskKind.APPROVAL or task.delivery is not None for task in tasks
    )
    return max(0, troubled + reviewed - told)
