"""Pages: a story, its proof, what is left of a retracted one, and lists of stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

import attrs

from ..model.article import Removal
from ..model.media import Media
from ..model.views import Proof, Released, Tombstone, View
from ..ports import Front, Link, Listing, Rendition
from . import lists
from .article import article, proof
from .direction import direction
from .moments import moment
from .pages import page
from .place import Place
from .refusals import refusal
from .words import Words, words_in


@attrs.frozen(kw_only=True)
class Html(Place):
    """Renders complete HTML pages: no JavaScript, nothing loaded but the story's media.

    It shows what readers may have, and proofs, which say that they are proofs. It has
    no field for an embargo, so it refuses an ``Advance``; and of what was unpublished
    or killed it shows nothing at all.
    """

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"
    version: ClassVar[str] = "1"
    """Raised whenever pages are written otherwise: receipts name it."""

    def placed(
        self,
        *,
        site_name: str,
        base_url: str,
        path: str,
        language: str,
        media_href: Callable[[Media], str],
        policies: tuple[tuple[str, str], ...] = (),
    ) -> Html:
        """Give the renderer of a page that stands at *path*, below *base_url*."""
        return Html(
            site_name=site_name,
            base_url=base_url,
            path=path,
            language=language,
            media_href=media_href,
            policies=policies,
        )

    def render(self, view: View | Tombstone) -> Rendition:
        """Render the page of a view.

        Raises:
            NotReleasedError: there is no page for this: an embargo runs, or the story
                is gone without a public notice.
            TypeError: it is no view.
        """
        match view:
            case Released():
                return page("article", article(view, self))
            case Proof():
                return page("article", proof(view, self))
            case Tombstone(removal=Removal.RETRACT):
                return page("tombstone", self._tombstone(view))
            case _:
                raise refusal(view, self.name)

    def front(self, front: Front) -> Rendition:
        """Render the front page."""
        return page("front", lists.front(front, self))

    def listing(self, listing: Listing) -> Rendition:
        """Render one page of a list of stories."""
        return page("listing", lists.listing(listing, self))

    def sections(self, links: Iterable[Link]) -> Rendition:
        """Render the page that leads to every section."""
        return page("sections", lists.sections(links, self))

    def moved(self, href: str) -> Rendition:
        """Render what stands at a former address; *href* leads to the page's own."""
        return page("moved", {**lists.plain(self), "href": href})

    def missing(self) -> Rendition:
        """Render the page for what is not there, wherever a server may show it."""
        return page("missing", lists.plain(self))

    def _tombstone(self, view: Tombstone) -> dict[str, object]:
        words = words_in(self.language)
        return {
            **self._around(words),
            "reason": view.reason,
            "at": moment(view.at, words),
        }

    def _around(self, words: Words) -> dict[str, object]:
        return {
            "place": self,
            "words": words,
            "language": words.language,
            "direction": direction(words.language),
        }
