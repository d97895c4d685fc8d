"""Demands: approvals, sign-offs, checks and the embargo, before anything goes out."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import Objection
from newsflow.model.people import ANYONE, Person
from newsflow.workflow.definition import ApprovalRule, Scope, Step, Workflow

from .stories import (
    ADA,
    BO,
    CY,
    FIRST,
    HOUR,
    KIT,
    LU,
    MINUTE,
    MORNING,
    NOTE,
    PIA,
    SECOND,
    STANDARD,
    THREE_DESKS,
    WHY,
    Move,
    against,
    amended,
    approved,
    checked_facts,
    drafted,
    lifted,
    named,
    on,
    out,
    ready,
    report,
    revised,
    sent_back,
    signed_off,
    story,
    submitted,
    taken,
    tightened,
)

ROLES = ("editor", "chief", "lawyer")


def missing(count: int, of: int, role: str = "editor") -> Objection:
    """Say how many approvals are there."""
    return Objection(
        code="approvals",
        message=f"it has {count} of {of} approvals by {role}",
        lifted_by=(role,),
        offers="approve",
    )


@pytest.mark.parametrize(
    ("moves", "count"),
    [
        ((submitted(),), 0),
        ((submitted(), approved(BO)), 1),
        ((submitted(), approved(BO), taken("withdraw_approval", BO)), 0),
        ((submitted(), approved(BO), sent_back(), submitted()), 0),
        ((submitted(), approved(BO), revised(), submitted()), 0),
        ((submitted(), approved(BO), revised(), revised(FIRST), submitted()), 0),
        ((submitted(), approved(BO), revised(FIRST)), 1),
    ],
    ids=[
        "none yet",
        "one",
        "withdrawn",
        "sent back",
        "edited",
        "back to the approved text",
        "a save that changes nothing",
    ],
)
def test_only_approvals_since_the_last_submit_count(
    moves: tuple[Move, ...], count: int
) -> None:
    """For exactly this text, and not withdrawn."""
    assert (missing(count, 2),) == against(story(drafted(), *moves), "publish", BO)


def test_an_approval_covers_the_public_note() -> None:
    """Whoever approved a correction approved its note; another note, another word."""
    article = story(*out(), *amended(note=NOTE))
    submission = article.submission
    assert submission is not None

    other = attrs.evolve(submission, note=WHY)

    assert (missing(0, 2),) == against(
        attrs.evolve(article, submission=other), "correct", BO
    )


def test_an_approval_of_one_revoked_for_cause_no_longer_counts() -> None:
    """The directory is asked again."""
    article = story(*ready())

    assert (missing(1, 2),) == against(
        article, "publish", BO, facts=checked_facts(article, revoked=frozenset({"cy"}))
    )


def test_an_approval_keeps_the_role_it_was_given_with() -> None:
    """Bo approved as an editor, and is a reporter now."""
    demoted = Person(id="bo", roles={"chief"})

    assert () == against(story(*ready()), "publish", demoted)


def test_a_desk_that_demands_no_approval_asks_for_none() -> None:
    """It has said for its whole workflow that stories go out unreviewed."""
    desk = attrs.evolve(of_rules(), unreviewed=True)

    assert () == against(
        story(drafted(), submitted(), desk=desk), "publish", BO, desk=desk
    )


def of_rules(*rules: ApprovalRule) -> Workflow:
    """The standard desk with other approvals before it publishes."""
    steps = [
        attrs.evolve(step, approvals=rules) if step.name == "publish" else step
        for step in STANDARD.steps
    ]
    roles = frozenset({*ROLES, ANYONE})
    steps = [
        attrs.evolve(step, roles=roles) if step.name == "approve" else step
        for step in steps
    ]
    return attrs.evolve(STANDARD, steps=steps)


def test_one_person_fills_one_place() -> None:
    """The chief is an editor too, and still only one of two people."""
    desk = of_rules(ApprovalRule(role="editor"), ApprovalRule(role="chief"))
    alone = story(drafted(), submitted(), approved(CY), desk=desk)

    assert (missing(0, 1, "chief"),) == against(alone, "publish", CY, desk=desk)
    assert () == against(on(alone, approved(BO), desk=desk), "publish", CY, desk=desk)


def test_the_chief_moves_up_to_make_room_for_an_editor() -> None:
    """Cy stood for the editors until Bo came, who cannot stand for the chief."""
    desk = of_rules(ApprovalRule(role="editor"), ApprovalRule(role="chief"))
    both = story(drafted(), submitted(), approved(CY), approved(BO), desk=desk)

    assert () == against(both, "publish", BO, desk=desk)


def test_anyone_may_be_demanded() -> None:
    """A second pair of eyes, whoever's."""
    desk = of_rules(ApprovalRule(role=ANYONE, count=2))
    visitor = Person(id="vi")
    one = story(drafted(), submitted(), approved(visitor), desk=desk)

    assert (missing(1, 2, ANYONE),) == against(one, "publish", BO, desk=desk)
    assert () == against(on(one, approved(LU), desk=desk), "publish", BO, desk=desk)


