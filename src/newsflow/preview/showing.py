"""Who is shown what: outsiders a revision by a signed link, the desk its draft live."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Protocol

import attrs

from ..errors import NotFoundError, PreviewError
from ..newsroom import Newsroom, Preview
from .drafts import Draft, Look
from .exhibit import Exhibit
from .pages import page

LOG = logging.getLogger("newsflow.preview")
NOTHING = "There is nothing to be seen at this address"
GONE = (
    "The link is over, or the text that it showed has been changed since. "
    "Ask whoever gave it to you for a new one."
)


class Refusal(Exception):  # noqa: N818 - it ends in an answer, and nobody meets it
    """What is answered in place of what was asked for; *why* is for whoever asked."""

    def __init__(self, status: int, why: str = "") -> None:
        self.status = status
        self.why = why
        super().__init__(status)


def _never() -> bool:
    return False


@attrs.frozen(kw_only=True)
class Desk:
    """A draft that the desk looks at live, under an address that nobody can guess.

    *over* tells whether the server is about to end, so that no answer is kept open.
    """

    draft: Draft
    secret: str = attrs.field(factory=lambda: secrets.token_urlsafe(24), repr=False)
    over: Callable[[], bool] = _never

    @property
    def path(self) -> str:
        """Where the four views are, below where the application is mounted."""
        return f"/desk/{self.secret}/"


class Shows(Protocol):
    """Gives what is shown of a proof to whoever has the token for it."""

    def page(self, token: str) -> bytes:
        """Give the page of the story."""
        ...

    def exhibit(self, token: str) -> Exhibit:
        """Give all else that is to be seen of it."""
        ...


def medium(exhibit: Exhibit, name: str) -> tuple[str, bytes]:
    """Give the type and the bytes of a medium that the story shows.

    Raises:
        Refusal: it shows none of that name, or nobody keeps its bytes.
    """
    try:
        found = exhibit.medium(name)
    except NotFoundError:
        found = None
    if found is None:
        raise Refusal(404)
    return found


@attrs.frozen
class Links:
    """What is shown to whoever has a signed link."""

    room: Newsroom
    key: bytes | None = attrs.field(repr=False)
    site: str | None

    def page(self, token: str) -> bytes:
        """Give the page of the story."""
        return self.exhibit(token).page()

    def views(self, token: str) -> bytes:
        """Give the four views of the revision."""
        shown = self._shown(token)
        until = f"{shown.expires:%Y-%m-%d %H:%M}Z"
        state = f"revision {shown.revision}, to be seen until {until}"
        look = Look(mark="", state=state, view=shown.view)
        return page("views", look=look, name="", proof="./", live=False)

    def exhibit(self, token: str) -> Exhibit:
        """Give all else that is to be seen of it."""
        room, view = self.room, self._shown(token).view
        return Exhibit(room=room, view=view, site=self.site, fetch=room.media.get)

    def _shown(self, token: str) -> Preview:
        try:
            return self.room.preview(token, key=self.key)
        except PreviewError as nothing:
            LOG.info("a preview link shows nothing: %s", nothing.reason)
            refusal = Refusal(403) if nothing.article is None else Refusal(410, GONE)
            raise refusal from None


@attrs.frozen
class Live:
    """What is shown to the desk, while it is being written."""

    room: Newsroom
    site: str | None
    desk: Desk

    def page(self, token: str) -> bytes:
        """Give the page of the story; the desk is told why there is none."""
        exhibit = self.exhibit(token)
        try:
            return exhibit.page()
        except Exception as failed:
            why = f"The page cannot be made: {type(failed).__name__}: {failed}"
            raise Refusal(500, why) from failed

    def views(self, token: str) -> bytes:
        """Give the four views, or what is wrong with the draft."""
        look, name = self._look(token), self.desk.draft.name
        return page("views", look=look, name=name, proof="page", live=True)

    def marks(self, token: str) -> AsyncIterator[str]:
        """Give the marks of the draft, as it changes."""
        self._require(token)
        return self.desk.draft.changes(self.desk.over)

    def exhibit(self, token: str) -> Exhibit:
        """Give all else that is to be seen of it."""
        look = self._look(token)
        if look.view is None:
            raise Refusal(404, look.trouble)
        fetch = self.desk.draft.medium
        return Exhibit(room=self.room, view=look.view, site=self.site, fetch=fetch)

    def _look(self, token: str) -> Look:
        self._require(token)
        return self.desk.draft.look()

    def _require(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(), self.desk.secret.encode()):
            raise Refusal(403)
