"""What a story waits for: the step that would release it, and what it lacks for it."""

from __future__ import annotations

from datetime import datetime

from ..errors import Objection
from ..model.article import Article
from ..model.people import Person
from .asking import Ask
from .decide import why_not
from .definition import Act, StateKind, Step, Workflow

_ON_THE_WAY = frozenset({StateKind.DRAFT, StateKind.REVIEW, StateKind.SCHEDULED})
_GIVEN = frozenset({"approvals", "sign_off"})
"""Codes of what people give to a story, by name."""


def releasing(workflow: Workflow, article: Article) -> Step | None:
    """Find the step that would release the head; None when it is out, or never will."""
    if workflow.state(article.state).kind not in _ON_THE_WAY:
        return None
    act = Act.PUBLISH
    if article.live is not None:
        handed_in = article.submission
        noted = handed_in is not None and handed_in.note is not None
        act = Act.CORRECT if noted else Act.UPDATE
    return next((step for step in workflow.steps if step.act is act), None)


def missing(
    workflow: Workflow, article: Article, *, now: datetime
) -> tuple[Objection, ...]:
    """List the approvals and sign-offs that the head lacks before it can go out."""
    step = releasing(workflow, article)
    if step is None:
        return ()
    somebody = Person(id="somebody", roles=step.roles)
    ask = Ask(step=step.name, by=somebody, at=max(now, article.updated))
    against = why_not(workflow, article, ask)
    return tuple(one for one in against if one.code in _GIVEN)
