"""The steps of a story at the desk: from a saved text to its approvals."""

from __future__ import annotations

from pathlib import Path

import click

from ..documents.keys import carry_keys
from ..errors import ErasedTextError
from ..model.article import Article
from ..model.content import Content
from . import naming
from .adopting import adopted
from .reading import read, reader_for
from .session import Session, command, with_story
from .stepping import took


@command("save")
@naming.article
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reader", help="The reader to use; the ending of the file tells else.")
@with_story
def save(session: Session, *, story: Article, file: Path, reader: str) -> None:
    """Save a new text of a story from a file.

    Blocks that were edited keep their keys, so that texts can be compared. A file that
    says nothing new undoes nothing.
    """
    room = session.room
    by, found = session.by, reader_for(session.room, file, reader)
    before = room.article(story.id)
    head = _head(session, before)
    language = None if head is None else head.language
    reading = read(room, file, file.read_bytes(), found, language=language)
    taken = adopted(reading, file, room.media)
    for remark in taken.remarks:
        session.remark(remark)
    content = taken.reading.content
    if head is not None and found.name != "json":  # which names its blocks itself
        content = carry_keys(head, content)
    taken.keep(room.media)
    after = room.save(story, content, by=by)
    same = after.position == before.position
    took(session, after, "is as it was" if same else "was saved")


@command("submit")
@naming.article
@click.option("--note", help="The public note of a correction: what was wrong.")
@naming.seen
@with_story
def submit(
    session: Session,
    *,
    story: Article,
    note: str | None,
    seen: str | None,
) -> None:
    """Hand a story in for review.

    With --note it is a correction: readers will see the note, and whoever approves it
    approves the note as well.
    """
    after = session.room.submit(story, by=session.by, note=note, seen=seen)
    took(session, after, "was handed in")


@command("send-back")
@naming.article
@naming.reason(required=True, text="What the writer is to do about it.")
@with_story
def send_back(session: Session, *, story: Article, reason: str) -> None:
    """Give a story back to its writer.

    Every approval of it is void.
    """
    after = session.room.send_back(story, by=session.by, reason=reason)
    took(session, after, "was sent back")


@command("approve")
@naming.article
@naming.seen
@click.option("--step", help="The step, where the house has several such.")
@with_story
def approve(
    session: Session,
    *,
    story: Article,
    seen: str | None,
    step: str | None,
) -> None:
    """Permit the release of exactly this text.

    Whoever wrote in it cannot approve it, and any change of it ends the approval.
    """
    after = session.room.approve(story, by=session.by, seen=seen, step=step)
    took(session, after, f"was approved by {session.by.id}")


@command("withdraw-approval")
@naming.article
@naming.reason(required=False, text="Why; the desk sees it.")
@with_story
def withdraw_approval(session: Session, *, story: Article, reason: str | None) -> None:
    """Take back the approval that you gave."""
    after = session.room.withdraw_approval(story, by=session.by, reason=reason)
    took(session, after, f"lost the approval of {session.by.id}")


@command("sign-off")
@naming.article
@click.argument("kind")
@naming.seen
@with_story
def sign_off(session: Session, *, story: Article, kind: str, seen: str | None) -> None:
    """State that a story is right in one respect.

    KIND is one of the workflow's own, such as copy, legal or photo.
    """
    after = session.room.sign_off(story, kind, by=session.by, seen=seen)
    took(session, after, f"has the {kind} sign-off of {session.by.id}")


@command("comment")
@naming.article
@click.argument("text")
@with_story
def comment(session: Session, *, story: Article, text: str) -> None:
    """Leave an internal note.

    No reader ever sees it; it is part of the history.
    """
    after = session.room.comment(story, text, by=session.by)
    took(session, after, f"was commented on by {session.by.id}")


def _head(session: Session, article: Article) -> Content | None:
    try:
        return session.room.content(article)
    except ErasedTextError:
        return None
