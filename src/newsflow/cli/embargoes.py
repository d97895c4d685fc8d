"""Embargo and handling: what the desk does with a story, outside its text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
import click

from ..model.article import Article
from . import naming
from .answers import local
from .instants import INSTANT
from .session import Session, command, group, with_story
from .stepping import took


@group("embargo")
def embargo() -> None:
    """Tighten or lift the embargo of a story."""


@embargo.command("tighten")
@naming.article
@click.option("--until", type=INSTANT, required=True, help="When it may go out.")
@with_story
def tighten(session: Session, *, story: Article, until: datetime) -> None:
    """Keep a story in until an instant, or longer than before."""
    end = session.instant(until)
    after = session.room.tighten_embargo(story, until=end, by=session.by)
    took(session, after, f"is under embargo until {local(end, session.zone)}")


@embargo.command("lift")
@naming.article
@click.option("--until", type=INSTANT, help="The earlier end; none at all, else.")
@naming.reason(required=True, text="Why it may go out earlier.")
@with_story
def lift(
    session: Session,
    *,
    story: Article,
    until: datetime | None,
    reason: str,
) -> None:
    """Shorten the embargo of a story, or end it."""
    end = None if until is None else session.instant(until)
    after = session.room.lift_embargo(story, by=session.by, reason=reason, until=end)
    said = "has no embargo" if end is None else f"is free at {local(end, session.zone)}"
    took(session, after, said)


@command("handle")
@naming.article
@click.option("--expires", type=INSTANT, help="When it should be off.")
@click.option("--priority", type=click.IntRange(1, 9), help="From 1, the most, to 9.")
@click.option("--urgency", type=click.IntRange(1, 9), help="From 1, the most, to 9.")
@click.option("--planned-length", type=click.IntRange(0), help="In words.")
@with_story
def handle(
    session: Session,
    *,
    story: Article,
    expires: datetime | None,
    priority: int | None,
    urgency: int | None,
    planned_length: int | None,
) -> None:
    """Set expiry, priority, urgency and planned length.

    What is not given stays; no approval falls.
    """
    given: dict[str, Any] = {
        "expires": None if expires is None else session.instant(expires),
        "priority": priority,
        "urgency": urgency,
        "planned_length": planned_length,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        message = "Say what is to be changed: --expires, --priority, --urgency, …"
        raise click.UsageError(message)
    handling = attrs.evolve(story.handling, **changes)
    after = session.room.handle(story, handling, by=session.by)
    took(session, after, "is handled anew")
