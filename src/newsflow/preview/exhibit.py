"""What is shown of a proof: its page, its card, its item in a feed, its media."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType
from urllib.parse import quote, urlsplit

import attrs

from ..documents.config import Site
from ..documents.html.writer import blocks_html
from ..imaging import UnfitPictureError, stripped
from ..model.media import Media, MediaKind, MediaRendition
from ..model.views import Proof
from ..newsroom import Newsroom
from ..render.scrolling import scrolling
from ..render.theme import ASSETS
from .pages import page

STORED = "media:"
_SHOWN = ("image/", "audio/", "video/")
_PLAIN = frozenset({"application/pdf", "text/csv", "text/plain"})
_UNKNOWN = "application/octet-stream"


@attrs.frozen(kw_only=True)
class Card:
    """What networks show of a link: the OpenGraph properties that the page will have.

    See https://ogp.me. *host* is the site's, which they write beside it.
    """

    title: str
    description: str | None
    site_name: str
    host: str
    image: str | None
    alt: str | None


@attrs.frozen(kw_only=True)
class Exhibit:
    """Everything that can be seen of one proof; *fetch* gives the bytes of media.

    Media of the newsroom's own are at ``media/SHA-256``, from each of its pages.
    """

    room: Newsroom
    view: Proof = attrs.field(repr=False)
    site: str | None
    fetch: Callable[[str], bytes]

    def page(self) -> bytes:
        """Render the page of the story, as the site will."""
        made = self.room.proof_page(self.view, site=self.site, media_href=media_href)
        return made.data

    def card(self) -> Card:
        """Tell what a network would show of it."""
        content, site = self.view.content, self._site
        lead = content.lead_media
        pictured = lead is not None and lead.kind in _PICTURES
        name = self.room.config.name if site is None else site.title or site.name
        return Card(
            title=content.short_headline or content.headline,
            description=content.summary,
            site_name=name,
            host="" if site is None else urlsplit(site.address).netloc,
            image=media_href(lead) if lead is not None and pictured else None,
            alt=lead.alt if lead is not None and pictured else None,
        )

    def card_page(self) -> bytes:
        """Render the card in the forms that networks and messengers give it."""
        return page("card", card=self.card(), language=self.view.content.language)

    def feed_page(self) -> bytes:
        """Render the story as a reader of feeds does, without the look of its site."""
        content = self.view.content
        body = blocks_html(content.body, content.media, href=media_href)
        return page(
            "feed",
            content=content,
            site_name=self.card().site_name,
            saved=self.view.saved,
            body=scrolling(body),
        )

    def medium(self, sha256: str) -> tuple[str, bytes] | None:
        """Give the media type and the bytes of a medium of this very story.

        Metadata of pictures stay in the house: a link goes to others, too.

        Raises:
            NotFoundError: the newsroom does not keep its bytes.
        """
        for one in _stored(self.view):
            if one.sha256 == sha256:
                return _safe(one.media_type), _without_metadata(self.fetch(sha256))
        return None

    def asset(self, name: str) -> tuple[str, bytes] | None:
        """Give the media type and the bytes of a file of the site's theme."""
        data = self.room.proof_assets(site=self.site).get(f"{ASSETS}{name}")
        kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        return None if data is None else (kind, data)

    @property
    def _site(self) -> Site | None:
        config = self.room.config
        if self.site is not None:
            return config.site(self.site)
        return next(iter(config.sites), None)


def media_href(medium: Media | MediaRendition) -> str:
    """Point to a medium of the newsroom's own by its bytes, to others as they are.

    Of which no bytes are known, there is nothing to be had at the address of its name.
    """
    if not medium.href.startswith(STORED):
        return medium.href
    return f"media/{medium.sha256 or quote(medium.href.removeprefix(STORED), safe='')}"


_KINDS = MappingProxyType(  # a script is none of them: a proof runs nothing
    {
        "avif": "image/avif",
        "gif": "image/gif",
        "ico": "image/x-icon",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "svg": "image/svg+xml",
        "webp": "image/webp",
        "woff": "font/woff",
        "woff2": "font/woff2",
    }
)
_PICTURES = frozenset({MediaKind.PICTURE, MediaKind.GRAPHIC})


def _stored(view: Proof) -> Iterator[Media | MediaRendition]:
    for medium in view.content.media:
        yield medium
        yield from medium.renditions


def _without_metadata(data: bytes) -> bytes:
    try:
        clean, _ = stripped(data)
    except UnfitPictureError:  # no picture, or one that the desk has to see is broken
        return data
    return clean


def _safe(media_type: str | None) -> str:
    """Let through what is looked at or heard, and nothing that is run."""
    told = (media_type or "").lower()
    return told if told.startswith(_SHOWN) or told in _PLAIN else _UNKNOWN
