"""Where a page will stand: its site, its address, and the way to its pictures."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import attrs

from ..model import rules
from ..model.media import Media

STORED = "media:"


def media_beside(medium: Media) -> str:
    """Point to a medium of the store in ``../media/``, to others as they are."""
    if medium.href.startswith(STORED):
        return f"../media/{medium.href.removeprefix(STORED)}"
    return medium.href


def _folder(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


@attrs.frozen(kw_only=True)
class Place:
    """The site that a page belongs to, and where on it the page stands.

    *base_url* is the address of the site, *path* the folder of the page below it, such
    as ``articles/bridge-reopens/``; without both, a page has no address of its own.
    *language* (BCP 47) is that of pages that are no story. *media_href* tells how the
    page points to a medium. *policies* are what the site tells of how it works, by
    name, such as ``Corrections policy``; every page leads there.

    Raises:
        InvalidValueError: a policy has no name, or no address that is http or https.
    """

    site_name: str = ""
    base_url: str = attrs.field(default="", converter=_folder)
    path: str = attrs.field(default="", converter=_folder)
    language: str = "en"
    media_href: Callable[[Media], str] = media_beside
    policies: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.named_addresses
    )

    @property
    def url(self) -> str | None:
        """The address of the page."""
        return f"{self.base_url}{self.path}" if self.base_url else None

    @property
    def up(self) -> str:
        """The way from the page to the root of its site."""
        return "../" * self.path.count("/")

    @property
    def home(self) -> str | None:
        """The way from the page to the front page of its site."""
        if self.path:
            return f"{self.up}index.html"
        return self.base_url or None

    def public_href(self, medium: Media) -> str | None:
        """Give the full address of a medium, where one can be told."""
        href = self.media_href(medium)
        if href.startswith(("http://", "https://")):
            return href
        return None if self.url is None else urljoin(self.url, href)
