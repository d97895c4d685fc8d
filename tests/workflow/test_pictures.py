"""Pictures: a table, a Mermaid diagram and an SVG of one and the same workflow."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given

from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.testing.strategies import workflows
from newsflow.workflow.definition import EVERYWHERE, Step, Workflow
from newsflow.workflow.pictures import _quoted, dot, mermaid, svg, table

from .stories import STANDARD, THREE_DESKS

SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r'c?x="(\d+)"')


def test_the_table_says_who_may_do_what_from_where_on_what_terms() -> None:
    """In Markdown, one row a step, in the workflow's own order."""
    rows = table(THREE_DESKS).splitlines()

    assert "| step | from | to | who | requires |" == rows[0]
    assert "| --- | --- | --- | --- | --- |" == rows[1]
    assert len(THREE_DESKS.steps) == len(rows) - 2
    assert (
        "| publish | review, scheduled | published | chief, editor | 1 × approval by "
        "editor, sign-off copy, sign-off legal, sign-off photo, checks basic |"
    ) in rows
    assert "| send back | review, scheduled | draft | chief, editor |  |" in rows
    assert "| comment | every open state, killed |  | anyone |  |" in rows


def test_a_word_never_breaks_the_table() -> None:
    """A role is any line of text, and a bar in it stays in its cell."""
    odd = attrs.evolve(STANDARD.step("unlock"), roles={"desk | night \\ day"})
    desk = attrs.evolve(STANDARD, steps=[odd])

    assert r"| unlock | every open state |  | desk \| night \\ day |  |" in table(desk)


def test_mermaid_has_every_state_and_every_way_once() -> None:
    """With all the steps that go it."""
    lines = mermaid(STANDARD).splitlines()

    assert ["stateDiagram-v2", "  direction LR"] == lines[:2]
    assert [
        f'  state "{state.name}" as s{number}'
        for number, state in enumerate(STANDARD.states)
    ] == lines[2:10]
    assert "  [*] --> s0 : draft" == lines[10]
    assert "  s1 --> s3 : publish, update, correct, break glass, discard" in lines
    assert "  s7 --> [*]" == lines[-1]
    ways = [line.split(" : ")[0] for line in lines if "-->" in line]
    assert len(ways) == len(set(ways))


GOLDEN = Path(__file__).with_name("standard.dot")


def test_dot_is_written_as_it_was() -> None:
    """A change of it is a change for everyone who has their own drawing of it."""
    assert GOLDEN.read_text(encoding="utf-8") == dot(STANDARD)


def drawn_by(graphviz: str, text: str) -> str:
    """Have Graphviz lay a graph out, and give it as one line a thing."""
    done = subprocess.run(
        [graphviz, "-Tplain"], input=text, capture_output=True, check=True, text=True
    )
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("name", shipped_workflows())
def test_graphviz_draws_every_state_and_every_way(graphviz: str, name: str) -> None:
    """As many boxes and arrows as Mermaid has, and the point where a story begins."""
    workflow = shipped_workflow(name)
    said = mermaid(workflow).splitlines()
    ways = [one for one in said if " --> s" in one]

    lines = drawn_by(graphviz, dot(workflow)).splitlines()

    assert len(workflow.states) + 1 == sum(one.startswith("node ") for one in lines)
    assert len(ways) == sum(one.startswith("edge ") for one in lines)


@pytest.mark.parametrize(
    "odd", ['say "go"', "back\\", "a \\N b", "&lt;b&gt;", "é—ß", "a;}"]
)
def test_whatever_a_house_says_stays_inside_its_quotes(graphviz: str, odd: str) -> None:
    """Graphviz shows the word as it was written, and nothing else comes of it."""
    text = f"digraph {{ s0 [label={_quoted(odd)}]; s0 -> s1; }}"
    done = subprocess.run(
        [graphviz, "-Tsvg"], input=text, capture_output=True, check=True, text=True
    )
    root = ET.fromstring(done.stdout)  # noqa: S314 - Graphviz drew it just now

    shown = [one.text for one in root.iter(f"{SVG}text")]
    assert [odd, "s1"] == [(one or "").replace("\xa0", " ") for one in shown]


