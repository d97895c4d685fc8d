"""What must be so before a story goes out, comes back or comes down."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Objection
from ..model.article import Release
from ..model.times import instant_text
from ._conditions_advance import called_back
from ._demands import demands, embargo, erased, reason
from .asking import Case
from .definition import RELEASES, Act, Step

_OUT_OF_IT = (Act.REVISE, Act.DISCARD)


def release_of(case: Case) -> Release:
    """Tell in which way the head would go out."""
    if case.article.live is None:
        return Release.PUBLISH
    return Release.UPDATE if case.note is None else Release.CORRECT


def release_step(case: Case) -> Step | None:
    """Find the step that will release a head which is to be scheduled."""
    release = release_of(case)
    for step in case.workflow.steps_from(case.step.target or case.article.state):
        if RELEASES.get(step.act) is release:
            return step
    return None


def changed(case: Case) -> Iterator[Objection]:
    """Object to handing in or releasing what readers have already."""
    live = case.article.live
    if live is not None and live.content == case.article.head.content:
        message = "this text is what readers have already"
        steps = case.workflow.steps_from(case.article.state)
        here = {step.act for step in steps}
        offers = case.called(*(one for one in _OUT_OF_IT if one in here))
        yield Objection(code="unchanged", message=message, offers=offers)


def is_live(case: Case) -> Iterator[Objection]:
    """Object to a step that only makes sense while readers have a version."""
    if case.article.live is None:
        message = "readers have no version of it"
        offers = case.called(Act.PUBLISH)
        yield Objection(code="not_live", message=message, offers=offers)


def schedule(case: Case) -> Iterator[Objection]:
    """Object to a release that could not happen when its time comes."""
    due = case.ask.due
    if due is None:
        yield Objection(code="due", message="say when: an instant with its zone")
    elif due <= case.ask.at:
        message = f"{instant_text(due)} is not in the future"
        offers = case.called(Act(release_of(case).value))
        yield Objection(code="past", message=message, offers=offers)
    step = release_step(case)
    if step is None:
        message = f"no step would {release_of(case).value} it when the time comes"
        yield Objection(code="no_release", message=message)
    else:
        yield from _entitled(case, step)
        yield from demands(case, step)
    yield from changed(case)
    yield from embargo(case, due or case.ask.at)


def _entitled(case: Case, step: Step) -> Iterator[Objection]:
    if not case.ask.by.may(step.roles):
        message = f"{case.ask.by.id} could not {step.name} it when the time comes"
        lifted = tuple(sorted(step.roles))
        yield Objection(code="role", message=message, lifted_by=lifted)


def publish(case: Case) -> Iterator[Objection]:
    """Object to publishing what is out already, or lacks what is demanded."""
    if case.article.live is not None:
        message = f"readers have version {case.article.live.number} already"
        offers = case.called(Act.UPDATE, Act.CORRECT)
        yield Objection(code="live", message=message, offers=offers)
    yield from _release(case)


def update(case: Case) -> Iterator[Objection]:
    """Object to an update of nothing, by nothing new, or that is a correction."""
    yield from is_live(case)
    if case.note is not None:
        message = "it was handed in as a correction, with a public note"
        offers = case.called(Act.CORRECT)
        yield Objection(code="correction", message=message, offers=offers)
    yield from changed(case)
    yield from _release(case)


def correct(case: Case) -> Iterator[Objection]:
    """Object to a correction of nothing, by nothing new, or without its note."""
    yield from is_live(case)
    if case.note is None:
        message = "a correction needs a public note, handed in with the text"
        submit = case.called(Act.SUBMIT)
        offers = f"{submit} with a note" if submit else ""
        yield Objection(code="no_note", message=message, offers=offers)
    yield from changed(case)
    yield from _release(case)


def _release(case: Case) -> Iterator[Objection]:
    yield from demands(case, case.step)
    yield from embargo(case, case.ask.at)
    waiting = case.article.schedule
    if case.ask.firing and waiting is not None and case.ask.at < waiting.due:
        message = f"it is due at {instant_text(waiting.due)}"
        yield Objection(code="early", message=message)


def break_glass(case: Case) -> Iterator[Objection]:
    """Object to breaking the glass without a reason; approvals are not asked for."""
    yield from reason(case)
    yield from erased(case)
    yield from changed(case)
    yield from embargo(case, case.ask.at)


def retract(case: Case) -> Iterator[Objection]:
    """Object to retracting without a reason, or what nobody ever had."""
    yield from reason(case)
    if not case.article.versions:
        message = "nothing of it was ever published"
        offers = case.called(Act.SPIKE if case.article.advance is None else Act.KILL)
        yield Objection(code="never_published", message=message, offers=offers)


def spike(case: Case) -> Iterator[Objection]:
    """Object to spiking what readers still have, or partners ahead of its embargo."""
    live = case.article.live
    if live is not None:
        message = f"readers still have version {live.number}"
        offers = case.called(Act.UNPUBLISH, Act.RETRACT)
        yield Objection(code="live", message=message, offers=offers)
    yield from called_back(case)
