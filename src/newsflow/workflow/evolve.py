"""Evolve: what an article is after an event. Replay: what it is after all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from attrs import evolve as _with

from ..errors import HistoryError
from ..events import (
    AnyEvent,
    ApprovalWithdrawn,
    Approved,
    Checked,
    Commented,
    Discarded,
    Drafted,
    EmbargoLifted,
    EmbargoTightened,
    Erased,
    Event,
    GlassBroken,
    Handled,
    Migrated,
    Revised,
    Revived,
    ScheduleFailed,
    SentBack,
    SignedOff,
    Spiked,
    Submitted,
    Unlocked,
    Unscheduled,
)
from ..model.article import (
    AdvanceCopy,
    Approval,
    Article,
    Note,
    Report,
    Revision,
    SignOff,
    Submission,
)
from ..model.handling import Handling
from ._changing import reviewed_anew, stepped
from ._evolve_releases import RELEASED

Fold: TypeAlias = Callable[[Article, Any], Article]


def evolve(article: Article | None, event: AnyEvent) -> Article:
    """Tell what *article* is after *event*.

    Raises:
        HistoryError: the event does not follow: its position or its version is not the
            next one, or :class:`Drafted` is not the first of its article.
    """
    if article is None:
        return _begun(event)
    if event.position != article.position + 1 or event.article != article.id:
        message = (
            f"event {event.position} of {event.article} does not follow "
            f"event {article.position} of {article.id}"
        )
        raise HistoryError(message)
    return _FOLDS[type(event)](article, event)


def replay(
    history: Iterable[AnyEvent], *, until: datetime | None = None
) -> Article | None:
    """Fold a history into the article; None for an empty one.

    With *until*, fold only what had happened at that instant.

    Raises:
        HistoryError: the events do not follow one another.
    """
    article: Article | None = None
    for event in history:
        if until is not None and event.at > until:
            break
        article = evolve(article, event)
    return article


def _begun(event: Event) -> Article:
    if not isinstance(event, Drafted) or event.position != 1:
        message = f"the history of {event.article} does not begin with Drafted"
        raise HistoryError(message)
    return Article(
        id=event.article,
        workflow=event.workflow,
        workflow_version=event.workflow_version,
        state=event.state,
        position=1,
        head=Revision(number=1, content=event.content, by=event.by, at=event.at),
        created=event.at,
        updated=event.at,
        handling=Handling(embargo=event.embargo),
        savers=frozenset({event.by}),
        bylined=frozenset(event.bylined),
        original=event.original,
        reading=event.reading,
    )


def _drafted(article: Article, event: Drafted) -> Article:
    message = f"event {event.position} of {article.id} drafts it a second time"
    raise HistoryError(message)


def _revised(article: Article, event: Revised) -> Article:
    number = article.head.number + 1
    kept = (one for one in article.sign_offs if one.kind in event.carried)
    return reviewed_anew(
        article,
        event,
        head=Revision(number=number, content=event.content, by=event.by, at=event.at),
        sign_offs=tuple(_with(one, content=event.content) for one in kept),
        savers=article.savers | {event.by},
        bylined=frozenset(event.bylined),
    )


def _discarded(article: Article, event: Discarded) -> Article:
    if article.live is None:
        message = f"{article.id} was discarded with nothing live"
        raise HistoryError(message)
    head = Revision(
        number=article.head.number + 1,
        content=article.live.content,
        by=event.by,
        at=event.at,
    )
    return reviewed_anew(
        article,
        event,
        head=head,
        sign_offs=(),
        savers=frozenset(),
        bylined=article.live.bylined,
    )


def _submitted(article: Article, event: Submitted) -> Article:
    submission = Submission(
        content=event.content, note=event.note, by=event.by, at=event.at
    )
    return reviewed_anew(article, event, submission=submission)


def _sent_back(article: Article, event: SentBack | Spiked | Revived) -> Article:
    return reviewed_anew(article, event)


def _approved(article: Article, event: Approved) -> Article:
    approval = Approval(
        content=event.content,
        note=event.note,
        by=event.by,
        roles=frozenset(event.roles),
        at=event.at,
    )
    return stepped(article, event, approvals=(*article.approvals, approval))


def _approval_withdrawn(article: Article, event: ApprovalWithdrawn) -> Article:
    kept = tuple(one for one in article.approvals if one.by != event.by)
    return stepped(article, event, approvals=kept)


def _signed_off(article: Article, event: SignedOff) -> Article:
    sign_off = SignOff(
        kind=event.kind,
        content=event.content,
        given=event.content,
        by=event.by,
        at=event.at,
    )
    others = (one for one in article.sign_offs if one.kind != event.kind)
    return stepped(article, event, sign_offs=(*others, sign_off))


def _checked(article: Article, event: Checked) -> Article:
    report = Report(
        content=event.content,
        profile=event.profile,
        errors=event.errors,
        warnings=event.warnings,
        findings=event.findings,
        at=event.at,
    )
    return stepped(article, event, report=report)


def _commented(article: Article, event: Commented) -> Article:
    note = Note(text=event.note, by=event.by, at=event.at)
    return stepped(article, event, notes=(*article.notes, note))


def _embargoed(article: Article, event: EmbargoTightened | EmbargoLifted) -> Article:
    handling = _with(article.handling, embargo=event.embargo)
    return stepped(article, event, handling=handling, advance=_held(article, event))


def _held(
    article: Article, event: EmbargoTightened | EmbargoLifted
) -> AdvanceCopy | None:
    """Tell until when partners hold what they have ahead.

    An embargo that is lifted for good ends at that instant, if it had not before.
    """
    copy = article.advance
    if copy is None:
        return None
    until = event.embargo or min(copy.embargo, event.at)
    return copy if until == copy.embargo else _with(copy, embargo=until, at=event.at)


def _handled(article: Article, event: Handled) -> Article:
    handling = _with(
        article.handling,
        expires=event.expires,
        priority=event.priority,
        urgency=event.urgency,
        planned_length=event.planned_length,
    )
    return stepped(article, event, handling=handling)


def _unlocked(article: Article, event: Unlocked) -> Article:
    return stepped(article, event)


def _migrated(article: Article, event: Migrated) -> Article:
    return stepped(
        article,
        event,
        workflow=event.workflow,
        workflow_version=event.workflow_version,
        state=event.state,
    )


def _erased(article: Article, event: Erased) -> Article:
    return stepped(article, event, erased=article.erased | set(event.texts))


def _off_schedule(article: Article, event: Unscheduled | ScheduleFailed) -> Article:
    return stepped(article, event, state=event.state, schedule=None)


def _glass_broken(article: Article, event: GlassBroken) -> Article:
    return stepped(article, event, glass_broken=True)


_FOLDS: Mapping[type[Event], Fold] = MappingProxyType(
    {
        Drafted: _drafted,
        Revised: _revised,
        Discarded: _discarded,
        Submitted: _submitted,
        SentBack: _sent_back,
        Spiked: _sent_back,
        Revived: _sent_back,
        Approved: _approved,
        ApprovalWithdrawn: _approval_withdrawn,
        SignedOff: _signed_off,
        Checked: _checked,
        Commented: _commented,
        EmbargoTightened: _embargoed,
        EmbargoLifted: _embargoed,
        Handled: _handled,
        Unlocked: _unlocked,
        Migrated: _migrated,
        Erased: _erased,
        Unscheduled: _off_schedule,
        ScheduleFailed: _off_schedule,
        GlassBroken: _glass_broken,
        **RELEASED,
    }
)
