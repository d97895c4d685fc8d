"""Migrating: a story follows another workflow, and stands where it stood."""

from __future__ import annotations

from ..errors import Objection, StepRefusedError
from ..model.article import Article
from ..workflow.definition import State
from ._office import Office


def refuse_other_kind(office: Office, article: Article, target: State) -> None:
    """See that a migration publishes nothing, kills nothing, and revives nothing.

    Raises:
        StepRefusedError: the state means something else than the one before.
    """
    before = office.workflow_of(article).state(article.state)
    if (before.kind, before.terminal) == (target.kind, target.terminal):
        return
    message = (
        f"{target.name} is a {target.kind.value} state, and {before.name} is a "
        f"{before.kind.value} state: a migration moves no story"
    )
    alike = tuple(
        state.name
        for state in office.workflow.states
        if (state.kind, state.terminal) == (before.kind, before.terminal)
    )
    raise StepRefusedError(
        "migrate",
        article.id,
        state=article.state,
        objections=[Objection(code="kind", message=message)],
        possible=(f"migrate to {name}" for name in alike),
    )
