"""What the commands that take steps have in common: their answer afterwards."""

from __future__ import annotations

from typing import Any

from ..documents.articles import article_document
from ..errors import ErasedTextError
from ..model.article import Article
from ..newsroom import Newsroom
from ..ports import Delivery, Status
from .advice import called, handle
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
    """Write an article out for programs, as schema ``article`` has it.

    Beside it stand the names of its head, and the fingerprint that is approved; each is
    None where the text was erased.
    """
    answer: dict[str, Any] = {"article": article_document(article)}
    try:
        content = room.content(article)
        fingerprint = room.fingerprint(article)
    except ErasedTextError:
        return {**answer, "headline": None, "slug": None, "fingerprint": None}
    named = {"headline": content.headline, "slug": content.slug}
    return {**answer, **named, "fingerprint": fingerprint}
