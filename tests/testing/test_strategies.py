"""What the strategies draw is what their names say."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsflow import Article, Handling, Person
from newsflow.documents.workflows import shipped_workflow, workflow_from, workflow_to
from newsflow.errors import InvalidWorkflowError
from newsflow.events import AnyEvent
from newsflow.events.chain import GENESIS, verify
from newsflow.model.times import stamp
from newsflow.model.views import Advance, Proof, Released, Tombstone
from newsflow.newsroom._taking import chained
from newsflow.testing import strategies as nf
from newsflow.workflow.definition import Workflow
from newsflow.workflow.evolve import replay
from newsflow.workflow.proof import faults, prove


@given(nf.histories())
def test_a_history_replays_and_can_be_sealed(history: tuple[AnyEvent, ...]) -> None:
    """Every prefix of it is a story, and its chain verifies."""
    article = replay(history)

    assert article
    assert len(history) == article.position
    records = chained(history, before=GENESIS)
    assert records[-1].hash == verify(article.id, records)
    assert sorted(stamp(one.at) for one in history) == [
        stamp(one.at) for one in history
    ]


@given(nf.workflows())
def test_a_workflow_is_proved_and_goes_through_its_document(workflow: Workflow) -> None:
    """What is drawn can be written to a file and read again."""
    assert workflow == prove(workflow)
    assert workflow == workflow_from(workflow_to(workflow))


@given(st.data())
def test_a_story_may_follow_a_workflow_that_was_drawn(data: st.DataObject) -> None:
    """Histories and articles are drawn for any workflow that is proved."""
    workflow = data.draw(nf.workflows())
    history = data.draw(nf.histories(workflow, most=4))
    article = data.draw(nf.articles(workflow=workflow))

    found = replay(history)
    assert found
    assert {workflow.name} == {found.workflow, article.workflow}
    assert {found.state, article.state} <= set(workflow.by_state)


@given(nf.broken_workflows())
def test_a_broken_workflow_has_just_its_one_fault(broken: nf.BrokenWorkflow) -> None:
    """The fault is told under its keyword, and nothing else is."""
    assert {broken.keyword} == {problem.keyword for problem in faults(broken.workflow)}
    with pytest.raises(InvalidWorkflowError):
        prove(broken.workflow)


@settings(max_examples=10)
@given(st.data())
def test_articles_stand_where_they_are_wanted(data: st.DataObject) -> None:
    """Any state of a workflow can be asked for, by name."""
    workflow = shipped_workflow("three-desks")
    for state in workflow.by_state:
        article = data.draw(nf.articles(state, workflow=workflow))
        assert (state, "three-desks") == (article.state, article.workflow)
    assert isinstance(data.draw(nf.articles()), Article)


@given(nf.people(), nf.handlings())
def test_people_and_handlings_are_such(person: Person, handling: Handling) -> None:
    """Whatever is drawn, the model has taken it."""
    assert person == attrs.evolve(person)
    assert handling == attrs.evolve(handling)
    assert handling.embargo is None or handling.under_embargo(
        handling.embargo.min.replace(tzinfo=handling.embargo.tzinfo)
    )


@settings(max_examples=10)
@given(nf.released(), nf.proofs(), nf.advances(), nf.tombstones(), nf.views())
def test_views_are_of_their_kinds(
    released: Released, proof: Proof, advance: Advance, gone: Tombstone, any_: object
) -> None:
    """Each strategy gives its own view, made as views are made."""
    kinds = (Released, Proof, Advance, Tombstone)

    assert list(kinds) == [type(one) for one in (released, proof, advance, gone)]
    assert isinstance(any_, kinds)
    assert released.version <= 2


@settings(max_examples=10)
@given(nf.tombstones("retracted"))
def test_a_retraction_tells_why(gone: Tombstone) -> None:
    """Of the three ends, this one has a public reason."""
    assert ("retract", True) == (gone.removal.value, bool(gone.reason))
