"""Decide: the core's answer to a step that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

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


def _state(asked: Case) -> tuple[Objection, ...]:
    step, state = asked.step, asked.article.state
    if asked.workflow.leaves(step, state):
        return ()
    sources = asked.workflow.sources(step)
    where = ", ".join(sources) if sources else "no state"
    message = f"{step.name.replace('_', ' ')} is for stories in {where}"
    offers = _first_way(asked, sources)
    return (Objection(code="state", message=message, offers=offers),)


def _killed(asked: Case) -> tuple[Objection, ...]:
    if not asked.article.killed or asked.step.act in GOING_ON:
        return ()
    message = f"{asked.article.id} was killed, and a killed story never comes back"
    return (Objection(code="killed", message=message),)


def _first_way(asked: Case, wanted: tuple[str, ...]) -> str:
    leading = asked.workflow.steps_from(asked.article.state)
    return next((step.name for step in leading if step.target in wanted), "")


def _role(asked: Case) -> tuple[Objection, ...]:
    person, roles = asked.ask.by, asked.step.roles
    if person.revoked:
        message = f"the rights of {person.id} were revoked"
        return (Objection(code="revoked", message=message),)
    if person.may(roles):
        return ()
    lifted = tuple(sorted(roles))
    message = f"{person.id} is none of: {', '.join(lifted)}"
    return (Objection(code="role", message=message, lifted_by=lifted),)


def _seen(asked: Case) -> tuple[Objection, ...]:
    seen = asked.ask.seen
    if seen is None or seen == asked.article.head.content:
        return ()
    message = "the text has changed since it was read"
    return (Objection(code="changed", message=message, offers="read it again"),)


def _possible(asked: Case) -> tuple[str, ...]:
    # What the judges have against this step is nothing against the others.
    steps = allowed(
        asked.workflow,
        asked.article,
        asked.ask.by,
        at=asked.ask.at,
        facts=attrs.evolve(asked.facts, judged=()),
    )
    return tuple(step.name for step in steps)
