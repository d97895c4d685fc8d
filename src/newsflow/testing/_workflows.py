"""Hypothesis strategies for workflows: those that are proved, and those that fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs
from hypothesis import strategies as st

from ..workflow.definition import (
    EVERYWHERE,
    TARGETS,
    Act,
    ApprovalRule,
    Scope,
    SignOffRule,
    State,
    StateKind,
    Step,
    Workflow,
)
from ..workflow.proof import prove

Strategy = st.SearchStrategy
_ROLES = ("reporter", "editor", "chief", "lawyer", "anyone")
_ALWAYS = ("draft", "review", "published")
_DOWN = {"withdrawn": Act.UNPUBLISH, "retracted": Act.RETRACT, "killed": Act.KILL}
_BESIDE = (Act.APPROVE, Act.SIGN_OFF)
"""What review is made of; each is drawn with its own demands."""

_STAYING = tuple(
    act
    for act in Act
    if act not in TARGETS and act not in _BESIDE and act is not Act.ADVANCE
)


class BrokenWorkflow(NamedTuple):
    """A workflow with one *fault* by name, and the *keyword* under which it is told."""

    workflow: Workflow
    fault: str
    keyword: str


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """Workflows with states and steps as houses name them, each of them proved."""
    further = draw(st.sets(st.sampled_from(("scheduled", "spiked", *_DOWN))))
    names = _named(draw, (*_ALWAYS, *sorted(further)))
    kinds = tuple(draw(st.sets(st.sampled_from(("copy", "legal", "photo")))))
    workflow = Workflow(
        name=draw(st.sampled_from(("harbour", "night-desk", "weekend"))),
        version=draw(st.integers(1, 9)),
        states=[_state(known, name) for known, name in names.items()],
        steps=[
            *_main_steps(draw, names, kinds),
            *_further_steps(draw, names),
            *_staying_steps(draw),
        ],
        sign_offs=[_sign_off(draw, kind) for kind in kinds],
        unreviewed=draw(st.booleans()),
    )
    return prove(workflow)


def broken_workflows() -> Strategy[BrokenWorkflow]:
    """Workflows that were proved until one fault was put into them."""
    return st.builds(_broken, workflows(), st.sampled_from(sorted(_FAULTS)))


def _named(draw: st.DrawFn, known: tuple[str, ...]) -> dict[str, str]:
    house = draw(st.sampled_from(("", "the-", "x.")))
    return {name: f"{house}{name}" for name in known}


def _state(known: str, name: str) -> State:
    kind = {"spiked": "withdrawn", "retracted": "withdrawn", "killed": "withdrawn"}
    return State(name=name, kind=kind.get(known, known), terminal=known == "killed")


def _roles(draw: st.DrawFn) -> frozenset[str]:
    return draw(st.frozensets(st.sampled_from(_ROLES), min_size=1, max_size=3))


def _step(draw: st.DrawFn, act: Act, **fields: Any) -> Step:
    house = draw(st.sampled_from(("", "desk-")))
    return Step(
        **{"name": f"{house}{act.value}", "act": act, "roles": _roles(draw)} | fields
    )


def _sign_off(draw: st.DrawFn, kind: str) -> SignOffRule:
    scope, carried = draw(st.sampled_from(Scope)), draw(st.booleans())
    roles = _roles(draw) | {"editor"}
    return SignOffRule(kind=kind, roles=roles, scope=scope, carried=carried)


def _main_steps(
    draw: st.DrawFn, names: Mapping[str, str], kinds: tuple[str, ...]
) -> list[Step]:
    draft, review, out = (names[name] for name in _ALWAYS)
    waiting = [names[name] for name in ("scheduled",) if name in names]
    down = [
        names[name] for name in ("withdrawn", "retracted", "spiked") if name in names
    ]
    approvers = sorted(draw(st.sets(st.sampled_from(_ROLES[1:4]), min_size=1)))
    rules = [ApprovalRule(role=r, count=draw(st.integers(1, 3))) for r in approvers]
    demands = {
        "sources": [review, *waiting],
        "target": out,
        "approvals": rules,
        "sign_offs": kinds,
        "checks": draw(st.none() | st.just("basic")),
    }
    writing = [draft, review, out, *waiting, *down]
    return [
        _step(draw, Act.DRAFT, target=draft),
        _step(draw, Act.REVISE, sources=writing, target=draft),
        _step(draw, Act.SUBMIT, sources=[draft], target=review),
        _step(draw, Act.SEND_BACK, sources=[review, *waiting], target=draft),
        _step(draw, Act.APPROVE, sources=[review], roles=approvers),
        *(_signing(draw, draft, review) for _ in kinds[:1]),
        _step(draw, Act.PUBLISH, **demands),
        _step(draw, Act.UPDATE, **demands),
        _step(draw, Act.CORRECT, **demands),
        _step(draw, Act.ADVANCE, **{**demands, "target": None}),
    ]


def _signing(draw: st.DrawFn, *sources: str) -> Step:
    roles = _roles(draw) | {"editor"}
    return _step(draw, Act.SIGN_OFF, sources=sources, roles=roles)


def _further_steps(draw: st.DrawFn, names: Mapping[str, str]) -> list[Step]:
    draft, review, out = (names[name] for name in _ALWAYS)
    steps = []
    if "scheduled" in names:
        waiting = names["scheduled"]
        steps += [
            _step(draw, Act.SCHEDULE, sources=[review, waiting], target=waiting),
            _step(draw, Act.UNSCHEDULE, sources=[waiting], target=review),
        ]
    if "spiked" in names:
        steps += [
            _step(draw, Act.SPIKE, sources=[draft, review], target=names["spiked"]),
            _step(draw, Act.REVIVE, sources=[names["spiked"]], target=draft),
        ]
    steps += [
        _step(draw, act, sources=[EVERYWHERE], target=names[state])
        for state, act in _DOWN.items()
        if state in names
    ]
    if draw(st.booleans()):
        steps += [
            _step(draw, Act.DISCARD, sources=[draft, review], target=out),
            _step(draw, Act.BREAK_GLASS, sources=[draft, review], target=out),
        ]
    return steps


def _staying_steps(draw: st.DrawFn) -> list[Step]:
    acts = draw(st.sets(st.sampled_from(_STAYING)))
    return [_step(draw, act, sources=[EVERYWHERE]) for act in sorted(acts)]


def _broken(workflow: Workflow, fault: str) -> BrokenWorkflow:
    keyword, put = _FAULTS[fault]
    return BrokenWorkflow(put(workflow), fault, keyword)


def _with_step(workflow: Workflow, act: Act, /, **changes: Any) -> Workflow:
    """Change the first step that does *act*."""
    done = next(step for step in workflow.steps if step.act is act)
    steps = [
        attrs.evolve(step, **changes) if step is done else step
        for step in workflow.steps
    ]
    return attrs.evolve(workflow, steps=steps)


def _with_states(workflow: Workflow, *states: State) -> Workflow:
    return attrs.evolve(workflow, states=[*workflow.states, *states])


def _dead_end(workflow: Workflow) -> Workflow:
    limbo = State(name="limbo", kind=StateKind.REVIEW)
    draft = next(step.target for step in workflow.steps if step.act is Act.DRAFT)
    into = Step(
        name="x-forget",
        act=Act.SUBMIT,
        sources=[draft or ""],
        target=limbo.name,
        roles={"editor"},
    )
    grown = _with_states(workflow, limbo)
    # Whatever may be taken everywhere would lead out of it again.
    named = [attrs.evolve(one, sources=workflow.sources(one)) for one in workflow.steps]
    return attrs.evolve(grown, steps=[*named, into])


def _unreviewed(workflow: Workflow) -> Workflow:
    open_ = _with_step(workflow, Act.PUBLISH, approvals=())
    return attrs.evolve(open_, unreviewed=False)


_Put = Callable[[Workflow], Workflow]
_FAULTS: Mapping[str, tuple[str, _Put]] = MappingProxyType(
    {
        "a state named twice": (
            "duplicate",
            lambda w: _with_states(w, w.states[0]),
        ),
        "a state that does not exist": (
            "reference",
            lambda w: _with_step(w, Act.SUBMIT, target="nowhere"),
        ),
        "a state to which no way leads": (
            "unreachable",
            lambda w: _with_states(
                w, State(name="attic", kind=StateKind.WITHDRAWN, terminal=True)
            ),
        ),
        "a state out of which nothing leads": ("dead-end", _dead_end),
        "a step out of a terminal state": (
            "terminal",
            lambda w: attrs.evolve(
                w,
                states=[
                    attrs.evolve(
                        one, terminal=one.terminal or one.kind.value == "review"
                    )
                    for one in w.states
                ],
            ),
        ),
        "a step that nobody may take": (
            "roles",
            lambda w: _with_step(w, Act.SUBMIT, roles=()),
        ),
        "a step for no state": (
            "sources",
            lambda w: _with_step(w, Act.SEND_BACK, sources=()),
        ),
        "a step without its target": (
            "target",
            lambda w: _with_step(w, Act.SEND_BACK, target=None),
        ),
        "a release that nobody approved": ("approvals", _unreviewed),
        "an approval that nobody can give": (
            "approvals",
            lambda w: _with_step(w, Act.UPDATE, approvals=[ApprovalRule(role="ghost")]),
        ),
        "a sign-off that nobody can give": (
            "sign_offs",
            lambda w: _with_step(w, Act.UPDATE, sign_offs=["ghost"]),
        ),
        "no way to revise": (
            "required",
            lambda w: _with_step(w, Act.REVISE, act=Act.SEND_BACK),
        ),
    }
)
