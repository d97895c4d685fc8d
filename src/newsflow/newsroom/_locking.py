"""Locks: who is writing in an article, and how that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from ..errors import LockedError
from ..model.article import Article
from ..model.people import Person
from ..model.times import stamp
from ..store.desk import Lock
from ..workflow.definition import Act
from ._office import Office
from ._taking import Request, take


def lock(office: Office, article: Article, person: Person, *, minutes: int) -> Lock:
    """Take or renew a lock.

    Raises:
        LockedError: somebody else has it.
    """
    now = office.clock()
    until = stamp(now + timedelta(minutes=minutes))
    wanted = Lock(article=article.id, holder=person.id, until=until)
    with naming_roles(office, article):
        return office.desk.lock(wanted, now=stamp(now))


def unlock(office: Office, article: Article, person: Person, *, force: bool) -> None:
    """Let one's own lock go, or take another person's away.

    Raises:
        LockedError: it is another person's, and no force was meant.
        StepRefusedError: the person may not take a lock by force.
    """
    held = office.desk.holder(article.id, now=stamp(office.clock()))
    holder = person.id
    if held is not None and held.holder != person.id:
        holder = held.holder
        with naming_roles(office, article):
            if not force:
                raise LockedError(article.id, holder=holder, until=held.until)
        takes = {"holder": holder}
        take(
            office, Request(article=article.id, act=Act.UNLOCK, by=person, takes=takes)
        )
    office.desk.unlock(article.id, holder)


@contextmanager
def naming_roles(office: Office, article: Article) -> Iterator[None]:
    """Let an error about a lock name the roles that may take it by force."""
    try:
        yield
    except LockedError as locked:
        steps = office.workflow_of(article).steps
        named = (step.roles for step in steps if step.act is Act.UNLOCK)
        raise LockedError(
            locked.article,
            holder=locked.holder,
            until=locked.until,
            lifted_by=sorted(frozenset().union(*named)),
        ) from None
