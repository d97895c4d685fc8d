"""Firing: scheduled releases whose time has come."""

from __future__ import annotations

from ..errors import ConflictError
from ..model.article import Article
from ..model.people import Person
from ..model.times import stamp
from ..store.search import Search, search
from ..workflow.asking import Ask
from ..workflow.definition import Act
from ..workflow.firing import fire
from ._asking import facts, now
from ._office import Office
from ._taking import Taken, commit, folded, named


def fire_due(office: Office) -> tuple[Article, ...]:
    """Fire every schedule that is due, and give the articles as they are then."""
    wanted = Search(due_before=stamp(office.clock()), limit=500)
    fired = (_fire(office, row.id) for row in search(office.database, wanted))
    return tuple(article for article in fired if article is not None)


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
