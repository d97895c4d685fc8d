"""Firing: what happens when the instant of a scheduled release has come."""

from __future__ import annotations

import attrs

from ..errors import Objection, StepRefusedError
from ..events import AnyEvent, ScheduleFailed
from ..model.article import Article, Schedule
from .asking import NOTHING_KNOWN, Ask, Facts
from .decide import decide
from .definition import RELEASES, Step, Workflow


def fire(
    workflow: Workflow, article: Article, ask: Ask, facts: Facts = NOTHING_KNOWN
) -> tuple[AnyEvent, ...]:
    """Release what is due, or record why it was refused; nothing, if nothing is due.

    Everything that the release requires is looked at again. *ask* names the person who
    scheduled it, with the roles that person has now; its step is found in here. Firing
    a second time finds nothing waiting, and so is no second release.
    """
    schedule = article.schedule
    if schedule is None or ask.at < schedule.due:
        return ()
    step = _step(workflow, article, schedule)
    if step is None:
        gone = Objection(code="no_release", message="no step releases it any more")
        return (_failed(schedule, article, ask, (gone,)),)
    try:
        asked = attrs.evolve(ask, step=step.name, firing=True)
        return decide(workflow, article, asked, facts)
    except StepRefusedError as refused:
        return (_failed(schedule, article, ask, refused.objections),)


def _step(workflow: Workflow, article: Article, waiting: Schedule) -> Step | None:
    for step in workflow.steps_from(article.state):
        if RELEASES.get(step.act) is waiting.release:
            return step
    return None


def _failed(
    waiting: Schedule, article: Article, ask: Ask, against: tuple[Objection, ...]
) -> ScheduleFailed:
    return ScheduleFailed(
        article=article.id,
        position=article.position + 1,
        at=ask.at,
        by=ask.by.id,
        state=waiting.back,
        objections=tuple(dict.fromkeys(one.code for one in against)),
    )
