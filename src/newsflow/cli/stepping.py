"""What the commands that take steps have in common: their answer afterwards."""

from __future__ import annotations

from typing import Any

from ..errors import ErasedTextError
from ..model.article import Article
from ..newsroom import Newsroom
from ..ports import Delivery, Status
from .advice import called, handle
from .answers import plain
from .outcomes import UndeliveredError
from .session import Session

_FINE = frozenset({Status.DELIVERED, Status.SUPERSEDED})


def took(session: Session, article: Article, said: str) -> None:
    """Answer with what a step made of an article."""
    room = session.room
    live = f", readers have v{article.live.number}" if article.live else ""
    name = handle(room, article)
    text = f"{called(room, article)} {said}: {article.state}{live} ({name})"
    session.give(article_answer(room, article), text)


def sent(session: Session, article: Article, said: str) -> None:
    """Answer with what a release or removal made of an article, and what arrived.

    Raises:
        UndeliveredError: a channel has not taken it yet, or never will.
    """
    took(session, article, said)
    latest = last_deliveries(session.room.deliveries(article)).values()
    for one in latest:
        if one.status is Status.DELIVERED:
            where = one.receipt.url or one.receipt.reference if one.receipt else ""
            session.remark(f"{one.channel}: {one.operation.value} {where}".rstrip())
    missing = tuple(one for one in latest if one.status not in _FINE)
    if missing:
        raise UndeliveredError(missing)


def last_deliveries(deliveries: tuple[Delivery, ...]) -> dict[str, Delivery]:
    """Give the last delivery to each channel."""
    return {one.channel: one for one in deliveries}


def article_answer(room: Newsroom, article: Article) -> dict[str, Any]:
    """Write an article out for programs, with what names it and its fingerprint."""
    answer: dict[str, Any] = {"id": article.id, "headline": None, "slug": None}
    answer["fingerprint"] = None
    try:
        content = room.content(article)
        answer["headline"], answer["slug"] = content.headline, content.slug
        answer["fingerprint"] = room.fingerprint(article)
    except ErasedTextError:
        pass
    return {**answer, **plain(article)}
