"""Work at the desk beside a story's way: working copies, locks, erasing."""

from __future__ import annotations

from collections.abc import Iterable

from ..documents.canonical import canonical_content, content_of
from ..model.article import Article
from ..model.content import Content
from ..model.times import stamp
from ..store.desk import Lock, WorkingCopy
from ..workflow.definition import Act
from ._erasing import erase
from ._locking import lock, naming_roles, unlock
from ._recording import Recording
from ._verbs import By, Story, _id


class DeskWork(Recording):
    """What is done with articles, and is no step on their way to readers."""

    def autosave(self, story: Story, content: Content, *, by: By) -> WorkingCopy:
        """Keep what a person has typed, beside the history; one copy each.

        Raises:
            NotFoundError: there is no such article or person.
            LockedError: somebody else has the lock; the copy before it stays.
        """
        office, article = self._office, self._standing(story)
        copy = WorkingCopy(
            article=article.id,
            person=office.person(by).id,
            position=article.position,
            text=canonical_content(content).decode(),
            at=stamp(office.clock()),
        )
        with naming_roles(office, article):
            office.desk.keep(copy)
        return copy

    def working_copy(self, story: Story, *, by: By) -> Content | None:
        """Give what a person had typed and not saved, if there is any."""
        copy = self._office.desk.copy(_id(story), self._office.person(by).id)
        return None if copy is None else content_of(copy.text)

    def lock(self, story: Story, *, by: By, minutes: int = 15) -> Lock:
        """Take or renew the lock of an article, for some minutes.

        While it holds, nobody else saves a text of the article; every other step is as
        free as before.

        Raises:
            NotFoundError: there is no such article or person.
            LockedError: somebody else has it.
        """
        office = self._office
        return lock(office, self._standing(story), office.person(by), minutes=minutes)

    def unlock(self, story: Story, *, by: By, force: bool = False) -> Article:
        """Let one's own lock go; with *force*, take another's away, as an event.

        Raises:
            NotFoundError: there is no such article or person.
            LockedError: it is another person's, and no force was meant.
            StepRefusedError: the person may not take a lock by force.
        """
        office = self._office
        unlock(office, self._standing(story), office.person(by), force=force)
        return self._standing(story)

    def erase(
        self, story: Story, *, by: By, reason: str, texts: Iterable[str]
    ) -> Article:
        """Remove stored texts for good, by digest; the history stays verifiable.

        With the first text of an article goes the document that it was imported from,
        unless something else needs that. If the process dies before, :meth:`audit`
        names the article, and erasing again removes it. A public reason that is erased
        is taken off the channels: they get the retraction anew, without it.

        Raises:
            NotFoundError: the story has no text of such a digest; nothing was erased.
            StepRefusedError: with every objection: readers still have the text, say.
            ConflictError: the article has moved on; nothing was erased.
        """
        request = self._request(Act.ERASE, story, by, reason)
        return erase(self._office, request, tuple(texts))

    def _standing(self, story: Story) -> Article:
        return self._office.articles.load(_id(story)).article
