"""What must be so before the desk checks, handles, erases or moves a story."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Objection
from ._conditions_advance import with_partners
from ._demands import reason
from .asking import Case
from .definition import Act


def check(case: Case) -> Iterator[Objection]:
    """Object to recording checks that were not run on this text."""
    report = case.facts.report
    if report is None or report.content != case.article.head.content:
        message = "there is no report of checks on this text"
        yield Objection(code="report", message=message)


def tighten(case: Case) -> Iterator[Objection]:
    """Object to a tightening that would let the story out earlier."""
    wanted, now = case.ask.embargo, case.article.handling.embargo
    if wanted is None:
        message = "say until when: an instant with its zone"
        yield Objection(code="embargo_until", message=message)
    elif now is not None and wanted < now:
        message = "that would let it out earlier than now"
        offers = case.called(Act.LIFT_EMBARGO)
        yield Objection(code="earlier", message=message, offers=offers)
    else:
        expires = case.article.handling.expires
        if expires is not None and expires <= wanted:
            yield _expired_first(case)


def lift(case: Case) -> Iterator[Objection]:
    """Object to a lifting that would keep the story in longer, or has no reason."""
    yield from reason(case)
    wanted, now = case.ask.embargo, case.article.handling.embargo
    if now is None:
        offers = case.called(Act.TIGHTEN_EMBARGO)
        message = "it has no embargo"
        yield Objection(code="no_embargo", message=message, offers=offers)
    elif wanted is not None and wanted >= now:
        message = "that would keep it in longer than now"
        offers = case.called(Act.TIGHTEN_EMBARGO)
        yield Objection(code="later", message=message, offers=offers)


def handle(case: Case) -> Iterator[Objection]:
    """Object to a story that would be over before it may begin."""
    handling, until = case.ask.handling, case.article.handling.embargo
    if handling is None:
        yield Objection(code="content", message="say how it is to be handled")
    elif handling.expires and until and handling.expires <= until:
        yield _expired_first(case)


def _expired_first(case: Case) -> Objection:
    message = f"{case.article.id} would expire before its embargo is over"
    offers = case.called(Act.HANDLE)
    return Objection(code="expires", message=message, offers=offers)


def unlock(case: Case) -> Iterator[Objection]:
    """Object to taking away nobody's lock."""
    if not case.ask.holder:
        yield Objection(code="holder", message="nobody else has its lock")


def erase(case: Case) -> Iterator[Objection]:
    """Object to erasing without a reason, nothing, or what somebody still has."""
    yield from reason(case)
    if not case.ask.texts:
        yield Objection(code="texts", message="say which texts, by digest")
    live, notes = case.article.live, (one.note for one in case.article.corrections)
    if live is not None and {live.content, *notes} & set(case.ask.texts):
        message = "readers still have this text: take the story down first"
        offers = case.called(Act.UNPUBLISH, Act.KILL)
        yield Objection(code="live", message=message, offers=offers)
    yield from with_partners(case, case.ask.texts)


def migrate(case: Case) -> Iterator[Objection]:
    """Object to moving a story under the feet of its own schedule."""
    if case.article.schedule is not None:
        message = "it waits for its release"
        offers = case.called(Act.UNSCHEDULE)
        yield Objection(code="scheduled", message=message, offers=offers)
