"""Where a page will stand: its site, its address, and the way to its pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import attrs

from ..errors import InvalidValueError
from ..model import rules
from ..model.media import Media
from .dates import CLDR, FORMS, PLAIN, cldr_version
from .dates import zone as known_zone
from .share import MASTODON, TEXT, Way, ways
from .words import Words, words_in

STORED = "media:"


def media_beside(medium: Media) -> str:
    """Point to a medium of the store in ``../media/``, to others as they are."""
    if medium.href.startswith(STORED):
        return f"../media/{medium.href.removeprefix(STORED)}"
    return medium.href


def only_one(_: Media) -> tuple[tuple[str, int], ...]:
    """Give no widths of a picture: there is but one."""
    return ()


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


def _is_zone(_: Any, __: attrs.Attribute[str], value: str) -> None:
    known_zone(value)


def _is_form_of_dates(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
    if value not in FORMS:
        raise InvalidValueError(attribute.name, value, " or ".join(FORMS))
    if value == CLDR:
        cldr_version()


def _takes_the_text(owner: Any, attribute: attrs.Attribute[str], value: str) -> None:
    if value.count(TEXT) != 1:
        allowed = f"an address with {TEXT} where the text goes"
        raise InvalidValueError(attribute.name, value, allowed)
    rules.web_address(owner, attribute, value.replace(TEXT, "text"))


@attrs.frozen(kw_only=True)
class Place:
    """The site that a page belongs to, and where on it the page stands.

    *base_url* is the address of the site, *path* the folder of the page below it, such
    as ``articles/bridge-reopens/``; without both, a page has no address of its own.
    *language* (BCP 47) is that of pages that are no story. *media_href* tells how the
    page points to a medium, *media_sources* to a picture in its widths, *section_href*
    how to the list of a section by its name, where there is one. *policies* are what
    the site tells of how it works, by name, such as ``Corrections policy``; every page
    leads there.

    Times are told on the clocks of *zone* (IANA); *dates* are written ``plain``, out of
    newsflow's own tables, or by ``cldr``, which needs ``newsflow[locale]``. *words* are
    the house's own, and go before newsflow's. *share* names the ways in which readers
    are offered to pass a story on; *mastodon* is the page on which they choose their
    server, with ``{text}`` where the text goes. *top* is the way to the root of the
    site, where the page's path does not tell it.

    Raises:
        InvalidValueError: a policy has no name, or no address that is http or https;
            there is no such zone, form of dates or way to share; or *dates* is ``cldr``
            and Babel is not installed.
    """

    site_name: str = ""
    base_url: str = attrs.field(default="", converter=_folder)
    path: str = attrs.field(default="", converter=_folder)
    language: str = "en"
    media_href: Callable[[Media], str] = media_beside
    media_sources: Callable[[Media], tuple[tuple[str, int], ...]] = sources_beside
    section_href: Callable[[str], str | None] | None = None
    policies: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.named_addresses
    )
    zone: str = attrs.field(default="UTC", validator=_is_zone)
    dates: str = attrs.field(default=PLAIN, validator=_is_form_of_dates)
    words: tuple[Words, ...] = attrs.field(default=(), converter=rules.members)
    share: tuple[Way, ...] = attrs.field(default=tuple(Way), converter=ways)
    mastodon: str = attrs.field(default=MASTODON, validator=_takes_the_text)
    top: str | None = None

    @property
    def url(self) -> str | None:
        """The address of the page."""
        return f"{self.base_url}{self.path}" if self.base_url else None

    @property
    def up(self) -> str:
        """The way from the page to the root of its site."""
        if self.top is not None:
            return self.top
        return "../" * self.path.count("/")

    def anywhere(self) -> Self:
        """Give the place of a page that a server may show at any address below it."""
        return attrs.evolve(self, path="", top=urlsplit(self.base_url).path or "/")

    @property
    def home(self) -> str | None:
        """The way from the page to the front page of its site."""
        if self.path:
            return f"{self.up}index.html"
        return self.base_url or None

    def section(self, name: str | None) -> str | None:
        """Give the way from the page to the list of a section, where there is one."""
        if name is None or self.section_href is None:
            return None
        return self.section_href(name)

    def words_in(self, language: str) -> Words:
        """Give the words of a language, the house's own before newsflow's."""
        return words_in(language, house=self.words, dates=self.dates)

    def public_href(self, medium: Media) -> str | None:
        """Give the full address of a medium, where one can be told."""
        return self.public(self.media_href(medium))

    def public(self, href: str) -> str | None:
        """Give the full address of what the page points to by *href*."""
        if href.startswith(("http://", "https://")):
            return href
        return None if self.url is None else urljoin(self.url, href)
