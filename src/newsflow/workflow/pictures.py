"""Pictures of a workflow: a table, Mermaid, DOT and an SVG of one and the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ._drawing import Drawing
from ._wording import moving, origins, requires, spoken
from .definition import REMOVALS, Act, State, StateKind, Step, Workflow

_NOTHING: Mapping[str, int] = MappingProxyType({})
_FILLS: Mapping[StateKind, str] = MappingProxyType(
    {
        StateKind.DRAFT: "#eaeef2",
        StateKind.REVIEW: "#fff3c4",
        StateKind.SCHEDULED: "#ddf4ff",
        StateKind.PUBLISHED: "#dafbe1",
        StateKind.WITHDRAWN: "#ffe2e0",
    }
)
_WAYS: Mapping[Act, str] = MappingProxyType(
    {Act.BREAK_GLASS: ", style=dashed"} | dict.fromkeys(REMOVALS, ", color=firebrick")
)


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


def dot(workflow: Workflow) -> str:
    """Write the states and the ways between them in DOT, the language of Graphviz.

    A terminal state has a double border; a way that breaks the glass is dashed.
    """
    lines = [
        f"digraph {_quoted(workflow.name)} {{",
        "  rankdir=LR;",
        f"  label={_quoted(f'Workflow {workflow.name}, version {workflow.version}')};",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize=10];',
        '  begin [shape=point, label=""];',
        *(f"  {_alias(workflow, one.name)} [{_box(one)}];" for one in workflow.states),
        *_arrows(workflow),
        "}",
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
    for (source, target), steps in _between(workflow).items():
        names = ", ".join(dict.fromkeys(map(spoken, steps)))
        yield f"  {_alias(workflow, source)} --> {_alias(workflow, target)} : {names}"


def _between(workflow: Workflow) -> Mapping[tuple[str, str], list[Step]]:
    """Give each way once, with all steps that go it."""
    ways: dict[tuple[str, str], list[Step]] = {}
    for step in moving(workflow):
        for source in workflow.sources(step):
            ways.setdefault((source, step.target or source), []).append(step)
    return ways


def _box(state: State) -> str:
    double = ", peripheries=2" if state.terminal else ""
    return f'label={_quoted(state.name)}, fillcolor="{_FILLS[state.kind]}"{double}'


def _arrows(workflow: Workflow) -> Iterator[str]:
    for step in workflow.steps:
        if step.act is Act.DRAFT and step.target is not None:
            label = _quoted(spoken(step))
            yield f"  begin -> {_alias(workflow, step.target)} [label={label}];"
    for (source, target), steps in _between(workflow).items():
        label = _quoted(", ".join(dict.fromkeys(map(spoken, steps))))
        looks = {_WAYS.get(step.act, "") for step in steps}
        look = looks.pop() if len(looks) == 1 else ""
        ends = f"{_alias(workflow, source)} -> {_alias(workflow, target)}"
        yield f"  {ends} [label={label}{look}];"


def _quoted(text: str) -> str:
    """Quote for DOT: in a label, a backslash escapes and an ampersand names a sign."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{escaped}"'
