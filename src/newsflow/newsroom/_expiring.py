"""Expiring: released stories whose time is over are taken down."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

import attrs

from ..documents.history import event
from ..errors import ConflictError, NewsflowError, Objection, StepRefusedError
from ..events import Handled
from ..model.article import Article
from ..model.people import Person
from ..model.times import instant_text, stamp
from ..store.search import Search, search
from ..workflow.definition import Act
from ._office import Office
from ._taking import Request, take

LOG = logging.getLogger("newsflow.schedule")
_PAGE = 500


@attrs.frozen(kw_only=True)
class Overstayed:
    """A story that is out past its expiry, and what stood against taking it down."""

    article: str
    expires: datetime
    objections: tuple[Objection, ...]


@attrs.frozen(kw_only=True)
class Expired:
    """The articles that were taken down, as they are then, and those that were not."""

    articles: tuple[Article, ...] = ()
    overstayed: tuple[Overstayed, ...] = ()


def expire_due(office: Office) -> Expired:
    """Unpublish every story past its expiry; one that breaks holds up no other.

    It is done on behalf of whoever set the expiry, with the roles that this person has
    now. What is refused stays out, and is told each time until somebody sees to it.
    """
    articles, overstayed = [], []
    for identifier in tuple(_past(office)):
        match _expired(office, identifier):
            case Article() as down:
                articles.append(down)
            case Overstayed() as kept:
                overstayed.append(kept)
    return Expired(articles=tuple(articles), overstayed=tuple(overstayed))


def _past(office: Office) -> Iterator[str]:
    after = None
    while True:
        now = stamp(office.clock())
        wanted = Search(expires_before=now, live=True, after=after, limit=_PAGE)
        rows = search(office.database, wanted)
        yield from (row.id for row in rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1].place


def _expired(office: Office, identifier: str) -> Article | Overstayed | None:
    try:
        return _taken_down(office, identifier)
    except ConflictError:
        return None  # somebody took another step just now: the next run looks again
    except NewsflowError:
        LOG.exception("%s has expired, and could not be taken down", identifier)
        return None


def _taken_down(office: Office, identifier: str) -> Article | Overstayed | None:
    article = office.articles.load(identifier).article
    expires = article.handling.expires
    if article.live is None or expires is None or expires > office.clock():
        return None
    request = Request(
        article=identifier,
        act=Act.UNPUBLISH,
        by=_setter(office, article),
        words=f"It expired at {instant_text(expires)}.",
        position=article.position,
    )
    try:
        return take(office, request)
    except StepRefusedError as refused:
        return Overstayed(
            article=identifier, expires=expires, objections=refused.objections
        )


def _setter(office: Office, article: Article) -> Person:
    """Find who set the expiry, as the directory knows them now.

    Who only changed another part of the handling afterwards did not set it. One who
    left has no role at all.
    """
    by, expires = "", None
    for one in map(event, office.store.history(article.id)):
        if isinstance(one, Handled) and one.expires != expires:
            by, expires = one.by, one.expires
    return office.directory.person(by) or Person(id=by)
