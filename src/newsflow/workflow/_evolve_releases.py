"""The part of evolve that is about releases and removals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from ..errors import HistoryError
from ..events import (
    Advanced,
    Corrected,
    Event,
    Killed,
    Published,
    Released,
    Retracted,
    Scheduled,
    Unpublished,
    Updated,
)
from ..model.article import (
    AdvanceCopy,
    Article,
    Correction,
    Digest,
    Release,
    Removal,
    Schedule,
    Version,
    Withdrawal,
)
from ._changing import reviewed_anew, stepped

Fold: TypeAlias = Callable[[Article, Any], Article]


def _scheduled(article: Article, event: Scheduled) -> Article:
    schedule = Schedule(
        content=event.content,
        note=event.note,
        release=event.release,
        due=event.due,
        zone=event.zone,
        channels=event.channels,
        back=event.back,
        by=event.by,
    )
    return stepped(article, event, state=event.state, schedule=schedule)


def _advanced(article: Article, event: Advanced) -> Article:
    before = article.advance
    channels = () if before is None else before.channels
    same = before is not None and before.content == event.content
    copy = AdvanceCopy(
        content=event.content,
        embargo=event.embargo,
        channels=tuple(dict.fromkeys((*channels, *event.channels))),
        by=event.by,
        # For whoever has it already nothing changes by another one's getting it.
        at=before.at if before is not None and same else event.at,
    )
    return stepped(article, event, advance=copy)


def _released(release: Release) -> Fold:
    def fold(article: Article, event: Released) -> Article:
        version = _version(article, event, release)
        return reviewed_anew(
            article,
            event,
            live=version,
            versions=(*article.versions, version),
            corrections=(*article.corrections, *_correction(event)),
            withdrawal=None,
            advance=None,
            savers=frozenset(),
        )

    return fold


def _version(article: Article, event: Released, release: Release) -> Version:
    if event.version != len(article.versions) + 1:
        message = (
            f"version {event.version} of {article.id} does not follow "
            f"version {len(article.versions)}"
        )
        raise HistoryError(message)
    counted = [
        one.by
        for one in article.approvals
        if one.content == event.content and one.note == event.note
    ]
    return Version(
        number=event.version,
        release=release,
        content=event.content,
        note=event.note,
        at=event.at,
        by=event.by,
        approved_by=tuple(counted),
        bylined=article.bylined,
        channels=event.channels,
        broke_glass=article.glass_broken,
        urgency=article.handling.urgency,
    )


def _correction(event: Released) -> tuple[Correction, ...]:
    if not isinstance(event, Corrected) or event.note is None:
        return ()
    return (Correction(version=event.version, note=event.note, at=event.at),)


def _removed(removal: Removal) -> Fold:
    def fold(article: Article, event: Unpublished | Retracted | Killed) -> Article:
        reason: Digest | None = event.reason
        withdrawal = Withdrawal(
            removal=removal, reason=reason, at=event.at, by=event.by
        )
        return reviewed_anew(
            article, event, live=None, withdrawal=withdrawal, advance=None
        )

    return fold


RELEASED: Mapping[type[Event], Fold] = MappingProxyType(
    {
        Scheduled: _scheduled,
        Advanced: _advanced,
        Published: _released(Release.PUBLISH),
        Updated: _released(Release.UPDATE),
        Corrected: _released(Release.CORRECT),
        Unpublished: _removed(Removal.UNPUBLISH),
        Retracted: _removed(Removal.RETRACT),
        Killed: _removed(Removal.KILL),
    }
)
