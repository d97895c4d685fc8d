"""Workflows on the command line: shown as table or picture, proved, followed anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ..documents.toml_text import toml_text
from ..documents.workflows import (
    read_workflow,
    shipped_workflow,
    shipped_workflows,
    workflow_to,
)
from ..errors import InvalidWorkflowError, NotFoundError
from ..workflow.definition import Workflow
from ..workflow.pictures import dot, mermaid, svg, table
from . import naming
from .answers import as_json, counted, plain
from .migrating import Migration, migrations, take
from .outcomes import Exit
from .progress import progress
from .session import Session, group, in_session

_FORMATS = ("table", "mermaid", "dot", "svg", "toml", "json")


@group("workflow")
def workflow() -> None:
    """Show, check and change workflows."""


@workflow.command("show")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How to show it.",
)
@click.option("--counts", is_flag=True, help="In the SVG: how many stories are where.")
@click.option("--article", type=naming.ARTICLE, help="In the SVG: where this one is.")
@in_session
def show(
    session: Session, *, name: str | None, form: str, counts: bool, article: str | None
) -> None:
    """Show a workflow.

    NAME is one that comes with newsflow or a TOML file; the newsroom's own, unless
    given. --article shows the one that a story follows, in its version.
    """
    story = None if article is None else session.story(article)
    found = session.room.workflow(story) if story else _workflow(session, name)
    numbers = session.room.counts() if counts else {}
    at = story.state if story else ""
    if session.json:
        session.give(workflow_to(found), "")
        return
    match form:
        case "mermaid":
            text = mermaid(found)
        case "dot":
            text = dot(found)
        case "svg":
            text = svg(found, counts=numbers, current=at)
        case "toml":
            text = toml_text(workflow_to(found))
        case "json":
            text = as_json(workflow_to(found))
        case _:
            text = table(found)
    click.echo(text.rstrip("\n"))


@workflow.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_session
def check(session: Session, *, file: Path) -> None:
    """Prove a workflow file.

    Exit code 3 tells that it is no workflow, 7 that it would let something through or
    leads nowhere, each fault with the state or step it is in.
    """
    try:
        found = read_workflow(file.read_bytes(), source=file.name)
    except InvalidWorkflowError as unfit:
        lines = "\n".join(map(str, unfit.problems))
        session.give({"faults": plain(unfit.problems)}, lines)
        raise click.exceptions.Exit(Exit.FINDINGS) from None
    numbers = (
        f"{counted(len(found.states), 'state')}, {counted(len(found.steps), 'step')}"
    )
    text = f"workflow {found.name} version {found.version} is sound: {numbers}"
    session.give({"name": found.name, "version": found.version, "faults": []}, text)


@workflow.command("migrate")
@click.option(
    "--map", "pairs", multiple=True, metavar="OLD=NEW", help="A state and its new name."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; do nothing.")
@in_session
def migrate(session: Session, *, pairs: tuple[str, ...], dry_run: bool) -> None:
    """Let all stories follow the workflow of today.

    A story keeps the workflow version it began with until then. States that have
    another name now are mapped, each to one of the same kind. All is looked at first:
    if one story has no place to go, none is moved.
    """
    by = session.by
    found = tuple(migrations(session.room, by, _mapped(pairs)))
    stuck = any(one.objections for one in found)
    moved: tuple[Migration, ...] = ()
    if not dry_run and not stuck:
        moved = tuple(
            take(session.room, by, one)
            for one in progress(session, found, doing="migrating")
        )
    answer = {"dry_run": dry_run, "planned": plain(found), "moved": len(moved)}
    session.give(answer, "\n".join(map(str, found)) or "every story follows it already")
    session.remark(f"{counted(len(moved), 'story', 'stories')} moved")
    if stuck:
        raise click.exceptions.Exit(Exit.REFUSED)


def _workflow(session: Session, name: str | None) -> Workflow:
    if name is None:
        return session.room.workflow()
    if name in shipped_workflows():
        return shipped_workflow(name)
    file = Path(name)
    if not file.is_file():
        kind = "workflow"
        raise NotFoundError(kind, name, known=shipped_workflows())
    return read_workflow(file.read_bytes(), source=file.name)


def _mapped(pairs: tuple[str, ...]) -> Mapping[str, str]:
    mapped = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            message = f"--map takes OLD=NEW, not {pair!r}."
            raise click.UsageError(message)
        mapped[old] = new
    return mapped
