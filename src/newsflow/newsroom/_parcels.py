"""Parcels: what of an article a delivery hands to its channel, and how."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..dispatch.attempt import look
from ..dispatch.retries import ended
from ..model.article import Article
from ..model.times import instant_of
from ..model.views import advance, release, tombstone
from ..ports import (
    Channel,
    Deleting,
    Delivery,
    Operation,
    Outcome,
    Parcel,
    Shown,
    Status,
    Updating,
)
from ._office import Office

MARGIN = timedelta(seconds=30)
"""How long before the end of its lease a delivery has to be over, at most."""


def margin(office: Office) -> timedelta:
    """Tell how long before the end of its lease a delivery has to be over."""
    return min(MARGIN, office.lease / 5)


def parcel_of(
    office: Office,
    channel: Channel,
    article: Article,
    claimed: Delivery,
    now: datetime,
) -> Parcel | Outcome:
    """Make the parcel of a delivery, or say why there is none.

    Raises:
        NotReleasedError: the embargo runs, and the channel is not trusted with it.
    """
    view = _view(office, channel, article, claimed, now)
    if view is None:
        return _overtaken(office, channel, article, claimed, now)
    previous = _previous(office, claimed)
    operation = _operation(claimed, previous)
    way = _way(channel, operation, previous, now)
    if way is None:
        return ended(Status.NEEDS_HUMAN, now, _task(channel, operation, previous))
    lease = instant_of(claimed.lease_until) if claimed.lease_until else now
    return Parcel(
        key=claimed.key,
        operation=operation,
        view=view,
        sequence=claimed.sequence,
        previous=None if previous is None else previous.receipt,
        follow_up=way in {Updating.FOLLOW_UP, Deleting.FOLLOW_UP},
        deadline=lease - margin(office),
    )


def _overtaken(
    office: Office,
    channel: Channel,
    article: Article,
    claimed: Delivery,
    now: datetime,
) -> Outcome:
    """End what something newer made pointless; what may have arrived is asked first.

    The channel looks by key. What the story is by now stands for what it was: nothing
    is sent of it.
    """
    over = ended(Status.SUPERSEDED, now)
    if not claimed.unsure or channel.capabilities.repeatable:
        return over
    texts = office.texts.of(article.id)
    view = (
        release(article, texts, now=now) if article.live else tombstone(article, texts)
    )
    previous = _previous(office, claimed)
    asked = Parcel(
        key=claimed.key,
        operation=claimed.operation,
        view=view,
        sequence=claimed.sequence,
        previous=None if previous is None else previous.receipt,
    )
    return look(channel, claimed, asked, now=now) or over


def _view(
    office: Office,
    channel: Channel,
    article: Article,
    claimed: Delivery,
    now: datetime,
) -> Shown | None:
    """Make the view of what was pinned; None when it has been overtaken."""
    texts = office.texts.of(article.id)
    if claimed.operation.removes:
        down = article.withdrawal
        if down is None or down.removal.value != claimed.operation.value:
            return None
        return tombstone(article, texts)
    live = article.live
    if live is None or live.number != claimed.version:
        return None
    if channel.name in office.trusted and article.handling.under_embargo(now):
        return advance(article, texts)
    return release(article, texts, now=now)


def _previous(office: Office, claimed: Delivery) -> Delivery | None:
    if claimed.sequence == 1:
        return None
    return office.ledger.previous(claimed.article, claimed.channel)


def _operation(claimed: Delivery, previous: Delivery | None) -> Operation:
    """Tell what to ask for: what the channel does not show is to be created."""
    shown = previous is not None and not previous.operation.removes
    if claimed.operation.removes or shown:
        return claimed.operation
    return Operation.CREATE


def _way(
    channel: Channel, operation: Operation, previous: Delivery | None, now: datetime
) -> Updating | Deleting | None:
    """Tell how a channel does it; None if it cannot, and a person has to."""
    can = channel.capabilities
    if operation is Operation.CREATE or previous is None or previous.operation.removes:
        return Updating.IN_PLACE
    age = now - instant_of(previous.settled or previous.due)
    way: Updating | Deleting
    if operation.removes:
        late = can.delete_window is not None and age > can.delete_window
        way = can.late_delete if late else can.delete
    else:
        late = can.edit_window is not None and age > can.edit_window
        way = can.late_update if late else can.update
    return None if way in {Updating.NONE, Deleting.NONE} else way


def _task(channel: Channel, operation: Operation, previous: Delivery | None) -> str:
    receipt = None if previous is None else previous.receipt
    where = "" if receipt is None else f" ({receipt.url or receipt.reference})"
    verb = operation.value
    return (
        f"{verb} the copy at {channel.name}{where} by hand: the channel cannot; then "
        "resolve the delivery"
    )
