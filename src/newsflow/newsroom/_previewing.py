"""Previewing: one revision shown to somebody from outside, by a link that ends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import attrs

from ..documents.config import resolve
from ..errors import (
    ErasedTextError,
    InvalidConfigError,
    InvalidValueError,
    NotFoundError,
    PreviewError,
    Problem,
)
from ..model.article import Article, Removal
from ..model.content import Content
from ..model.media import Media
from ..model.times import stamp
from ..model.views import Proof, proof
from ..ports import Rendition
from ..render.place import media_beside
from ._office import Office
from ._proofs import proof_assets, proof_page, unsaved
from ._tickets import Ticket, opened, sealed
from ._verbs import By, Story, _id

LOG = logging.getLogger("newsflow.preview")
LONGEST_PREVIEW = 7 * 24 * 60
"""Minutes for which a link may show something, at most: a week."""

_GONE = frozenset({Removal.RETRACT, Removal.KILL})
_HEADERS = MappingProxyType(
    {
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
)


@attrs.frozen(kw_only=True)
class Preview:
    """The proof of one revision, for the eyes of whoever has the link.

    It is to be served with these *headers* and no others that undo them: no engine
    lists it, nothing keeps it, and no site that is followed from it learns its address.
    """

    view: Proof = attrs.field(repr=False)
    expires: datetime
    headers: Mapping[str, str] = _HEADERS
    _render: Callable[[Proof], Rendition] = attrs.field(repr=False, eq=False)

    @property
    def article(self) -> str:
        """The id of the story."""
        return self.view.article

    @property
    def revision(self) -> int:
        """The revision that is shown."""
        return self.view.revision

    @property
    def rendition(self) -> Rendition:
        """The page of the proof; it is made anew each time that it is asked for."""
        return self._render(self.view)


class Previewing:
    """What is shown of a story ahead of its time, to somebody whom the desk asks."""

    _office: Office

    def preview_link(
        self, story: Story, *, by: By, minutes: int = 60, key: bytes | None = None
    ) -> str:
        """Give a token that shows the head as it is now, and nothing else, for a while.

        The host puts it into an address of its own, and answers there with
        :meth:`preview`. It falls with the next text that is saved. *key* is the secret
        it is signed with, by HMAC-SHA256; without one, it is ``preview_secret`` of the
        configuration. Who gave it, and until when, is logged; the token is not.

        Raises:
            NotFoundError: there is no such article or person.
            PreviewError: the text was erased, or the story was retracted or killed.
            InvalidValueError: the *minutes* are none, or more than a week; or the key
                is shorter than 32 bytes.
            InvalidConfigError: there is no key.
        """
        if not 1 <= minutes <= LONGEST_PREVIEW:
            field, allowed = "minutes", f"from 1 to {LONGEST_PREVIEW}, which is a week"
            raise InvalidValueError(field, minutes, allowed)
        person = self._office.person(by)
        article = self._office.articles.load(_id(story)).article
        _require(article)
        until = self._office.clock() + timedelta(minutes=minutes)
        ticket = Ticket(article=article.id, content=article.head.content, expires=until)
        token = sealed(ticket, _key(self._office, key))
        told = article.id, article.head.number, person.id, stamp(until)
        LOG.info("%s: revision %d can be previewed by a link of %s until %s", *told)
        return token

    def preview(self, token: str, *, key: bytes | None = None) -> Preview:
        """Show what a link is for; whoever has it needs no other right.

        Raises:
            PreviewError: the link is over, is none of ours, or is of a text that is not
                the head any more. Its message is always the same.
            InvalidConfigError: there is no key.
        """
        office = self._office
        ticket = opened(token, _key(office, key))
        if ticket is None:
            reason = "it is not signed by this newsroom"
            raise PreviewError(reason)
        if office.clock() >= ticket.expires:
            reason = f"it was over at {stamp(ticket.expires)}"
            raise PreviewError(reason, article=ticket.article)
        article = _article(office, ticket)
        _require(article)
        if article.head.content != ticket.content:
            reason = f"the story is at revision {article.head.number} by now"
            raise PreviewError(reason, article=article.id)
        return Preview(
            view=_proof(office, article),
            expires=ticket.expires,
            render=office.renderers["html"].render,
        )

    def proof(self, story: Story | Content) -> Proof:
        """Give the view of the head, for the desk; whatever is made of it says so.

        Of a content of your own, it is the view that it would have as a new story;
        nothing is stored.

        Raises:
            NotFoundError: there is no such article.
            ErasedTextError: the text was erased.
        """
        if isinstance(story, Content):
            return unsaved(self._office, story)
        office = self._office
        article = (
            office.articles.load(story).article if isinstance(story, str) else story
        )
        return proof(article, office.texts.of(article.id))

    def proof_page(
        self,
        view: Proof,
        *,
        site: str | None = None,
        media_href: Callable[[Media], str] = media_beside,
    ) -> Rendition:
        """Render a proof as a site of the house would show the story.

        It is the *site* of that name, else the first one, in the pages of the channel
        that keeps it. *media_href* tells where the page finds a medium.

        Raises:
            NotFoundError: there is no such site.
        """
        return proof_page(self._office, view, site=site, href=media_href)

    def proof_assets(self, *, site: str | None = None) -> Mapping[str, bytes]:
        """Give the files of the site's theme that its proofs load, by their paths.

        Each path is below that of the page, such as ``assets/logo-….svg``.

        Raises:
            NotFoundError: there is no such site.
        """
        return proof_assets(self._office, site=site)


def _article(office: Office, ticket: Ticket) -> Article:
    try:
        return office.articles.load(ticket.article).article
    except NotFoundError:
        reason = "there is no such article"
        raise PreviewError(reason, article=ticket.article) from None


def _require(article: Article) -> None:
    """Refuse what nobody is to see again."""
    down = article.withdrawal
    if down is not None and down.removal in _GONE:
        reason = f"the story is gone, by {down.removal.value}"
        raise PreviewError(reason, article=article.id)
    if article.head.content in article.erased:
        reason = "the text was erased"
        raise PreviewError(reason, article=article.id)


def _proof(office: Office, article: Article) -> Proof:
    try:
        return proof(article, office.texts.of(article.id))
    except ErasedTextError:  # between two looks
        reason = "the text was erased"
        raise PreviewError(reason, article=article.id) from None


def _key(office: Office, given: bytes | None) -> bytes:
    if given is not None:
        return given
    config = office.config
    if config.preview_secret is None:
        problem = Problem(
            path="$.newsroom.preview_secret",
            keyword="required",
            message="preview links are signed, and there is no secret for that",
            suggestion="write env:NAME or file:PATH of 32 random letters or more",
        )
        raise InvalidConfigError([problem])
    return resolve(config.preview_secret, folder=config.folder).encode()
