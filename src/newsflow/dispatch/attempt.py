"""One attempt at a delivery: call the channel, and say how it went."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..errors import (
    DeliveryError,
    NeedsPersonError,
    RejectedError,
    RetryError,
    ThemeError,
    UnknownOutcomeError,
)
from ..model.times import stamp
from ..ports import (
    Channel,
    Delivery,
    Outcome,
    Parcel,
    Receipt,
    Reconciles,
    Rendition,
    Shelf,
    Status,
)
from .retries import ended, failed


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
    except DeliveryError as failure:
        return _failure(channel, delivery, parcel, failure, now)
    except ThemeError as broken:  # nothing was sent, and trying again mends no template
        return ended(Status.NEEDS_HUMAN, now, str(broken))
    except Exception as bug:  # noqa: BLE001 - a channel's bug stops no other channel
        return _bug(channel, delivery, _told(bug), now)
    if not isinstance(receipt, Receipt):
        error = f"it gave {receipt!r:.60} for a receipt"
        return _bug(channel, delivery, error, now)
    return arrived(receipt, now)


def look(
    channel: Channel, delivery: Delivery, parcel: Parcel, *, now: datetime
) -> Outcome | None:
    """Ask a channel what became of a delivery; None if it may be sent (again).

    What cannot be told is sent again only where a repeat is sure to do no harm.
    """
    harmless = channel.capabilities.repeatable or parcel.operation.removes
    if not isinstance(channel, Reconciles):
        return None if harmless else _to_a_person(channel, now)
    try:
        receipt = channel.reconcile(parcel)
    except UnknownOutcomeError:
        return None if harmless else _to_a_person(channel, now)
    except RetryError as later:
        return unknown(delivery, str(later), now, after=later.after)
    except Exception as bug:  # noqa: BLE001 - a channel's bug stops no other channel
        return unknown(delivery, _told(bug), now)
    return None if receipt is None else arrived(receipt, now)


def arrived(receipt: Receipt, now: datetime) -> Outcome:
    """Say that the channel has it."""
    at = stamp(now)
    return Outcome(status=Status.DELIVERED, at=at, due=at, receipt=receipt)


def unknown(
    delivery: Delivery, error: str, now: datetime, *, after: int | None = None
) -> Outcome:
    """Say that nobody knows; it is asked again on the schedule of the retries."""
    again = failed(delivery, now, error, after=after)
    if again.status is Status.DEAD:
        return ended(Status.NEEDS_HUMAN, now, f"nobody could tell in time: {error}")
    return Outcome(status=Status.UNKNOWN, at=again.at, due=again.due, error=error)


def _failure(
    channel: Channel,
    delivery: Delivery,
    parcel: Parcel,
    failure: DeliveryError,
    now: datetime,
) -> Outcome:
    match failure:
        case RejectedError():
            outcome = ended(Status.DEAD, now, str(failure))
        case UnknownOutcomeError():
            outcome = unknown(delivery, str(failure), now)
        case NeedsPersonError():
            outcome = ended(Status.NEEDS_HUMAN, now, failure.reason)
        case RetryError():
            outcome = failed(delivery, now, str(failure), after=failure.after)
        case _:
            outcome = failed(delivery, now, str(failure))
    payload = _payload(channel, parcel) if outcome.status is Status.DEAD else None
    return attrs.evolve(outcome, failure=failure, payload=payload)


def _bug(channel: Channel, delivery: Delivery, error: str, now: datetime) -> Outcome:
    """Say what a bug left: nobody knows how far it got.

    Where a repeat does no harm, it is a failure like any other.
    """
    if channel.capabilities.repeatable:
        return failed(delivery, now, error)
    return unknown(delivery, error, now)


def _told(bug: Exception) -> str:
    return f"{type(bug).__name__}: {bug}"


def _payload(channel: Channel, parcel: Parcel) -> Rendition | None:
    """Keep what a dead letter held, if the channel can still say it."""
    try:
        return channel.render(parcel)
    except Exception:  # noqa: BLE001 - the letter is dead already, and says why
        return None


def _to_a_person(channel: Channel, now: datetime) -> Outcome:
    task = (
        f"look whether it arrived at {channel.name}, which cannot be asked; then "
        "resolve the delivery, or send it again"
    )
    return ended(Status.NEEDS_HUMAN, now, task)
