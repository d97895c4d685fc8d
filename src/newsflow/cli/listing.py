"""``newsflow list``: stories by state, section, person, words; page by page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from ..errors import NotFoundError
from ..model.times import instant, stamp
from ..store.search import Row
from .answers import columns, plain
from .instants import INSTANT
from .session import Session, command, in_session


@command("list")
@click.option("--state", help="In this state.")
@click.option("--section", help="In this section.")
@click.option("--person", "worker", metavar="PERSON", help="They did something in it.")
@click.option("--text", help="Words of the headline.")
@click.option("--due", type=INSTANT, help="Scheduled to go out until then.")
@click.option("--live/--not-live", default=None, help="Whether readers have it.")
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=50,
    show_default=True,
    help="How many stories make a page.",
)
@click.option("--after", metavar="PLACE", help="Go on after the page before.")
@in_session
def list_(
    session: Session,
    /,
    *,
    due: datetime | None,
    worker: str | None,
    after: str | None,
    limit: int,
    **filters: Any,
) -> None:
    """List stories, the latest first."""
    _known(session, worker)
    rows = session.room.search(
        **filters,
        person=worker,
        due_before=None if due is None else stamp(instant(session.instant(due))),
        after=None if after is None else _place(after),
        limit=limit,
    )
    more = f"{rows[-1].updated},{rows[-1].id}" if len(rows) == limit else None
    answer = {"articles": plain(rows), "after": more}
    session.give(answer, columns(map(_cells, rows)))
    if not rows:
        session.remark("there is no such story")
    if more is not None:
        session.remark(f"more: newsflow list … --after {more}")


def _known(session: Session, person: str | None) -> None:
    """Refuse a person that is misspelt: the list would be empty."""
    room, people = session.room, session.config.people
    if person is None or person in people or room.search(person=person, limit=1):
        return  # whoever has left the house has still worked on stories
    kind = "person"
    raise NotFoundError(kind, person, known=people)


def _place(after: str) -> tuple[str, str]:
    updated, comma, identifier = after.partition(",")
    if not comma:
        message = f"--after takes what a page before named, not {after!r}."
        raise click.UsageError(message)
    return updated, identifier


def _cells(row: Row) -> tuple[str, ...]:
    live = "-" if row.live is None else f"v{row.live}"
    due = f"{row.headline} (due {row.due})" if row.due else row.headline
    return row.id, row.slug or "-", row.state, live, row.section or "-", due
