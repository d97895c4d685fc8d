"""A walk through a workflow in the pure core: no store, and texts by digest alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import attrs

from ..errors import StepRefusedError
from ..events import AnyEvent, Drafted
from ..model.article import Article, Report
from ..model.people import Person
from ..workflow.asking import Ask, Facts
from ..workflow.decide import decide
from ..workflow.definition import RELEASES, Act, Step, Workflow
from ..workflow.evolve import evolve
from ._ways import way_to
from .clocks import MORNING

_MINUTE = timedelta(minutes=1)


@attrs.define
class Walk:
    """A story that is taken through its workflow by people made for the purpose.

    Every check passes, and the wire is trusted with embargoes. Each step takes a
    minute.
    """

    workflow: Workflow
    article: Article
    events: list[AnyEvent]
    now: datetime
    texts: int = 1

    def digest(self) -> str:
        """Give the digest of a text that nobody has written before."""
        self.texts += 1
        return _digest(self.texts)

    def take(self, step: Step, by: Person, **takes: Any) -> tuple[AnyEvent, ...]:
        """Take a step, and give what happened.

        Raises:
            StepRefusedError: with every objection; nothing happened.
        """
        ask = Ask(step=step.name, by=by, at=self.now + _MINUTE, **takes)
        events = decide(self.workflow, self.article, ask, self._facts(step, ask))
        self.now = ask.at
        for event in events:
            self.article = evolve(self.article, event)
        self.events.extend(events)
        return events

    def fitting(self, step: Step) -> dict[str, Any]:
        """Give what a step takes, so that nothing is missing."""
        return {
            "text": None if step.act is Act.SUBMIT else self.digest(),
            "content": self.digest(),
            "due": self.now + timedelta(hours=1),
            "texts": (self.article.head.content,),
            "holder": "bo",
        }

    def do(self, step: Step, **takes: Any) -> tuple[AnyEvent, ...]:
        """Take a step with all that it takes, by somebody who may.

        Raises:
            StepRefusedError: with every objection; nothing happened.
        """
        by = self._who_may(step)
        return self.take(step, by, **(self.fitting(step) | takes))

    def attempt(self, step: Step, by: Person, **takes: Any) -> None:
        """Take a step, unless it is refused."""
        try:
            self.take(step, by, **takes)
        except StepRefusedError:
            return

    def clear(self) -> None:
        """Have the head approved and signed off, as much as any release demands."""
        for step in self.workflow.steps_from(self.article.state):
            if step.act is Act.APPROVE:
                self._approve(step)
            elif step.act is Act.SIGN_OFF:
                self._sign_off(step)

    def reach(self, state: str) -> None:
        """Bring a story that was just drafted to a state.

        Raises:
            NotFoundError: no way of a new story leads there.
        """
        for step in way_to(self.workflow, state)[1:]:
            self.clear()
            self.do(step)

    def _who_may(self, step: Step) -> Person:
        # Whoever schedules a release must be allowed to make it, too.
        by = somebody(step)
        if step.act is not Act.SCHEDULE:
            return by
        releasing = (one.roles for one in self.workflow.steps if one.act in RELEASES)
        return attrs.evolve(by, roles=by.roles.union(*releasing))

    def _approve(self, step: Step) -> None:
        for number, role in enumerate(_approvers(self.workflow)):
            if step.roles & {role, "anyone"}:
                self.attempt(step, Person(id=f"editor-{number}", roles={role}))

    def _sign_off(self, step: Step) -> None:
        for kind, rule in self.workflow.by_sign_off.items():
            person = Person(id=f"desk-{kind}"[:64], roles=step.roles | rule.roles)
            self.attempt(step, person, sign_off=kind)

    def _facts(self, step: Step, ask: Ask) -> Facts:
        report = Report(
            content=self.article.head.content,
            profile=_profile(self.workflow, step),
            errors=0,
            warnings=0,
            findings=_digest(0),
            at=ask.at,
        )
        return Facts(report=report, trusted=("wire",))


def begin(workflow: Workflow, *, story: str = "bridge") -> Walk:
    """Draft a story, by somebody who may."""
    step = way_to(workflow, next(_drafts(workflow)))[0]
    drafted = Drafted(
        article=story,
        position=1,
        at=MORNING,
        by=somebody(step).id,
        content=_digest(1),
        workflow=workflow.name,
        workflow_version=workflow.version,
        state=step.target or "",
    )
    return Walk(workflow, evolve(None, drafted), [drafted], MORNING)


def somebody(step: Step) -> Person:
    """Make a person who may take a step; the writers are one and the same."""
    name = "ada" if step.act in {Act.DRAFT, Act.REVISE} else "cy"
    return Person(id=name, roles=step.roles)


def _drafts(workflow: Workflow) -> Iterator[str]:
    for step in workflow.steps:
        if step.act is Act.DRAFT and step.target is not None:
            yield step.target


def _approvers(workflow: Workflow) -> Iterator[str]:
    """Name a role for each approval that the most demanding release wants."""
    wanted: dict[str, int] = {}
    for step in workflow.steps:
        for rule in step.approvals:
            wanted[rule.role] = max(rule.count, wanted.get(rule.role, 0))
    for role, count in wanted.items():
        yield from [role] * count


def _profile(workflow: Workflow, step: Step) -> str:
    """Name the checks that a step demands; a schedule demands those of its release."""
    releases = (one for one in workflow.steps if one.act in RELEASES)
    asked = (one.checks for one in (step, *releases))
    return next(filter(None, asked), "basic")


def _digest(number: int) -> str:
    return sha256(f"text {number}".encode()).hexdigest()