@pytest.mark.parametrize("name", shipped_workflows())
def test_the_drawing_of_what_we_ship_is_well_formed_and_told(name: str) -> None:
    """Somebody who does not see it hears it."""
    workflow = shipped_workflow(name)

    root = ET.fromstring(svg(workflow))  # noqa: S314 - newsflow drew it just now

    assert f"{SVG}svg" == root.tag
    assert f"Workflow {name}, version 2" == root.findtext(f"{SVG}title")
    described = root.findtext(f"{SVG}desc") or ""
    assert described.startswith(
        "draft: from the beginning to draft; revise: from draft"
    )
    assert "kill: from every open state to killed" in described


def test_the_drawing_shows_where_a_story_is_and_how_many_are_where() -> None:
    """A desk's wall."""
    plain = svg(STANDARD)
    marked = svg(STANDARD, counts={"draft": 12, "review": 0}, current="review")

    assert "draft (12)" in marked
    assert "review (0)" in marked
    assert 'class="box review current"' in marked
    assert 'class="box withdrawn terminal"' in marked
    assert " current" not in plain.split("</style>")[1]
    assert 'class="box withdrawn terminal current"' in svg(STANDARD, current="killed")
    assert plain == svg(STANDARD)


def test_the_drawing_colours_what_goes_out_and_what_comes_down() -> None:
    """And dashes the broken glass."""
    classes = re.findall(r'<g class="way ([^"]+)">', svg(STANDARD))

    moving = [step for step in STANDARD.steps if step.target]
    assert {
        "publish": "out",
        "break_glass": "gone glass",
        "kill": "gone",
        "submit": "on",
    } == {
        step.name: colour
        for step, colour in zip(moving, classes, strict=True)
        if step.name in {"publish", "break_glass", "kill", "submit"}
    }


def test_what_stays_in_its_state_has_a_ring() -> None:
    """A reschedule leads to where it began."""
    drawn = svg(STANDARD)

    rings = drawn.count('class="ring"')

    assert rings == sum(
        step.target in STANDARD.sources(step) for step in STANDARD.steps if step.target
    )


@given(workflows())
def test_everything_lies_inside_the_picture(workflow: Workflow) -> None:
    """Whatever a house calls its states and steps."""
    drawn = svg(workflow)
    root = ET.fromstring(drawn)  # noqa: S314 - newsflow drew it just now
    width, height = int(root.get("width", "0")), int(root.get("height", "0"))

    assert all(int(x) <= width for x in PLACE.findall(drawn))
    for shown in root.iter(f"{SVG}text"):
        right = int(shown.get("x", "0"))
        middle = shown.get("text-anchor") == "middle"
        wide = 7 * len(shown.text or "")
        assert right + (wide // 2 if middle else wide) <= width + 7
        assert int(shown.get("y", "0")) <= height


@given(workflows())
def test_the_pictures_name_every_step_and_every_state(workflow: Workflow) -> None:
    """They are of one object."""
    said, drawn, listed = mermaid(workflow), svg(workflow), table(workflow)
    graph = dot(workflow)

    for step in workflow.steps:
        assert f"| {words(step)} |" in listed
        if step.target is not None and (step.sources or step.act.value == "draft"):
            assert words(step) in said
            assert words(step) in graph
            assert f">{words(step)}</text>" in drawn
    for state in workflow.states:
        assert f'"{state.name}"' in said
        assert f'label="{state.name}"' in graph
        assert f">{state.name}</text>" in drawn


def words(step: Step) -> str:
    """Say a step as people do."""
    return step.name.replace("_", " ")


def test_a_house_without_a_story_has_no_picture_to_fear() -> None:
    """Nothing moves, and nothing breaks."""
    still = attrs.evolve(
        STANDARD, states=STANDARD.states[:1], steps=[STANDARD.step("comment")]
    )

    assert EVERYWHERE in still.steps[0].sources
    assert 'width="' in svg(still)
    assert "[*]" not in mermaid(still)
