"""Decide: who may take which step, when, and what is said to those who may not."""

from __future__ import annotations

import attrs
import pytest

from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.errors import NotFoundError, Objection, StepRefusedError
from newsflow.model.people import Person
from newsflow.workflow.asking import Ask, Facts
from newsflow.workflow.conditions import CONDITIONS, PARAMETERS
from newsflow.workflow.decide import allowed, decide, why_not
from newsflow.workflow.definition import Act

from .stories import (
    ADA,
    BO,
    CY,
    FIRST,
    LU,
    MORNING,
    SECOND,
    STANDARD,
    WHY,
    WIRE,
    against,
    asking,
    checked_facts,
    drafted,
    erased,
    killed,
    out,
    ready,
    story,
    submitted,
)


def test_a_refusal_names_every_reason_and_the_way_out() -> None:
    """Ada sees why she cannot publish, who can, and what she may do."""
    article = story(drafted(), submitted())
    ask = asking(article, "publish", ADA)

    with pytest.raises(StepRefusedError) as refusal:
        decide(STANDARD, article, ask, checked_facts(article))

    assert (
        "cannot publish bridge (in review): ada is none of: chief, editor (lifted by: "
        "chief, editor); it has 0 of 2 approvals by editor (lifted by: editor); "
        "possible from here: revise, check, comment, tighten_embargo, handle"
    ) == str(refusal.value)
    assert ("role", "approvals") == tuple(o.code for o in refusal.value.objections)
    assert "review" == refusal.value.state
    assert refusal.value.objections == why_not(
        STANDARD, article, ask, checked_facts(article)
    )


def test_somebody_without_any_step_is_told_that_nothing_is_possible() -> None:
    """A visitor may comment, and on a step of another state hears all of it."""
    article = story(drafted())
    visitor = Person(id="vi")

    assert ["comment"] == [
        step.name for step in allowed(STANDARD, article, visitor, at=article.updated)
    ]


def test_a_step_belongs_to_its_states() -> None:
    """What is a draft cannot be published; submit leads to where it could be."""
    article = story(drafted())

    assert (
        Objection(
            code="state",
            message="publish is for stories in review, scheduled",
            offers="submit",
        )
        == against(article, "publish", BO)[0]
    )


def test_no_way_leads_from_a_killed_story_to_a_step() -> None:
    """Where no step helps, none is offered."""
    article = story(*out(), killed())

    assert (
        Objection(
            code="state",
            message="publish is for stories in review, scheduled",
        ),
        Objection(
            code="killed",
            message="bridge was killed, and a killed story never comes back",
        ),
    ) == against(article, "publish", BO)[:2]


def test_drafting_is_for_no_story_that_is_there() -> None:
    """A second beginning is refused like any other step out of place."""
    assert (
        Objection(code="state", message="draft is for stories in no state"),
    ) == against(story(drafted()), "draft", ADA)


def test_a_role_is_needed_and_named() -> None:
    """Ada may not send back what she handed in."""
    article = story(drafted(), submitted())

    assert (
        Objection(
            code="role",
            message="ada is none of: chief, editor",
            lifted_by=("chief", "editor"),
        ),
    ) == against(article, "send_back", ADA, text=WHY)


def test_whose_rights_were_revoked_may_do_nothing() -> None:
    """Not even comment; and nobody but the directory lifts that."""
    article = story(drafted())
    gone = Person(id="mo", roles={"editor", "chief"}, revoked=True)

    assert (
        Objection(code="revoked", message="the rights of mo were revoked"),
    ) == against(article, "comment", gone, text=WHY)
    assert () == allowed(STANDARD, article, gone, at=article.updated)


def test_whoever_read_an_older_text_reads_again() -> None:
    """Bo approves what he has read, and nothing else."""
    article = story(drafted(), submitted())

    assert () == against(article, "approve", BO, seen=FIRST)
    assert (
        Objection(
            code="changed",
            message="the text has changed since it was read",
            offers="read it again",
        ),
    ) == against(article, "approve", BO, seen=SECOND)


def test_a_judge_adds_and_never_lifts() -> None:
    """A plug-in's objection stands beside the workflow's own."""
    article = story(*ready())
    spelling = Objection(code="spelling", message="Habour is misspelt")
    facts = checked_facts(article, judged=(spelling,))

    assert (spelling,) == against(article, "publish", BO, facts=facts)
    assert ("role", "spelling") == tuple(
        one.code for one in against(article, "publish", ADA, facts=facts)
    )


def test_an_unknown_step_is_told_with_the_known_ones() -> None:
    """Whoever misspells a step sees the steps."""
    article = story(drafted())
    ask = Ask(step="publsh", by=BO, at=MORNING)

    with pytest.raises(
        NotFoundError, match="there is no step 'publsh'; known: draft, "
    ):
        why_not(STANDARD, article, ask)


def test_a_killed_story_is_only_commented_erased_and_audited() -> None:
    """Kill is the end, and the evidence stays until a court takes it."""
    article = story(*out(), killed())

    for person in (ADA, BO, CY, LU):
        steps = allowed(STANDARD, article, person, at=article.updated)
        assert {step.act for step in steps} <= {Act.COMMENT, Act.ERASE}
    assert "killed" == story(*out(), killed(), erased(FIRST)).state


def test_a_killed_story_stays_dead_in_a_state_that_leads_on() -> None:
    """Even a migration to a state of another name does not bring it back."""
    moved = attrs.evolve(story(*out(), killed()), state="draft")

    steps = allowed(STANDARD, moved, CY, at=moved.updated)

    assert {Act.COMMENT, Act.ERASE, Act.MIGRATE} == {step.act for step in steps}


def test_what_is_allowed_is_what_nothing_stands_against() -> None:
    """Save for what the step was asked for without: a reason, a time, a text."""
    article = story(*out())

    for person in (ADA, BO, CY, LU, WIRE):
        free = [
            step.name
            for step in STANDARD.steps
            if all(
                one.code in PARAMETERS for one in against(article, step.name, person)
            )
        ]
        assert free == [
            step.name
            for step in allowed(
                STANDARD,
                article,
                person,
                at=article.updated,
                facts=checked_facts(article),
            )
        ]


def test_every_act_is_decided_on_in_every_shipped_workflow() -> None:
    """Sign-offs are only for the desk that has them."""
    acts = {
        name: {step.act for step in shipped_workflow(name).steps}
        for name in shipped_workflows()
    }

    assert {
        "standard": set(Act) - {Act.SIGN_OFF},
        "three-desks": set(Act),
        "two-person": set(Act) - {Act.SIGN_OFF},
    } == acts


def test_every_act_but_a_beginning_and_a_way_back_has_conditions() -> None:
    """The three without one need nothing but their state and their role."""
    assert {Act.DRAFT, Act.UNSCHEDULE, Act.REVIVE} == set(Act) - set(CONDITIONS)


def test_nothing_is_known_unless_the_newsroom_says_so() -> None:
    """Without a report, nothing has been checked."""
    article = story(drafted())

    assert (
        Objection(
            code="unchecked",
            message="this text has not been checked by profile basic",
            offers="check",
        ),
    ) == against(article, "submit", ADA, facts=Facts())
