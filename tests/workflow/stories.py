"""Stories as the tests tell them: ``story(drafted(by=ADA), submitted(), …)``.

Each move asks the core for a step, one minute after the move before it; the checks find
nothing unless the story says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import attrs

from newsflow.documents.workflows import shipped_workflow
from newsflow.errors import Objection
from newsflow.events import AnyEvent, Drafted
from newsflow.model.article import Article, Report
from newsflow.model.handling import Handling
from newsflow.model.people import Person
from newsflow.workflow.asking import Ask, Facts
from newsflow.workflow.decide import decide, why_not
from newsflow.workflow.definition import Act, Step, Workflow
from newsflow.workflow.evolve import evolve
from newsflow.workflow.firing import fire

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

ADA = Person(id="ada", name="Ada", roles={"reporter"})
BO = Person(id="bo", name="Bo", roles={"editor"})
CY = Person(id="cy", name="Cy", roles={"editor", "chief"})
LU = Person(id="lu", name="Lu", roles={"lawyer"})
KIT = Person(id="kit", name="Kit", roles={"copy-editor"})
PIA = Person(id="pia", name="Pia", roles={"photo-editor"})
WIRE = Person(id="wire", name="The wire", roles={"reporter", "editor"}, service=True)

STANDARD = shipped_workflow("standard")
THREE_DESKS = shipped_workflow("three-desks")

Move = Callable[[Workflow, Article | None], tuple[AnyEvent, ...]]


def digest(words: str) -> str:
    """Name a text as the newsroom would."""
    return sha256(words.encode()).hexdigest()


FIRST = digest("The bridge is open again.")
SECOND = digest("The bridge is open again, after eleven weeks.")
THIRD = digest("The bridge is open again, after eleven months.")
NOTE = digest("An earlier version said weeks; it was months.")
WHY = digest("Because the harbour master said so.")


def report(
    content: str, *, errors: int = 0, profile: str = "basic", at: datetime = MORNING
) -> Report:
    """What the checks say of a text."""
    findings = digest("findings")
    return Report(
        content=content,
        profile=profile,
        errors=errors,
        warnings=0,
        findings=findings,
        at=at,
    )


def checked_facts(article: Article, **facts: Any) -> Facts:
    """What the newsroom tells the core: the checks found nothing."""
    return attrs.evolve(Facts(report=report(article.head.content)), **facts)


def asking(
    article: Article,
    step: str,
    by: Person,
    *,
    desk: Workflow = STANDARD,
    at: datetime | None = None,
    **takes: Any,
) -> Ask:
    """Ask for a step a minute after the last event."""
    name = step if step in desk.by_step else named(desk, Act(step)).name
    return Ask(step=name, by=by, at=at or article.updated + MINUTE, **takes)


def named(workflow: Workflow, act: Act) -> Step:
    """Find the step that does an act, whatever the house calls it."""
    return next(step for step in workflow.steps if step.act is act)


def happens(
    article: Article,
    step: str,
    by: Person,
    *,
    desk: Workflow = STANDARD,
    facts: Facts | None = None,
    **takes: Any,
) -> tuple[AnyEvent, ...]:
    """What happens when the step is taken."""
    ask = asking(article, step, by, desk=desk, **takes)
    return decide(desk, article, ask, facts or checked_facts(article))


def against(
    article: Article,
    step: str,
    by: Person,
    *,
    desk: Workflow = STANDARD,
    facts: Facts | None = None,
    **takes: Any,
) -> tuple[Objection, ...]:
    """What stands against the step."""
    ask = asking(article, step, by, desk=desk, **takes)
    return why_not(desk, article, ask, facts or checked_facts(article))


def history(*moves: Move, desk: Workflow = STANDARD) -> tuple[AnyEvent, ...]:
    """Everything that happened to a story."""
    article: Article | None = None
    happened: list[AnyEvent] = []
    for move in moves:
        for event in move(desk, article):
            article = evolve(article, event)
            happened.append(event)
    return tuple(happened)


def story(*moves: Move, desk: Workflow = STANDARD) -> Article:
    """Where a story stands after its moves."""
    return on(None, *moves, desk=desk)


def on(article: Article | None, *moves: Move, desk: Workflow = STANDARD) -> Article:
    """Where a story stands after some more moves."""
    for move in moves:
        for event in move(desk, article):
            article = evolve(article, event)
    assert article is not None
    return article


def drafted(
    by: Person = ADA,
    text: str = FIRST,
    *,
    bylined: Iterable[str] = (),
    embargo: datetime | None = None,
) -> Move:
    """Begin the story."""

    def move(workflow: Workflow, article: Article | None) -> tuple[AnyEvent, ...]:
        assert article is None
        drafting = named(workflow, Act.DRAFT)
        event = Drafted(
            article="bridge",
            position=1,
            at=MORNING,
            by=by.id,
            content=text,
            workflow=workflow.name,
            workflow_version=workflow.version,
            state=drafting.target or "",
            bylined=tuple(bylined),
            embargo=embargo,
        )
        return (event,)

    return move


def taken(step: str, by: Person, **takes: Any) -> Move:
    """Take a step."""

    def move(workflow: Workflow, article: Article | None) -> tuple[AnyEvent, ...]:
        assert article is not None
        return happens(article, step, by, desk=workflow, **takes)

    return move


def revised(text: str = SECOND, by: Person = ADA, **takes: Any) -> Move:
    """Save a new text."""
    return taken("revise", by, content=text, **takes)


def submitted(by: Person = ADA, *, note: str | None = None) -> Move:
    """Hand the head in."""
    return taken("submit", by, text=note)


def sent_back(by: Person = BO) -> Move:
    """Give it back to its writer."""
    return taken("send_back", by, text=WHY)


def approved(by: Person) -> Move:
    """Approve the head."""
    return taken("approve", by)


def signed_off(kind: str, by: Person) -> Move:
    """Give a specialist's word."""
    return taken("sign_off", by, sign_off=kind)


