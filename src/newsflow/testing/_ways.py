"""The shortest way of a story to a state, by the steps of its workflow."""

from __future__ import annotations

from collections import deque

from ..errors import NotFoundError
from ..workflow.definition import REMOVALS, Act, StateKind, Step, Workflow

_NEEDS_NOTHING_LIVE = frozenset(
    {
        Act.REVISE,
        Act.SUBMIT,
        Act.SEND_BACK,
        Act.SCHEDULE,
        Act.UNSCHEDULE,
        Act.PUBLISH,
        Act.SPIKE,
        Act.REVIVE,
    }
)


def way_to(workflow: Workflow, state: str) -> tuple[Step, ...]:
    """Find the steps that lead a new story to a state; the first one drafts it.

    Raises:
        NotFoundError: the workflow has no such state, or no way for a new story there.
    """
    workflow.state(state)
    drafting = (step for step in workflow.steps if step.act is Act.DRAFT)
    waiting: deque[tuple[Step, ...]] = deque((step,) for step in drafting)
    reached: set[str] = set()
    while waiting:
        way = waiting.popleft()
        here = way[-1].target or ""
        if here == state:
            return way
        if here not in reached:
            reached.add(here)
            waiting.extend((*way, step) for step in _onward(workflow, here))
    kind = "way of a new story to state"
    raise NotFoundError(kind, state, known=sorted(reached))


def _onward(workflow: Workflow, here: str) -> tuple[Step, ...]:
    out = workflow.state(here).kind is StateKind.PUBLISHED
    acts = frozenset(REMOVALS) if out else _NEEDS_NOTHING_LIVE
    return tuple(step for step in workflow.steps_from(here) if step.act in acts)


def states_in_reach(workflow: Workflow) -> tuple[str, ...]:
    """Name the states to which a way of a new story leads."""
    return tuple(state for state in workflow.by_state if _in_reach(workflow, state))


def _in_reach(workflow: Workflow, state: str) -> bool:
    try:
        return bool(way_to(workflow, state))
    except NotFoundError:
        return False
