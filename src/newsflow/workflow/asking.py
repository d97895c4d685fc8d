"""What somebody asks for, and all that the core is told before it answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs

from ..errors import Objection
from ..model.article import Article, Digest, Report
from ..model.handling import Handling
from ..model.people import Person
from ..model.times import instant, optional_instant
from .definition import Act, Scope, Step, Workflow


def _distinct(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value)) if value else ()


@attrs.frozen(kw_only=True)
class Ask:
    """A step that *by* asks for at the instant *at*, with what the step takes.

    *text* is the stored reason, note or comment; *content* the saved text of a
    revision, with the persons it bylines and the scopes it touched. *seen* is the text
    that the person had before them: if it is not the head any more, the step is
    refused. *firing* marks a scheduled release whose time has come.

    Raises:
        InvalidValueError: *at*, *due* or *embargo* is naive.
    """

    step: str
    by: Person
    at: datetime = attrs.field(converter=instant)
    text: Digest | None = None
    content: Digest | None = None
    bylined: tuple[str, ...] = attrs.field(default=(), converter=_distinct)
    touched: frozenset[Scope] = frozenset(Scope)
    seen: Digest | None = None
    sign_off: str | None = None
    due: datetime | None = attrs.field(default=None, converter=optional_instant)
    zone: str = "UTC"
    channels: tuple[str, ...] = attrs.field(default=(), converter=_distinct)
    embargo: datetime | None = attrs.field(default=None, converter=optional_instant)
    handling: Handling | None = None
    holder: str | None = None
    texts: tuple[Digest, ...] = attrs.field(default=(), converter=_distinct)
    workflow: str | None = None
    workflow_version: int | None = None
    state: str | None = None
    firing: bool = False


@attrs.frozen(kw_only=True)
class Facts:
    """What the newsroom found out about the world before it asks the core.

    *report* is what the checks say of the head now; *revoked* are persons whose rights
    were taken for cause; *judged* are the objections of plug-ins, which the core adds
    to its own and never drops. *trusted* are the channels that may have a story ahead
    of its embargo.
    """

    report: Report | None = None
    revoked: frozenset[str] = frozenset()
    judged: tuple[Objection, ...] = ()
    trusted: tuple[str, ...] = ()


NOTHING_KNOWN = Facts()


@attrs.frozen
class Case:
    """One ask about one article under one workflow, with the facts."""

    workflow: Workflow
    article: Article
    ask: Ask
    facts: Facts
    step: Step

    @property
    def note(self) -> Digest | None:
        """The public note that was handed in with the head."""
        submission = self.article.submission
        return None if submission is None else submission.note

    def called(self, *acts: Act) -> str:
        """Name the steps that do *acts* as this house calls them: ``update or fix``."""
        steps = self.workflow.steps
        named = (step.name for act in acts for step in steps if step.act is act)
        return " or ".join(dict.fromkeys(named))

    @property
    def fact(self) -> dict[str, Any]:
        """What the next event has in common with every event."""
        return {
            "article": self.article.id,
            "position": self.article.position + 1,
            "at": self.ask.at,
            "by": self.ask.by.id,
        }


def case(
    workflow: Workflow, article: Article, ask: Ask, facts: Facts = NOTHING_KNOWN
) -> Case:
    """Put a case together.

    Raises:
        NotFoundError: the workflow has no such step.
    """
    return Case(workflow, article, ask, facts, workflow.step(ask.step))
