"""The house's own workflow and content profile, as a newsroom uses them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from newsflow import (
    Byline,
    Content,
    Dateline,
    Newsroom,
    Paragraph,
    Person,
    Span,
    StepRefusedError,
    read_config,
)
from newsflow.documents.workflows import read_workflow

EXAMPLES = Path(__file__).parents[1]
CONFIG = """
[newsroom]
name = "Harbour Gazette"
workflow = "gazette.toml"

[[profiles]]
schema = "reportage.schema.json"
kinds = ["reportage"]
acts = ["submit", "publish", "update", "correct"]
"""
ADA = Person(id="ada", roles={"writer"})
BO = Person(id="bo", roles={"desk"})
CY = Person(id="cy", roles={"desk", "duty-chief"})
DEE = Person(id="dee", roles={"copy"})
BRIDGE = Content(
    headline="Harbour bridge reopens",
    slug="bridge-reopens",
    section="Harbour",
    bylines=[Byline(name="Ada", person="ada")],
    dateline=Dateline(place="Harbour"),
    body=[Paragraph(key="b1", spans=[Span("The harbour bridge is open again.")])],
)


@pytest.fixture(name="room")
def _room(tmp_path: Path) -> Iterator[Newsroom]:
    shutil.copy(EXAMPLES / "workflows" / "gazette.toml", tmp_path)
    shutil.copy(EXAMPLES / "profiles" / "reportage.schema.json", tmp_path)
    (tmp_path / "newsflow.toml").write_text(CONFIG)
    with Newsroom.open(config=read_config(tmp_path / "newsflow.toml")) as room:
        yield room


def test_the_workflow_is_proved_and_speaks_the_words_of_the_house() -> None:
    """States and steps have the house's names; what they mean is beside them."""
    workflow = read_workflow((EXAMPLES / "workflows" / "gazette.toml").read_bytes())

    assert "published" == workflow.state("online").kind
    assert "publish" == workflow.step("go-online").act


def test_a_story_goes_its_way_in_the_words_of_the_house(room: Newsroom) -> None:
    """The verbs of the library find the house's steps by what they do."""
    story = room.draft(BRIDGE, by=ADA)
    assert "writing" == story.state
    story = room.submit(story, by=ADA)
    assert "desk" == story.state
    story = room.sign_off(story, "copy", by=DEE)
    story = room.approve(room.approve(story, by=BO), by=CY)

    story = room.publish(story, by=BO)

    assert "online" == story.state
    assert story.live is not None
    assert ("bo", "cy") == story.live.approved_by


def test_two_of_the_desk_are_no_duty_chief(room: Newsroom) -> None:
    """Each demand needs a person of its own who holds its role."""
    eve = Person(id="eve", roles={"desk"})
    story = room.submit(room.draft(BRIDGE, by=ADA), by=ADA)
    story = room.sign_off(story, "copy", by=DEE)
    story = room.approve(room.approve(story, by=BO), by=eve)

    with pytest.raises(StepRefusedError) as refused:
        room.publish(story, by=BO)

    (objection,) = refused.value.objections
    assert "it has 0 of 1 approvals by duty-chief" == objection.message
    assert ("duty-chief",) == objection.lifted_by


def test_a_report_without_a_byline_is_not_handed_in(room: Newsroom) -> None:
    """The profile's findings are errors, and errors block the hand-in."""
    bare = Content(headline="Harbour bridge reopens", slug="bridge-reopens")
    story = room.draft(bare, by=ADA)

    paths = {finding.path for finding in room.check(story).findings}
    with pytest.raises(StepRefusedError) as refused:
        room.submit(story, by=ADA)

    assert {"$.section", "$.bylines", "$.dateline", "$.body"} == paths
    assert ["findings"] == [one.code for one in refused.value.objections]


def test_an_opinion_is_not_held_to_the_profile_of_reports(room: Newsroom) -> None:
    """A profile concerns the kinds that it names."""
    column = Content(headline="Why I love the bridge", kind="opinion")

    assert () == room.check(column).findings


def test_house_fields_are_held_to_the_profile(room: Newsroom) -> None:
    """A print page beyond the last one is found, with its path."""
    content = attrs.evolve(BRIDGE, extra={"gazette:print-page": 65})

    (finding,) = room.check(content).findings

    assert "$.extra['gazette:print-page']" == finding.path
