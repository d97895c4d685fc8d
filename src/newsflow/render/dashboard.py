"""The dashboard: a newsroom's board as one page for its wall, without a script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

import attrs
from markupsafe import Markup

from ..ports import Operation, Rendition, Status
from ..ports.board import Board, Life, Sending, TaskKind
from ..workflow.pictures import svg
from .axis import Axis, axis_of
from .desk_clock import DeskClock
from .pages import page

_LOOKS: Mapping[Status, str] = MappingProxyType(
    {
        Status.DELIVERED: "delivered",
        Status.DUE: "open",
        Status.LEASED: "open",
        Status.SUPERSEDED: "gone",
    }
)
"""How deliveries look on the wall; all others are in trouble."""


@attrs.frozen(kw_only=True)
class Point:
    """A sign on a lane: where, what it looks like, what it says."""

    x: str
    looks: str
    says: str


@attrs.frozen(kw_only=True)
class Bar:
    """A stretch on a lane: for how long readers had a version."""

    x: str
    width: str
    says: str


@attrs.frozen(kw_only=True)
class Strip:
    """One lane of the wall, and all of it in words."""

    bars: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def says(self) -> str:
        """The lane in words, for whoever does not see it."""
        said = (*(bar.says for bar in self.bars), *(one.says for one in self.points))
        return "; ".join(said) or "nothing"


def dashboard(board: Board, *, refresh: int | None = None) -> Rendition:
    """Render the page of a board; the same board gives the same bytes.

    With *refresh*, browsers load it anew every so many seconds: for a screen on a wall,
    where nobody reads on when it happens.
    """
    clock = DeskClock(board.at, board.zone)
    axis = axis_of(_moments(board), clock)
    context = {
        "board": board,
        "clock": clock,
        "ticks": tuple(axis.ticks()),
        "lives": tuple((one, _strip_of_life(one, axis)) for one in board.lives),
        "lanes": tuple(
            (lane, _strip_of_lane(_sent_to(board, lane.channel), axis))
            for lane in board.lanes
        ),
        "urgent": sum(one.kind is not TaskKind.APPROVAL for one in board.tasks),
        "workflow": _picture(board),
        "refresh": refresh,
        "style": Markup(_style()),  # noqa: S704 - a style sheet of this package
        "policy": _policy(),
    }
    return page("dashboard", context)


def _moments(board: Board) -> Iterator[datetime]:
    for life in board.lives:
        yield from (mark.at for mark in life.marks)
    yield from (one.created for one in board.sendings)


def _sent_to(board: Board, channel: str) -> Iterator[Sending]:
    return (one for one in reversed(board.sendings) if one.channel == channel)


def _strip_of_life(life: Life, axis: Axis) -> Strip:
    clock = axis.clock
    bars = (
        Bar(
            x=axis.x(span.start),
            width=axis.width(span.start, span.end or clock.at),
            says=f"readers have v{span.version} since {clock.shown(span.start)}"
            if span.end is None
            else f"readers had v{span.version} until {clock.shown(span.end)}",
        )
        for span in life.spans
    )
    points = (
        Point(
            x=axis.x(mark.at),
            looks=mark.kind.value,
            says=f"{clock.shown(mark.at)} {mark.what} by {mark.by}",
        )
        for mark in life.marks
    )
    return Strip(bars=tuple(bars), points=tuple(points))


def _strip_of_lane(sent: Iterable[Sending], axis: Axis) -> Strip:
    points = (
        Point(
            x=axis.x(one.settled or one.created),
            looks=_LOOKS.get(one.status, "trouble"),
            says=_said(one, axis.clock),
        )
        for one in sent
    )
    return Strip(points=tuple(points))


def _said(one: Sending, clock: DeskClock) -> str:
    version = "" if one.version is None else f" v{one.version}"
    story = one.card.headline or "a story that is not named"
    operation = Operation(one.operation).value
    when = clock.shown(one.settled or one.created)
    status = one.status.value.replace("_", " ")
    return f"{when} {operation}{version} of {story}: {status}"


def _picture(board: Board) -> str:
    """Draw the workflow for an image of its own: its style concerns nothing else."""
    known = board.workflow.by_state
    counts = {state: board.counts.get(state, 0) for state in known}
    drawn = svg(board.workflow, counts=counts).encode()
    return f"data:image/svg+xml;base64,{b64encode(drawn).decode()}"


@cache
def _style() -> str:
    return (files("newsflow.render") / "templates" / "desk.css").read_text("utf-8")


@cache
def _policy() -> str:
    # Should markup ever slip through, the browser still loads and runs nothing.
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
