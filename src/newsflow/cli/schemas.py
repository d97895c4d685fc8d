"""The JSON Schemas that came with newsflow: shown, or written out for other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..documents.files import write_whole
from ..documents.schemas import schema as schema_of
from ..documents.schemas import schema_names
from .session import Session, group, in_session


@group("schema")
def schema() -> None:
    """Show and export the JSON Schemas."""


@schema.command("show")
@click.argument("name", required=False)
@in_session
def show(session: Session, *, name: str | None) -> None:
    """Print a schema; without NAME, list them."""
    if name is None:
        session.give({"schemas": schema_names()}, "\n".join(schema_names()))
        return
    click.echo(_text(name), nl=False)


@schema.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@in_session
def export(session: Session, *, folder: Path) -> None:
    """Write all schemas into a folder, for editors and other programs."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{name}.schema.json" for name in schema_names()]
    for name, file in zip(schema_names(), names, strict=True):
        write_whole(folder / file, _text(name).encode())
    session.give({"folder": folder, "files": names}, "\n".join(names))


def _text(name: str) -> str:
    return f"{json.dumps(schema_of(name), ensure_ascii=False, indent=2)}\n"
