"""What a channel that keeps a site asks of the renderer of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

from ..model.media import Media
from ..ports import Front, Link, Listing, Renderer, Rendition


@runtime_checkable
class SitePages(Renderer, Protocol):
    """A renderer whose pages know where they stand, and that can list stories."""

    @property
    def zone(self) -> str:
        """The zone (IANA) on whose clock they tell times; days of lists are its too."""
        ...

    def for_site(self, settings: Mapping[str, Any], *, folder: str) -> SitePages:
        """Give the renderer for a site with these settings of the configuration.

        Paths among them begin at *folder*.

        Raises:
            ThemeError: the theme of the site cannot be used.
            InvalidError: another setting cannot be, or needs what is not installed.
        """
        ...

    def placed(  # noqa: PLR0913 - everything that a site tells of itself
        self,
        *,
        site_name: str,
        base_url: str,
        path: str,
        language: str,
        media_href: Callable[[Media], str],
        media_sources: Callable[[Media], tuple[tuple[str, int], ...]] = ...,
        section_href: Callable[[str], str | None] | None = None,
        policies: tuple[tuple[str, str], ...],
    ) -> SitePages:
        """Give the renderer of a page that stands at *path*, below *base_url*.

        The page leads to the *policies* of the site: addresses by name, in their order.
        *media_sources* gives a picture in its widths, each by address and pixels.
        *section_href* gives the way from it to the list of a section, by its name.
        """
        ...

    def assets(self) -> Mapping[str, bytes]:
        """Give the files that the pages need on their site, by their paths on it.

        A site writes them before any page. It never takes one away while a page is
        there that was made before: each name is that of these very bytes for ever.
        """
        ...

    def front(self, front: Front) -> Rendition:
        """Render the front page."""
        ...

    def listing(self, listing: Listing) -> Rendition:
        """Render one page of a list of stories."""
        ...

    def sections(self, links: Iterable[Link]) -> Rendition:
        """Render the page that leads to every section."""
        ...

    def search(self, archive: str) -> Rendition:
        """Render the page that searches the site.

        *archive* leads from it to the archive, beside whose pages lies the index.
        """
        ...

    def moved(self, href: str) -> Rendition:
        """Render what stands at a former address; *href* leads to the page's own."""
        ...

    def missing(self) -> Rendition:
        """Render the page for what is not there, wherever a server may show it."""
        ...
