"""Walks: stories on any way that a workflow allows, with the refusals on it.

Each step is chosen by twelve bytes, so that a walk is drawn in one go and shrinks to a
short and plain one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

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

T = TypeVar("T")

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRE = "fire"
TEXTS = tuple(sha256(bytes([number])).hexdigest() for number in range(5))
NOTES = tuple(sha256(bytes([number])).hexdigest() for number in range(10, 13))
SHIPPED = tuple(map(shipped_workflow, shipped_workflows()))
PARTNERS = ("wire", "agency")
ONWARD = {Act.SUBMIT, Act.APPROVE, Act.SIGN_OFF, Act.REVIVE}
OUT = {Act.SCHEDULE, *RELEASES}


@attrs.frozen(kw_only=True)
class Taking:
    """A step that somebody asked for, and what the core answered.

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


@attrs.define
class Choices:
    """Bytes that choose, one after the other."""

    left: bytes

    def one(self, options: Sequence[T]) -> T:
        """Choose one of some options; the first is the plainest."""
        return options[self.number(len(options))]

    def number(self, below: int) -> int:
        """Choose a number from 0."""
        first, self.left = self.left[0], self.left[1:]
        return first % below


def walks(
    workflow: st.SearchStrategy[Workflow] | None = None,
) -> st.SearchStrategy[Walk]:
    """Walks through a workflow, by default any of those that are shipped."""
    choices = st.binary(min_size=12, max_size=12)
    ways = st.sampled_from(SHIPPED) if workflow is None else workflow
    steps = st.integers(0, 40).flatmap(
        lambda most: st.lists(choices, min_size=most, max_size=most)
    )
    return st.builds(walk, ways, choices, steps)


def walk(workflow: Workflow, beginning: bytes, choices: list[bytes]) -> Walk:
    """Walk as the bytes say."""
    people = _people(workflow)
    drafted = _drafted(workflow, people, Choices(beginning))
    article, takings = evolve(None, drafted), []
    for chosen in choices:
        taking = _taking(workflow, article, people, Choices(chosen))
        takings.append(taking)
        for event in taking.events:
            article = evolve(article, event)
    return Walk(workflow=workflow, drafted=drafted, takings=tuple(takings))


@lru_cache(maxsize=64)
def _people(workflow: Workflow) -> tuple[Person, ...]:
    """Some with every role, one behind each role, and a service account."""
    steps = {role for step in workflow.steps for role in step.roles}
    signing = {role for rule in workflow.sign_offs for role in rule.roles}
    roles = sorted((steps | signing) - {ANYONE})
    everything = [Person(id=name, roles=roles) for name in ("al", "el", "il", "ol")]
    robot = Person(id="robot", roles=roles, service=True)
    each = [Person(id=f"p{index}", roles={role}) for index, role in enumerate(roles)]
    return (*everything, *each, robot)


def _drafted(
    workflow: Workflow, people: tuple[Person, ...], choose: Choices
) -> Drafted:
    step = next(step for step in workflow.steps if step.act is Act.DRAFT)
    return Drafted(
        article="bridge",
        position=1,
        at=MORNING,
        by=choose.one(people).id,
        content=choose.one(TEXTS),
        workflow=workflow.name,
        workflow_version=workflow.version,
        state=step.target or "",
        bylined=_bylined(choose, people),
        embargo=choose.one((None, None, None, MORNING + 30 * MINUTE)),
    )


def _taking(
    workflow: Workflow, article: Article, people: tuple[Person, ...], choose: Choices
) -> Taking:
    at = article.updated + choose.number(31) * MINUTE
    person = choose.one(people)
    facts = Facts(
        report=_report(article, at, choose),
        revoked=_revoked(choose, people),
        trusted=PARTNERS,
    )
    name = _step(workflow, article, person, at, facts, choose)
    step = workflow.by_step.get(name, workflow.steps[0])
    takes = _takes(step, article, people, at, choose)
    ask = Ask(step=name, by=person, at=at, firing=name == FIRE, **takes)
    if facts.report is not None and step.checks is not None:
        report = attrs.evolve(facts.report, profile=step.checks)
        facts = attrs.evolve(facts, report=report)
    events, against = _answer(workflow, article, ask, facts)
    return Taking(
        before=article, ask=ask, facts=facts, events=events, objections=against
    )