def scheduled(due: datetime = MORNING + HOUR, by: Person = BO, **takes: Any) -> Move:
    """Pin the release to an instant."""
    return taken("schedule", by, due=due, **takes)


def fired(at: datetime = MORNING + HOUR, by: Person = BO, **facts: Any) -> Move:
    """Let the instant of the schedule come."""

    def move(workflow: Workflow, article: Article | None) -> tuple[AnyEvent, ...]:
        assert article is not None
        ask = Ask(step="publish", by=by, at=at, firing=True)
        return fire(workflow, article, ask, checked_facts(article, **facts))

    return move


def published(by: Person = BO, **takes: Any) -> Move:
    """Let the first version out."""
    return taken("publish", by, **takes)


def updated(by: Person = BO) -> Move:
    """Let more news out."""
    return taken("update", by)


def corrected(by: Person = BO) -> Move:
    """Put it right in public."""
    return taken("correct", by)


def unpublished(by: Person = BO) -> Move:
    """Take it off the channels."""
    return taken("unpublish", by)


def retracted(by: Person = CY) -> Move:
    """Withdraw it in public."""
    return taken("retract", by, text=WHY)


def killed(by: Person = CY) -> Move:
    """Remove it for good."""
    return taken("kill", by, text=WHY)


def tightened(until: datetime, by: Person = ADA) -> Move:
    """Keep it in longer."""
    return taken("tighten_embargo", by, embargo=until)


def lifted(until: datetime | None = None, by: Person = CY) -> Move:
    """Let it out sooner."""
    return taken("lift_embargo", by, embargo=until, text=WHY)


def handled(by: Person = BO, **handling: Any) -> Move:
    """Treat it otherwise."""
    return taken("handle", by, handling=Handling(**handling))


def erased(*texts: str, by: Person = CY) -> Move:
    """Remove texts for good."""
    return taken("erase", by, texts=texts, text=WHY)


def ready() -> tuple[Move, ...]:
    """A story that two editors have approved."""
    return drafted(), submitted(), approved(BO), approved(CY)


def out() -> tuple[Move, ...]:
    """A story that readers have."""
    return *ready(), published()


def amended(text: str = SECOND, *, note: str | None = None) -> tuple[Move, ...]:
    """A new revision of it, with its approvals."""
    return revised(text), submitted(note=note), approved(BO), approved(CY)
