"""The projection: the row of an article that lists and searches read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ..model.article import Article
from ..model.content import Content
from ..model.times import stamp
from ..workflow.definition import Workflow

FORGOTTEN: Mapping[str, Any] = MappingProxyType(
    {
        "fingerprint": None,
        "headline": "",
        "headline_key": "",
        "section": None,
        "slug": None,
    }
)
"""What the columns hold that would still tell of a head whose text was erased."""


def moving(article: Article, workflow: Workflow, *, sealed: str) -> dict[str, Any]:
    """The columns that any step may change."""
    live, schedule = article.live, article.schedule
    return {
        "position": article.position,
        "hash": sealed,
        "workflow": article.workflow,
        "workflow_version": article.workflow_version,
        "state": article.state,
        "state_kind": workflow.state(article.state).kind.value,
        "live": None if live is None else live.number,
        "embargo": _stamp(article.handling.embargo),
        "expires": _stamp(article.handling.expires),
        "due": None if schedule is None else stamp(schedule.due),
        "updated": stamp(article.updated),
    }


def writing(article: Article, content: Content, fingerprint: str) -> Mapping[str, Any]:
    """The columns that a new head changes."""
    return {
        "head": article.head.content,
        "fingerprint": fingerprint,
        "headline": content.headline,
        "headline_key": content.headline.casefold(),
        "kind": content.kind.value,
        "section": content.section,
        "language": content.language,
        "slug": content.slug,
    }


def begun(article: Article) -> Mapping[str, Any]:
    """The columns that never change."""
    return {
        "id": article.id,
        "original": article.original,
        "created": stamp(article.created),
    }


def _stamp(value: datetime | None) -> str | None:
    return None if value is None else stamp(value)
