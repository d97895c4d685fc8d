"""Parcels: what of an article a delivery hands to its channel, and how."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..dispatch.attempt import look
from ..dispatch.retries import ended
from ..model.article import Article
from ..model.times import instant_of, stamp
from ..model.views import Advance, Texts, Tombstone, advance, release, tombstone
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
    barred = _untrusted(office, claimed, now)
    if barred is not None:
        return barred
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
    previous = _previous(office, claimed)
    asked = Parcel(
        key=claimed.key,
        operation=claimed.operation,
        view=_now(office, article, now),
        sequence=claimed.sequence,
        previous=None if previous is None else previous.receipt,
    )
    return look(channel, claimed, asked, now=now) or over


def _now(office: Office, article: Article, now: datetime) -> Shown:
    texts = office.texts.of(article.id)
    if article.live is not None:
        return release(article, texts, now=now)
    return (
        tombstone(article, texts)
        if article.advance is None
        else advance(article, texts)
    )


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
        return _notice(article, claimed, texts)
    if claimed.ahead:
        return _advanced(article, claimed, texts)
    live = article.live
    if live is None or live.number != claimed.version:
        return None
    if channel.name in office.trusted and article.handling.under_embargo(now):
        return advance(article, texts)
    return release(article, texts, now=now)


def _notice(article: Article, claimed: Delivery, texts: Texts) -> Tombstone | None:
    """Make the view of a removal; None if the story came back, or went once more."""
    down = article.withdrawal
    if down is None or down.removal.value != claimed.operation.value:
        return None
    return None if claimed.created < stamp(down.at) else tombstone(article, texts)


def _advanced(article: Article, claimed: Delivery, texts: Texts) -> Advance | None:
    """Make the view of an advance copy; None if partners are to have another one.

    It goes with its embargo even when that is over and the story is still not out: the
    field says from when on a partner may show it, and this is true at any time.
    """
    copy = article.advance
    if copy is None or copy.content != claimed.content:
        return None
    return None if claimed.created < stamp(copy.at) else advance(article, texts)


def _untrusted(office: Office, claimed: Delivery, now: datetime) -> Outcome | None:
    """Let nothing go ahead to who is not trusted with it any more.

    It is over, so that it bars the way of nothing that comes later.
    """
    if not claimed.ahead or claimed.channel in office.trusted:
        return None
    reason = f"{claimed.channel} is not trusted with an embargo any more"
    return ended(Status.DEAD, now, reason)


def _previous(office: Office, claimed: Delivery) -> Delivery | None:
    if claimed.sequence == 1:
        return None
    return office.ledger.previous(claimed.article, claimed.channel)


def _operation(claimed: Delivery, previous: Delivery | None) -> Operation:
    """Tell what to ask for: what the channel does not show is to be created."""
    shown = previous is not None and not previous.operation.removes
    if not (claimed.operation.removes or shown):
        return Operation.CREATE
    created = claimed.operation is Operation.CREATE
    return Operation.UPDATE if created else claimed.operation


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
