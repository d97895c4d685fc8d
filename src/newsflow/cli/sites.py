"""``newsflow site``: what is done to a whole site, rather than to one story."""

from __future__ import annotations

import click

from .answers import counted, plain
from .outcomes import Exit
from .progress import counting
from .session import Session, group, in_session


@group("site")
def site() -> None:
    """Look after the sites that channels keep."""


@site.command("rebuild")
@click.argument("channel")
@in_session
def rebuild(session: Session, *, channel: str) -> None:
    """Build the files of a channel anew, and remove what nothing accounts for.

    The files are those that the deliveries have made; files that are right are not
    touched. Deliveries to the channel wait until it is done. Exit code 7 tells that
    media are missing whose bytes nobody has.
    """
    room = session.room
    with counting(session, room.taken(channel), doing=f"building {channel}") as told:
        rebuilt = room.rebuild(channel, told=told)
    for name in rebuilt.lacking:
        session.remark(f"nobody has the bytes of {name}")
    stories = counted(rebuilt.stories, "story", "stories")
    changed = f"{rebuilt.written} files written, {rebuilt.removed} removed"
    session.give(plain(rebuilt), f"{channel} shows {stories}: {changed}")
    if rebuilt.lacking:
        raise click.exceptions.Exit(Exit.FINDINGS)
