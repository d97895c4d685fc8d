"""Firing: scheduled releases whose time has come."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import attrs

from ..errors import ConflictError, NewsflowError
from ..model.article import Article
from ..model.people import Person
from ..model.times import instant_of, stamp
from ..store.search import Search, search
from ..workflow.asking import Ask
from ..workflow.definition import Act
from ..workflow.firing import fire
from ._asking import facts, now
from ._office import Office
from ._taking import Taken, commit, folded, named

LOG = logging.getLogger("newsflow.schedule")
LATE = timedelta(minutes=5)
"""After how long a schedule has fired late: a timer comes once a minute."""


@attrs.frozen(kw_only=True)
class Late:
    """A schedule that fired more than five minutes after its time, and when."""

    article: str
    due: datetime
    fired: datetime

    @property
    def by(self) -> timedelta:
        """By how much it is late."""
        return self.fired - self.due


@attrs.frozen(kw_only=True)
class Fired:
    """The articles whose schedules fired, as they are then, and which were late."""

    articles: tuple[Article, ...] = ()
    late: tuple[Late, ...] = ()


def fire_due(office: Office) -> Fired:
    """Fire every schedule that is due; one that breaks holds up no other."""
    now = office.clock()
    wanted = Search(due_before=stamp(now), limit=500)
    articles, late = [], []
    for row in search(office.database, wanted):
        fired = _fired(office, row.id)
        if fired is None:
            continue
        articles.append(fired)
        due = instant_of(row.due or stamp(now))
        if now - due > LATE:
            late.append(Late(article=row.id, due=due, fired=now))
            LOG.warning("%s was due at %s, and fired late", row.id, row.due)
    return Fired(articles=tuple(articles), late=tuple(late))


def _fired(office: Office, identifier: str) -> Article | None:
    try:
        return _fire(office, identifier)
    except NewsflowError:
        # It waits on, and doctor lists it; the others are not to wait with it.
        LOG.exception("%s is due, and could not be fired", identifier)
        return None


def _fire(office: Office, identifier: str) -> Article | None:
    loaded = office.articles.load(identifier)
    article = loaded.article
    schedule = article.schedule
    if schedule is None or schedule.due > office.clock():
        return None
    workflow = office.workflow_of(article)
    ask = Ask(
        step=named(workflow, article, Act(schedule.release.value)),
        by=_scheduler(office, schedule.by),
        at=now(office, article),
        channels=schedule.channels,
        firing=True,
    )
    events = fire(workflow, article, ask, facts(office, workflow, article, ask))
    taken = Taken(
        before=loaded, article=folded(article, events), events=events, texts=()
    )
    try:
        commit(office, taken)
    except ConflictError:
        return None  # somebody else fired it, or took another step just now
    return taken.article


def _scheduler(office: Office, identifier: str) -> Person:
    """Ask the directory who the scheduler is now; one who left has no role at all."""
    return office.directory.person(identifier) or Person(id=identifier)
