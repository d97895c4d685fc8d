"""Workflows from TOML or JSON: read, checked against their schema, and proved."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..errors import InvalidDocumentError, InvalidValueError, NotFoundError, Problem
from ..workflow.definition import (
    ApprovalRule,
    SignOffRule,
    State,
    Step,
    Workflow,
)
from ..workflow.proof import prove
from .encoding import decode
from .problems import problems_of
from .toml import toml_problem


def shipped_workflows() -> tuple[str, ...]:
    """Name the workflows that come with newsflow."""
    names = (
        entry.name for entry in (files("newsflow.documents") / "shipped").iterdir()
    )
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


@cache
def shipped_workflow(name: str) -> Workflow:
    """Load a workflow that comes with newsflow.

    Raises:
        NotFoundError: there is none of that name.
    """
    if name not in shipped_workflows():
        raise NotFoundError("workflow", name, known=shipped_workflows())
    found = files("newsflow.documents") / "shipped" / f"{name}.toml"
    return read_workflow(found.read_bytes(), source=f"{name}.toml")


def read_workflow(original: bytes | Path, *, source: str = "") -> Workflow:
    """Read a house's own workflow from a TOML file, or from its bytes, and prove it.

    *source* names it in errors; a file goes by its own name unless it is given.

    Raises:
        UnreadableError: the bytes are no text.
        InvalidDocumentError: they are no workflow; every problem with its path.
        InvalidWorkflowError: they are one that cannot be used; every fault.
    """
    if isinstance(original, Path):
        source = source or original.name
        original = original.read_bytes()
    text = decode(original, source=source)
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as unfit:
        raise InvalidDocumentError([toml_problem(unfit)], source=source) from None
    return prove(workflow_from(plain, source=source))


def workflow_from(plain: Mapping[str, Any], *, source: str = "") -> Workflow:
    """Structure a workflow document, without proving it.

    Raises:
        InvalidDocumentError: it does not fit schema ``workflow``; every problem.
    """
    found = problems_of("workflow", plain)
    if found:
        raise InvalidDocumentError(found, source=source)
    try:
        return Workflow(
            name=plain["name"],
            version=plain.get("version", 1),
            states=[State(**state) for state in plain["states"]],
            steps=[_step(step) for step in plain["steps"]],
            sign_offs=[SignOffRule(**rule) for rule in plain.get("sign_offs", ())],
            unreviewed=plain.get("unreviewed", False),
        )
    except InvalidValueError as unfit:
        problem = Problem(path="$", keyword="value", message=str(unfit))
        raise InvalidDocumentError([problem], source=source) from None


def workflow_to(workflow: Workflow) -> dict[str, Any]:
    """Write a workflow as a plain document; what has its default is left out."""
    plain: dict[str, Any] = {"name": workflow.name, "version": workflow.version}
    if workflow.unreviewed:
        plain["unreviewed"] = True
    plain["states"] = [_state_to(state) for state in workflow.states]
    if workflow.sign_offs:
        plain["sign_offs"] = [_sign_off_to(rule) for rule in workflow.sign_offs]
    plain["steps"] = [_step_to(step) for step in workflow.steps]
    return plain


def _step(plain: Mapping[str, Any]) -> Step:
    named = {"name": plain["act"], **plain}
    approvals = [ApprovalRule(**rule) for rule in plain.get("approvals", ())]
    return Step(**{**named, "approvals": approvals})


def _state_to(state: State) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": state.name, "kind": state.kind.value}
    return {**plain, "terminal": True} if state.terminal else plain


def _sign_off_to(rule: SignOffRule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "roles": sorted(rule.roles),
        "scope": rule.scope.value,
        "carried": rule.carried,
    }


def _step_to(step: Step) -> dict[str, Any]:
    members: dict[str, Any] = {
        "name": step.name if step.name != step.act.value else None,
        "act": step.act.value,
        "sources": list(step.sources),
        "target": step.target,
        "roles": sorted(step.roles),
        "approvals": [{"role": r.role, "count": r.count} for r in step.approvals],
        "sign_offs": list(step.sign_offs),
        "checks": step.checks,
    }
    return {name: value for name, value in members.items() if value}