def _step(
    workflow: Workflow,
    article: Article,
    person: Person,
    at: datetime,
    facts: Facts,
    choose: Choices,
) -> str:
    """Choose a step, mostly one that brings the story on."""
    how = choose.number(8)
    if article.schedule is not None and how % 2:
        return FIRE
    if how == 7:
        return choose.one(workflow.steps).name
    steps = allowed(workflow, article, person, at=at, facts=facts)
    onward = [] if how == 6 else _onward(article, steps)
    mild = [step for step in steps if step.act not in {Act.KILL, Act.SPIKE}]
    return choose.one(onward or (mild if how else steps) or workflow.steps).name


def _onward(article: Article, steps: tuple[Step, ...]) -> list[Step]:
    """Find what brings the story on; else walks would end in the first kill."""
    released = [step for step in steps if step.act in OUT]
    if released:
        return released
    same = article.live and article.live.content == article.head.content
    on = ONWARD | {Act.REVISE} if same else ONWARD
    return [step for step in steps if step.act in on]


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
    step: Step,
    article: Article,
    people: tuple[Person, ...],
    at: datetime,
    choose: Choices,
) -> dict[str, Any]:
    """Choose what an act takes; a note at submit only where it makes a correction."""
    note, live = choose.one(NOTES), article.live is not None
    takes: dict[Act, Callable[[], dict[str, Any]]] = {
        Act.REVISE: lambda: {
            "content": choose.one(TEXTS),
            "bylined": _bylined(choose, people),
            "touched": frozenset(list(Scope)[: choose.number(4)]),
        },
        Act.SUBMIT: lambda: {"text": choose.one((note, None)) if live else None},
        Act.SIGN_OFF: lambda: {"sign_off": choose.one(("copy", "legal", "photo"))},
        Act.SCHEDULE: lambda: {
            "due": _later(choose, at),
            "channels": choose.one(((), ("site",), ("site", "wire"))),
        },
        Act.ADVANCE: lambda: {
            "channels": choose.one(((), ("wire",), ("agency",), ("site",)))
        },
        Act.TIGHTEN_EMBARGO: lambda: {"embargo": _later(choose, at)},
        Act.LIFT_EMBARGO: lambda: {
            "embargo": choose.one((None, _later(choose, at))),
            "text": note,
        },
        Act.HANDLE: lambda: {"handling": _handling(choose, at)},
        Act.UNLOCK: lambda: {"holder": people[0].id},
        Act.ERASE: lambda: {"texts": (choose.one(TEXTS),), "text": note},
        Act.MIGRATE: lambda: {"workflow_version": 1 + choose.number(3)},
    }
    others: dict[str, Any] = {"text": note, "channels": ("site",)}
    return takes[step.act]() if step.act in takes else others


def _report(article: Article, at: datetime, choose: Choices) -> Report | None:
    """The checks mostly find nothing, sometimes something, and sometimes do not run."""
    how = choose.number(8)
    if how == 7:
        return None
    return Report(
        content=article.head.content,
        profile="basic",
        errors=int(how == 6),
        warnings=how,
        findings=NOTES[0],
        at=at,
    )


def _revoked(choose: Choices, people: tuple[Person, ...]) -> frozenset[str]:
    gone = choose.number(4 * len(people))
    return frozenset({people[gone].id}) if 0 < gone < len(people) else frozenset()


def _bylined(choose: Choices, people: tuple[Person, ...]) -> tuple[str, ...]:
    return choose.one(((), (people[0].id,), (people[1].id,)))


def _later(choose: Choices, at: datetime) -> datetime:
    return at + (1 + choose.number(60)) * MINUTE


def _handling(choose: Choices, at: datetime) -> Handling:
    return Handling(
        expires=choose.one((None, _later(choose, at))),
        priority=1 + choose.number(9),
        planned_length=choose.one((None, 400)),
    )
