"""Firing: a scheduled release comes due, once, and everything is asked again."""

from __future__ import annotations

import attrs

from newsflow.errors import Objection
from newsflow.events import Corrected, Published, ScheduleFailed, Updated
from newsflow.model.people import Person
from newsflow.workflow.asking import Ask
from newsflow.workflow.firing import fire

from .stories import (
    BO,
    CY,
    FIRST,
    HOUR,
    MINUTE,
    MORNING,
    NOTE,
    STANDARD,
    WHY,
    against,
    amended,
    checked_facts,
    erased,
    fired,
    on,
    out,
    ready,
    report,
    scheduled,
    story,
    submitted,
    taken,
    tightened,
)

DUE = MORNING + HOUR
WAITING = (*ready(), scheduled())


def failed(*codes: str, by: str = "bo", position: int = 6) -> ScheduleFailed:
    """A release that was refused when its time came."""
    return ScheduleFailed(
        article="bridge",
        position=position,
        at=DUE,
        by=by,
        state="review",
        objections=codes,
    )


def test_a_schedule_fires_with_its_text_and_its_channels() -> None:
    """What was pinned goes out, and nothing else."""
    article = story(*ready(), scheduled(channels=("wire",)))

    assert (
        Published(
            article="bridge",
            position=6,
            at=DUE,
            by="bo",
            version=1,
            content=FIRST,
            state="published",
            channels=("wire",),
        ),
    ) == fired()(STANDARD, article)


def test_firing_twice_is_one_release() -> None:
    """The second time, nothing waits."""
    article = story(*WAITING, fired())

    assert () == fired()(STANDARD, article)
    assert 1 == len(article.versions)


def test_nothing_is_fired_before_its_time() -> None:
    """A clock that is too early does not undo the schedule."""
    assert () == fired(DUE - MINUTE)(STANDARD, story(*WAITING))


def test_the_core_itself_refuses_a_firing_that_is_early() -> None:
    """Whoever asks for it by hand hears when it is due."""
    assert (
        Objection(code="early", message="it is due at 2026-11-24T09:00:00Z"),
    ) == against(story(*WAITING), "publish", BO, firing=True)
    assert () == against(story(*WAITING), "publish", BO)


def test_an_update_and_a_correction_fire_as_what_they_are() -> None:
    """The step is found from what was scheduled."""
    for note, kind in ((None, Updated), (NOTE, Corrected)):
        article = story(*out(), *amended(note=note), scheduled())
        (event,) = fired()(STANDARD, article)
        assert (kind, note) == (type(event), event.note)


def test_a_refused_firing_goes_back_to_review_and_says_why() -> None:
    """An approver was revoked for cause in the meantime."""
    refused = fired(revoked=frozenset({"cy"}))

    article = story(*WAITING, refused)

    assert (failed("approvals"),) == refused(STANDARD, story(*WAITING))
    assert ("review", None, None) == (article.state, article.schedule, article.live)
    assert 2 == len(article.approvals)


def test_a_scheduler_who_is_no_longer_entitled_releases_nothing() -> None:
    """The directory knows Bo as a reporter now."""
    reporter = Person(id="bo", roles={"reporter"})

    assert (failed("role"),) == fired(by=reporter)(STANDARD, story(*WAITING))


def test_everything_is_asked_again() -> None:
    """Checks, embargo, erasure, judges: each reason is recorded once, by its code."""
    article = story(*WAITING, tightened(DUE + HOUR), erased(FIRST))
    wrong = report(FIRST, errors=2)
    judged = Objection(code="spelling", message="Habour is misspelt")

    facts = checked_facts(article, report=wrong, judged=(judged, judged))
    ask = Ask(step="publish", by=BO, at=DUE)

    assert (failed("erased", "findings", "embargo", "spelling", position=8),) == fire(
        STANDARD, article, ask, facts
    )


def test_a_workflow_that_releases_nothing_any_more_says_so() -> None:
    """It was changed under a waiting story."""
    steps = [
        attrs.evolve(step, sources=("review",)) if step.name == "publish" else step
        for step in STANDARD.steps
    ]
    changed = attrs.evolve(STANDARD, steps=steps)

    assert (failed("no_release"),) == fired()(changed, story(*WAITING))


def test_whoever_publishes_by_hand_ends_the_schedule() -> None:
    """Then its time comes and nothing waits."""
    article = story(*WAITING, taken("publish", CY))

    assert () == fired()(STANDARD, article)


def test_a_story_that_was_called_off_and_handed_in_again_starts_over() -> None:
    """A schedule, like an approval, does not outlive a new submission."""
    article = story(*WAITING, taken("send_back", BO, text=WHY), submitted())

    assert (None, ()) == (article.schedule, article.approvals)
    assert () == fired()(STANDARD, on(article))
