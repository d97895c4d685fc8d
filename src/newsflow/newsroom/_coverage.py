"""Coverage: what each channel shows of a story, as far as its receipts tell."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.article import Article
from ..model.times import stamp
from ..ports import Copy, Coverage, Delivery, Status

_OPEN = frozenset(
    {Status.DUE, Status.LEASED, Status.UNKNOWN, Status.NEEDS_HUMAN, Status.PARKED}
)


def coverage_of(
    article: Article, deliveries: Iterable[Delivery]
) -> tuple[Coverage, ...]:
    """Tell of every channel that the ledger names for an article, each once."""
    by_channel: dict[str, list[Delivery]] = {}
    for one in deliveries:
        by_channel.setdefault(one.channel, []).append(one)
    return tuple(_covered(article, own) for own in by_channel.values())


def _covered(article: Article, own: list[Delivery]) -> Coverage:
    taken = [one for one in own if one.status is Status.DELIVERED]
    last = taken[-1] if taken else None
    version = None if last is None else last.version
    receipt = None if last is None or last.content is None else last.receipt
    waiting = [one for one in own if one.status in _OPEN]
    return Coverage(
        article=article.id,
        channel=own[0].channel,
        copy=_copy(article, own, last),
        version=version,
        since=None if last is None else last.settled,
        url=None if receipt is None else receipt.url,
        open=waiting[-1] if waiting else None,
    )


def _copy(article: Article, own: list[Delivery], last: Delivery | None) -> Copy:
    after = 0 if last is None else last.sequence
    if any(one.sequence > after and _unsure(one) for one in own):
        return Copy.UNSURE
    live = None if article.live is None else article.live.number
    if last is None:
        return Copy.NONE
    if last.ahead:
        return _copy_ahead(article, last)
    if last.version == live:
        return Copy.CURRENT
    return Copy.NONE if last.version is None else Copy.OUTDATED


def _copy_ahead(article: Article, last: Delivery) -> Copy:
    """Tell whether a partner holds what the desk last gave out ahead."""
    copy = article.advance
    same = copy is not None and copy.content == last.content
    fresh = copy is not None and last.created >= stamp(copy.at)
    return Copy.ADVANCE if same and fresh else Copy.OUTDATED


def _unsure(delivery: Delivery) -> bool:
    """Tell that something may be there of which nobody knows."""
    if delivery.status in {Status.UNKNOWN, Status.LEASED}:
        return True
    return delivery.unsure and not delivery.status.ended
