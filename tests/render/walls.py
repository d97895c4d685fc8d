"""Boards as the tests hang them: one of everything, with the words of one's choice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from newsflow.documents.workflows import shipped_workflow
from newsflow.ports import Copy, Freeze, Operation, Status
from newsflow.ports.board import (
    Board,
    Card,
    Cell,
    Column,
    Covered,
    Due,
    DueKind,
    Lane,
    Life,
    Mark,
    MarkKind,
    Sending,
    Task,
    TaskKind,
)
from newsflow.workflow.definition import StateKind

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STANDARD = shipped_workflow("standard")


def card(headline: str | None = "Harbour bridge reopens", **fields: Any) -> Card:
    """A story in review that has everything a card can have."""
    given: dict[str, Any] = {
        "article": "story-0001",
        "headline": headline,
        "withheld": None,
        "state": "review",
        "kind": StateKind.REVIEW,
        "since": NOON - 2 * HOUR,
        "holder": "Ada",
        "locked": True,
        "live": 1,
        "section": "City",
        "urgency": 2,
        "planned_length": 600,
        "embargo": NOON + HOUR,
        "expires": NOON + 30 * HOUR,
        "due": NOON + 2 * HOUR,
        "missing": ("it has 0 of 2 approvals by editor",),
    }
    return Card(**given | fields)


def sending(words: str = "the line is down", **fields: Any) -> Sending:
    """A delivery that a channel refused for good, in words of its own."""
    given: dict[str, Any] = {
        "delivery": 7,
        "card": card(),
        "channel": "wire",
        "operation": Operation.UPDATE,
        "status": Status.DEAD,
        "version": 2,
        "attempts": 5,
        "created": NOON - HOUR,
        "settled": NOON - HOUR / 2,
        "error": words,
    }
    return Sending(**given | fields)


def life(words: str = "Ada", **fields: Any) -> Life:
    """A story that went out, and came down again."""
    happened = (
        ("drafted", MarkKind.WRITING, None),
        ("approved", MarkKind.REVIEW, None),
        ("published", MarkKind.RELEASE, 1),
        ("handled", MarkKind.DESK, None),
        ("updated", MarkKind.RELEASE, 2),
        ("retracted", MarkKind.REMOVAL, None),
    )
    marks = tuple(
        Mark(
            at=NOON - (6 - number) * HOUR / 2,
            what=what,
            kind=kind,
            by=words,
            version=version,
        )
        for number, (what, kind, version) in enumerate(happened)
    )
    given: dict[str, Any] = {"at": NOON, "card": card(), "marks": marks}
    return Life(**given | fields)


def board(words: str = "Harbour bridge reopens", **fields: Any) -> Board:
    """A board with one of everything; whatever people or channels wrote is *words*."""
    story = card(words, holder=words, section=words)
    sent = sending(words, card=story, channel=words)
    frozen = Freeze(channel=words, at="2026-11-24T09:00:00Z", by=words, reason=words)
    counts = {Status.DEAD: 1, Status.NEEDS_HUMAN: 2}
    cells = tuple(Cell(copy=one, version=1, status=Status.DUE) for one in Copy)
    given: dict[str, Any] = {
        "newsroom": words,
        "at": NOON,
        "zone": "Europe/Lisbon",
        "with_embargoed": False,
        "workflow": STANDARD,
        "counts": {"review": 5, "draft": 1},
        "columns": tuple(
            Column(state=one.name, kind=one.kind, count=5, cards=(story,))
            for one in STANDARD.states
        ),
        "lives": (life(words, card=story),),
        "sendings": (sent,),
        "lanes": (
            Lane(channel=words, configured=False, frozen=frozen, counts=counts),
            *(
                Lane(channel=f"c{one}", configured=True, frozen=None, counts={})
                for one in range(len(cells))
            ),
        ),
        "coverage": (Covered(story, (Cell(copy=None), *cells)),),
        "due": tuple(Due(kind, story, NOON + HOUR) for kind in DueKind),
        "tasks": tuple(
            Task(
                kind=kind,
                since=NOON - HOUR,
                says=words,
                card=None if kind is TaskKind.FROZEN else story,
                channel=words,
                delivery=7,
            )
            for kind in TaskKind
        ),
        "untold": 3,
    }
    return Board(**given | fields)
