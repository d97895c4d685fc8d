"""One attempt at a delivery: call the channel, and say how it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..errors import RejectedError, RetryError
from ..model.times import stamp
from ..ports import Channel, Delivery, Outcome, Parcel, Receipt, Shelf, Status

RETRIES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds to wait after each failure; Standard Webhooks 1.0, less its first, 0."""

LONGEST = 86_400
"""A wait that a channel asks for is obeyed up to this many seconds."""


def attempt(
    channel: Channel,
    delivery: Delivery,
    parcel: Parcel,
    *,
    shelf: Shelf,
    now: datetime,
) -> Outcome:
    """Try a delivery once; whatever the channel does, there is an outcome."""
    try:
        receipt = channel.deliver(parcel, shelf=shelf)
    except RejectedError as refused:
        return _ended(Status.DEAD, now, str(refused))
    except RetryError as later:
        return failed(delivery, now, str(later), after=later.after)
    except Exception as bug:  # noqa: BLE001 - a channel's bug stops no other channel
        return failed(delivery, now, f"{type(bug).__name__}: {bug}")
    if not isinstance(receipt, Receipt):
        return failed(delivery, now, f"it gave {receipt!r:.60} for a receipt")
    at = stamp(now)
    return Outcome(status=Status.DELIVERED, at=at, due=at, receipt=receipt)


def failed(
    delivery: Delivery, now: datetime, error: str, *, after: int | None = None
) -> Outcome:
    """Say when to try again, not before *after* seconds; or that this was the end."""
    tried = delivery.attempts - 1
    if tried >= len(RETRIES):
        return _ended(Status.DEAD, now, error)
    asked = min(max(after or 0, 0), LONGEST)
    due = now + timedelta(seconds=max(asked, RETRIES[tried]))
    return Outcome(status=Status.DUE, at=stamp(now), due=stamp(due), error=error)


def _ended(status: Status, now: datetime, error: str) -> Outcome:
    at = stamp(now)
    return Outcome(status=status, at=at, due=at, error=error)
