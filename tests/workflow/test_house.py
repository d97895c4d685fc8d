"""A house with words of its own: the engine knows what each means."""

from __future__ import annotations

import attrs
import pytest

from newsflow.errors import Objection, StepRefusedError
from newsflow.workflow.decide import allowed
from newsflow.workflow.definition import Step, Workflow
from newsflow.workflow.proof import prove

from .stories import (
    ADA,
    BO,
    CY,
    HOUR,
    MORNING,
    NOTE,
    STANDARD,
    THIRD,
    Move,
    against,
    amended,
    approved,
    checked_facts,
    drafted,
    fired,
    happens,
    killed,
    on,
    out,
    published,
    ready,
    retracted,
    revised,
    scheduled,
    story,
    submitted,
    taken,
    tightened,
)

WORDS = {
    "draft": "kladde",
    "review": "pruefung",
    "scheduled": "wartet",
    "published": "draussen",
    "withdrawn": "zurueck",
    "retracted": "widerrufen",
    "spiked": "spiess",
    "killed": "getilgt",
}
STEPS = {
    "submit": "vorlegen",
    "approve": "freigeben",
    "publish": "raus",
    "update": "fortschreiben",
    "correct": "richtigstellen",
    "schedule": "vormerken",
    "unpublish": "zurueckziehen",
    "retract": "widerrufen",
    "revise": "aendern",
    "spike": "spiessen",
    "lift_embargo": "sperrfrist_heben",
    "send_back": "zurueck_an_den_autor",
}


def _step(step: Step) -> Step:
    return attrs.evolve(
        step,
        name=STEPS.get(step.name, step.name),
        sources=[WORDS.get(name, name) for name in step.sources],
        target=step.target and WORDS[step.target],
    )


ANZEIGER = prove(
    Workflow(
        name="anzeiger",
        version=3,
        states=[attrs.evolve(one, name=WORDS[one.name]) for one in STANDARD.states],
        steps=[_step(step) for step in STANDARD.steps],
    )
)


def test_the_same_story_goes_the_same_way_under_other_names() -> None:
    """Event for event, but for the names of the states."""
    moves: tuple[Move, ...] = (
        *out(),
        *amended(note=NOTE),
        taken("correct", BO),
        revised(THIRD),
        taken("discard", ADA),
        taken("unpublish", BO),
        taken("revive", BO),
        submitted(),
        approved(BO),
        approved(CY),
        scheduled(),
        fired(),
        retracted(),
        killed(),
    )

    for end in range(1, len(moves) + 1):
        ours, theirs = story(*moves[:end]), story(*moves[:end], desk=ANZEIGER)
        assert WORDS[ours.state] == theirs.state
        assert _renamed(ours.schedule) == theirs.schedule
        assert (ours.versions, ours.live, ours.corrections, ours.withdrawal) == (
            theirs.versions,
            theirs.live,
            theirs.corrections,
            theirs.withdrawal,
        )


def _renamed(schedule: object) -> object:
    if schedule is None:
        return None
    return attrs.evolve(schedule, back=WORDS["review"])  # type: ignore[type-var] # any schedule


def test_a_house_hears_its_own_words() -> None:
    """In what it may not do, and in what is offered instead."""
    article = story(drafted(), submitted(), desk=ANZEIGER)

    assert (
        Objection(
            code="approvals",
            message="it has 0 of 2 approvals by editor",
            lifted_by=("editor",),
            offers="freigeben",
        ),
    ) == against(article, "publish", BO, desk=ANZEIGER)
    assert (
        Objection(
            code="reason",
            message="to zurueck an den autor, say why: a reason is missing",
        ),
    ) == against(article, "send_back", BO, desk=ANZEIGER)
    waiting = on(article, tightened(MORNING + HOUR), desk=ANZEIGER)
    assert "vormerken at 2026-11-24T09:00:00Z" == (
        against(waiting, "publish", BO, desk=ANZEIGER)[-1].offers
    )
    live = story(*out(), *amended(), desk=ANZEIGER)
    assert "fortschreiben or richtigstellen" == (
        against(live, "publish", BO, desk=ANZEIGER)[0].offers
    )
    assert "vorlegen with a note" == (
        against(live, "correct", BO, desk=ANZEIGER)[0].offers
    )
    assert "zurueckziehen or widerrufen" == (
        against(on(live, revised(NOTE), desk=ANZEIGER), "spike", BO, desk=ANZEIGER)[
            0
        ].offers
    )


def test_a_refusal_lists_the_houses_steps() -> None:
    """Which are all that it knows."""
    article = story(drafted(), desk=ANZEIGER)

    with pytest.raises(StepRefusedError) as refusal:
        happens(article, "publish", ADA, desk=ANZEIGER)

    assert (
        "cannot raus bridge (in kladde): raus is for stories in pruefung, wartet"
    ) in str(refusal.value)
    assert ("aendern", "vorlegen") == refusal.value.possible[:2]


def test_two_steps_may_do_the_same_act() -> None:
    """A fast way for small things, with one approval, beside the usual one."""
    brief = attrs.evolve(
        STANDARD.step("publish"),
        name="publish_brief",
        approvals=[attrs.evolve(STANDARD.step("publish").approvals[0], count=1)],
    )
    desk = prove(attrs.evolve(STANDARD, steps=(*STANDARD.steps, brief)))
    article = story(drafted(), submitted(), approved(BO), desk=desk)

    may = [
        step.name
        for step in allowed(
            desk, article, BO, at=article.updated, facts=checked_facts(article)
        )
    ]

    assert "publish" not in may
    assert "publish_brief" in may
    assert "published" == on(article, taken("publish_brief", BO), desk=desk).state
    live = story(*ready(), published(), desk=desk)
    assert "publish or publish_brief" == (
        against(story(drafted(), desk=desk), "unpublish", BO, desk=desk)[0].offers
    )
    assert live.live is not None
