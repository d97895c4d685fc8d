"""Walks: stories on any way that a workflow allows, with the refusals on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import attrs
from hypothesis import strategies as st

from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.errors import Objection, StepRefusedError
from newsflow.events import AnyEvent, Drafted
from newsflow.model.article import Article, Report
from newsflow.model.handling import Handling
from newsflow.model.people import ANYONE, Person
from newsflow.workflow.asking import Ask, Facts
from newsflow.workflow.decide import allowed, decide
from newsflow.workflow.definition import RELEASES, Act, Scope, Step, Workflow
from newsflow.workflow.evolve import evolve
from newsflow.workflow.firing import fire

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
FIRE = "fire"
_TEXTS = tuple(sha256(bytes([number])).hexdigest() for number in range(5))
_ONWARD = frozenset(
    {
        Act.SUBMIT,
        Act.APPROVE,
        Act.SIGN_OFF,
        Act.SCHEDULE,
        Act.REVIVE,
    }
)
_NOTES = tuple(sha256(bytes([number])).hexdigest() for number in range(10, 13))


@attrs.frozen(kw_only=True)
class Taking:
    """A step that somebody asked for on a walk, and what the core answered.

    *ask.step* is :data:`FIRE` where the instant of a schedule was tried.
    """

    before: Article
    ask: Ask
    facts: Facts
    events: tuple[AnyEvent, ...]
    objections: tuple[Objection, ...]


@attrs.frozen(kw_only=True)
class Walk:
    """A story's way through a workflow: its first event, and every step asked for."""

    workflow: Workflow
    drafted: Drafted
    takings: tuple[Taking, ...]

    @property
    def history(self) -> tuple[AnyEvent, ...]:
        """All that happened."""
        after = (event for taking in self.takings for event in taking.events)
        return (self.drafted, *after)


def histories(
    workflow: st.SearchStrategy[Workflow] | None = None,
) -> st.SearchStrategy[tuple[AnyEvent, ...]]:
    """Histories that a workflow allows, by default any of those that are shipped."""
    return walks(workflow).map(lambda walk: walk.history)


@st.composite
def walks(draw: st.DrawFn, workflow: st.SearchStrategy[Workflow] | None = None) -> Walk:
    """Walks through a workflow, by default any of those that are shipped."""
    way = draw(st.sampled_from(_shipped()) if workflow is None else workflow)
    people = _people(way)
    drafted = draw(_beginnings(way, people))
    article, takings = evolve(None, drafted), []
    for _ in range(draw(st.integers(0, 30))):
        taking = draw(_takings(way, article, people))
        takings.append(taking)
        for event in taking.events:
            article = evolve(article, event)
    return Walk(workflow=way, drafted=drafted, takings=tuple(takings))


def _shipped() -> tuple[Workflow, ...]:
    return tuple(map(shipped_workflow, shipped_workflows()))


def _people(workflow: Workflow) -> tuple[Person, ...]:
    """Put two people behind each role, one with every role, and a service account."""
    steps = {role for step in workflow.steps for role in step.roles}
    signing = {role for rule in workflow.sign_offs for role in rule.roles}
    roles = sorted((steps | signing) - {ANYONE})
    pairs = [
        Person(id=f"p{number}-{index}", roles={role})
        for index, role in enumerate(roles)
        for number in (1, 2)
    ]
    everything = [Person(id=name, roles=roles) for name in ("al", "el", "il", "ol")]
    robot = Person(id="robot", roles=roles, service=True)
    return (*pairs, *everything, robot)


@st.composite
def _beginnings(
    draw: st.DrawFn, workflow: Workflow, people: tuple[Person, ...]
) -> Drafted:
    step = next(step for step in workflow.steps if step.act is Act.DRAFT)
    return Drafted(
        article="bridge",
        position=1,
        at=MORNING,
        by=draw(st.sampled_from(people)).id,
        content=draw(st.sampled_from(_TEXTS)),
        workflow=workflow.name,
        workflow_version=workflow.version,
        state=step.target or "",
        bylined=draw(_bylined(people)),
        embargo=draw(st.none() | st.none() | _later(MORNING)),
    )


def _onward(article: Article, steps: tuple[Step, ...]) -> list[Step]:
    """Choose what brings the story on; else walks would end in the first kill."""
    released = [step for step in steps if step.act in RELEASES]
    if released:
        return released
    same = article.live and article.live.content == article.head.content
    on = _ONWARD | {Act.REVISE} if same else _ONWARD
    return [step for step in steps if step.act in on]


