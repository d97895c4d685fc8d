"""Delivering: what is due goes out, and the ledger hears how it went."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

import attrs

from ..dispatch.attempt import attempt, look
from ..dispatch.retries import ended, failed
from ..errors import (
    CredentialsError,
    NewsflowError,
    NotFoundError,
    NotReleasedError,
    RateLimitedError,
)
from ..model.times import instant_of, stamp
from ..ports import (
    Channel,
    Delivery,
    Freeze,
    Later,
    Outcome,
    Parcel,
    Reconciles,
    Sent,
    Status,
)
from ..store.claiming import Lease
from ._abreast import Pace, abreast
from ._office import Office
from ._parcels import margin, parcel_of
from ._shelf import Shelf

LOG = logging.getLogger("newsflow.delivery")
POLL = timedelta(seconds=1)
"""When to ask again for a delivery whose turn it is not, for no reason of time."""

HELD = timedelta(minutes=1)
"""When to ask again for one whose channel is frozen, or not here."""


def deliver_due(office: Office, pace: Pace) -> tuple[Delivery, ...]:
    """Deliver everything that is due, and give what was tried.

    With several workers a slow channel delays no other.
    """

    def lane(channel: Channel) -> list[Delivery]:
        return list(deliver_channel(office, channel, pace))

    tried: list[Delivery] = []
    while True:
        lanes = abreast(office, lane, _due(office), most=pace.workers)
        found = tuple(chain.from_iterable(lanes))
        tried.extend(found)
        # What has ended may let a later one go that was passed over before.
        if not any(one.status.ended for one in found):
            return tuple(tried)


def _due(office: Office) -> Iterator[Channel]:
    for name in office.ledger.due_channels(now=stamp(office.clock())):
        channel = office.channels.get(name)
        if channel is None:
            LOG.warning("there is no channel %s here: its deliveries wait", name)
        else:
            yield channel


def deliver_channel(office: Office, channel: Channel, pace: Pace) -> Iterator[Delivery]:
    """Deliver what is due for one channel, so many at a time."""
    while claimed := office.ledger.claim_batch(
        channel.name, _lease(office, channel), most=_most(channel, pace)
    ):
        yield from _run(office, channel, claimed, at_once=pace.at_once)


def deliver(office: Office, deliveries: Iterable[Sent]) -> None:
    """Deliver what a step has just sent out."""
    for sent in deliveries:
        deliver_one(office, sent)


def deliver_one(office: Office, sent: Sent) -> Delivery | None:
    """Try one delivery; None, if it is not its turn or its channel is not here."""
    identifier, name = sent
    channel = office.channels.get(name)
    if channel is None:
        LOG.warning("there is no channel %s here: delivery %s waits", name, identifier)
        return None
    claimed = office.ledger.claim(identifier, _lease(office, channel))
    if claimed is None:
        return None
    return next(iter(_run(office, channel, (claimed,))), None)


def run_one(office: Office, identifier: int) -> Later | None:
    """Do what an engine asks for; say when to ask again, None if there is no need."""
    try:
        delivery = office.deliveries.one(identifier)
    except NotFoundError:
        LOG.warning("an engine asked for delivery %s, which is not there", identifier)
        return None
    if delivery.status.ended:
        return None
    now = office.clock()
    if held_up(office, delivery, office.deliveries.frozen()):
        return Later(at=now + HELD)
    tried = deliver_one(office, (identifier, delivery.channel))
    return later(tried or office.deliveries.one(identifier), now)


def later(delivery: Delivery, now: datetime) -> Later | None:
    """Tell when a delivery is to be asked for again; None if never."""
    if delivery.status.ended or delivery.status is Status.NEEDS_HUMAN:
        return None
    at = delivery.lease_until if delivery.status is Status.LEASED else delivery.due
    return Later(at=max(instant_of(at or delivery.due), now + POLL))


def held_up(office: Office, delivery: Delivery, frozen: tuple[Freeze, ...]) -> bool:
    """Tell that nothing goes to a channel until a person does something about it."""
    if delivery.channel not in office.channels:
        return True
    return any(
        one.channel in {"", delivery.channel}
        and (one.removals or not delivery.operation.removes)
        for one in frozen
    )


def _lease(office: Office, channel: Channel) -> Lease:
    now = office.clock()
    return Lease.of(
        channel.capabilities,
        token=office.tokens(),
        now=stamp(now),
        until=stamp(now + office.lease),
    )


def _most(channel: Channel, pace: Pace) -> int:
    return min(pace.claimed, channel.capabilities.together or pace.claimed)


def _run(
    office: Office, channel: Channel, claimed: Iterable[Delivery], *, at_once: int = 1
) -> tuple[Delivery, ...]:
    """Try what was claimed together, and settle it together."""

    def attempted(one: Delivery) -> tuple[Delivery, Outcome | None]:
        return one, _outcome(office, channel, one)

    tried = [
        (delivery, outcome)
        for delivery, outcome in abreast(office, attempted, claimed, most=at_once)
        if outcome is not None
    ]
    if len(tried) == 1:
        ((delivery, outcome),) = tried
        return (_told(office, delivery, outcome, office.ledger.settle(*tried[0])),)
    statuses = office.ledger.settle_batch(tried)
    return tuple(
        _told(office, delivery, outcome, status)
        for (delivery, outcome), status in zip(tried, statuses, strict=True)
    )


def _outcome(office: Office, channel: Channel, claimed: Delivery) -> Outcome | None:
    """Try a delivery; None if the lease is not ours any more, so that nothing went.

    Here, at the wire, it is looked where the article stands: whatever has happened to
    it since the claim counts.
    """
    now = office.clock()
    position = office.ledger.held_at(claimed, now=stamp(now + margin(office)))
    if position is None:
        office.ledger.give_back(claimed, now=stamp(now))
        return None
    made = _parcel(office, channel, claimed, position)
    if isinstance(made, Outcome):
        return made
    return _handed_over(office, channel, claimed, made, now)


def _parcel(
    office: Office, channel: Channel, claimed: Delivery, position: int
) -> Parcel | Outcome:
    now = office.clock()
    try:
        article = office.articles.load(claimed.article, position=position).article
        return parcel_of(office, channel, article, claimed, now)
    except NotReleasedError as held:
        return _held(office, claimed, now, str(held))
    except NewsflowError as unfit:  # it stops no other delivery
        return failed(claimed, now, str(unfit))


def _handed_over(
    office: Office, channel: Channel, claimed: Delivery, parcel: Parcel, now: datetime
) -> Outcome:
    if claimed.unsure:
        known = look(channel, claimed, parcel, now=now)
        if known is not None:
            return known
    shelf = Shelf(office=office, channel=channel.name, now=now, parcel=parcel)
    outcome = attempt(channel, claimed, parcel, shelf=shelf, now=now)
    _heed(office, channel, outcome, now)
    return _looked_after(office, channel, claimed, outcome)


def _looked_after(
    office: Office, channel: Channel, claimed: Delivery, outcome: Outcome
) -> Outcome:
    """See to what a success leaves open."""
    receipt = outcome.receipt
    if outcome.status is not Status.DELIVERED or receipt is None:
        return outcome
    if claimed.operation.removes:
        return _certain(office, channel, claimed, outcome)
    if receipt.degraded is None or not _repairs(office, claimed):
        return outcome
    return failed(claimed, instant_of(outcome.at), receipt.degraded)


def _certain(
    office: Office, channel: Channel, claimed: Delivery, outcome: Outcome
) -> Outcome:
    """Have a removal looked at again that went past something nobody knows the end of.

    What was under way may land after it: once a lease is over, the channel is asked.
    """
    if claimed.unsure or not isinstance(channel, Reconciles):
        return outcome
    if not office.ledger.went_past(claimed):
        return outcome
    return attrs.evolve(
        outcome,
        status=Status.UNKNOWN,
        due=stamp(instant_of(outcome.at) + office.lease),
        error="an older delivery may still land after it: it will be looked at again",
    )


def _repairs(office: Office, claimed: Delivery) -> bool:
    """Tell that a delivery only makes whole what readers have in part."""
    before = office.ledger.previous(claimed.article, claimed.channel)
    if before is None:
        return False
    return (before.version, before.content) == (claimed.version, claimed.content)


def _heed(office: Office, channel: Channel, outcome: Outcome, now: datetime) -> None:
    """Pause or freeze a channel whose receiver wants nothing of us now."""
    failure = outcome.failure
    if isinstance(failure, RateLimitedError):
        office.deliveries.pause(channel.name, until=outcome.due)
    elif isinstance(failure, CredentialsError):
        frozen = {one.channel for one in office.deliveries.frozen()}
        if channel.name not in frozen:
            freeze = Freeze(
                channel=channel.name,
                at=stamp(now),
                by="newsflow",
                reason=failure.reason,
            )
            office.deliveries.freeze(freeze)


def _held(office: Office, claimed: Delivery, now: datetime, reason: str) -> Outcome:
    article = office.articles.load(claimed.article).article
    until = article.handling.embargo or now
    return attrs.evolve(ended(Status.DUE, now, reason), due=stamp(until))


def _told(
    office: Office, claimed: Delivery, outcome: Outcome, status: Status | None
) -> Delivery:
    if outcome.error:
        LOG.warning("delivery %s: %s", claimed.key, outcome.error)
    settled = attrs.evolve(
        claimed,
        status=status or outcome.status,
        receipt=outcome.receipt or claimed.receipt,
        error=outcome.error,
        due=outcome.due,
        settled=outcome.at if (status or outcome.status).ended else None,
    )
    if status is not None and status is not Status.DUE:
        office.plugins.tell_delivery(settled)
    return settled
