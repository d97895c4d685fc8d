"""``newsflow check``: everything that is wrong with a document or a story."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import NotFoundError
from ..model.article import Article
from ..model.content import Content
from . import naming
from .adopting import adopted
from .answers import plain
from .outcomes import AdvisedError, Exit
from .reading import read, reader_for
from .session import Session, command, in_session


@command("check")
@click.argument("what", metavar="FILE|ARTICLE", type=naming.ARTICLE)
@click.option("--reader", help="The reader to use; the ending of the file tells else.")
@click.option(
    "--act",
    type=click.Choice(["submit", "schedule", "publish", "update", "correct"]),
    default="submit",
    show_default=True,
    help="What it is to be fit for.",
)
@in_session
def check(session: Session, *, what: str, reader: str | None, act: str) -> None:
    """Say everything that is wrong with a story.

    Nothing is stored. Exit code 3 tells that a document cannot be read, with every
    problem and its path; 7 tells that the house's profiles or checks found something.
    """
    content = _content(session, what, reader)
    run = session.room.check(content, act=act)
    lines = [f"{finding}" for finding in run.findings]
    text = "\n".join(lines) or f"“{content.headline}” is fit to {act}"
    session.give({"what": what, "act": act, "findings": plain(run.findings)}, text)
    if run.findings:
        raise click.exceptions.Exit(Exit.FINDINGS)


def _content(session: Session, what: str, reader: str | None) -> Content:
    file = Path(what)
    if not file.is_file():
        return session.room.content(_article(session, file, what))
    room = session.room
    reading = read(room, file, file.read_bytes(), reader_for(room, file, reader))
    taken = adopted(reading, file, room.media)
    for remark in taken.remarks:
        session.remark(remark)
    return taken.reading.content


def _article(session: Session, file: Path, what: str) -> Article:
    if file.is_dir():
        message = f"{what} is a folder: name one file, or an article"
        raise AdvisedError(message)
    try:
        return session.story(what)
    except NotFoundError as missing:
        if missing.known:
            raise
        kind = "file or article"
        raise NotFoundError(kind, what) from None
