"""Staging: a story is brought to the state in which a test begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ..errors import NewsflowError
from ..model.article import Article
from ..model.blocks import Paragraph, plain
from ..model.content import Content
from ..model.people import Person
from ..newsroom import Newsroom
from ..workflow.definition import Act, Step
from ._ways import way_to


def bridge() -> Content:
    """Give the story that everybody is waiting for."""
    return Content(
        headline="Harbour bridge reopens",
        slug="harbour-bridge-reopens",
        language="en",
        section="City",
        body=[
            Paragraph(key="b1", spans=plain("The bridge is open again.")),
            Paragraph(key="b2", spans=plain("Nobody cheered louder than the ferry.")),
        ],
    )


def bring(
    room: Newsroom,
    state: str,
    *,
    people: Mapping[str, Person],
    content: Content | None = None,
    now: datetime | None = None,
) -> Article:
    """Draft a story and take every step that leads it to *state*.

    Each step is taken by the first of the *people* who may. A schedule is set for an
    hour after *now*, or after the story was drafted.

    Raises:
        NotFoundError: no way leads a new story there.
        NewsflowError: nobody may take one of the steps.
    """
    first, *rest = way_to(room.workflow(), state)
    writer = _first(people.values(), first)
    article = room.draft(content or bridge(), by=writer)
    when = (now or article.created) + timedelta(hours=1)
    for step in rest:
        article = clear(room, article, people=people)
        article = _take(room, article, step, people=people, when=when)
    return article


def clear(room: Newsroom, story: Article, *, people: Mapping[str, Person]) -> Article:
    """Have everyone who may approve a story or sign it off do so."""
    for person in people.values():
        story = _approved(room, story, person)
        story = _signed_off(room, story, person)
    return story


def _approved(room: Newsroom, story: Article, person: Person) -> Article:
    for step in room.allowed(story, by=person):
        if step.act is Act.APPROVE:
            return room.approve(story, by=person, step=step.name)
    return story


def _signed_off(room: Newsroom, story: Article, person: Person) -> Article:
    given = {one.kind for one in story.sign_offs}
    may = any(step.act is Act.SIGN_OFF for step in room.allowed(story, by=person))
    for kind, rule in room.workflow(story).by_sign_off.items():
        if may and kind not in given and person.may(rule.roles):
            story = room.sign_off(story, kind, by=person)
    return story


def _first(people: Iterable[Person], step: Step) -> Person:
    for person in people:
        if person.may(step.roles):
            return person
    raise _nobody(step)


def _take(
    room: Newsroom,
    story: Article,
    step: Step,
    *,
    people: Mapping[str, Person],
    when: datetime,
) -> Article:
    takes: Mapping[Act, Mapping[str, Any]] = {
        Act.SCHEDULE: {"when": when},
        Act.SEND_BACK: {"reason": "It needs a second source."},
        Act.RETRACT: {"reason": "The bridge never closed."},
        Act.KILL: {"reason": "By order of the court."},
    }
    for person in people.values():
        if step in room.allowed(story, by=person):
            verb = getattr(room, step.act.value)
            taken: Article = verb(story, by=person, **takes.get(step.act, {}))
            return taken
    raise _nobody(step)


def _nobody(step: Step) -> NewsflowError:
    return NewsflowError(
        f"none of these people may {step.name.replace('_', ' ')} the story now; "
        f"the step is for {', '.join(sorted(step.roles))}"
    )
