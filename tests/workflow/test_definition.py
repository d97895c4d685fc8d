"""A workflow as data: what is in it, and how it is asked."""

from __future__ import annotations

import pytest

from newsflow.errors import InvalidValueError, NotFoundError
from newsflow.workflow.definition import (
    RELEASES,
    REMOVALS,
    TARGETS,
    Act,
    ApprovalRule,
    Scope,
    SignOffRule,
    State,
    StateKind,
    Step,
)

from .stories import STANDARD, THREE_DESKS


def test_states_steps_and_sign_offs_are_found_by_name() -> None:
    """Or told with the names that there are."""
    assert StateKind.REVIEW is STANDARD.state("review").kind
    assert Act.SEND_BACK is STANDARD.step("send_back").act
    assert ["copy", "legal", "photo"] == list(THREE_DESKS.by_sign_off)
    with pytest.raises(
        NotFoundError, match="there is no state 'proof'; known: draft, rev"
    ):
        STANDARD.state("proof")
    with pytest.raises(
        NotFoundError, match="there is no step 'print'; known: draft, rev"
    ):
        STANDARD.step("print")


def test_everywhere_is_every_state_that_is_not_terminal() -> None:
    """And a terminal one can still be named beside it."""
    everywhere = STANDARD.sources(STANDARD.step("kill"))
    beyond = STANDARD.sources(STANDARD.step("erase"))

    assert "killed" not in everywhere
    assert (*everywhere, "killed") == beyond
    assert STANDARD.open_states == everywhere


def test_steps_are_found_from_a_state_and_by_what_they_do() -> None:
    """The first that does it there, or none."""
    assert ["comment", "erase"] == [s.name for s in STANDARD.steps_from("killed")]
    assert STANDARD.step("submit") == STANDARD.that(Act.SUBMIT, state="draft")
    assert STANDARD.that(Act.SUBMIT, state="review") is None


def test_names_are_cleaned_and_counted() -> None:
    """A role is a line of text, a state a key, a count of people small and whole."""
    step = Step(name="ok", act="approve", roles=[" copy  editor "], sources=["a"])

    assert frozenset({"copy editor"}) == step.roles
    assert Act.APPROVE is step.act
    assert Scope.ALL is SignOffRule(kind="copy", roles=["kit"]).scope
    for wrong in (
        lambda: State(name="in review", kind="review"),
        lambda: ApprovalRule(role=" "),
        lambda: ApprovalRule(role="editor", count=0),
        lambda: ApprovalRule(role="editor", count=100),
    ):
        with pytest.raises(InvalidValueError):
            wrong()


def test_one_text_is_not_several_names() -> None:
    """Its letters would be taken for roles and states."""
    for wrong in ({"roles": "editor"}, {"sources": "draft"}, {"sign_offs": "legal"}):
        with pytest.raises(InvalidValueError, match="must be several texts, such as"):
            Step(name="kill", act="kill", **wrong)
    with pytest.raises(InvalidValueError, match=r"not 'lawyer'"):
        SignOffRule(kind="legal", roles="lawyer")


def test_every_act_that_moves_has_a_kind_of_state_to_move_to() -> None:
    """Releases lead to readers, removals away from them."""
    assert {StateKind.PUBLISHED} == {TARGETS[act] for act in RELEASES}
    assert {StateKind.WITHDRAWN} == {TARGETS[act] for act in REMOVALS}
    assert {
        Act.APPROVE,
        Act.WITHDRAW_APPROVAL,
        Act.SIGN_OFF,
        Act.CHECK,
        Act.ADVANCE,
        Act.COMMENT,
        Act.TIGHTEN_EMBARGO,
        Act.LIFT_EMBARGO,
        Act.HANDLE,
        Act.UNLOCK,
        Act.ERASE,
        Act.MIGRATE,
    } == set(Act) - set(TARGETS)
