"""Taking steps for the machine: what a newsroom says before is what it must do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ..errors import StepRefusedError
from ..model.article import Article
from ..model.handling import Handling
from ..model.people import Person
from ..newsroom import Newsroom
from ..workflow.definition import Act, Step

_VERBS: Mapping[Act, str] = MappingProxyType(
    {Act.REVISE: "save", Act.CHECK: "record_checks"}
)
"""The verbs of the newsroom that are not called what their act is."""


def step_for(room: Newsroom, story: Article, act: Act) -> Step | None:
    """Find the step that a verb takes: the one that lies open, else any such step."""
    workflow = room.workflow(story)
    anywhere = (step for step in workflow.steps if step.act is act)
    return workflow.that(act, state=story.state) or next(anywhere, None)


def take(
    room: Newsroom, act: Act, story: str, by: Person, *, now: datetime, **takes: Any
) -> Article | None:
    """Take a step; None if it was refused, which it must be for the reasons told.

    Raises:
        AssertionError: the newsroom did otherwise than it said, or a refusal changed
            something.
    """
    before = room.article(story)
    step = step_for(room, before, act)
    if step is None:
        return None
    told = _told(room, step, before, by, now, takes)
    verb = getattr(room, _VERBS.get(act, act.value))
    try:
        after: Article = verb(story, by=by, **takes)
    except StepRefusedError as refused:
        found = {one.code for one in refused.objections}
        assert told == found, f"told {told} against {step.name}, refused for {found}"
        assert before == room.article(story), f"the refused {step.name} left a trace"
        return None
    assert not told, f"{step.name} was taken, although {told} stood against it"
    return after


def _told(
    room: Newsroom,
    step: Step,
    story: Article,
    by: Person,
    now: datetime,
    takes: Mapping[str, Any],
) -> set[str]:
    """Collect what stands against a step: as told, and for what it takes."""
    against = room.why_not(story.id, step.name, by=by, parameters=False)
    known = {one.code for one in against}
    if step.act is Act.SCHEDULE:
        known.discard("embargo")  # told of now, and not of the instant that is wanted
    if step.act is Act.SIGN_OFF and not _may_sign(room, story, by, takes["kind"]):
        known.add("role")
    return known | set(_told_by(step.act, story, now, takes))


def _told_by(
    act: Act, story: Article, now: datetime, takes: Mapping[str, Any]
) -> Iterator[str]:
    """Tell what stands against the very things that a step takes."""
    embargo = story.handling.embargo
    match act:
        case Act.SUBMIT if takes["note"] is not None and story.live is None:
            yield "not_live"
        case Act.SCHEDULE:
            yield from _early(takes["when"], now, embargo)
        case Act.TIGHTEN_EMBARGO:
            yield from _tightened(takes["until"], story.handling)
        case Act.LIFT_EMBARGO if embargo:
            yield from _lifted(takes["until"], embargo)
        case Act.HANDLE if embargo:
            yield from _handled(takes["handling"], embargo)
        case Act.ERASE:
            yield from _erased(story, frozenset(takes["texts"]))
        case _:
            return


def _lifted(until: datetime | None, embargo: datetime) -> Iterator[str]:
    if until is not None and until >= embargo:
        yield "later"


def _handled(handling: Handling, embargo: datetime) -> Iterator[str]:
    if handling.expires is not None and handling.expires <= embargo:
        yield "expires"


def _erased(story: Article, texts: frozenset[str]) -> Iterator[str]:
    live, copy = story.live, story.advance
    notes = (one.note for one in story.corrections)
    if live is not None and texts & {live.content, *notes}:
        yield "live"
    if copy is not None and copy.content in texts:
        yield "advanced"


def _early(when: datetime, now: datetime, embargo: datetime | None) -> Iterator[str]:
    if when <= now:
        yield "past"
    if embargo is not None and when < embargo:
        yield "embargo"


def _tightened(until: datetime, handling: Handling) -> Iterator[str]:
    if handling.embargo is not None and until < handling.embargo:
        yield "earlier"
    elif handling.expires is not None and handling.expires <= until:
        yield "expires"


def _may_sign(room: Newsroom, story: Article, by: Person, kind: str) -> bool:
    rule = room.workflow(story).by_sign_off.get(kind)
    return rule is None or by.may(rule.roles)
