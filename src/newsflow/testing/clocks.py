"""Time, ids and chance as a test wants them: the same in every run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

from ..model.times import instant
from ..ports import Ids, Salts

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""When a fixed clock begins, if nobody says otherwise."""


class FixedClock:
    """A clock that stands until it is told to go on.

    >>> clock = fixed_clock()
    >>> clock.advance(minutes=30).isoformat()
    '2026-11-24T08:30:00+00:00'
    >>> clock() == clock()
    True
    """

    def __init__(self, start: datetime = MORNING) -> None:
        self._now = instant(start)

    def __call__(self) -> datetime:
        """Tell the instant at which it stands."""
        return self._now

    def advance(
        self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: float = 0
    ) -> datetime:
        """Go on by so much, and tell the new instant; a clock never goes back.

        Raises:
            ValueError: the way leads back.
        """
        self.to(
            self._now
            + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        )
        return self._now

    def to(self, moment: datetime) -> None:
        """Go on to an instant.

        Raises:
            ValueError: it lies before now.
        """
        moment = instant(moment)
        if moment < self._now:
            message = f"the clock stands at {self._now} and cannot go back to {moment}"
            raise ValueError(message)
        self._now = moment


def fixed_clock(start: datetime = MORNING) -> FixedClock:
    """Make a clock that stands at *start* until it is advanced."""
    return FixedClock(start)


def seeded_ids(prefix: str = "story") -> Ids:
    """Make ids that count: ``story-0001``, ``story-0002`` and so on.

    >>> ids = seeded_ids()
    >>> ids(), ids()
    ('story-0001', 'story-0002')
    """
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):04}"


def seeded_salts(seed: str = "salt") -> Salts:
    """Make salts that are the same in every run, and so are no secret at all."""
    numbers = count(1)
    return lambda: sha256(f"{seed}/{next(numbers)}".encode()).hexdigest()[:32]
