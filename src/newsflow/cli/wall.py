"""``newsflow dashboard`` and ``newsflow timeline``: what hangs on the desk's wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click

from ..documents.files import PRIVATE, write_whole
from ..ports.board import Life, TaskKind
from ..render.dashboard import dashboard as page_of
from ..render.desk_clock import DeskClock, lasting
from ..render.desk_words import called, sent, told
from ..render.timeline import timeline
from . import naming
from .answers import counted, plain
from .outcomes import AdvisedError
from .session import Session, command, in_session

_PAGE = "dashboard.html"
_LONG = timedelta(hours=1)
"""From when on a wait is told of."""

_with_embargoed = click.option(
    "--with-embargoed",
    is_flag=True,
    help="With the words of stories whose embargo runs.",
)


@command("dashboard")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(_PAGE),
    show_default=True,
    help="The file to write, or a folder for dashboard.html.",
)
@_with_embargoed
@click.option(
    "--most",
    type=click.IntRange(1, 100),
    default=8,
    show_default=True,
    help="How many stories at most in each state, and of each other thing.",
)
@click.option(
    "--refresh",
    type=click.IntRange(10, 3600),
    metavar="SECONDS",
    help="Have browsers load it anew, for a screen on a wall.",
)
@in_session
def dashboard(
    session: Session,
    *,
    out: Path,
    with_embargoed: bool,
    most: int,
    refresh: int | None,
) -> None:
    """Write the newsroom as a page for its wall.

    Stories by state, what is due, what needs a person, deliveries, and what each
    channel shows. It shows drafts: only you can read the file, and it is never written
    where a site is. The words of embargoed stories are left out unless you ask.
    """
    board = session.room.board(most=most, with_embargoed=with_embargoed)
    file = _written(session, out, page_of(board, refresh=refresh).data)
    urgent = sum(one.kind is not TaskKind.APPROVAL for one in board.tasks)
    answer = {
        "file": file,
        "at": board.at,
        "states": dict(board.counts),
        "tasks": [
            {"kind": one.kind, "since": one.since, "channel": one.channel or None}
            for one in board.tasks
        ],
        "due": len(board.due),
    }
    session.give(answer, str(file))
    total = counted(sum(board.counts.values()), "story", "stories")
    session.remark(f"{total}; {counted(urgent, 'thing')} in trouble")


@command("timeline")
@click.argument("article", type=naming.ARTICLE)
@click.option("--svg", is_flag=True, help="As a picture.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder; standard output, else.",
)
@_with_embargoed
@in_session
def timeline_(
    session: Session, *, article: str, svg: bool, out: Path | None, with_embargoed: bool
) -> None:
    """Tell or draw the life of a story.

    Every step, version and approval, what was sent where, and how long it all waited.
    No word of the story is in it but the headline, and that not under embargo.
    """
    room = session.room
    life = room.life(room.find(article), with_embargoed=with_embargoed)
    clock = DeskClock(life.at, session.config.zone)
    drawn = svg and not session.json
    text = timeline(life, clock) if drawn else "\n".join(_lines(life, clock))
    if out is None:
        session.give(plain(life), text.rstrip("\n"))
        return
    suffix = "svg" if svg else "txt"
    data = timeline(life, clock) if svg else f"{text}\n"
    file = _written(session, out, data.encode(), name=f"timeline.{suffix}")
    session.give({"file": file}, str(file))


def _lines(life: Life, clock: DeskClock) -> Iterator[str]:
    card = life.card
    yield f"{called(card, clock)}: {card.state} since {clock.full(card.since)}"
    before: datetime | None = None
    for at, line in sorted(_happenings(life, clock), key=lambda one: one[0]):
        if before is not None and at - before >= _LONG:
            yield f"  ⋮ {lasting(at - before)}"
        yield f"  {clock.shown(at):>12}  {line}"
        before = at


def _happenings(life: Life, clock: DeskClock) -> Iterator[tuple[datetime, str]]:
    for mark in life.marks:
        yield mark.at, told(mark, clock)
    for one in life.sendings:
        yield one.settled or one.created, f"→ {one.channel}: {sent(one)}"


def _written(session: Session, out: Path, data: bytes, *, name: str = _PAGE) -> Path:
    """Write a file that the desk alone can read, where no reader will find it.

    Raises:
        AdvisedError: it would lie in a folder that readers see.
    """
    file = out / name if out.is_dir() else out
    place = file.parent.resolve() / file.name
    for folder in session.room.public_folders():
        if place.is_relative_to(folder.resolve()):
            message = f"{file} would lie in {folder}, which readers of a site can see"
            hint = "--out FILE, in a folder of the desk's own"
            raise AdvisedError(message, hint=hint)
    write_whole(file, data, mode=PRIVATE)
    return file
