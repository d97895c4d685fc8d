"""What must be so before an act makes sense, act by act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from ..errors import Objection
from ..model.article import Release
from ..model.times import instant_text
from ._demands import demands, embargo
from .asking import Case
from .definition import RELEASES, Act, StateKind, Step

Condition: TypeAlias = Callable[[Case], Iterator[Objection]]

PARAMETERS = frozenset(
    {"reason", "text", "due", "sign_off_kind", "content", "embargo_until"}
)
"""Codes of objections that only say that the step was asked for without something."""


def release_of(case: Case) -> Release:
    """Tell in which way the head would go out."""
    if case.article.live is None:
        return Release.PUBLISH
    return Release.UPDATE if case.note is None else Release.CORRECT


def release_step(case: Case) -> Step | None:
    """Find the step that will release a head which is to be scheduled."""
    release = release_of(case)
    for step in case.workflow.steps:
        if RELEASES.get(step.act) is release and _from_schedule(case, step):
            return step
    return None


def _from_schedule(case: Case, step: Step) -> bool:
    scheduled = {
        state.name
        for state in case.workflow.states
        if state.kind is StateKind.SCHEDULED
    }
    return not scheduled.isdisjoint(case.workflow.sources(step))


def _reason(case: Case) -> Iterator[Objection]:
    if case.ask.text is None:
        message = f"to {_words(case)}, say why: a reason is missing"
        yield Objection(code="reason", message=message)


def _text(case: Case) -> Iterator[Objection]:
    if case.ask.text is None:
        yield Objection(code="text", message=f"to {_words(case)}, write something")


def _content(case: Case) -> Iterator[Objection]:
    if case.ask.content is None:
        yield Objection(code="content", message="there is no text to save")


def _submit(case: Case) -> Iterator[Objection]:
    yield from _changed(case)
    if case.ask.text is not None and case.article.live is None:
        message = "there is nothing out that a public note could correct"
        yield Objection(
            code="not_live", message=message, offers="submit without a note"
        )


def _changed(case: Case) -> Iterator[Objection]:
    live = case.article.live
    if live is not None and live.content == case.article.head.content:
        message = "this text is what readers have already"
        yield Objection(code="unchanged", message=message, offers="revise")


def _approve(case: Case) -> Iterator[Objection]:
    article, person = case.article, case.ask.by
    if person.service:
        message = f"{person.id} is a service account, and those never approve"
        yield Objection(code="service", message=message)
    yield from _no_contributor(case)
    if any(one.by == person.id for one in article.approvals):
        message = f"{person.id} has approved it already"
        yield Objection(code="approved", message=message, lifted_by=("somebody else",))
    submission = article.submission
    if submission is None or submission.content != article.head.content:
        message = "it has not been handed in for review"
        yield Objection(code="not_submitted", message=message, offers="submit")


def _no_contributor(case: Case) -> Iterator[Objection]:
    if case.ask.by.id in case.article.contributors:
        message = f"{case.ask.by.id} has written in it"
        yield Objection(
            code="contributor", message=message, lifted_by=("somebody else",)
        )


def _withdraw_approval(case: Case) -> Iterator[Objection]:
    if all(one.by != case.ask.by.id for one in case.article.approvals):
        message = f"{case.ask.by.id} has not approved it"
        yield Objection(code="not_approved", message=message)


def _sign_off(case: Case) -> Iterator[Objection]:
    yield from _no_contributor(case)
    kinds = case.workflow.by_sign_off
    rule = kinds.get(case.ask.sign_off or "")
    if rule is None:
        message = f"say which sign-off: {', '.join(kinds) or 'there are none'}"
        yield Objection(code="sign_off_kind", message=message)
    elif not case.ask.by.may(rule.roles):
        message = f"{case.ask.by.id} cannot give the {rule.kind} sign-off"
        lifted = tuple(sorted(rule.roles))
        yield Objection(code="role", message=message, lifted_by=lifted)


def _schedule(case: Case) -> Iterator[Objection]:
    due = case.ask.due
    if due is None:
        yield Objection(code="due", message="say when: an instant with its zone")
    elif due <= case.ask.at:
        message = f"{instant_text(due)} is not in the future"
        yield Objection(code="past", message=message, offers="publish")
    step = release_step(case)
    if step is None:
        message = f"no step would {release_of(case).value} it when the time comes"
        yield Objection(code="no_release", message=message)
    else:
        yield from demands(case, step)
    yield from embargo(case)


def _publish(case: Case) -> Iterator[Objection]:
    if case.article.live is not None:
        message = f"readers have version {case.article.live.number} already"
        yield Objection(code="live", message=message, offers="update or correct")
    yield from _release(case)


def _update(case: Case) -> Iterator[Objection]:
    yield from _is_live(case)
    if case.note is not None:
        message = "it was handed in as a correction, with a public note"
        yield Objection(code="correction", message=message, offers="correct")
    yield from _changed(case)
    yield from _release(case)


def _correct(case: Case) -> Iterator[Objection]:
    yield from _is_live(case)
    if case.note is None:
        message = "a correction needs a public note, handed in with the text"
        yield Objection(code="no_note", message=message, offers="submit with a note")
    yield from _changed(case)
    yield from _release(case)


def _release(case: Case) -> Iterator[Objection]:
    yield from demands(case, case.step)
    yield from embargo(case)
    schedule = case.article.schedule
    if case.ask.firing and schedule is not None and case.ask.at < schedule.due:
        message = f"it is due at {instant_text(schedule.due)}"
        yield Objection(code="early", message=message)


def _break_glass(case: Case) -> Iterator[Objection]:
    yield from _reason(case)
    if case.article.live is not None:
        yield from _changed(case)
    yield from embargo(case)


def _discard(case: Case) -> Iterator[Objection]:
    yield from _is_live(case)


def _is_live(case: Case) -> Iterator[Objection]:
    if case.article.live is None:
        message = "readers have no version of it"
        yield Objection(code="not_live", message=message, offers="publish")


def _retract(case: Case) -> Iterator[Objection]:
    yield from _reason(case)
    if not case.article.versions:
        message = "nothing of it was ever published"
        yield Objection(code="never_published", message=message, offers="spike")


def _spike(case: Case) -> Iterator[Objection]:
    live = case.article.live
    if live is not None:
        message = f"readers still have version {live.number}"
        yield Objection(code="live", message=message, offers="unpublish or retract")


def _tighten(case: Case) -> Iterator[Objection]:
    wanted, now = case.ask.embargo, case.article.handling.embargo
    if wanted is None:
        message = "say until when: an instant with its zone"
        yield Objection(code="embargo_until", message=message)
    elif now is not None and wanted < now:
        message = "that would let it out earlier than now"
        yield Objection(code="earlier", message=message, offers="lift_embargo")
    elif _over(case):
        yield _expired_first(case)


def _lift(case: Case) -> Iterator[Objection]:
    yield from _reason(case)
    wanted, now = case.ask.embargo, case.article.handling.embargo
    if now is None:
        yield Objection(code="no_embargo", message="it has no embargo")
    elif wanted is not None and wanted >= now:
        message = "that would keep it in longer than now"
        yield Objection(code="later", message=message, offers="tighten_embargo")


def _over(case: Case) -> bool:
    expires = case.article.handling.expires
    return None not in (expires, case.ask.embargo) and expires <= case.ask.embargo  # type: ignore[operator] # None was excluded


def _handle(case: Case) -> Iterator[Objection]:
    handling = case.ask.handling
    embargo_now = case.article.handling.embargo
    if handling is None:
        yield Objection(code="content", message="say how it is to be handled")
    elif handling.expires and embargo_now and handling.expires <= embargo_now:
        yield _expired_first(case)


def _expired_first(case: Case) -> Objection:
    message = f"{case.article.id} would expire before its embargo is over"
    return Objection(code="expires", message=message, offers="handle")


def _erase(case: Case) -> Iterator[Objection]:
    yield from _reason(case)
    live = case.article.live
    if live is not None and {live.content, live.note} & set(case.ask.texts):
        message = "readers still have this text: take the story down first"
        yield Objection(code="live", message=message, offers="unpublish or kill")


def _words(case: Case) -> str:
    return case.step.name.replace("_", " ")


CONDITIONS: Mapping[Act, Condition] = MappingProxyType(
    {
        Act.REVISE: _content,
        Act.SUBMIT: _submit,
        Act.SEND_BACK: _reason,
        Act.APPROVE: _approve,
        Act.WITHDRAW_APPROVAL: _withdraw_approval,
        Act.SIGN_OFF: _sign_off,
        Act.SCHEDULE: _schedule,
        Act.PUBLISH: _publish,
        Act.UPDATE: _update,
        Act.CORRECT: _correct,
        Act.BREAK_GLASS: _break_glass,
        Act.DISCARD: _discard,
        Act.UNPUBLISH: _is_live,
        Act.RETRACT: _retract,
        Act.KILL: _reason,
        Act.SPIKE: _spike,
        Act.COMMENT: _text,
        Act.TIGHTEN_EMBARGO: _tighten,
        Act.LIFT_EMBARGO: _lift,
        Act.HANDLE: _handle,
        Act.ERASE: _erase,
    }
)
