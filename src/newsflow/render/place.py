"""Where a page will stand: its site, its address, and the way to its pictures."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import attrs

from ..errors import InvalidValueError
from ..model import rules
from ..model.media import Media

STORED = "media:"


def media_beside(medium: Media) -> str:
    """Point to a medium of the store in ``../media/``, to others as they are."""
    if medium.href.startswith(STORED):
        return f"../media/{medium.href.removeprefix(STORED)}"
    return medium.href


def sources_beside(medium: Media) -> tuple[tuple[str, int], ...]:
    """Give a picture in the widths that the house gave, narrowest first, by address."""
    if not medium.scaled or medium.width is None:
        return ()
    told = (
        (media_beside(attrs.evolve(medium, href=one.href)), one.width or 0)
        for one in medium.scaled
    )
    return (*told, (media_beside(medium), medium.width))


def _folder(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


def _a_zone(_: object, field: attrs.Attribute[str], value: str) -> None:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise InvalidValueError(field.name, value, "an IANA time zone") from None


@attrs.frozen(kw_only=True)
class Place:
    """The site that a page belongs to, and where on it the page stands.

    *base_url* is the address of the site, *path* the folder of the page below it, such
    as ``articles/bridge-reopens/``; without both, a page has no address of its own.
    *language* (BCP 47) is that of pages that are no story; *zone* (IANA) is that whose
    clocks tell readers when something happened. *media_href* tells how the
    page points to a medium, *media_sources* to a picture in its widths. *policies* are what the site tells of how it works, by
    name, such as ``Corrections policy``; every page leads there.

    Raises:
        InvalidValueError: there is no such zone; or a policy has no name, or no
            address that is http or https.
    """

    site_name: str = ""
    base_url: str = attrs.field(default="", converter=_folder)
    path: str = attrs.field(default="", converter=_folder)
    language: str = "en"
    zone: str = attrs.field(default="UTC", validator=_a_zone)
    media_href: Callable[[Media], str] = media_beside
    media_sources: Callable[[Media], tuple[tuple[str, int], ...]] = sources_beside
    policies: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.named_addresses
    )

    @property
    def url(self) -> str | None:
        """The address of the page."""
        return f"{self.base_url}{self.path}" if self.base_url else None

    @property
    def home(self) -> str | None:
        """The way from the page to the front page of its site."""
        if self.path:
            return f"{'../' * self.path.count('/')}index.html"
        return self.base_url or None

    def public_href(self, medium: Media) -> str | None:
        """Give the full address of a medium, where one can be told."""
        return self.public(self.media_href(medium))

    def public(self, href: str) -> str | None:
        """Give the full address of what the page points to, where it can be told."""
        if href.startswith(("http://", "https://")):
            return href
        return None if self.url is None else urljoin(self.url, href)
