"""What happens when an act is done: its events, act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias, cast

import attrs

from ..events import (
    Advanced,
    AnyEvent,
    ApprovalWithdrawn,
    Approved,
    Checked,
    Commented,
    Corrected,
    Discarded,
    EmbargoLifted,
    EmbargoTightened,
    Erased,
    GlassBroken,
    Handled,
    Killed,
    Migrated,
    Published,
    Retracted,
    Revised,
    Revived,
    Scheduled,
    SentBack,
    SignedOff,
    Spiked,
    Submitted,
    Unlocked,
    Unpublished,
    Unscheduled,
    Updated,
)
from ..model.article import Release, Report
from ..model.handling import Handling
from ._conditions_release import release_of
from ._demands import signed
from .asking import Case
from .definition import Act

Outcome: TypeAlias = Callable[[Case], tuple[AnyEvent, ...]]

_RELEASED: Mapping[Release, type[Published | Updated | Corrected]] = MappingProxyType(
    {
        Release.PUBLISH: Published,
        Release.UPDATE: Updated,
        Release.CORRECT: Corrected,
    }
)


def _revise(case: Case) -> tuple[AnyEvent, ...]:
    if case.ask.content == case.article.head.content:
        return ()  # a save that changes nothing undoes nothing
    revised = Revised(
        **case.fact,
        content=case.ask.content or "",
        state=_target(case),
        bylined=case.ask.bylined,
        carried=_carried(case),
    )
    schedule = case.article.schedule
    if schedule is None:
        return (revised,)
    off = Unscheduled(**case.fact, state=schedule.back)
    return off, attrs.evolve(revised, position=revised.position + 1)


def _carried(case: Case) -> tuple[str, ...]:
    rules, valid = case.workflow.by_sign_off, signed(case.article)
    return tuple(
        kind
        for kind in sorted(valid)
        if kind in rules
        and rules[kind].carried
        and rules[kind].scope not in case.ask.touched
    )


def _submit(case: Case) -> tuple[AnyEvent, ...]:
    return (
        Submitted(
            **case.fact,
            content=case.article.head.content,
            state=_target(case),
            note=case.ask.text,
        ),
    )


def _approve(case: Case) -> tuple[AnyEvent, ...]:
    return (
        Approved(
            **case.fact,
            content=case.article.head.content,
            roles=tuple(sorted(case.ask.by.roles)),
            note=case.note,
        ),
    )


def _sign_off(case: Case) -> tuple[AnyEvent, ...]:
    content, kind = case.article.head.content, case.ask.sign_off or ""
    return (SignedOff(**case.fact, kind=kind, content=content),)


def _check(case: Case) -> tuple[AnyEvent, ...]:
    report = cast("Report", case.facts.report)
    return (
        Checked(
            **case.fact,
            content=report.content,
            profile=report.profile,
            errors=report.errors,
            warnings=report.warnings,
            findings=report.findings,
        ),
    )


def _schedule(case: Case) -> tuple[AnyEvent, ...]:
    waiting = case.article.schedule
    return (
        Scheduled(
            **case.fact,
            content=case.article.head.content,
            release=release_of(case),
            due=cast("datetime", case.ask.due),
            zone=case.ask.zone,
            state=_target(case),
            back=case.article.state if waiting is None else waiting.back,
            note=case.note,
            channels=case.ask.channels,
        ),
    )


def _release(case: Case) -> tuple[AnyEvent, ...]:
    schedule = case.article.schedule
    scheduled = () if schedule is None else schedule.channels
    release = _RELEASED[release_of(case)]
    released = release(
        **case.fact,
        version=len(case.article.versions) + 1,
        content=case.article.head.content,
        state=_target(case),
        note=case.note,
        channels=case.ask.channels or scheduled,
    )
    return (released,)


def _advance(case: Case) -> tuple[AnyEvent, ...]:
    head, channels = case.article.head.content, _ahead(case)
    if not channels:
        return ()  # everyone who is asked for has this very text, and its embargo
    until = cast("datetime", case.article.handling.embargo)
    return (Advanced(**case.fact, content=head, embargo=until, channels=channels),)


def _ahead(case: Case) -> tuple[str, ...]:
    """Name who gets the head ahead: of a new text, everyone who has the one before."""
    wanted, before = case.ask.channels or case.facts.trusted, case.article.advance
    if before is None:
        return wanted
    if before.content == case.article.head.content:
        return tuple(one for one in wanted if one not in before.channels)
    return tuple(dict.fromkeys((*before.channels, *wanted)))


def _break_glass(case: Case) -> tuple[AnyEvent, ...]:
    roles = tuple(sorted(case.ask.by.roles))
    broken = GlassBroken(**case.fact, reason=case.ask.text or "", roles=roles)
    (released,) = _release(case)
    return broken, attrs.evolve(released, position=released.position + 1)


def _handle(case: Case) -> tuple[AnyEvent, ...]:
    handling, now = cast("Handling", case.ask.handling), case.article.handling
    if attrs.evolve(handling, embargo=now.embargo) == now:
        return ()
    return (
        Handled(
            **case.fact,
            expires=handling.expires,
            priority=handling.priority,
            urgency=handling.urgency,
            planned_length=handling.planned_length,
        ),
    )


def _erase(case: Case) -> tuple[AnyEvent, ...]:
    return (Erased(**case.fact, texts=case.ask.texts, reason=case.ask.text or ""),)


def _migrate(case: Case) -> tuple[AnyEvent, ...]:
    ask, article = case.ask, case.article
    migrated = Migrated(
        **case.fact,
        workflow=ask.workflow or article.workflow,
        workflow_version=ask.workflow_version or article.workflow_version,
        state=ask.state or article.state,
    )
    now = article.workflow, article.workflow_version, article.state
    then = migrated.workflow, migrated.workflow_version, migrated.state
    return () if now == then else (migrated,)


def _tighten(case: Case) -> tuple[AnyEvent, ...]:
    until = cast("datetime", case.ask.embargo)
    if until == case.article.handling.embargo:
        return ()
    return (EmbargoTightened(**case.fact, embargo=until),)


def _lift(case: Case) -> tuple[AnyEvent, ...]:
    until, why = case.ask.embargo, case.ask.text or ""
    return (EmbargoLifted(**case.fact, embargo=until, reason=why),)


def _told(kind: type[Any], *, as_: str, moves: bool) -> Outcome:
    """Make the outcome of an act that keeps the person's text, as *as_*."""

    def outcome(case: Case) -> tuple[AnyEvent, ...]:
        state = {"state": _target(case)} if moves else {}
        return (kind(**case.fact, **state, **{as_: case.ask.text}),)

    return outcome