@given(
    wanted=st.lists(
        st.builds(
            ApprovalRule,
            role=st.sampled_from((*ROLES, ANYONE)),
            count=st.integers(1, 2),
        ),
        min_size=1,
        max_size=3,
    ),
    held=st.lists(st.frozensets(st.sampled_from(ROLES)), max_size=4),
)
def test_people_are_matched_to_places_as_well_as_can_be(
    wanted: list[ApprovalRule], held: list[frozenset[str]]
) -> None:
    """No order of seating them by hand satisfies more of what is demanded."""
    desk = of_rules(*wanted)
    people = [Person(id=f"p{index}", roles=roles) for index, roles in enumerate(held)]
    article = story(
        drafted(), submitted(), *(approved(one) for one in people), desk=desk
    )

    against_it = against(article, "publish", BO, desk=desk)

    filled = sum(rule.count for rule in wanted) - sum(
        int(one.message.split()[4]) - int(one.message.split()[2]) for one in against_it
    )
    assert filled == most_seated(wanted, held)


def most_seated(wanted: list[ApprovalRule], held: list[frozenset[str]]) -> int:
    """Try every way of seating people, and count the best."""
    places = [rule.role for rule in wanted for _ in range(rule.count)]
    return best(tuple(places), tuple(held))


def best(places: tuple[str, ...], people: tuple[frozenset[str], ...]) -> int:
    """Seat nobody on the first place, or any one of those who fit."""
    if not places:
        return 0
    role, left = places[0], places[1:]
    seated = (
        1 + best(left, people[:index] + people[index + 1 :])
        for index, roles in enumerate(people)
        if role == ANYONE or role in roles
    )
    return max(best(left, people), *seated, 0)


def test_sign_offs_are_parallel_and_each_is_named() -> None:
    """Copy, legal and photo, in any order, inside the one review."""
    article = story(
        drafted(), submitted(), approved(BO), signed_off("photo", PIA), desk=THREE_DESKS
    )

    assert (
        Objection(
            code="sign_off",
            message="the copy sign-off is missing",
            lifted_by=("copy-editor",),
            offers="sign_off",
        ),
        Objection(
            code="sign_off",
            message="the legal sign-off is missing",
            lifted_by=("lawyer",),
            offers="sign_off",
        ),
    ) == against(article, "publish", BO, desk=THREE_DESKS)
    whole = on(
        article, signed_off("legal", LU), signed_off("copy", KIT), desk=THREE_DESKS
    )
    assert () == against(whole, "publish", BO, desk=THREE_DESKS)


@pytest.mark.parametrize(
    ("touched", "gone"),
    [
        ({Scope.TEXT, Scope.ALL}, ("copy", "legal")),
        ({Scope.MEDIA, Scope.ALL}, ("legal", "photo")),
        (set(Scope), ("copy", "legal", "photo")),
    ],
    ids=["the words changed", "a picture changed", "everything changed"],
)
def test_a_sign_off_is_carried_over_what_it_is_not_about(
    touched: set[Scope], gone: tuple[str, ...]
) -> None:
    """The photo desk's word stands while no picture changes; the lawyer's never."""
    article = story(
        drafted(),
        signed_off("copy", KIT),
        signed_off("legal", LU),
        signed_off("photo", PIA),
        revised(touched=frozenset(touched)),
        submitted(),
        approved(BO),
        desk=THREE_DESKS,
    )

    assert tuple(f"the {kind} sign-off is missing" for kind in gone) == tuple(
        one.message for one in against(article, "publish", BO, desk=THREE_DESKS)
    )


def test_a_carried_sign_off_remembers_what_it_was_given_for() -> None:
    """It holds for the new text, and says so."""
    article = story(
        drafted(),
        signed_off("photo", PIA),
        revised(touched=frozenset({Scope.TEXT, Scope.ALL})),
        desk=THREE_DESKS,
    )

    (photo,) = article.sign_offs
    assert (SECOND, FIRST, "pia") == (photo.content, photo.given, photo.by)


