"""Pictures of a workflow: a table, a Mermaid diagram and an SVG of one and the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ._drawing import Drawing
from ._wording import moving, origins, requires, spoken
from .definition import Act, Step, Workflow

_NOTHING: Mapping[str, int] = MappingProxyType({})


def table(workflow: Workflow) -> str:
    """Write the steps as a Markdown table: from where, to where, who, on what terms."""
    rows = [
        ("step", "from", "to", "who", "requires"),
        ("---",) * 5,
        *(_row(step) for step in workflow.steps),
    ]
    return "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in rows)


def mermaid(workflow: Workflow) -> str:
    """Write the states and the ways between them as a Mermaid state diagram."""
    lines = [
        "stateDiagram-v2",
        "  direction LR",
        *(f'  state "{s.name}" as {_alias(workflow, s.name)}' for s in workflow.states),
        *_beginnings(workflow),
        *_ways(workflow),
        *(
            f"  {_alias(workflow, state.name)} --> [*]"
            for state in workflow.states
            if state.terminal
        ),
    ]
    return "".join(f"{line}\n" for line in lines)


def svg(
    workflow: Workflow, *, counts: Mapping[str, int] = _NOTHING, current: str = ""
) -> str:
    """Draw the workflow; *counts* are stories by state, *current* is a state to mark.

    The picture is a document of its own, follows light and dark, and is the same text
    for the same workflow.
    """
    drawing = Drawing(workflow=workflow, counts=counts, current=current)
    return "\n".join(drawing.lines()) + "\n"


def _row(step: Step) -> tuple[str, ...]:
    return (
        spoken(step),
        ", ".join(origins(step)),
        step.target or "",
        ", ".join(sorted(step.roles)),
        requires(step),
    )


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _alias(workflow: Workflow, name: str) -> str:
    return f"s{[state.name for state in workflow.states].index(name)}"


def _beginnings(workflow: Workflow) -> Iterator[str]:
    for step in workflow.steps:
        if step.act is Act.DRAFT and step.target is not None:
            yield f"  [*] --> {_alias(workflow, step.target)} : {spoken(step)}"


def _ways(workflow: Workflow) -> Iterator[str]:
    """Give each way once, with all steps that go it."""
    ways: dict[tuple[str, str], list[str]] = {}
    for step in moving(workflow):
        for source in workflow.sources(step):
            ways.setdefault((source, step.target or source), []).append(spoken(step))
    for (source, target), steps in ways.items():
        names = ", ".join(dict.fromkeys(steps))
        yield f"  {_alias(workflow, source)} --> {_alias(workflow, target)} : {names}"
