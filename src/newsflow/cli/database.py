"""``newsflow db``: whether the tables are those that this newsflow knows."""

from __future__ import annotations

import click

from .outcomes import Exit
from .session import Session, group, in_session

_SAID = {
    "empty": "there are no tables yet; the first command that needs them makes them",
    "current": "the tables are those of this newsflow",
    "old": "make a backup, then run newsflow db upgrade",
    "new": "a newer newsflow has written it: install that one",
}


@group("db")
def db() -> None:
    """Look after the tables of the database."""


@db.command("check")
@in_session
def check(session: Session) -> None:
    """Say whether the tables are those that this newsflow knows.

    Exit code 7 tells that they are not, and what to do about it. Nothing is changed.
    """
    from ..store.schema import VERSION  # noqa: PLC0415 - help must not wait for it
    from ..store.tables import version_at  # noqa: PLC0415 - the same

    found = version_at(session.config.url)
    state = _state(found, VERSION)
    answer = {"state": state, "found": found, "known": VERSION, "advice": _SAID[state]}
    versions = f"schema version {found}, known {VERSION}"
    session.give(answer, f"{state}: {versions}; {_SAID[state]}")
    if state in {"old", "new"}:
        raise click.exceptions.Exit(Exit.FINDINGS)


@db.command("upgrade")
@in_session
def upgrade(session: Session) -> None:
    """Bring the tables to the version that this newsflow knows.

    All of it or nothing; whoever writes has to wait. Make a backup first: there is no
    way back.
    """
    from ..store.migrations import upgrade as upgraded  # noqa: PLC0415 - it is heavy
    from ..store.schema import VERSION  # noqa: PLC0415 - help must not wait for it

    found = upgraded(session.config.url)
    done = f"schema version {found} is now {VERSION}"
    if found == VERSION:
        done = f"schema version {VERSION}: there was nothing to do"
    session.give({"found": found, "version": VERSION}, done)


def _state(found: int | None, known: int) -> str:
    if found is None:
        return "empty"
    if found == known:
        return "current"
    return "old" if found < known else "new"
