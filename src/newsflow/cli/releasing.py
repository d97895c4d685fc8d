"""The steps by which a story reaches its readers."""

from __future__ import annotations

from datetime import datetime

import click

from ..model.article import Article
from . import naming
from .answers import local
from .instants import INSTANT
from .session import Session, command, with_story
from .stepping import sent, took


@command("publish")
@naming.article
@naming.channels
@naming.seen
@with_story
def publish(
    session: Session,
    *,
    story: Article,
    channels: tuple[str, ...],
    seen: str | None,
) -> None:
    """Release an approved story.

    It is delivered at once; what a channel does not take is tried again by newsflow
    due, and the exit code is then 6.
    """
    after = session.room.publish(story, by=session.by, channels=channels, seen=seen)
    sent(session, after, "was published")


@command("update")
@naming.article
@naming.channels
@naming.seen
@with_story
def update(
    session: Session,
    *,
    story: Article,
    channels: tuple[str, ...],
    seen: str | None,
) -> None:
    """Release more news about a published story."""
    after = session.room.update(story, by=session.by, channels=channels, seen=seen)
    sent(session, after, "was updated")


@command("correct")
@naming.article
@naming.channels
@naming.seen
@with_story
def correct(
    session: Session,
    *,
    story: Article,
    channels: tuple[str, ...],
    seen: str | None,
) -> None:
    """Release a correction with its public note.

    The note is handed in with the text: newsflow submit ARTICLE --note "…".
    """
    after = session.room.correct(story, by=session.by, channels=channels, seen=seen)
    sent(session, after, "was corrected")


@command("schedule")
@naming.article
@click.option("--when", type=INSTANT, required=True, help="When it is to go out.")
@click.option("--zone", help="The time zone that --when is meant in.")
@naming.channels
@naming.seen
@with_story
def schedule(
    session: Session,
    *,
    story: Article,
    when: datetime,
    zone: str | None,
    channels: tuple[str, ...],
    seen: str | None,
) -> None:
    """Pin the release of this text to an instant.

    newsflow due releases it then, if nothing stands against it by that time.
    """
    due = session.instant(when, zone=zone)
    after = session.room.schedule(
        story, when=due, by=session.by, zone=zone, channels=channels, seen=seen
    )
    took(session, after, f"is due at {local(due, session.zone)}")


@command("unschedule")
@naming.article
@with_story
def unschedule(session: Session, *, story: Article) -> None:
    """Call a waiting release off."""
    after = session.room.unschedule(story, by=session.by)
    took(session, after, "is not due any more")


@command("advance")
@naming.article
@naming.partners
@naming.seen
@with_story
def advance(
    session: Session,
    *,
    story: Article,
    channels: tuple[str, ...],
    seen: str | None,
) -> None:
    """Send a story to partners ahead of its embargo.

    Only channels with embargo = "trusted" get it, with the embargo in a field of its
    own. Readers get nothing. It is delivered at once, like what is published.
    """
    after = session.room.advance(story, by=session.by, channels=channels, seen=seen)
    sent(session, after, "is with its partners, under embargo")


@command("break-glass")
@naming.article
@naming.reason(required=True, text="Why it could not wait; the audit repeats it.")
@naming.channels
@with_story
def break_glass(
    session: Session,
    *,
    story: Article,
    reason: str,
    channels: tuple[str, ...],
) -> None:
    """Release without the approvals; all will see it.

    For the hour when nobody else can be reached. An embargo stands all the same.
    """
    after = session.room.break_glass(
        story, by=session.by, reason=reason, channels=channels
    )
    sent(session, after, "was published WITHOUT its approvals")
