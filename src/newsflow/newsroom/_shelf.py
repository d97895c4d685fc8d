"""The shelf: what one channel shows, for channels that keep lists."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

import attrs

from ..errors import NewsflowError, NotFoundError, NotReleasedError
from ..model.media import Media
from ..model.views import Released, release
from ..ports import MediaStore, Parcel
from ._office import Office

LOG = logging.getLogger("newsflow.delivery")


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