def test_a_kind_that_the_workflow_dropped_is_not_carried() -> None:
    """What nobody demands any more falls with the next edit."""
    article = story(drafted(), signed_off("photo", PIA), desk=THREE_DESKS)

    assert () == on(article, revised(touched=frozenset()), desk=STANDARD).sign_offs


def test_a_head_is_checked_by_the_profile_of_the_step() -> None:
    """By another profile, or before the last edit, is not at all."""
    article = story(*ready())
    unchecked = Objection(
        code="unchecked",
        message="this text has not been checked by profile basic",
        offers="check",
    )

    for stale in (report(SECOND), report(FIRST, profile="verified")):
        facts = checked_facts(article, report=stale)
        assert (unchecked,) == against(article, "publish", BO, facts=facts)


def test_a_report_in_the_history_will_do() -> None:
    """Where the newsroom ran no checks now, those on record count."""
    article = story(
        drafted(), taken("check", ADA), submitted(), approved(BO), approved(CY)
    )

    facts = checked_facts(article, report=None)

    assert () == against(article, "publish", BO, facts=facts)


@pytest.mark.parametrize(
    ("errors", "message"),
    [(1, "the checks found 1 error"), (2, "the checks found 2 errors")],
)
def test_errors_block_until_the_writer_mends_them(errors: int, message: str) -> None:
    """Those who wrote it lift it, by revising."""
    article = story(drafted())
    facts = checked_facts(article, report=report(FIRST, errors=errors))

    assert (
        Objection(
            code="findings", message=message, lifted_by=("ada",), offers="revise"
        ),
    ) == against(article, "submit", ADA, facts=facts)


EMBARGO = Objection(
    code="embargo",
    message="it is under embargo until 2026-11-24T09:00:00Z",
    lifted_by=("chief",),
    offers="schedule at 2026-11-24T09:00:00Z",
)


def test_nothing_goes_out_before_its_embargo_is_over() -> None:
    """A schedule at its end is offered; at its end, it goes."""
    article = story(*ready(), tightened(MORNING + HOUR))

    assert (EMBARGO,) == against(article, "publish", BO)
    assert (EMBARGO,) == against(article, "break_glass", CY, text=WHY)
    assert (EMBARGO,) == against(article, "schedule", BO, due=MORNING + HOUR - MINUTE)
    assert () == against(article, "schedule", BO, due=MORNING + HOUR)
    assert () == against(article, "publish", BO, at=MORNING + HOUR)
    assert () == against(on(article, lifted()), "publish", BO)


def test_an_instant_in_the_future_lets_nothing_out_now() -> None:
    """Only a schedule is for later."""
    article = story(*ready(), tightened(MORNING + HOUR))

    assert (EMBARGO,) == against(article, "publish", BO, due=MORNING + 2 * HOUR)


def test_a_desk_that_schedules_nothing_offers_no_schedule() -> None:
    """What cannot be done is not offered."""
    steps = [step for step in STANDARD.steps if "schedule" not in step.name]
    desk = attrs.evolve(STANDARD, steps=steps)
    article = story(*ready(), tightened(MORNING + HOUR), desk=desk)

    assert (attrs.evolve(EMBARGO, offers=""),) == against(
        article, "publish", BO, desk=desk
    )


def test_a_schedule_is_for_those_who_may_release() -> None:
    """A planner could only watch it fail."""
    planner = Person(id="pat", roles={"planner"})
    planning = attrs.evolve(named_step("schedule"), roles={"planner", "editor"})
    desk = attrs.evolve(
        STANDARD,
        steps=[
            planning if step.name == "schedule" else step for step in STANDARD.steps
        ],
    )
    article = story(*ready(), desk=desk)

    assert (
        Objection(
            code="role",
            message="pat could not publish it when the time comes",
            lifted_by=("chief", "editor"),
        ),
    ) == against(article, "schedule", planner, desk=desk, due=MORNING + HOUR)


def named_step(name: str) -> Step:
    """Find a step of the standard desk."""
    return STANDARD.step(name)


def test_a_schedule_that_nothing_would_fire_is_refused() -> None:
    """A house that waits must also release from there."""
    publish = attrs.evolve(named_step("publish"), sources=("review",))
    desk = attrs.evolve(
        STANDARD,
        steps=[publish if step.name == "publish" else step for step in STANDARD.steps],
    )
    article = story(*ready(), desk=desk)

    assert (
        Objection(
            code="no_release", message="no step would publish it when the time comes"
        ),
    ) == against(article, "schedule", BO, desk=desk, due=MORNING + HOUR)
    assert "publish" == named(desk, publish.act).name
