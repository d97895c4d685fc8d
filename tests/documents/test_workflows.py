"""Workflows from TOML: read, checked against their schema, and proved."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import attrs
import pytest
from hypothesis import given

from newsflow.documents.toml_text import toml_text
from newsflow.documents.workflows import (
    read_workflow,
    shipped_workflow,
    shipped_workflows,
    workflow_from,
    workflow_to,
)
from newsflow.errors import (
    InvalidDocumentError,
    InvalidWorkflowError,
    NotFoundError,
    UnreadableError,
)
from newsflow.model.canonical import canonical
from newsflow.testing.strategies import workflows
from newsflow.workflow.definition import Act, ApprovalRule, Workflow

HOUSE = """\
name = "notice-board"
version = 2
unreviewed = true
states = [
  { name = "draft", kind = "draft" },
  { name = "review", kind = "review" },
  { name = "out", kind = "published" },
  { name = "gone", kind = "withdrawn", terminal = true },
]
steps = [
  { act = "draft", target = "draft", roles = ["anyone"] },
  { act = "revise", sources = ["*"], target = "draft", roles = ["anyone"] },
  { act = "submit", sources = ["draft"], target = "review", roles = ["anyone"] },
  { name = "pin-up", act = "publish", sources = ["review"], target = "out", \
    roles = ["anyone"] },
  { act = "kill", sources = ["*"], target = "gone", roles = ["janitor"] },
]
"""


def test_three_workflows_are_shipped() -> None:
    """By name, once read and kept; another name is told with these."""
    assert ("standard", "three-desks", "two-person") == shipped_workflows()
    for name in shipped_workflows():
        assert name == shipped_workflow(name).name
        assert shipped_workflow(name) is shipped_workflow(name)
    with pytest.raises(NotFoundError) as refusal:
        shipped_workflow("standart")
    assert (
        "there is no workflow 'standart'; known: standard, three-desks, two-person"
    ) == str(refusal.value)


def test_what_we_ship_changes_its_version_with_its_words() -> None:
    """Newsrooms keep each version: another workflow under an old one opens in none.

    Should this fail, raise the version of the workflow, and only then the digest.
    """
    digests = {
        (one.name, one.version): sha256(canonical(workflow_to(one))).hexdigest()[:32]
        for one in map(shipped_workflow, shipped_workflows())
    }

    assert {
        ("standard", 2): "24fa7c53709bb0575e6ec5acbf97c5e8",
        ("three-desks", 2): "ae45ff0001f9af3733bcf507e79ddbef",
        ("two-person", 2): "22de23be17c68e9d0835ba3a9c417c9c",
    } == digests


def test_two_editors_and_no_contributor_is_our_standard() -> None:
    """A desk of two has one approval, three desks have one and three sign-offs."""
    demanded = {
        name: [
            (step.approvals, step.sign_offs)
            for step in shipped_workflow(name).steps
            if step.act in {Act.PUBLISH, Act.UPDATE, Act.CORRECT}
        ]
        for name in shipped_workflows()
    }

    one, two = (ApprovalRule(role="editor", count=count) for count in (1, 2))
    assert {
        "standard": [((two,), ())] * 3,
        "three-desks": [((one,), ("copy", "legal", "photo"))] * 3,
        "two-person": [((one,), ())] * 3,
    } == demanded


def test_a_house_writes_its_own() -> None:
    """A step has the name of its act unless the house has a word for it."""
    house = read_workflow(HOUSE.encode(), source="house.toml")

    assert ("notice-board", 2, True) == (house.name, house.version, house.unreviewed)
    assert ["draft", "revise", "submit", "pin-up", "kill"] == [
        step.name for step in house.steps
    ]
    assert Act.PUBLISH is house.step("pin-up").act
    assert house.state("gone").terminal


@given(workflows())
def test_a_workflow_is_read_as_it_was_written(workflow: Workflow) -> None:
    """As a document, as JSON, as TOML."""
    document = workflow_to(workflow)

    assert workflow == workflow_from(document)
    assert workflow == workflow_from(json.loads(json.dumps(document)))
    assert workflow == read_workflow(toml_text(document).encode())


@pytest.mark.parametrize("name", shipped_workflows())
def test_what_we_ship_is_written_and_read(name: str) -> None:
    """With nothing lost and nothing said that goes without saying."""
    document = workflow_to(shipped_workflow(name))

    assert shipped_workflow(name) == workflow_from(document)
    assert "unreviewed" not in document
    assert {"act": "comment", "sources": ["*", "killed"], "roles": ["anyone"]} in (
        document["steps"]
    )


def test_a_workflow_is_read_from_its_file(tmp_path: Path) -> None:
    """Its name is told in errors."""
    file = tmp_path / "desk.toml"
    file.write_text(toml_text(workflow_to(shipped_workflow("standard"))), "utf-8")
    assert shipped_workflow("standard") == read_workflow(file)
    file.write_text("name = ", "utf-8")
    with pytest.raises(InvalidDocumentError, match=r"^desk\.toml: "):
        read_workflow(file)


def refused(text: str) -> list[str]:
    """What is said of a text that is no workflow."""
    with pytest.raises(InvalidDocumentError) as refusal:
        read_workflow(text.encode(), source="house.toml")
    assert "house.toml" == refusal.value.source
    return [str(problem) for problem in refusal.value.problems]


def test_every_problem_is_told_at_once() -> None:
    """Each with its path, and a way out where one is near."""
    broken = (
        HOUSE.replace('kind = "review"', 'kind = "revue"')
        .replace('act = "submit", sources', 'act = "sumbit", sorces')
        .replace("version = 2", "version = 0")
    )

    told = refused(broken)

    assert 4 == len(told)
    assert any(line.startswith("$.version: ") for line in told)
    assert any("$.states[1].kind" in line and '"review"' in line for line in told)
    assert any("$.steps[2].act" in line and '"submit"' in line for line in told)
    assert any("$.steps[2].sorces" in line and '"sources"' in line for line in told)


def test_a_text_that_is_no_toml_says_where() -> None:
    """Line and column."""
    (told,) = refused('name = "a"\nstates = [\n')

    assert told.startswith("$: this is no TOML at ")


def test_a_value_that_only_the_class_refuses_is_told_as_well() -> None:
    """The schema counts letters, the class looks whether one sees any."""
    step = 'approvals = [{ role = "\\u200b" }], roles = ["anyone"] },\n  { act = "kill"'
    (told,) = refused(HOUSE.replace('roles = ["anyone"] },\n  { act = "kill"', step))

    assert "$: role must be a text that is not blank, not ''" == told


def test_bytes_that_are_no_text_are_refused() -> None:
    """Before anything is read into them."""
    with pytest.raises(UnreadableError, match=r"cannot read house\.toml"):
        read_workflow(b"\x00\xff\xfe\x81", source="house.toml")


def test_a_workflow_is_proved_when_it_is_read() -> None:
    """A way to readers past every approval is found, unless the house means it."""
    with pytest.raises(InvalidWorkflowError) as refusal:
        read_workflow(HOUSE.replace("unreviewed = true\n", "").encode())

    assert ["$.steps[3]: step pin-up publishes without anyone's approval"] == [
        f"{one.path}: {one.message}" for one in refusal.value.problems
    ]
    assert not attrs.evolve(shipped_workflow("standard")).unreviewed
