"""What can be had of a story as a file: the document itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import click

from ..documents.files import write_whole
from ..documents.json_format import write_json
from ..documents.markdown.writer import write_markdown
from ..errors import ErasedTextError, NotFoundError
from ..model.article import Article
from ..model.content import Content
from ..newsroom import Newsroom
from . import naming
from .answers import counted
from .progress import progress
from .session import Session, command, in_session
from .troubles import every_article

Writer: TypeAlias = Callable[[Content], bytes]

_WRITERS: Mapping[str, tuple[str, Writer]] = MappingProxyType(
    {"json": (".json", write_json), "markdown": (".md", write_markdown)}
)


@command("export")
@click.argument("article", type=naming.ARTICLE, required=False)
@click.option("--all", "everything", is_flag=True, help="Every story there is.")
@click.option(
    "--format",
    "name",
    type=click.Choice([*_WRITERS]),
    default="json",
    show_default=True,
    help="The form of the documents.",
)
@click.option("--live", is_flag=True, help="What readers have, in place of the head.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into, one file for each story.",
)
@in_session
def export(
    session: Session,
    *,
    article: str | None,
    everything: bool,
    name: str,
    live: bool,
    out: Path | None,
) -> None:
    """Write stories out as documents.

    One story goes to standard output unless --out names a folder. What is written is
    read back by newsflow import and newsflow save.
    """
    if everything == (article is not None):
        message = "Name one ARTICLE, or give --all."
        raise click.UsageError(message)
    suffix, write = _WRITERS[name]
    if article is not None and out is None:
        data = write(_content(session.room, session.story(article), live=live))
        session.give(
            {"article": article, "data": data.decode()}, data.decode().rstrip()
        )
        return
    if out is None:
        message = "--all needs a folder: --out DIR."
        raise click.UsageError(message)
    out.mkdir(parents=True, exist_ok=True)
    stories = [*_files(session, article)]
    written: list[str] = []
    for story, file in progress(session, stories, doing="exporting"):
        try:
            data = write(_content(session.room, story, live=live))
        except (ErasedTextError, NotFoundError) as missing:
            session.remark(f"left out: {missing}")
            continue
        write_whole(out / f"{file}{suffix}", data)
        written.append(f"{file}{suffix}")
    session.give({"folder": out, "files": written}, "\n".join(written))
    session.remark(f"{counted(len(written), 'file')} in {out}")


def _files(session: Session, article: str | None) -> Iterator[tuple[Article, str]]:
    """Name the file of each story: its slug, and where that is not its own, its id."""
    room = session.room
    if article is not None:
        story = session.story(article)
        yield story, _slug(room, story) or story.id
        return
    taken: set[str] = set()
    for row in every_article(room):
        name = row.slug if row.slug and row.slug not in taken else row.id
        taken.add(name)
        yield room.article(row.id), name


def _slug(room: Newsroom, story: Article) -> str | None:
    try:
        return room.content(story).slug
    except ErasedTextError:
        return None


def _content(room: Newsroom, story: Article, *, live: bool) -> Content:
    return room.live(story) if live else room.content(story)
