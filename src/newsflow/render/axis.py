"""The time axis of a wall: as wide as what is on it, and no wider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import attrs

from .desk_clock import DeskClock

_WIDTHS = (
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=4)),
    (timedelta(days=3), timedelta(hours=12)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=28), timedelta(days=7)),
)
"""How much time an axis can show, and how far apart its ticks then are."""

_EDGE = 1
"""Percent left free on both sides, so that nothing is cut off."""


@attrs.frozen
class Tick:
    """A line on the axis, and what stands at it."""

    x: str
    label: str


@attrs.frozen
class Axis:
    """Places instants between *start* and the clock's instant, in percent."""

    start: datetime
    step: timedelta
    clock: DeskClock

    def x(self, moment: datetime) -> str:
        """Give the place of an instant; what was earlier stands at the edge."""
        return _percent(self._share(moment))

    def width(self, start: datetime, end: datetime) -> str:
        """Give how wide a time is."""
        wide = self._share(end) - self._share(start)
        return _percent(wide * (1 - 2 * _EDGE / 100), edge=0)

    def ticks(self) -> Iterator[Tick]:
        """Give the ticks, at whole hours or days of the newsroom's clocks."""
        there = self.clock.local(self.start)
        at = there.replace(hour=0, minute=0, second=0, microsecond=0)
        while at <= self.clock.at:
            if at >= self.start:
                shown = self.clock.shown(at)
                whole_days = self.step >= timedelta(days=1)
                label = shown.rpartition(" ")[0 if whole_days else 2]
                yield Tick(self.x(at), label)
            at += self.step

    def _share(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.clock.at - self.start)
        return min(1.0, max(0.0, share))


def axis_of(moments: Iterable[datetime], clock: DeskClock) -> Axis:
    """Make the narrowest axis that has all of *moments* on it, or the widest."""
    time = clock.at - min(moments, default=clock.at)
    wide_enough = (one for one in _WIDTHS if time <= one[0])
    width, step = next(wide_enough, _WIDTHS[-1])
    return Axis(clock.at - width, step, clock)


def _percent(share: float, *, edge: int = _EDGE) -> str:
    return f"{edge + share * (100 - 2 * edge):.2f}%"