@st.composite
def _takings(
    draw: st.DrawFn, workflow: Workflow, article: Article, people: tuple[Person, ...]
) -> Taking:
    at = article.updated + timedelta(minutes=draw(st.integers(0, 30)))
    person, report = draw(st.sampled_from(people)), draw(_reports(article, at))
    facts = Facts(report=report, revoked=draw(_revoked(people)))
    steps = allowed(workflow, article, person, at=at, facts=facts)
    onward = _onward(article, steps)
    wanted = draw(st.sampled_from((*[onward] * 5, steps, workflow.steps)))
    named = [step.name for step in wanted or steps or workflow.steps]
    waiting = [FIRE] * 3 if article.schedule else []
    name = draw(st.sampled_from(waiting + named))
    step = workflow.by_step.get(name, workflow.steps[0])
    takes = draw(_takes(step, article, people, at))
    ask = Ask(step=name, by=person, at=at, firing=name == FIRE, **takes)
    facts = attrs.evolve(facts, report=_by_profile(report, step))
    events, against = _answer(workflow, article, ask, facts)
    return Taking(
        before=article, ask=ask, facts=facts, events=events, objections=against
    )


def _answer(
    workflow: Workflow, article: Article, ask: Ask, facts: Facts
) -> tuple[tuple[AnyEvent, ...], tuple[Objection, ...]]:
    try:
        if ask.step == FIRE:
            return fire(workflow, article, ask, facts), ()
        return decide(workflow, article, ask, facts), ()
    except StepRefusedError as refused:
        return (), refused.objections


def _takes(
    step: Step, article: Article, people: tuple[Person, ...], at: datetime
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what an act takes; a note at submit only where it can make a correction."""
    note, live = st.sampled_from(_NOTES), article.live is not None
    takes: dict[Act, dict[str, Any]] = {
        Act.REVISE: {
            "content": st.sampled_from(_TEXTS),
            "bylined": _bylined(people),
            "touched": st.frozensets(st.sampled_from(Scope)),
        },
        Act.SUBMIT: {"text": st.none() | note} if live else {},
        Act.SIGN_OFF: {"sign_off": st.sampled_from(("copy", "legal", "photo"))},
        Act.SCHEDULE: {"due": _later(at), "channels": _channels()},
        Act.TIGHTEN_EMBARGO: {"embargo": _later(at)},
        Act.LIFT_EMBARGO: {"embargo": st.none() | _later(at), "text": note},
        Act.HANDLE: {"handling": _handlings(at)},
        Act.UNLOCK: {"holder": st.just(people[0].id)},
        Act.ERASE: {"texts": st.tuples(st.sampled_from(_TEXTS)), "text": note},
        Act.MIGRATE: {"workflow_version": st.integers(1, 3)},
    }
    others = {"text": note, "channels": st.just(("site",))}
    return st.fixed_dictionaries(takes.get(step.act, others))




def _reports(article: Article, at: datetime) -> st.SearchStrategy[Report | None]:
    report = st.builds(
        Report,
        content=st.just(article.head.content),
        profile=st.just("basic"),
        errors=st.sampled_from((0, 0, 0, 0, 1)),
        warnings=st.integers(0, 2),
        findings=st.sampled_from(_NOTES),
        at=st.just(at),
    )
    return st.one_of(report, report, report, st.none())


def _by_profile(report: Report | None, step: Step) -> Report | None:
    if report is None or step.checks is None:
        return report
    return attrs.evolve(report, profile=step.checks)


def _revoked(people: tuple[Person, ...]) -> st.SearchStrategy[frozenset[str]]:
    few = st.frozensets(st.sampled_from([one.id for one in people]), max_size=1)
    nobody: st.SearchStrategy[frozenset[str]] = st.just(frozenset())
    return st.one_of(nobody, nobody, nobody, few)


def _bylined(people: tuple[Person, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([one.id for one in people[:2]]), max_size=1)


def _later(at: datetime) -> st.SearchStrategy[datetime]:
    return st.integers(1, 60).map(lambda minutes: at + timedelta(minutes=minutes))


def _maybe_note() -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(_NOTES)


def _channels() -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(("site", "wire")), max_size=2)


def _handlings(at: datetime) -> st.SearchStrategy[Handling]:
    grade = st.none() | st.integers(1, 9)
    return st.builds(
        Handling,
        expires=st.none() | _later(at),
        priority=grade,
        urgency=grade,
        planned_length=st.none() | st.integers(0, 2000),
    )
