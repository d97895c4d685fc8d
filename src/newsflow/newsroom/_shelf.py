"""The shelf: what one channel shows, for channels that keep lists."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import attrs

from ..errors import NewsflowError, NotFoundError, NotReleasedError
from ..model.media import Media
from ..model.views import Released, Tombstone, release, tombstone
from ..ports import MediaStore, Operation, Parcel, Taken
from ._office import Office

_TAKING_AWAY = frozenset({Operation.UNPUBLISH, Operation.KILL})
LOG = logging.getLogger("newsflow.delivery")


@attrs.frozen(kw_only=True)
class Shelf:
    """What a channel shows, as it will be when the *parcel* is delivered, if any is."""

    office: Office
    channel: str
    now: datetime
    parcel: Parcel | None = None

    def released(self) -> Iterator[Released]:
        """Give every story that the channel shows, newest version first."""
        view = None if self.parcel is None else self.parcel.view
        if isinstance(view, Released):
            yield view
        for identifier, position in self.office.ledger.shelf(self.channel):
            if view is None or identifier != view.article:
                yield from _shown(self.office, identifier, position, self.now)

    def taken(self) -> Iterator[Taken]:
        """Give what the channel has taken of every story."""
        rows = self.office.ledger.taken(self.channel)
        for article, told in groupby(rows, itemgetter(0)):
            deliveries = [one[1:] for one in told]
            sequence, last, _ = deliveries[-1]
            references = tuple(reference for _, _, reference in deliveries)
            gone = [
                number
                for number, (_, operation, _) in enumerate(deliveries, start=1)
                if operation in _TAKING_AWAY
            ]
            yield Taken(
                article=article,
                sequence=sequence,
                view=self._view(article, last),
                references=references,
                standing=references[gone[-1] :] if gone else references,
            )

    def _view(self, identifier: str, last: Operation) -> Released | Tombstone | None:
        if last in _TAKING_AWAY:
            return None
        office = self.office
        try:
            article = office.articles.load(identifier).article
            texts = office.texts.of(identifier)
            if last is Operation.RETRACT:
                return tombstone(article, texts)
            return release(article, texts, now=self.now)
        except NotReleasedError:
            return None

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes of a medium, if the newsroom keeps them."""
        return kept_by(self.office.media, medium)


def kept_by(store: MediaStore, medium: Media) -> bytes | None:
    """Give the bytes of a medium, if a store keeps them."""
    if medium.sha256 is None:
        return None
    try:
        return store.get(medium.sha256)
    except NotFoundError:
        return None


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
