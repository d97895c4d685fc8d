"""Beginnings: a newsroom in a folder, a story in a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ..documents.markdown.writer import write_markdown
from ..documents.slugs import slugified
from ..model.blocks import Paragraph, plain
from ..model.content import Content
from ..model.people import Person
from .configuration import configuration
from .instants import INSTANT
from .outcomes import AdvisedError
from .session import Session, command, in_session
from .stepping import took

_PEOPLE = (
    Person(id="ada", name="Ada", roles=["reporter"]),
    Person(id="bo", name="Bo", roles=["editor"]),
    Person(id="cy", name="Cy", roles=["editor", "chief"]),
)
_FILE = "newsflow.toml"


@command("init")
@click.argument(
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    required=False,
)
@in_session
def init(session: Session, *, folder: Path) -> None:
    """Set a newsroom up in a folder.

    Writes a newsflow.toml with remarks: one site, three people, one channel. It never
    overwrites one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / _FILE
    _write_new(file, configuration(_PEOPLE).encode())
    session.give({"configuration": file}, str(file))
    session.remark('next: newsflow new "Harbour bridge reopens"')


@command("new")
@click.argument("headline")
@click.option("--section", help="Such as local or sport.")
@click.option("--language", help="A BCP 47 tag such as en-GB; the newsroom's, else.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; named by the headline, else.",
)
@click.option("--draft", is_flag=True, help="Begin a draft at once, without a file.")
@click.option("--embargo", type=INSTANT, help="With --draft: when it may go out.")
@in_session
def new(  # noqa: PLR0913 - one for each option
    session: Session,
    *,
    headline: str,
    section: str | None,
    language: str | None,
    out: Path | None,
    draft: bool,
    embargo: datetime | None,
) -> None:
    """Begin a story: a Markdown file to write in, or a draft.

    The file is brought in by newsflow import, and later texts of it by newsflow save.
    """
    if embargo is not None and not draft:
        message = "--embargo goes with --draft; else: newsflow import FILE --embargo."
        raise click.UsageError(message)
    content = Content(
        headline=headline,
        section=section,
        language=language or session.config.language,
        slug=slugified(headline) or None,
        body=[Paragraph(key="b1", spans=plain("Write here."))],
    )
    if draft:
        end = None if embargo is None else session.instant(embargo)
        article = session.room.draft(content, by=session.by, embargo=end)
        took(session, article, "is begun")
        return
    file = out or Path(f"{content.slug or 'story'}.md")
    _write_new(file, write_markdown(content))
    session.give({"file": file}, str(file))
    session.remark(f"next: newsflow import {file}")


def _write_new(file: Path, data: bytes) -> None:
    try:
        with file.open("xb") as out:
            out.write(data)
    except FileExistsError:
        message = f"{file} is there already, and is never overwritten"
        raise AdvisedError(message) from None
