"""Delivering: what is due goes out, one at a time, and the ledger hears how it went."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import attrs

from ..dispatch.attempt import attempt, failed
from ..errors import NewsflowError, NotFoundError, NotReleasedError
from ..model.article import Article
from ..model.media import Media
from ..model.times import stamp
from ..model.views import Released, Tombstone, release, tombstone
from ..ports import Channel, Delivery, Operation, Outcome, Parcel, Sent, Status
from ._office import Office

LOG = logging.getLogger("newsflow.delivery")
LEASE = timedelta(minutes=5)
"""How long a delivery is somebody's; after that, they are taken for dead."""

_SHOWING = frozenset({Operation.CREATE, Operation.UPDATE, Operation.CORRECT})


@attrs.frozen(kw_only=True)
class Shelf:
    """What a channel shows, as it will be when the parcel is delivered."""

    office: Office
    channel: str
    now: datetime
    parcel: Parcel

    def released(self) -> Iterator[Released]:
        """Give every story that the channel shows, newest version first."""
        view = self.parcel.view
        if isinstance(view, Released):
            yield view
        for identifier, position in self.office.ledger.shelf(self.channel):
            if identifier != view.article:
                yield from _shown(self.office, identifier, position, self.now)

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes of a medium, if the newsroom keeps them."""
        if medium.sha256 is None:
            return None
        try:
            return self.office.media.get(medium.sha256)
        except NotFoundError:
            return None


def deliver_due(office: Office) -> tuple[Delivery, ...]:
    """Deliver everything that is due, and give what was tried."""
    tried: list[Delivery] = []
    while True:
        due = office.ledger.overdue(now=stamp(office.clock()))
        done = (deliver_one(office, (one.id, one.channel)) for one in due)
        found = [one for one in done if one is not None]
        tried.extend(found)
        # What has ended may let a later one go that was passed over before.
        if all(one.status is Status.DUE for one in found):
            return tuple(tried)


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
    now = office.clock()
    claim = office.ledger.claim(
        identifier,
        token=office.tokens(),
        now=stamp(now),
        lease_until=stamp(now + LEASE),
        alone=channel.collective,
    )
    if claim is None:
        return None
    claimed, position = claim
    outcome = _outcome(office, channel, claimed, position)
    if outcome.error:
        LOG.warning("delivery %s: %s", claimed.key, outcome.error)
    status = office.ledger.settle(claimed, outcome) or outcome.status
    return attrs.evolve(
        claimed, status=status, receipt=outcome.receipt, error=outcome.error
    )


def _outcome(
    office: Office, channel: Channel, claimed: Delivery, position: int
) -> Outcome:
    now = office.clock()
    try:
        article = office.articles.load(claimed.article, position=position).article
        view = _view(office, article, claimed, now)
    except NotReleasedError as held:
        return _held(office, claimed, now, str(held))
    except NewsflowError as unfit:  # it stops no other delivery
        return failed(claimed, now, str(unfit))
    if view is None:
        at = stamp(now)
        return Outcome(status=Status.SUPERSEDED, at=at, due=at)
    previous = (
        office.ledger.previous(claimed.article, claimed.channel)
        if claimed.sequence > 1
        else None
    )
    parcel = Parcel(
        key=claimed.key,
        operation=_operation(claimed, previous),
        view=view,
        previous=None if previous is None else previous.receipt,
    )
    shelf = Shelf(office=office, channel=channel.name, now=now, parcel=parcel)
    return attempt(channel, claimed, parcel, shelf=shelf, now=now)


def _view(
    office: Office, article: Article, claimed: Delivery, now: datetime
) -> Released | Tombstone | None:
    """Make the view of what was pinned; None when it has been overtaken."""
    texts = office.texts.of(article.id)
    if claimed.operation in _SHOWING:
        live = article.live
        if live is None or live.number != claimed.version:
            return None
        return release(article, texts, now=now)
    down = article.withdrawal
    if down is None or down.removal.value != claimed.operation.value:
        return None
    return tombstone(article, texts)


def _operation(claimed: Delivery, previous: Delivery | None) -> Operation:
    """Tell what to ask for: what the channel does not show is to be created."""
    shown = previous is not None and previous.operation in _SHOWING
    if claimed.operation in _SHOWING and not shown:
        return Operation.CREATE
    return claimed.operation


def _held(office: Office, claimed: Delivery, now: datetime, reason: str) -> Outcome:
    article = office.articles.load(claimed.article).article
    until = article.handling.embargo or now
    return Outcome(status=Status.DUE, at=stamp(now), due=stamp(until), error=reason)


def _shown(
    office: Office, identifier: str, position: int, now: datetime
) -> Iterator[Released]:
    try:
        article = office.articles.load(identifier, position=position).article
        yield release(article, office.texts.of(identifier), now=now)
    except NotReleasedError:
        return
    except NewsflowError:
        LOG.exception("%s cannot be shown in a list", identifier)
