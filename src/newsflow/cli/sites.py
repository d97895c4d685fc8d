"""``newsflow site``: what is done to a whole site, rather than to one story."""

from __future__ import annotations

import click

from .answers import counted, plain
from .outcomes import Exit
from .progress import counting
from .session import Session, group, in_session

SERVERS = ("nginx", "caddy")
"""The web servers that a site has a file for; to look them up would load channels."""


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


@site.command("server")
@click.argument("channel")
@click.argument("kind", type=click.Choice(SERVERS))
@click.option("--address", default="", help="That of a mirror, if it is meant.")
@in_session
def server(session: Session, *, channel: str, kind: str, address: str) -> None:
    """Write the file by which a web server hands out a site.

    It answers 410 where a story was retracted, leads on where one has moved, and hides
    what no reader is to see. Make it anew from time to time, and reload the server: an
    address that has moved since leads on by its page alone until then.
    """
    text = session.room.server_file(channel, kind, address=address)
    session.give({"channel": channel, "kind": kind, "file": text}, text.rstrip("\n"))
