"""``newsflow history``: everything that happened to a story, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from ..events import AnyEvent
from ..events.wording import happened
from ..model.article import Article
from . import naming
from .advice import called
from .answers import local
from .instants import INSTANT
from .session import Session, command, in_session
from .stepping import article_answer
from .telling import event_answer, short, told, written


@command("history")
@click.argument("article", type=naming.ARTICLE)
@click.option("--until", type=INSTANT, help="As it was at that instant.")
@in_session
def history(session: Session, *, article: str, until: datetime | None) -> None:
    """Tell everything that happened to a story.

    With --until, replay it to an instant, and tell where it then stood.
    """
    room = session.room
    end = None if until is None else session.instant(until)
    story = room.article(room.find(article), until=end)
    events = room.history(story)[: story.position]
    answer = {
        **article_answer(room, story),
        "events": [event_answer(event, room) for event in events],
    }
    lines = [line for event in events for line in _lines(session, event)]
    session.give(answer, "\n".join((*lines, *_then(session, story, end))))


def _lines(session: Session, event: AnyEvent) -> Iterator[str]:
    said = told(event, session.zone)
    tail = f" ({said})" if said else ""
    when = local(event.at, session.zone)
    yield f"{event.position:>3}  {when}  {event.by} {happened(event)}{tail}"
    for name, words, digest in written(event, session.room):
        shown = "[erased]" if words is None else words
        yield f"     {name}: {shown} {short(digest)}"


def _then(session: Session, story: Article, end: datetime | None) -> Iterator[str]:
    if end is None:
        return
    live = "nothing" if story.live is None else f"version {story.live.number}"
    yield (
        f"At {local(end, session.zone)} {called(session.room, story)} was in "
        f"{story.state}, at revision {story.head.number}; readers had {live}."
    )
