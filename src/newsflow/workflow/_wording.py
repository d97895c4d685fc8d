"""How a step is put into words, in every picture of a workflow."""

from __future__ import annotations

from collections.abc import Iterator

from .definition import EVERYWHERE, Step, Workflow


def spoken(step: Step) -> str:
    """Tell what the house calls a step, as words."""
    return step.name.replace("_", " ")


def origins(step: Step) -> Iterator[str]:
    """Name where a step may be taken, for people."""
    yield from (
        "every open state" if one == EVERYWHERE else one for one in step.sources
    )


def requires(step: Step) -> str:
    """Tell on what terms a step may be taken."""
    terms = [f"{rule.count} × approval by {rule.role}" for rule in step.approvals]
    terms += [f"sign-off {kind}" for kind in step.sign_offs]
    terms += [f"checks {step.checks}"] if step.checks else []
    return ", ".join(terms)


def moving(workflow: Workflow) -> Iterator[Step]:
    """Give the steps that move a story."""
    return (step for step in workflow.steps if step.target is not None)
