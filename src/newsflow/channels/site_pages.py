"""What a channel that keeps a site asks of the renderer of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

from ..model.media import Media
from ..model.views import Released
from ..ports import Renderer, Rendition


@runtime_checkable
class SitePages(Renderer, Protocol):
    """A renderer whose pages know where they stand, and that can list stories."""

    def placed(  # noqa: PLR0913 - all that a page is to know of its site
        self,
        *,
        site_name: str,
        base_url: str,
        path: str,
        language: str,
        media_href: Callable[[Media], str],
        media_sources: Callable[[Media], tuple[tuple[str, int], ...]],
        policies: tuple[tuple[str, str], ...],
        zone: str,
    ) -> SitePages:
        """Give the renderer of a page that stands at *path*, below *base_url*.

        The page leads to the *policies* of the site: addresses by name, in their order.
        *media_sources* gives a picture in its widths, each by address and pixels.
        Its dates are those of the clocks in the IANA *zone*.
        """
        ...

    def index(self, entries: Iterable[tuple[str, Released]]) -> Rendition:
        """Render the front page out of stories and the ways to them."""
        ...
