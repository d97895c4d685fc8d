"""What can be had of a story as a file: its proof, or the document itself."""

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
from ..newsroom import LONGEST_PREVIEW as LONGEST
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


@command("preview")
@click.argument("article", type=naming.ARTICLE)
@click.option("--format", "name", default="html", help="html, markdown, text, json …")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; standard output, else.",
)
@click.option("--link", is_flag=True, help="Give a signed link to it instead.")
@click.option(
    "--minutes",
    type=click.IntRange(1, LONGEST),
    default=60,
    show_default=True,
    help="For how long the link shows it.",
)
@in_session
def preview(
    session: Session,
    *,
    article: str,
    name: str,
    out: Path | None,
    link: bool,
    minutes: int,
) -> None:
    """Render the proof of a story.

    It shows the head, and is marked so that nobody takes it for published. With --link
    it gives the token under which the house's own server shows just this revision; it
    falls with the next text that is saved.
    """
    story = session.story(article)
    if link:
        _linked(session, story, minutes)
        return
    renderers = session.room.renderers
    if name not in renderers:
        kind = "renderer"
        raise NotFoundError(kind, name, known=renderers)
    made = renderers[name].render(session.room.proof(story))
    if out is not None:
        write_whole(out, made.data)
    answer = {"article": story.id, "media_type": made.media_type, "out": out}
    if session.json:
        answer["data"] = made.data.decode() if out is None else None
        session.give(answer, "")
    elif out is None:
        click.echo(made.data, nl=False)
    else:
        session.remark(f"written: {out}")


def _linked(session: Session, story: Article, minutes: int) -> None:
    token = session.room.preview_link(story, by=session.by, minutes=minutes)
    shown = {"article": story.id, "revision": story.head.number}
    session.give({**shown, "token": token, "minutes": minutes}, token)
    session.remark(f"it shows revision {story.head.number} for {minutes} minutes")


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
