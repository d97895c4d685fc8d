"""The proof: one fault in a sound workflow is found, and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given

from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.errors import InvalidWorkflowError, Problem
from newsflow.testing._workflows import workflows
from newsflow.workflow.definition import (
    Act,
    ApprovalRule,
    SignOffRule,
    State,
    StateKind,
    Step,
    Workflow,
)
from newsflow.workflow.proof import faults, prove

from .stories import STANDARD, THREE_DESKS

Change = Callable[[Workflow], Workflow]


@pytest.mark.parametrize("name", shipped_workflows())
def test_what_we_ship_is_proved(name: str) -> None:
    """Three desks, and nothing can go wrong with them."""
    workflow = shipped_workflow(name)

    assert () == tuple(faults(workflow))
    assert workflow is prove(workflow)


@given(workflows())
def test_what_the_kit_draws_is_proved(workflow: Workflow) -> None:
    """Houses with words of their own are as sound as ours."""
    assert () == tuple(faults(workflow))


def place(desk: Workflow, name: str) -> str:
    """Where a step is."""
    names = [step.name for step in desk.steps]
    return f"$.steps[{names.index(name)}]"


def step_with(which: str, /, **changes: Any) -> Change:
    """Change one step."""

    def change(desk: Workflow) -> Workflow:
        steps = [
            attrs.evolve(step, **changes) if step.name == which else step
            for step in desk.steps
        ]
        return attrs.evolve(desk, steps=steps)

    return change


def state_with(name: str, **changes: Any) -> Change:
    """Change one state."""

    def change(desk: Workflow) -> Workflow:
        states = [
            attrs.evolve(state, **changes) if state.name == name else state
            for state in desk.states
        ]
        return attrs.evolve(desk, states=states)

    return change


def without(*names: str) -> Change:
    """Drop steps."""

    def change(desk: Workflow) -> Workflow:
        steps = [step for step in desk.steps if step.name not in names]
        return attrs.evolve(desk, steps=steps)

    return change


def with_(kind: str, *more: Any) -> Change:
    """Add states, steps or sign-offs."""

    def change(desk: Workflow) -> Workflow:
        return attrs.evolve(desk, **{kind: (*getattr(desk, kind), *more)})

    return change


PRINTED = State(name="printed", kind="withdrawn")
LEAD = Step(
    name="lead", act="spike", sources=["draft"], target="printed", roles=["chief"]
)


@pytest.mark.parametrize(
    ("change", "at", "keyword", "message"),
    [
        (
            with_("states", State(name="draft", kind="draft")),
            "$.states",
            "duplicate",
            "draft is there 2 times",
        ),
        (
            with_("steps", STANDARD.step("submit")),
            "$.steps",
            "duplicate",
            "submit is there 2 times",
        ),
        (
            with_("sign_offs", *[SignOffRule(kind="copy", roles=["kit"])] * 3),
            "$.sign_offs",
            "duplicate",
            "copy is there 3 times",
        ),
        (
            step_with("submit", target="reviw"),
            "submit",
            "reference",
            "step submit names a state that does not exist",
        ),
        (
            step_with("submit", sources=("draft", "drafts")),
            "submit",
            "reference",
            "step submit names a state that does not exist",
        ),
        (
            without("revise"),
            "$.steps",
            "required",
            "no step does revise",
        ),
        (
            with_("states", attrs.evolve(PRINTED, terminal=True)),
            "$.states[8]",
            "unreachable",
            "no way leads to state printed",
        ),
        (
            lambda desk: with_("states", PRINTED)(
                with_("steps", LEAD)(
                    without(*[step.name for step in desk.steps if "*" in step.sources])(
                        desk
                    )
                )
            ),
            "$.states[8]",
            "dead-end",
            "nothing leads out of state printed, and it is not terminal",
        ),
        (
            step_with("revive", sources=("spiked", "withdrawn", "retracted", "killed")),
            "$.states[7]",
            "terminal",
            "state killed is terminal, yet revive may be taken in it",
        ),
        (
            step_with("check", sources=("*", "killed")),
            "$.states[7]",
            "terminal",
            "state killed is terminal, yet check may be taken in it",
        ),
        (
            step_with("unlock", roles=()),
            "unlock",
            "roles",
            "nobody may take step unlock: it has no roles",
        ),
        (
            step_with("unlock", sources=()),
            "unlock",
            "sources",
            "step unlock can be taken in no state",
        ),
        (
            step_with("draft", sources=("*",)),
            "draft",
            "sources",
            "step draft begins a story, and so is taken in no state",
        ),
        (
            step_with("unlock", target="draft"),
            "unlock",
            "target",
            "step unlock does unlock, which moves nothing",
        ),
        (
            step_with("discard", target=None),
            "discard",
            "target",
            "step discard needs a target state",
        ),
        (
            step_with("discard", target="review"),
            "discard",
            "target",
            (
                "step discard does discard and so must lead to a published state; "
                "review is review"
            ),
        ),
        (
            step_with("kill", target="retracted"),
            "kill",
            "target",
            "step kill must lead to a terminal state; retracted is none",
        ),
        (
            step_with("update", approvals=()),
            "update",
            "approvals",
            "step update publishes without anyone's approval",
        ),
        (
            step_with("update", approvals=[ApprovalRule(role="owner")]),
            "update",
            "approvals",
            "update demands approvals by owner, who has no step that approves",
        ),
        (
            step_with("submit", checks="basics"),
            "submit",
            "checks",
            "step submit demands a check profile that does not exist",
        ),
        (
            step_with("update", sign_offs=["copy"]),
            "update",
            "sign_offs",
            "update demands a sign-off that nobody can give: copy",
        ),
        (
            step_with("publish", sources=("review",)),
            "$.states[2]",
            "required",
            "no step publishes what waits in state scheduled",
        ),
    ],
)
def test_a_single_fault_is_found_and_named(
    change: Change, at: str, keyword: str, message: str
) -> None:
    """In the standard desk, which is sound but for this."""
    broken = change(STANDARD)

    found = [(one.path, one.keyword, one.message) for one in faults(broken)]

    path = at if at.startswith("$") else place(broken, at)
    assert (path, keyword, message) in found


def test_faults_that_stand_alone_stand_alone() -> None:
    """Most of the faults above are told once, and nothing else is."""
    alone = [
        step_with("unlock", roles=()),
        step_with("unlock", sources=()),
        step_with("unlock", target="draft"),
        step_with("update", approvals=()),
        step_with("publish", sources=("review",)),
        step_with("check", sources=("*", "killed")),
        step_with("draft", sources=("*",)),
        without("revise"),
    ]

    assert [1] * len(alone) == [
        len(tuple(faults(change(STANDARD)))) for change in alone
    ]


def test_an_unknown_state_is_told_with_the_known_ones() -> None:
    """What else there would be to say follows from it, and is not said."""
    broken = step_with("submit", target="reviw")(STANDARD)

    assert (
        Problem(
            path=place(broken, "submit"),
            keyword="reference",
            message="step submit names a state that does not exist",
            found="reviw",
            allowed="draft, review, scheduled, published, withdrawn, retracted, "
            "spiked, killed",
            suggestion='did you mean "review"?',
        ),
    ) == tuple(faults(broken))


def test_what_is_like_nothing_is_told_with_what_there_is() -> None:
    """A state or a check profile of another house is met with the list of ours."""
    lost = step_with("submit", target="online")(STANDARD)
    lax = step_with("submit", checks="lint")(STANDARD)

    (state,), (profile,) = faults(lost), faults(lax)
    assert str(state).endswith(
        "(found online); known: draft, review, scheduled, published, withdrawn, "
        "retracted, spiked, killed"
    )
    assert str(profile).endswith("does not exist (found lint); known: basic")


def test_a_house_that_cannot_begin_is_told() -> None:
    """Without a draft, no state is ever reached."""
    found = [one.message for one in faults(without("draft")(STANDARD))]

    assert "no step does draft" == found[0]
    assert [f"no way leads to state {state.name}" for state in STANDARD.states] == (
        found[1:9]
    )


def test_going_out_without_approval_has_three_ways_to_be_meant() -> None:
    """Demand some, break the glass, or say for the whole workflow that none are."""
    alone = step_with("publish", approvals=())(STANDARD)
    glass = step_with("publish", approvals=(), name="rush", act="break_glass")(STANDARD)

    assert [
        (
            "demand approvals, make it a break_glass step, or say unreviewed = true "
            "for the whole workflow"
        )
    ] == [one.suggestion for one in faults(alone)]
    assert () == tuple(faults(attrs.evolve(alone, unreviewed=True)))
    assert all(one.keyword != "approvals" for one in faults(glass))


def test_a_sign_off_needs_its_desk() -> None:
    """A kind, people of its role, and a step that they may take."""
    nobody = with_("sign_offs", SignOffRule(kind="fact", roles=[]))(
        step_with("publish", sign_offs=["copy", "fact"])(THREE_DESKS)
    )
    stranger = step_with("sign_off", roles=["lawyer", "photo-editor"])(THREE_DESKS)
    gone = without("sign_off")(THREE_DESKS)

    assert ["publish demands a sign-off that nobody can give: fact"] == [
        one.message for one in faults(nobody)
    ]
    assert {"copy"} == {one.message.rsplit(": ")[1] for one in faults(stranger)}
    assert {"copy", "legal", "photo"} == {
        one.message.rsplit(": ")[1] for one in faults(gone)
    }


def test_anyone_is_somebody() -> None:
    """Where anyone approves, every role may be demanded, and the other way round."""
    everybody = step_with("approve", roles=["anyone"])(
        step_with("update", approvals=[ApprovalRule(role="owner")])(STANDARD)
    )
    whoever = step_with("update", approvals=[ApprovalRule(role="anyone")])(STANDARD)

    assert () == tuple(faults(everybody))
    assert () == tuple(faults(whoever))


def test_all_faults_are_told_in_one_error() -> None:
    """Each with its path, under the workflow's name."""
    broken = step_with("unlock", roles=())(step_with("check", roles=())(STANDARD))

    with pytest.raises(InvalidWorkflowError) as refusal:
        prove(broken)

    assert (
        "workflow standard: this workflow cannot be used: 2 problems\n"
        f"  {place(broken, 'check')}: nobody may take step check: it has no roles\n"
        f"  {place(broken, 'unlock')}: nobody may take step unlock: it has no roles"
    ) == str(refusal.value)


def test_a_house_without_schedules_is_sound() -> None:
    """Nothing demands what a small desk does not use."""
    steps = [
        attrs.evolve(
            step, sources=[name for name in step.sources if name != "scheduled"]
        )
        for step in STANDARD.steps
        if step.act not in {Act.SCHEDULE, Act.UNSCHEDULE}
    ]
    states = [one for one in STANDARD.states if one.kind is not StateKind.SCHEDULED]

    assert () == tuple(faults(attrs.evolve(STANDARD, states=states, steps=steps)))
