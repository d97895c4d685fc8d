"""The house itself: its plug-ins, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import click

from ..errors import HistoryError, NewsflowError
from ..model.times import stamp
from ..newsroom import Newsroom
from ..store.database import parsed_url
from .answers import columns, counted, plain
from .oddities import oddities
from .outcomes import Exit, database_errors
from .session import Session, command, in_session
from .telling import digests, short
from .troubles import ahead, expired, scheduled


@attrs.frozen(kw_only=True)
class Trouble:
    """One thing that is wrong with the newsroom, and what to do about it."""

    about: str
    message: str
    hint: str = ""


@command("plugins")
@in_session
def plugins(session: Session) -> None:
    """List the plug-ins and what they do.

    Those that are broken are listed with their error; the others work without them, but
    nothing is released before they are repaired or taken out of the configuration.
    """
    listed = session.room.plugins
    rows = (
        (
            one.name,
            one.version or "-",
            one.source,
            f"broken: {one.error}" if one.error else ", ".join(one.hooks) or "no hook",
        )
        for one in listed
    )
    session.give({"plugins": plain(listed)}, columns(rows))


@command("doctor")
@in_session
def doctor(session: Session) -> None:
    """Find out what is wrong with the newsroom.

    Looks at the configuration, the database and its history, the workflow, plug-ins,
    channels and schedules. Exit code 7 tells that there is something.
    """
    found = tuple(_troubles(session))
    lines = [f"{one.about}: {one.message}" for one in found]
    session.give({"troubles": plain(found)}, "\n".join(lines) or "all is well")
    for one in found:
        if one.hint:
            session.remark(f"hint: {one.hint}")
    if found:
        raise click.exceptions.Exit(Exit.FINDINGS)


def _troubles(session: Session) -> Iterator[Trouble]:
    try:
        yield from _looked(session)
    except database_errors() as failed:
        message = f"{parsed_url(session.config.url)!r} does not work: {failed}"
        yield Trouble(about="database", message=message)


def _looked(session: Session) -> Iterator[Trouble]:
    try:
        room = session.room
    except (NewsflowError, OSError) as failed:
        yield Trouble(about="opening", message=str(failed))
        return
    yield from _configuration(room)
    for about, message in oddities(room.config, room.workflow()):
        yield Trouble(about=about, message=message)
    yield from _plugins(room)
    yield from _history(room)
    yield from _work(room, session)


def _configuration(room: Newsroom) -> Iterator[Trouble]:
    if not room.config.people:
        message = "[people] names nobody, so nobody can take a step here"
        yield Trouble(about="people", message=message)
    if not room.channels:
        message = "there is no channel, so what is published goes nowhere"
        yield Trouble(about="channels", message=message)
    if room.workflow().unreviewed:
        message = f"{room.workflow().name} lets stories out without anyone's approval"
        yield Trouble(about="workflow", message=message)


def _plugins(room: Newsroom) -> Iterator[Trouble]:
    for one in room.plugins:
        if one.error is not None:
            yield Trouble(about=f"plug-in {one.name}", message=one.error)


def _history(room: Newsroom) -> Iterator[Trouble]:
    try:
        audit = room.audit()
    except HistoryError as broken:
        hint = "keep a copy of the database as it is, and compare it with a checkpoint"
        yield Trouble(about="history", message=str(broken), hint=hint)
        return
    for identifier in audit.left_over:
        message = f"the document of {identifier} is kept, and its text was erased"
        first = short(next(digests(room.history(identifier)[0])))
        hint = f'newsflow erase {identifier} {first} --reason "…" again'
        yield Trouble(about="erasing", message=message, hint=hint)
    for identifier in audit.glass_broken:
        message = f"a version of {identifier} went out without its approvals"
        yield Trouble(
            about="review", message=message, hint=f"newsflow history {identifier}"
        )


def _work(room: Newsroom, session: Session) -> Iterator[Trouble]:
    for row in ahead(room, now=stamp(session.moment)):
        message = f"{row.headline} was changed at {row.updated}, which is still to come"
        yield Trouble(about="clock", message=message, hint=f"newsflow history {row.id}")
    for row in scheduled(room, before=stamp(session.moment)):
        message = f"{row.headline} was due at {row.due}"
        yield Trouble(about="schedule", message=message, hint="newsflow due")
    for row in expired(room, before=stamp(session.moment)):
        message = f"{row.headline} is out, and expired at {row.expires}"
        yield Trouble(about="expiry", message=message, hint="newsflow due")
    for one in room.unsettled(failing=True):
        tries = counted(one.attempts, "attempt")
        message = f"{one.operation.value} of {one.article} {one.status.value}, {tries}"
        yield Trouble(about=f"channel {one.channel}", message=f"{message}: {one.error}")
