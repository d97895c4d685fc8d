"""``newsflow due``: what a timer runs, once a minute."""

from __future__ import annotations

import click

from ..events import ScheduleFailed
from ..model.article import Article
from ..model.times import stamp
from ..newsroom import Late
from ..ports import Delivery, Status
from .advice import called, handle
from .answers import columns, counted, local, plain
from .outcomes import Exit, UndeliveredError
from .session import Session, command, in_session
from .stepping import article_answer
from .troubles import scheduled

_FINE = frozenset({Status.DELIVERED, Status.SUPERSEDED})


@command("due")
@click.option("--dry-run", is_flag=True, help="List what is due, and do nothing.")
@in_session
def due(session: Session, *, dry_run: bool) -> None:
    """Fire schedules and deliver whatever is due.

    Run it once a minute. Exit code 6 tells that a channel did not take something, 4
    that a scheduled release was refused and the story is back in review.
    """
    if dry_run:
        _list(session)
        return
    ran = session.room.run_due()
    refused = {one.id: _refusal(session, one) for one in ran.fired}
    lines = [
        f"{called(session.room, one)} is out"
        for one in ran.fired
        if refused[one.id] is None
    ]
    lines += map(_line, ran.deliveries)
    fired = [article_answer(session.room, one) for one in ran.fired]
    late = plain(ran.late)
    answer = {"fired": fired, "deliveries": plain(ran.deliveries), "late": late}
    session.give(answer, "\n".join(lines) or "nothing was due")
    for one in ran.late:
        session.remark(_late(session, one))
    for said in filter(None, refused.values()):
        session.remark(said)
    failed = tuple(one for one in ran.deliveries if one.status not in _FINE)
    if failed:
        raise UndeliveredError(failed)
    if any(refused.values()):
        raise click.exceptions.Exit(Exit.REFUSED)


def _list(session: Session) -> None:
    now = stamp(session.moment)
    articles = tuple(scheduled(session.room, before=now))
    deliveries = session.room.unsettled(before=session.moment)
    answer = {"scheduled": plain(articles), "deliveries": plain(deliveries)}
    rows = [(one.due, one.id, one.headline) for one in articles]
    text = [columns(rows), *map(_line, deliveries)]
    session.give(answer, "\n".join(filter(None, text)) or "nothing is due")
    session.remark(f"{counted(len(articles) + len(deliveries), 'thing')} to do")


def _refusal(session: Session, fired: Article) -> str | None:
    last = session.room.history(fired)[-1]
    if not isinstance(last, ScheduleFailed):
        return None
    codes = ", ".join(last.objections)
    name = handle(session.room, fired)
    return (
        f"{called(session.room, fired)} was not released, and is in {fired.state}: "
        f"{codes} (newsflow status {name})"
    )


def _late(session: Session, one: Late) -> str:
    minutes = counted(int(one.by.total_seconds() // 60), "minute")
    name = called(session.room, session.room.article(one.article))
    return f"{name} fired {minutes} late: it was due at {local(one.due, session.zone)}"


def _line(one: Delivery) -> str:
    where = one.receipt.reference if one.receipt else ""
    return f"{one.channel}: {one.operation.value} {one.status.value} {where}".rstrip()
