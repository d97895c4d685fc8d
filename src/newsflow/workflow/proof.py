"""The proof: what a workflow must not let happen is found when it is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..errors import InvalidWorkflowError, Problem
from ..model.checks import PROFILES
from ..model.people import ANYONE
from .definition import (
    EVERYWHERE,
    GOING_ON,
    LETTING_OUT,
    TARGETS,
    Act,
    State,
    StateKind,
    Step,
    Workflow,
)


def prove(workflow: Workflow) -> Workflow:
    """Return the workflow if nothing can go wrong with it.

    Raises:
        InvalidWorkflowError: with every fault, each naming the state or step.
    """
    problems = tuple(faults(workflow))
    if problems:
        raise InvalidWorkflowError(problems, source=f"workflow {workflow.name}")
    return workflow


def faults(workflow: Workflow) -> Iterator[Problem]:
    """Find everything that is wrong with a workflow."""
    yield from _repeats(workflow)
    unknown = tuple(_unknown(workflow))
    yield from unknown
    if unknown:
        return  # whatever else one could say would follow from these
    yield from _beginnings(workflow)
    yield from _dead_ends(workflow)
    for index, step in enumerate(workflow.steps):
        yield from _step(workflow, step, f"$.steps[{index}]")
    yield from _demands(workflow)


def _repeats(workflow: Workflow) -> Iterator[Problem]:
    for field, names in (
        ("states", [state.name for state in workflow.states]),
        ("steps", [step.name for step in workflow.steps]),
        ("sign_offs", [rule.kind for rule in workflow.sign_offs]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield _fault(
                    f"$.{field}", "duplicate", f"{name} is there {count} times"
                )


def _unknown(workflow: Workflow) -> Iterator[Problem]:
    known = {*workflow.by_state, EVERYWHERE}
    for index, step in enumerate(workflow.steps):
        for name in (*step.sources, *filter(None, (step.target,))):
            if name not in known:
                yield Problem(
                    path=f"$.steps[{index}]",
                    keyword="reference",
                    message=f"step {step.name} names a state that does not exist",
                    found=name,
                    allowed=", ".join(workflow.by_state),
                    suggestion=_suggested(name, workflow.by_state),
                )


def _beginnings(workflow: Workflow) -> Iterator[Problem]:
    acts = {step.act for step in workflow.steps}
    for act in (Act.DRAFT, Act.REVISE):
        if act not in acts:
            yield _fault("$.steps", "required", f"no step does {act.value}")
    reached = _reachable(workflow)
    for index, state in enumerate(workflow.states):
        if state.name not in reached:
            message = f"no way leads to state {state.name}"
            yield _fault(f"$.states[{index}]", "unreachable", message)


def _reachable(workflow: Workflow) -> set[str]:
    reached = {
        step.target
        for step in workflow.steps
        if step.act is Act.DRAFT and step.target is not None
    }
    waiting = list(reached)
    while waiting:
        state = waiting.pop()
        for step in workflow.steps_from(state):
            if step.target is not None and step.target not in reached:
                reached.add(step.target)
                waiting.append(step.target)
    return reached


def _dead_ends(workflow: Workflow) -> Iterator[Problem]:
    for index, state in enumerate(workflow.states):
        leaving = [step for step in workflow.steps_from(state.name) if _moves(step)]
        if state.terminal and leaving:
            names = ", ".join(step.name for step in leaving)
            message = f"state {state.name} is terminal, yet {names} may be taken in it"
            yield _fault(f"$.states[{index}]", "terminal", message)
        elif not state.terminal and not _exits(leaving, state):
            message = f"nothing leads out of state {state.name}, and it is not terminal"
            yield _fault(f"$.states[{index}]", "dead-end", message)


def _moves(step: Step) -> bool:
    return step.act not in GOING_ON


def _exits(leaving: list[Step], state: State) -> bool:
    return any(step.target not in {None, state.name} for step in leaving)


def _step(workflow: Workflow, step: Step, path: str) -> Iterator[Problem]:
    if not step.roles:
        yield _fault(
            path, "roles", f"nobody may take step {step.name}: it has no roles"
        )
    yield from _sources(step, path)
    yield from _target(workflow, step, path)
    if workflow.unreviewed or step.act not in LETTING_OUT or step.approvals:
        return
    yield Problem(
        path=path,
        keyword="approvals",
        message=f"step {step.name} {_lets_out(step)} without anyone's approval",
        suggestion="demand approvals, make it a break_glass step, or say "
        "unreviewed = true for the whole workflow",
    )


def _lets_out(step: Step) -> str:
    return "sends stories ahead" if step.act is Act.ADVANCE else "publishes"


def _sources(step: Step, path: str) -> Iterator[Problem]:
    if step.act is Act.DRAFT and step.sources:
        message = f"step {step.name} begins a story, and so is taken in no state"
        yield _fault(path, "sources", message)
    if step.act is not Act.DRAFT and not step.sources:
        yield _fault(path, "sources", f"step {step.name} can be taken in no state")


def _target(workflow: Workflow, step: Step, path: str) -> Iterator[Problem]:
    wanted = TARGETS.get(step.act)
    if wanted is None:
        if step.target is not None:
            message = f"step {step.name} does {step.act.value}, which moves nothing"
            yield _fault(path, "target", message)
        return
    if step.target is None:
        yield _fault(path, "target", f"step {step.name} needs a target state")
        return
    target = workflow.state(step.target)
    if target.kind is not wanted:
        message = (
            f"step {step.name} does {step.act.value} and so must lead to a "
            f"{wanted.value} state; {target.name} is {target.kind.value}"
        )
        yield _fault(path, "target", message)
    if step.act is Act.KILL and not target.terminal:
        message = (
            f"step {step.name} must lead to a terminal state; {target.name} is none"
        )
        yield _fault(path, "target", message)


def _demands(workflow: Workflow) -> Iterator[Problem]:
    for index, step in enumerate(workflow.steps):
        path = f"$.steps[{index}]"
        yield from _idle(step, path)
        yield from _unchecked(step, path)
        for rule in step.approvals:
            if not _given(workflow, Act.APPROVE, frozenset({rule.role})):
                message = (
                    f"{step.name} demands approvals by {rule.role}, who has no step "
                    "that approves"
                )
                yield _fault(path, "approvals", message)
        for kind in step.sign_offs:
            signing = workflow.by_sign_off.get(kind)
            if signing is None or not _given(workflow, Act.SIGN_OFF, signing.roles):
                message = f"{step.name} demands a sign-off that nobody can give: {kind}"
                yield _fault(path, "sign_offs", message)
    yield from _waiting(workflow)


def _unchecked(step: Step, path: str) -> Iterator[Problem]:
    """Find checks that nobody runs: no story could ever pass them."""
    if step.checks is not None and step.checks not in PROFILES:
        yield Problem(
            path=path,
            keyword="checks",
            message=f"step {step.name} demands a check profile that does not exist",
            found=step.checks,
            allowed=", ".join(PROFILES),
            suggestion=_suggested(step.checks, PROFILES),
        )


def _idle(step: Step, path: str) -> Iterator[Problem]:
    """Find demands where nothing would look at them."""
    lets_out = step.act in LETTING_OUT
    for field, is_idle in (
        ("approvals", bool(step.approvals) and not lets_out),
        ("sign_offs", bool(step.sign_offs) and not lets_out),
        ("checks", bool(step.checks) and not lets_out and step.act is not Act.SUBMIT),
    ):
        if is_idle:
            message = f"step {step.name} demands {field}, which only releases do"
            yield _fault(path, field, message)


def _given(workflow: Workflow, act: Act, roles: frozenset[str]) -> bool:
    """Tell whether people of one of *roles* have a step that does *act*."""
    steps = (step.roles for step in workflow.steps if step.act is act)
    return any(
        may & roles or (roles and ANYONE in may) or (may and ANYONE in roles)
        for may in steps
    )


def _waiting(workflow: Workflow) -> Iterator[Problem]:
    for index, state in enumerate(workflow.states):
        leaving = workflow.steps_from(state.name)
        if state.kind is StateKind.SCHEDULED and not any(
            step.act is Act.PUBLISH for step in leaving
        ):
            message = f"no step publishes what waits in state {state.name}"
            yield _fault(f"$.states[{index}]", "required", message)


def _suggested(name: str, known: Iterable[str]) -> str:
    names = tuple(known)
    near = get_close_matches(name, names, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(names)}"


def _fault(path: str, keyword: str, message: str) -> Problem:
    return Problem(path=path, keyword=keyword, message=message)
