"""Hypothesis strategies for stories in a given state, their people, their handling."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from ..documents.workflows import shipped_workflow, shipped_workflows
from ..model.article import Article
from ..model.handling import Handling
from ..model.people import Person
from ..workflow.definition import Act, Workflow
from ._walking import Walk, begin, somebody
from ._ways import states_in_reach
from .clocks import MORNING
from .people import PEOPLE

_QUIET = (Act.COMMENT, Act.TIGHTEN_EMBARGO, Act.LIFT_EMBARGO, Act.HANDLE)


def people() -> st.SearchStrategy[Person]:
    """People of a newsroom, with any roles; some are service accounts, some barred."""
    roles = sorted({role for person in PEOPLE.values() for role in person.roles})
    return st.builds(
        Person,
        id=st.sampled_from(sorted(PEOPLE)),
        roles=st.frozensets(st.sampled_from(roles)),
        service=st.sampled_from((False, False, True)),
        revoked=st.sampled_from((False, False, True)),
    )


@st.composite
def handlings(draw: st.DrawFn) -> Handling:
    """Handlings with any of their parts; no story expires before its embargo ends."""
    hours = draw(st.none() | st.integers(-48, 48))
    start = MORNING + timedelta(hours=hours or 0)
    later = draw(st.none() | st.integers(1, 48))
    scale = st.none() | st.integers(1, 9)
    return Handling(
        embargo=None if hours is None else start,
        expires=None if later is None else start + timedelta(hours=later),
        priority=draw(scale),
        urgency=draw(scale),
        planned_length=draw(st.none() | st.integers(0, 1_000_000)),
    )


@st.composite
def articles(
    draw: st.DrawFn, state: str | None = None, *, workflow: Workflow | None = None
) -> Article:
    """Stories that stand in *state*, or in any; with remarks and embargoes on them.

    They follow *workflow*, or one of those that are shipped.
    """
    shipped = st.sampled_from(shipped_workflows()).map(shipped_workflow)
    walk = begin(workflow or draw(shipped))
    walk.reach(state or draw(st.sampled_from(states_in_reach(walk.workflow))))
    for act in draw(st.lists(st.sampled_from(_QUIET), max_size=3)):
        _handled(walk, act, draw)
    return walk.article


def _handled(walk: Walk, act: Act, draw: st.DrawFn) -> None:
    step = walk.workflow.that(act, state=walk.article.state)
    if step is None:
        return
    until = walk.now + timedelta(hours=draw(st.integers(1, 48)))
    takes = {"embargo": until, "handling": draw(handlings())}
    walk.attempt(step, somebody(step), **(walk.fitting(step) | takes))