def _back(kind: type[Any]) -> Outcome:
    def outcome(case: Case) -> tuple[AnyEvent, ...]:
        return (kind(**case.fact, state=_target(case)),)

    return outcome


def _unlock(case: Case) -> tuple[AnyEvent, ...]:
    return (Unlocked(**case.fact, holder=case.ask.holder or ""),)


def _target(case: Case) -> str:
    return case.step.target or case.article.state


OUTCOMES: Mapping[Act, Outcome] = MappingProxyType(
    {
        Act.REVISE: _revise,
        Act.SUBMIT: _submit,
        Act.SEND_BACK: _told(SentBack, as_="reason", moves=True),
        Act.APPROVE: _approve,
        Act.WITHDRAW_APPROVAL: _told(ApprovalWithdrawn, as_="reason", moves=False),
        Act.SIGN_OFF: _sign_off,
        Act.CHECK: _check,
        Act.SCHEDULE: _schedule,
        Act.UNSCHEDULE: _back(Unscheduled),
        Act.PUBLISH: _release,
        Act.UPDATE: _release,
        Act.CORRECT: _release,
        Act.ADVANCE: _advance,
        Act.BREAK_GLASS: _break_glass,
        Act.DISCARD: _back(Discarded),
        Act.UNPUBLISH: _told(Unpublished, as_="reason", moves=True),
        Act.RETRACT: _told(Retracted, as_="reason", moves=True),
        Act.KILL: _told(Killed, as_="reason", moves=True),
        Act.SPIKE: _told(Spiked, as_="reason", moves=True),
        Act.REVIVE: _back(Revived),
        Act.COMMENT: _told(Commented, as_="note", moves=False),
        Act.TIGHTEN_EMBARGO: _tighten,
        Act.LIFT_EMBARGO: _lift,
        Act.HANDLE: _handle,
        Act.UNLOCK: _unlock,
        Act.ERASE: _erase,
        Act.MIGRATE: _migrate,
    }
)
