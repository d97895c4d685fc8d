"""``newsflow demo``: the example stories go their whole way, on one day."""

from __future__ import annotations

from pathlib import Path

import click

from ..documents.config import read_config
from ..documents.files import write_whole
from ..newsroom import Newsroom
from ..workflow.pictures import svg
from .demo_day import Day
from .demo_desk import embargo, imports, refusals, releases
from .demo_house import Clock, numbered, prepare, salts
from .demo_readers import correction, evening, removals
from .demo_record import record, signposts
from .session import Session, command, in_session


@command("demo")
@click.argument(
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-newsroom"),
)
@in_session
def demo(session: Session, *, folder: Path) -> None:
    """Let the example stories go their whole way.

    FOLDER, demo-newsroom unless given, must be empty or from an earlier demo, which is
    then begun anew. The clock is set, so that the demo is the same each time.
    """
    files = prepare(folder)
    lines: list[str] = []
    tell = lines.append if session.json else click.echo
    clock = Clock()
    with Newsroom.open(
        config=read_config(folder / "newsflow.toml"),
        clock=clock,
        ids=numbered("story"),
        salts=salts(),
    ) as room:
        day = Day(room=room, clock=clock, tell=tell, folder=folder)
        _whole_day(day, files)
        picture = svg(room.workflow(), counts=room.counts())
        write_whole(folder / "workflow.svg", picture.encode())
        states = dict(room.counts())
    if session.json:
        answer = {"folder": folder, "states": states, "open": day.open, "day": lines}
        session.give(answer, "")


def _whole_day(day: Day, files: tuple[Path, ...]) -> None:
    """Let a day pass, from the first import to what is left to look at."""
    day.tell("Thursday, 12 March 2026, at the Harbour Gazette in Skarrow.")
    imports(day, files)
    refusals(day)
    releases(day)
    embargo(day)
    correction(day)
    removals(day)
    evening(day)
    record(day)
    signposts(day)
