"""What a person does with deliveries and channels: redrive, resolve, freeze, thaw."""

from __future__ import annotations

from datetime import datetime

import click

from ..ports import Delivery, Receipt
from .answers import counted, plain
from .instants import INSTANT
from .session import Session, command, in_session


@command("redrive")
@click.argument("delivery", type=int, required=False)
@click.option("--channel", help="Whatever of this channel is dead or parked.")
@click.option("--since", type=INSTANT, help="What failed at this time or later.")
@click.option("--until", type=INSTANT, help="What failed at this time or earlier.")
@in_session
def redrive(
    session: Session,
    *,
    delivery: int | None,
    channel: str | None,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Make failed deliveries due again.

    They keep their keys. What something newer has overtaken stays as it is.
    """
    if delivery is None and not (channel or since or until):
        message = "Say which: a DELIVERY by its number, --channel, --since or --until"
        raise click.UsageError(message)
    again = session.room.redrive(
        delivery=delivery,
        channel=channel,
        since=None if since is None else session.instant(since),
        until=None if until is None else session.instant(until),
    )
    lines = "\n".join(f"{one.key} is due again" for one in again)
    told = lines or "nothing was to be sent again"
    session.give({"deliveries": plain(again)}, told)
    if again:
        session.remark("next: newsflow due")


@command("resolve")
@click.argument("delivery", type=int)
@click.option("--arrived/--lost", required=True, help="How you have found it.")
@click.option("--note", default="", help="What you have seen or done.")
@click.option("--reference", help="Under which the channel has it.")
@click.option("--url", help="Where it can be seen.")
@in_session
def resolve(
    session: Session,
    *,
    delivery: int,
    arrived: bool,
    note: str,
    reference: str | None,
    url: str | None,
) -> None:
    """End a delivery as you have found it.

    It has to be one that waits for a person, is dead, or of which nobody knows.
    """
    given = reference or url
    receipt = None if not given else Receipt(reference=given, url=url)
    done = session.room.resolve(
        delivery, by=session.by, arrived=arrived, note=note, receipt=receipt
    )
    session.give(plain(done), f"{done.key} is {done.status.value}")


@command("freeze")
@click.argument("channel", required=False, default="")
@click.option("--reason", required=True, help="Why, for whoever wonders.")
@click.option("--removals", is_flag=True, help="Hold retractions and kills as well.")
@in_session
def freeze(session: Session, *, channel: str, reason: str, removals: bool) -> None:
    """Let nothing go to a channel, or to any.

    Without CHANNEL, it is all of them. Retractions and kills go out all the same,
    unless --removals holds them, too.
    """
    frozen = session.room.freeze(
        channel, by=session.by, reason=reason, removals=removals
    )
    session.give(plain(frozen), f"{channel or 'everything'} is frozen")


@command("thaw")
@click.argument("channel", required=False, default="")
@in_session
def thaw(session: Session, *, channel: str) -> None:
    """Let a frozen channel go on.

    Without CHANNEL, it is what was frozen as a whole.
    """
    session.room.thaw(channel, by=session.by)
    session.give({"thawed": channel}, f"{channel or 'everything'} goes on")
    session.remark("next: newsflow due")


@command("delivery")
@click.argument("number", type=int, metavar="DELIVERY")
@click.option("--payload", is_flag=True, help="Print what a dead letter held.")
@in_session
def delivery(session: Session, *, number: int, payload: bool) -> None:
    """Tell everything about one delivery.

    Each attempt at it is told, and how it ended.
    """
    room = session.room
    one = room.delivery(number)
    attempts = room.attempts(one)
    held = room.payload(one)
    if payload and held is not None:
        click.echo(held.data, nl=False)
        return
    answer = {
        **plain(one),
        "key": one.key,
        "history": plain(attempts),
        "payload": None if held is None else held.media_type,
    }
    lines = [_head(one)]
    lines += [
        f"  {each.number}. {each.at} {each.outcome.value} {each.error or ''}".rstrip()
        for each in attempts
    ]
    session.give(answer, "\n".join(lines))
    session.remark(counted(len(attempts), "attempt"))


def _head(one: Delivery) -> str:
    version = f" v{one.version}" if one.version else " ahead" if one.ahead else ""
    return f"{one.key}: {one.operation.value}{version} {one.status.value}"
