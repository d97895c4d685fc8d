"""Where stories are shown: ``coverage``, ``outdated``, ``channels``, ``troubles``."""

from __future__ import annotations

from collections.abc import Container

import click

from ..ports import Copy, Coverage, Delivery, Health
from . import naming
from .advice import called
from .answers import columns, counted, plain
from .outcomes import Exit
from .session import Session, command, in_session

_SAID = {
    Copy.CURRENT: "what is live",
    Copy.OUTDATED: "an OLD version",
    Copy.ADVANCE: "an advance copy",
    Copy.UNSURE: "nobody knows",
    Copy.NONE: "nothing",
}


@command("coverage")
@click.argument("article", type=naming.ARTICLE)
@in_session
def coverage(session: Session, *, article: str) -> None:
    """Tell what every channel shows of a story.

    That is every one that was ever to have it. Exit code 7 tells that one shows
    something else than what is live, or than what partners are to have ahead.
    """
    story = session.story(article)
    found = session.room.coverage(story)
    current = sum(one.copy is Copy.CURRENT for one in found)
    ahead = sum(one.copy is Copy.ADVANCE for one in found)
    answer = {
        "article": story.id,
        "live": None if story.live is None else story.live.number,
        "copies": plain(found),
        "percent": percent(found),
    }
    lines = [called(session.room, story), columns(map(_row, found), indent="  ")]
    session.give(answer, "\n".join(filter(None, lines)))
    session.remark(f"{current} of {counted(len(found), 'channel')} show what is live")
    if ahead:
        verb = "holds" if ahead == 1 else "hold"
        session.remark(f"{counted(ahead, 'partner')} {verb} it under embargo")
    if current + ahead < len(found):
        raise click.exceptions.Exit(Exit.FINDINGS)


@command("outdated")
@in_session
def outdated(session: Session) -> None:
    """List the copies of stories that are not of the live version.

    Exit code 7 tells that there are some.
    """
    found = session.room.outdated()
    rows = [
        (one.channel, _version(one), one.settled, one.article, _where(one))
        for one in found
    ]
    session.give({"deliveries": plain(found)}, columns(rows))
    session.remark(f"{len(found)} out of date")
    if found:
        raise click.exceptions.Exit(Exit.FINDINGS)


@command("channels")
@click.option("--check", is_flag=True, help="Ask each whether it could deliver now.")
@in_session
def channels(session: Session, *, check: bool) -> None:
    """List the channels, and whether they are well.

    In JSON also what each can do. With --check, exit code 7 tells that something is in
    the way of one.
    """
    room = session.room
    frozen = {one.channel: one for one in room.frozen()}
    health = {name: room.health(name) for name in room.channels} if check else {}
    answer = {
        "channels": [
            {
                "name": name,
                "capabilities": plain(room.capabilities(name)),
                "health": plain(health.get(name)),
            }
            for name in room.channels
        ],
        "frozen": plain(tuple(frozen.values())),
    }
    rows = [
        (name, _state(name, frozen.keys()), _healthy(health.get(name)))
        for name in room.channels
    ]
    session.give(answer, columns(rows))
    for one in frozen.values():
        where = one.channel or "everything"
        session.remark(f"{where} is frozen since {one.at} by {one.by}: {one.reason}")
    if not all(one.ok for one in health.values()):
        raise click.exceptions.Exit(Exit.FINDINGS)


@command("troubles")
@in_session
def troubles(session: Session) -> None:
    """List deliveries that failed or wait for a person.

    They are dead, parked for want of their channel, or of unknown end.

    Exit code 7 tells that there is something.
    """
    found = session.room.troubles()
    rows = [
        (one.id, one.status.value, one.channel, one.operation.value, _told(one))
        for one in found
    ]
    told = columns(rows) or "nothing is in trouble"
    session.give({"deliveries": plain(found)}, told)
    if found:
        session.remark("hint: newsflow redrive, or newsflow resolve DELIVERY")
        raise click.exceptions.Exit(Exit.FINDINGS)


def percent(found: tuple[Coverage, ...]) -> dict[str, int]:
    """Tell the shares of the channels in whole percent, which sum to 100.

    What rounding leaves goes to whoever has lost the most by it (Hare–Niemeyer).
    """
    counts = {copy.value: sum(one.copy is copy for one in found) for copy in Copy}
    whole = len(found) or 1
    shares = {name: 100 * count // whole for name, count in counts.items()}
    lost = sorted(counts, key=lambda name: -(100 * counts[name] % whole))
    for name in lost[: 100 - sum(shares.values()) if found else 0]:
        shares[name] += 1
    return shares


def _row(one: Coverage) -> tuple[str, str, str, str]:
    version = "" if one.version is None else f"v{one.version}"
    going = "" if one.open is None else f"({one.open.status.value}: {one.open.id})"
    return one.channel, _SAID[one.copy], version, f"{one.url or ''} {going}".strip()


def _version(one: Delivery) -> str:
    return "advance copy" if one.ahead else f"v{one.version}"


def _where(one: Delivery) -> str:
    return one.receipt.url or one.receipt.reference if one.receipt else ""


def _told(one: Delivery) -> str:
    return f"{one.article}: {one.error}" if one.error else one.article


def _state(name: str, frozen: Container[str]) -> str:
    return "frozen" if name in frozen or "" in frozen else "open"


def _healthy(health: Health | None) -> str:
    if health is None:
        return ""
    return "; ".join(health.problems) or "well"
