"""What a step is asked about: checks, judges, the lock; and what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..errors import Objection, StepRefusedError
from ..model.article import Article, Report
from ..model.people import Person
from ..model.times import stamp
from ..ports import Asking
from ..workflow.asking import Ask, Facts
from ..workflow.conditions import PARAMETERS
from ..workflow.decide import why_not
from ..workflow.definition import LETTING_OUT, Act, Step, Workflow
from ._checking import run_checks
from ._examining import examined
from ._office import Office

_CHECKED = frozenset({Act.SUBMIT, Act.SCHEDULE, *LETTING_OUT})
_HELD = frozenset({Act.SCHEDULE, *LETTING_OUT})
"""What waits while a plug-in is broken; to break the glass is for such a day."""


def now(office: Office, article: Article) -> datetime:
    """Tell the instant; a history never goes back in time, whatever a clock does."""
    return max(office.clock(), article.updated)


def facts(office: Office, workflow: Workflow, article: Article, ask: Ask) -> Facts:
    """Find out what the core must be told: the checks, the revoked, the judges."""
    step = workflow.step(ask.step)
    return Facts(
        report=_report(office, article, step, ask),
        revoked=_revoked(office, article) if ask.firing else frozenset(),
        judged=tuple(_judged(office, article, step, ask)),
        trusted=office.partners,
    )


def against(
    office: Office, article: Article, step: str, person: Person
) -> tuple[Objection, ...]:
    """List everything that stands against a step that a person might ask for.

    Raises:
        NotFoundError: the workflow has no such step.
    """
    workflow = office.workflow_of(article)
    ask = Ask(
        step=step,
        by=person,
        at=now(office, article),
        holder=_holder(office, article, workflow.step(step), person),
    )
    return why_not(workflow, article, ask, facts(office, workflow, article, ask))


def allowed(office: Office, article: Article, person: Person) -> tuple[Step, ...]:
    """List the steps that a person may take, given the text, reason … it takes."""
    steps = office.workflow_of(article).steps_from(article.state)
    return tuple(step for step in steps if not _barred(office, article, step, person))


def with_possible(
    office: Office, article: Article, person: Person, refused: StepRefusedError
) -> StepRefusedError:
    """Say of a refused step what may be done instead.

    The core knows of one step what the checks and the judges say; here each is asked
    about each.
    """
    return StepRefusedError(
        refused.step,
        refused.article,
        state=refused.state,
        objections=refused.objections,
        possible=(step.name for step in allowed(office, article, person)),
    )


def _barred(office: Office, article: Article, step: Step, person: Person) -> bool:
    objections = against(office, article, step.name, person)
    return any(one.code not in PARAMETERS for one in objections)


def _holder(office: Office, article: Article, step: Step, person: Person) -> str | None:
    """Name the other person whose lock could be taken."""
    if step.act is not Act.UNLOCK:
        return None
    lock = office.desk.holder(article.id, now=stamp(office.clock()))
    return None if lock is None or lock.holder == person.id else lock.holder


def _report(office: Office, article: Article, step: Step, ask: Ask) -> Report | None:
    if step.act not in _CHECKED or article.head.content in article.erased:
        return None
    content = office.texts.content(article.id, article.head.content)
    run = run_checks(
        content,
        act=step.act.value,
        checks=office.checks,
        profiles=office.profiles,
    )
    return run.report(article.head.content, ask.at)


def _revoked(office: Office, article: Article) -> frozenset[str]:
    approvers = {approval.by for approval in article.approvals}
    people = (office.directory.person(one) for one in approvers)
    return frozenset(one.id for one in people if one is not None and one.revoked)


def _judged(
    office: Office, article: Article, step: Step, ask: Ask
) -> Iterator[Objection]:
    if step.act in _HELD:
        yield from office.plugins.unheard()
        yield from examined(office, article, step, ask)
    if not office.plugins.judges():
        return
    head = article.head.content
    content = None if head in article.erased else office.texts.content(article.id, head)
    asking = Asking(
        article=article, content=content, step=ask.step, person=ask.by, at=ask.at
    )
    yield from office.plugins.objections(asking)
