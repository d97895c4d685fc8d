"""As of an instant: what readers had then, of every story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from ..documents.canonical import canonical_content
from ..documents.history import event
from ..errors import ErasedTextError
from ..model.article import Digest
from ..model.times import stamp
from ..ports import Receipt
from ..workflow.evolve import replay
from ._erasing import ErasedText
from ._office import Office


@attrs.frozen(kw_only=True)
class Snapshot:
    """What was released of a story at an instant: its version, and its very bytes.

    What a trusted partner had ahead of an embargo is of no *version*, and is told of
    that channel alone. Of a text that was erased since, digest and reason stand in the
    place of the bytes. *receipt* is what the channel had said of it, where a channel
    was asked for.
    """

    article: str
    version: int | None
    content: bytes | ErasedText = attrs.field(repr=False)
    receipt: Receipt | None = None


def as_of(office: Office, moment: datetime) -> Iterator[Snapshot]:
    """Give what was released at an instant, story by story; no embargo ran then."""
    for identifier, _, _ in office.store.heads():
        history = map(event, office.store.history(identifier))
        article = replay(history, until=moment)
        if article is None or article.live is None:
            continue
        if not article.handling.under_embargo(moment):
            yield Snapshot(
                article=article.id,
                version=article.live.number,
                content=_bytes(office, article.id, article.live.content),
            )


def shown_at(office: Office, channel: str, moment: datetime) -> Iterator[Snapshot]:
    """Give what a channel had said at an instant that it shows, story by story."""
    for one in office.deliveries.shown_at(channel, stamp(moment)):
        if one.content is not None:
            yield Snapshot(
                article=one.article,
                version=one.version,
                content=_bytes(office, one.article, one.content),
                receipt=one.receipt,
            )


def _bytes(office: Office, identifier: str, digest: Digest) -> bytes | ErasedText:
    try:
        return canonical_content(office.texts.content(identifier, digest))
    except ErasedTextError as gone:
        return ErasedText(gone.digest, gone.reason)
