"""Decide: the core's answer to a step that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..errors import Objection, StepRefusedError
from ..events import AnyEvent
from ..model.article import Article
from ..model.people import Person
from ._demands import checks
from ._outcomes import OUTCOMES
from .asking import NOTHING_KNOWN, Ask, Case, Facts, case
from .conditions import CONDITIONS, PARAMETERS
from .definition import GOING_ON, Act, Step, Workflow


def decide(
    workflow: Workflow, article: Article, ask: Ask, facts: Facts = NOTHING_KNOWN
) -> tuple[AnyEvent, ...]:
    """Answer with what happens if the step is taken; nothing, if it changes nothing.

    Raises:
        NotFoundError: the workflow has no such step.
        StepRefusedError: with every objection, each with who can lift it.
    """
    asked = case(workflow, article, ask, facts)
    against = tuple(objections(asked))
    if against:
        raise StepRefusedError(
            ask.step,
            article.id,
            state=article.state,
            objections=against,
            possible=_possible(asked),
        )
    return OUTCOMES[asked.step.act](asked)


def objections(asked: Case) -> Iterator[Objection]:
    """Find everything that stands against a step."""
    yield from _state(asked)
    yield from _killed(asked)
    yield from _role(asked)
    yield from _seen(asked)
    if asked.step.act is Act.SUBMIT:
        yield from checks(asked, asked.step)
    condition = CONDITIONS.get(asked.step.act)
    if condition is not None:
        yield from condition(asked)
    yield from asked.facts.judged


def why_not(
    workflow: Workflow, article: Article, ask: Ask, facts: Facts = NOTHING_KNOWN
) -> tuple[Objection, ...]:
    """List every objection to a step; none means that it may be taken.

    Raises:
        NotFoundError: the workflow has no such step.
    """
    return tuple(objections(case(workflow, article, ask, facts)))


def allowed(
    workflow: Workflow,
    article: Article,
    person: Person,
    *,
    at: datetime,
    facts: Facts = NOTHING_KNOWN,
) -> tuple[Step, ...]:
    """List the steps that a person may take now, given the text, reason … it takes."""
    return tuple(
        step
        for step in workflow.steps_from(article.state)
        if not _barred(
            case(workflow, article, Ask(step=step.name, by=person, at=at), facts)
        )
    )


def _barred(asked: Case) -> bool:
    return any(one.code not in PARAMETERS for one in objections(asked))


def _state(asked: Case) -> Iterator[Objection]:
    step, state = asked.step, asked.article.state
    if asked.workflow.leaves(step, state):
        return
    sources = asked.workflow.sources(step)
    where = ", ".join(sources) if sources else "no state"
    message = f"{step.name.replace('_', ' ')} is for stories in {where}"
    yield Objection(code="state", message=message, offers=_first_way(asked, sources))


def _killed(asked: Case) -> Iterator[Objection]:
    if asked.article.killed and asked.step.act not in GOING_ON:
        message = f"{asked.article.id} was killed, and a killed story never comes back"
        yield Objection(code="killed", message=message)


def _first_way(asked: Case, wanted: tuple[str, ...]) -> str:
    leading = asked.workflow.steps_from(asked.article.state)
    return next((step.name for step in leading if step.target in wanted), "")


def _role(asked: Case) -> Iterator[Objection]:
    person, roles = asked.ask.by, asked.step.roles
    if person.revoked:
        message = f"the rights of {person.id} were revoked"
        yield Objection(code="revoked", message=message)
    elif not person.may(roles):
        named = ", ".join(sorted(roles))
        message = f"{person.id} is none of: {named}"
        yield Objection(code="role", message=message, lifted_by=tuple(sorted(roles)))


def _seen(asked: Case) -> Iterator[Objection]:
    seen = asked.ask.seen
    if seen is not None and seen != asked.article.head.content:
        message = "the text has changed since it was read"
        yield Objection(code="changed", message=message, offers="read it again")


def _possible(asked: Case) -> tuple[str, ...]:
    steps = allowed(
        asked.workflow,
        asked.article,
        asked.ask.by,
        at=asked.ask.at,
        facts=asked.facts,
    )
    return tuple(step.name for step in steps)
