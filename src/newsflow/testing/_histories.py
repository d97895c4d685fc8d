"""Hypothesis strategies for histories, as the core itself makes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from ..documents.workflows import shipped_workflow, shipped_workflows
from ..events import AnyEvent
from ..model.people import Person
from ..workflow.definition import LETTING_OUT, Act, Step, Workflow
from ._articles import handlings, people
from ._walking import Walk, begin, somebody
from ._ways import states_in_reach

History: TypeAlias = tuple[AnyEvent, ...]
_HANDED_THROUGH = frozenset({*LETTING_OUT, Act.SCHEDULE})


@st.composite
def histories(
    draw: st.DrawFn, workflow: Workflow | None = None, *, most: int = 12
) -> History:
    """Histories of one story each: every event was decided, none made up.

    They follow *workflow*, or one of those that are shipped. A history goes straight to
    some state first, and from there takes up to *most* further steps.
    """
    shipped = st.sampled_from(shipped_workflows()).map(shipped_workflow)
    walk = begin(workflow or draw(shipped))
    walk.reach(draw(st.sampled_from(_lively(walk.workflow))))
    for _ in range(draw(st.integers(0, most))):
        _go_on(walk, draw)
    return tuple(walk.events)


def _lively(workflow: Workflow) -> tuple[str, ...]:
    """Name the states to begin in: the terminal ones last, so that they are rare."""
    states = states_in_reach(workflow)
    out = tuple(one for one in states if workflow.state(one).kind.value == "published")
    return (*states, *out, *out)


def _go_on(walk: Walk, draw: st.DrawFn) -> None:
    """Try one of the steps that lie open; one that is refused is no step."""
    here = walk.workflow.steps_from(walk.article.state)
    onward = tuple(one for one in here if one.target and one.act is not Act.KILL)
    staying = tuple(one for one in here if one not in onward)
    either = [steps for steps in (onward, onward, onward, staying) if steps]
    if not either:
        return
    step = draw(st.sampled_from(draw(st.sampled_from(either))))
    if step.act in _HANDED_THROUGH:
        walk.clear()
    walk.attempt(step, _who(draw, step), **_takes(walk, draw, step))


def _who(draw: st.DrawFn, step: Step) -> Person:
    able = st.just(somebody(step))
    return draw(st.one_of(able, able, able, people()))


def _takes(walk: Walk, draw: st.DrawFn, step: Step) -> dict[str, Any]:
    takes = walk.fitting(step)
    if step.act is Act.SUBMIT and walk.article.live and draw(st.booleans()):
        takes["text"] = walk.digest()
    takes["embargo"] = walk.now + timedelta(hours=draw(st.integers(1, 48)))
    takes["handling"] = draw(handlings())
    takes["sign_off"] = draw(st.sampled_from((*walk.workflow.by_sign_off, None)))
    return takes
