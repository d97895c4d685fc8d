"""What a channel that keeps a site asks of the renderer of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

from ..model.media import Media
from ..ports import Front, Link, Listing, Renderer, Rendition


@runtime_checkable
class SitePages(Renderer, Protocol):
    """A renderer whose pages know where they stand, and that can list stories."""

    def placed(
        self,
        *,
        site_name: str,
        base_url: str,
        path: str,
        language: str,
        media_href: Callable[[Media], str],
        policies: tuple[tuple[str, str], ...],
    ) -> SitePages:
        """Give the renderer of a page that stands at *path*, below *base_url*.

        The page leads to the *policies* of the site: addresses by name, in their order.
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

    def moved(self, href: str) -> Rendition:
        """Render what stands at a former address; *href* leads to the page's own."""
        ...

    def missing(self) -> Rendition:
        """Render the page for what is not there, wherever a server may show it."""
        ...
