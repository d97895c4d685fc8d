"""What lies on the desk beside the history: working copies and locks."""

from __future__ import annotations

import attrs

from ..errors import LockedError
from .database import Database, Transaction, repeated


@attrs.frozen(kw_only=True)
class WorkingCopy:
    """What a person has typed and not saved, with the position it began from."""

    article: str
    person: str
    position: int
    text: str
    at: str


@attrs.frozen(kw_only=True)
class Lock:
    """Who is writing in an article, and until when they have it to themselves."""

    article: str
    holder: str
    until: str


@attrs.frozen
class Pen:
    """Who is saving, and at which instant: a lock of somebody else's bars them."""

    writer: str
    now: str


class Desk:
    """Working copies, one for each person and article, and leased locks."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @repeated
    def keep(self, copy: WorkingCopy) -> None:
        """Keep a working copy in the place of the one before it.

        Raises:
            LockedError: somebody else has the article; the one before it stays.
        """
        with self.database.writing() as tx:
            tx.hold(copy.article)
            tx.run("drop_copy", article=copy.article, person=copy.person)
            while not _kept(tx, copy):
                refuse_locked(tx, copy.article)

    def copy(self, article: str, person: str) -> WorkingCopy | None:
        """Give a person's working copy of an article."""
        with self.database.reading() as tx:
            row = tx.one("copy", article=article, person=person)
        if row is None:
            return None
        position, text, at = row
        return WorkingCopy(
            article=article, person=person, position=position, text=text, at=at
        )

    def drop(self, article: str, person: str) -> None:
        """Throw a working copy away, if there is one."""
        with self.database.at_once() as tx:
            tx.run("drop_copy", article=article, person=person)

    @repeated
    def lock(self, lock: Lock, *, now: str) -> Lock:
        """Take or renew a lock.

        Raises:
            LockedError: somebody else has it, and it has not run out.
        """
        with self.database.writing() as tx:
            tx.hold(lock.article)
            row = tx.one("lock", article=lock.article)
            if row is not None and row[0] != lock.holder and row[1] > now:
                raise LockedError(lock.article, holder=row[0], until=row[1])
            tx.run("drop_lock", article=lock.article)
            tx.run("add_lock", **attrs.asdict(lock))
        return lock

    def holder(self, article: str, *, now: str) -> Lock | None:
        """Tell who has an article, if anybody has it now."""
        with self.database.reading() as tx:
            row = tx.one("lock", article=article)
        if row is None or row[1] <= now:
            return None
        return Lock(article=article, holder=row[0], until=row[1])

    @repeated
    def unlock(self, article: str, holder: str) -> None:
        """Let the lock of an article go, if it is this person's."""
        with self.database.writing() as tx:
            tx.run("release_lock", article=article, holder=holder)


def refuse_locked(tx: Transaction, article: str) -> None:
    """Refuse what a lock has just barred; if that was let go meanwhile, it may be.

    Raises:
        LockedError: it is still there.
    """
    row = tx.one("lock", article=article)
    if row is not None:
        raise LockedError(article, holder=row[0], until=row[1])


def _kept(tx: Transaction, copy: WorkingCopy) -> bool:
    added = tx.run("add_copy", **attrs.asdict(copy), now=copy.at)
    return bool(added.rowcount == 1)
