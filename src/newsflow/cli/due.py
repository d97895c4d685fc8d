"""``newsflow due``: what a timer runs, once a minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from ..events import ScheduleFailed
from ..model.article import Article
from ..model.times import stamp
from ..newsroom import Late, Ran
from ..ports import Delivery, Status
from .advice import called, handle
from .answers import columns, counted, local, plain
from .outcomes import Exit, UndeliveredError
from .session import Session, command, in_session
from .stepping import article_answer
from .troubles import expired, scheduled

_FINE = frozenset({Status.DELIVERED, Status.SUPERSEDED})


@command("due")
@click.option("--dry-run", is_flag=True, help="List what is due, and do nothing.")
@in_session
def due(session: Session, *, dry_run: bool) -> None:
    """Fire schedules, take down what expired, deliver what is due.

    Run it once a minute. Exit code 6 tells that a channel did not take something, 4
    that a scheduled release was refused and the story is back in review, or that one
    that has expired could not be taken down.
    """
    if dry_run:
        _list(session)
        return
    ran = session.room.run_due()
    refused = {one.id: _refusal(session, one) for one in ran.fired}
    _answer(session, ran, refused)
    for said in _remarks(session, ran, refused):
        session.remark(said)
    failed = tuple(one for one in ran.deliveries if one.status not in _FINE)
    if failed:
        raise UndeliveredError(failed)
    if any(refused.values()) or ran.overstayed:
        raise click.exceptions.Exit(Exit.REFUSED)


def _answer(session: Session, ran: Ran, refused: Mapping[str, str | None]) -> None:
    room = session.room
    lines = [
        f"{called(room, one)} is out" for one in ran.fired if refused[one.id] is None
    ]
    lines += [f"{called(room, one)} has expired, and is off" for one in ran.expired]
    lines += map(_line, ran.deliveries)
    answer = {
        "fired": [article_answer(room, one) for one in ran.fired],
        "expired": [article_answer(room, one) for one in ran.expired],
        "deliveries": plain(ran.deliveries),
        "late": plain(ran.late),
        "overstayed": plain(ran.overstayed),
    }
    session.give(answer, "\n".join(lines) or "nothing was due")


def _remarks(
    session: Session, ran: Ran, refused: Mapping[str, str | None]
) -> Iterator[str]:
    yield from (_late(session, one) for one in ran.late)
    yield from filter(None, refused.values())
    for one in ran.overstayed:
        article = session.room.article(one.article)
        codes = ", ".join(against.code for against in one.objections)
        name = handle(session.room, article)
        yield (
            f"{called(session.room, article)} has expired, and could not be taken "
            f"down: {codes} (newsflow unpublish {name})"
        )


def _list(session: Session) -> None:
    now = stamp(session.moment)
    articles = tuple(scheduled(session.room, before=now))
    over = tuple(expired(session.room, before=now))
    deliveries = session.room.unsettled(before=session.moment)
    answer = {
        "scheduled": plain(articles),
        "expired": plain(over),
        "deliveries": plain(deliveries),
    }
    rows = [(one.due, one.id, one.headline) for one in articles]
    rows += [(one.expires, one.id, one.headline) for one in over]
    text = [columns(rows), *map(_line, deliveries)]
    session.give(answer, "\n".join(filter(None, text)) or "nothing is due")
    session.remark(
        f"{counted(len(articles) + len(over) + len(deliveries), 'thing')} to do"
    )


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
