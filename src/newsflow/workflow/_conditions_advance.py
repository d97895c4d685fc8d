"""What must be so before partners get a story ahead, and while they have it."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Objection
from ..model.article import Digest
from ._demands import demands
from .asking import Case
from .definition import Act


def advance(case: Case) -> Iterator[Objection]:
    """Object to what is no approved text under embargo, or goes to nobody trusted."""
    live = case.article.live
    if live is not None:
        message = f"readers have version {live.number} already"
        offers = case.called(Act.UPDATE, Act.CORRECT)
        yield Objection(code="live", message=message, offers=offers)
    yield from demands(case, case.step)
    if not case.article.handling.under_embargo(case.ask.at):
        message = "no embargo runs that it could go ahead of"
        offers = case.called(Act.PUBLISH)
        yield Objection(code="no_embargo", message=message, offers=offers)
    yield from _trusted(case)


def _trusted(case: Case) -> Iterator[Objection]:
    trusted = case.facts.trusted
    if not trusted:
        message = "no channel is configured to be trusted with an embargo"
        yield Objection(code="untrusted", message=message)
        return
    for name in case.ask.channels:
        if name not in trusted:
            known = ", ".join(trusted)
            message = f"{name} is not trusted with an embargo; trusted: {known}"
            yield Objection(code="untrusted", message=message)


def called_back(case: Case) -> Iterator[Objection]:
    """Object to ending quietly what partners have ahead: only a kill reaches them."""
    copy = case.article.advance
    if copy is None:
        return
    killing = (one for one in case.workflow.steps if one.act is Act.KILL)
    yield Objection(
        code="advanced",
        message=f"partners have it ahead of its embargo: {', '.join(copy.channels)}",
        lifted_by=tuple(sorted({role for one in killing for role in one.roles})),
        offers=case.called(Act.KILL),
    )


def with_partners(case: Case, texts: tuple[Digest, ...]) -> Iterator[Objection]:
    """Object to erasing a text that partners have ahead of its embargo."""
    copy = case.article.advance
    if copy is not None and copy.content in texts:
        yield from called_back(case)
