"""What is previewed: a draft that can be looked at, and that tells when it changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Protocol

import attrs

from ..errors import ErasedTextError, Problem
from ..model.article import Article, Removal
from ..model.times import stamp
from ..model.views import Proof
from ..newsroom import Newsroom

_LOOKS = 0.3
"""Seconds between two looks whether somebody saved."""


@attrs.frozen(kw_only=True)
class Look:
    """What there is to be seen of a draft at one time.

    *mark* is another one whenever something else is to be seen. Where the draft cannot
    be shown as it is, *trouble* and *problems* say why; the *view* is then the last one
    that could be, if any.
    """

    mark: str
    state: str
    view: Proof | None = attrs.field(repr=False)
    trouble: str = attrs.field(default="", repr=False)
    problems: tuple[Problem, ...] = attrs.field(default=(), repr=False)


class Draft(Protocol):
    """A draft that a desk looks at while it is being written."""

    @property
    def name(self) -> str:
        """How the desk calls it: an id, or the name of a file."""
        ...

    def look(self) -> Look:
        """Look at it; what is wrong with it is told, and not raised."""
        ...

    def medium(self, sha256: str) -> bytes:
        """Give the bytes of a medium.

        Raises:
            NotFoundError: there are none of that hash.
        """
        ...

    def changes(self, over: Callable[[], bool]) -> AsyncIterator[str]:
        """Give the mark as it is, and each one that follows, until it is *over*."""
        ...


@attrs.frozen
class StoryDraft:
    """A story of the newsroom: it changes whenever something happens to it."""

    room: Newsroom
    name: str

    def look(self) -> Look:
        """Look at the head, as it is now."""
        article = self.room.article(self.name)
        tell = partial(Look, mark=str(article.position), state=_state(article))
        down = article.withdrawal
        if down is not None and down.removal is Removal.KILL:
            return tell(view=None, trouble="The story was killed: nothing is shown.")
        try:
            return tell(view=self.room.proof(article))
        except ErasedTextError:
            return tell(view=None, trouble="The text was erased: nothing is shown.")

    def medium(self, sha256: str) -> bytes:
        """Give bytes of the newsroom's media store.

        Raises:
            NotFoundError: there are none of that hash.
        """
        return self.room.media.get(sha256)

    async def changes(self, over: Callable[[], bool]) -> AsyncIterator[str]:
        """Look again and again at which event the story stands."""
        last = ""
        while not over():
            mark = await asyncio.to_thread(self._mark)
            if mark != last:
                yield mark
            last = mark
            await asyncio.sleep(_LOOKS)

    def _mark(self) -> str:
        return str(self.room.article(self.name).position)


def _state(article: Article) -> str:
    head = article.head
    told = f"{article.state}, revision {head.number} of {stamp(head.at)[:16]}Z"
    embargo = article.handling.embargo
    until = "" if embargo is None else f", embargo until {stamp(embargo)[:16]}Z"
    return f"{told}{until}".replace("T", " ")
