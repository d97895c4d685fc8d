"""What must be so before an act makes sense, act by act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from ..errors import Objection
from . import _conditions_desk as desk
from . import _conditions_release as release
from ._conditions_advance import advance
from ._conditions_release import release_of, release_step
from ._demands import erased, reason, words
from .asking import Case
from .definition import Act

Condition: TypeAlias = Callable[[Case], Iterator[Objection]]

PARAMETERS = frozenset(
    {
        "content",
        "due",
        "embargo_until",
        "reason",
        "report",
        "sign_off_kind",
        "text",
        "texts",
    }
)
"""Codes of objections that only say that the step was asked for without something."""


def _text(case: Case) -> Iterator[Objection]:
    if case.ask.text is None:
        yield Objection(code="text", message=f"to {words(case)}, write something")


def _content(case: Case) -> Iterator[Objection]:
    if case.ask.content is None:
        yield Objection(code="content", message="there is no text to save")


def _submit(case: Case) -> Iterator[Objection]:
    yield from release.changed(case)
    yield from erased(case)
    if case.ask.text is not None and case.article.live is None:
        message = "there is nothing out that a public note could correct"
        offers = f"{case.step.name} without a note"
        yield Objection(code="not_live", message=message, offers=offers)


def _approve(case: Case) -> Iterator[Objection]:
    article, person = case.article, case.ask.by
    if person.service:
        message = f"{person.id} is a service account, and those never approve"
        yield Objection(code="service", message=message, lifted_by=("somebody else",))
    yield from _no_contributor(case)
    if any(one.by == person.id for one in article.approvals):
        message = f"{person.id} has approved it already"
        yield Objection(code="approved", message=message, lifted_by=("somebody else",))
    submission = article.submission
    if submission is None or submission.content != article.head.content:
        message = "it has not been handed in for review"
        offers = case.called(Act.SUBMIT)
        yield Objection(code="not_submitted", message=message, offers=offers)


def _no_contributor(case: Case) -> Iterator[Objection]:
    if case.ask.by.id in case.article.contributors:
        message = f"{case.ask.by.id} has written in it"
        yield Objection(
            code="contributor", message=message, lifted_by=("somebody else",)
        )


def _withdraw_approval(case: Case) -> Iterator[Objection]:
    if all(one.by != case.ask.by.id for one in case.article.approvals):
        message = f"{case.ask.by.id} has not approved it"
        offers = case.called(Act.APPROVE)
        yield Objection(code="not_approved", message=message, offers=offers)


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


CONDITIONS: Mapping[Act, Condition] = MappingProxyType(
    {
        Act.REVISE: _content,
        Act.SUBMIT: _submit,
        Act.SEND_BACK: reason,
        Act.APPROVE: _approve,
        Act.WITHDRAW_APPROVAL: _withdraw_approval,
        Act.SIGN_OFF: _sign_off,
        Act.CHECK: desk.check,
        Act.SCHEDULE: release.schedule,
        Act.PUBLISH: release.publish,
        Act.UPDATE: release.update,
        Act.CORRECT: release.correct,
        Act.ADVANCE: advance,
        Act.BREAK_GLASS: release.break_glass,
        Act.DISCARD: release.is_live,
        Act.UNPUBLISH: release.is_live,
        Act.RETRACT: release.retract,
        Act.KILL: reason,
        Act.SPIKE: release.spike,
        Act.COMMENT: _text,
        Act.TIGHTEN_EMBARGO: desk.tighten,
        Act.LIFT_EMBARGO: desk.lift,
        Act.HANDLE: desk.handle,
        Act.UNLOCK: desk.unlock,
        Act.ERASE: desk.erase,
        Act.MIGRATE: desk.migrate,
    }
)

__all__ = ["CONDITIONS", "PARAMETERS", "Condition", "release_of", "release_step"]
