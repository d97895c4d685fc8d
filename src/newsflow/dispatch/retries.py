"""When to try again: the schedule of Standard Webhooks, with jitter."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from ..model.times import stamp
from ..ports import Delivery, Outcome, Status

RETRIES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds to wait after each failure; Standard Webhooks 1.0, less its first, 0."""

LONGEST = 86_400
"""A wait that a channel asks for is obeyed up to this many seconds."""

JITTER = 0.1
"""By how much of itself a wait is longer at most."""


def failed(
    delivery: Delivery, now: datetime, error: str, *, after: int | None = None
) -> Outcome:
    """Say when to try again, not before *after* seconds; or that this was the end."""
    tried = delivery.attempts - 1
    if tried >= len(RETRIES):
        return ended(Status.DEAD, now, error)
    asked = min(max(after or 0, 0), LONGEST)
    wait = max(asked, RETRIES[tried]) + _jitter(delivery, RETRIES[tried])
    due = now + timedelta(seconds=wait)
    return Outcome(status=Status.DUE, at=stamp(now), due=stamp(due), error=error)


def ended(status: Status, now: datetime, error: str | None = None) -> Outcome:
    """Say that nothing further is to be done by a machine."""
    at = stamp(now)
    return Outcome(status=status, at=at, due=at, error=error)


def _jitter(delivery: Delivery, wait: int) -> int:
    """Spread what failed together, by key and attempt: a test can foresee it."""
    seed = sha256(f"{delivery.key}#{delivery.attempts}".encode()).digest()
    return int(wait * JITTER * int.from_bytes(seed[:4], "big") / 2**32)
