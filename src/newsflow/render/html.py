"""Pages: a story, its proof, what is left of a retracted one, and lists of stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import attrs

from ..model.article import Removal
from ..model.media import Media
from ..model.views import Proof, Released, Tombstone, View
from ..ports import Front, Link, Listing, Rendition
from . import lists
from .article import article, proof
from .dates import CLDR, cldr_version
from .house_words import read_words, words_digest
from .moments import moment
from .pages import page
from .place import Place, only_one
from .refusals import refusal
from .searching import search
from .theme import PLAIN as OURS
from .theme import Theme

_SETTINGS = ("zone", "dates", "share", "mastodon")


@attrs.frozen(kw_only=True)
class Html(Place):
    """Renders complete HTML pages: no JavaScript, nothing loaded but the story's media.

    Its *theme* is how a house's pages look.
    It shows what readers may have, and proofs, which say that they are proofs. It has
    no field for an embargo, so it refuses an ``Advance``; and of what was unpublished
    or killed it shows nothing at all.
    """

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"
    edition: ClassVar[str] = "2"
    """Raised whenever pages are written otherwise."""

    theme: Theme = OURS

    @property
    def version(self) -> str:
        """What receipts name: the edition, and whatever else changes a page.

        That is Babel where dates are those of CLDR, since another one may write others,
        and a digest of the words of the house.
        """
        further = ".".join(self._further())
        return f"{self.edition}+{further}" if further else self.edition

    def _further(self) -> Iterator[str]:
        if self.theme != OURS:
            yield self.theme.version
        if self.dates == CLDR:
            yield f"babel.{cldr_version()}"
        if self.words:
            yield f"words.{words_digest(self.words)}"

    def themed(self, theme: str, *, folder: str) -> Html:
        """Give the renderer of pages in a theme, which is rehearsed before.

        *theme* is a path that begins at *folder*, or ``package:NAME``.

        Raises:
            ThemeError: with everything that is wrong with it.
            OSError: it cannot be read.
        """
        from .rehearsal import rehearsed  # noqa: PLC0415 - it imports jinja2
        from .theme_folder import read_theme  # noqa: PLC0415 - only themes need it

        return attrs.evolve(self, theme=rehearsed(read_theme(theme, folder=folder)))

    def assets(self) -> Mapping[str, bytes]:
        """Give the files that the site of these pages has to have, by their paths.

        Each name is that of these very bytes for ever: pages made before keep theirs.
        """
        return self.theme.files()

    def for_site(self, settings: Mapping[str, Any], *, folder: str = "") -> Html:
        """Give the renderer for a site with these settings of the configuration.

        Its theme, its zone, the form of its dates, its words and its ways to share are
        taken from them; what they do not say stays as it is. The paths of the theme and
        of the words begin at *folder*.

        Raises:
            ThemeError: with everything that is wrong with the theme.
            InvalidValueError: one of them cannot be, or needs what is not installed.
            NotFoundError: there are no words in the folder.
            UnreadableError: a file of words is no text.
            InvalidConfigError: a file of words has what no page says.
        """
        told = {name: settings[name] for name in _SETTINGS if name in settings}
        words = settings.get("words")
        if words:
            told["words"] = read_words(Path(folder) / words)
        theme, pages = settings.get("theme"), attrs.evolve(self, **told)
        return pages.themed(theme, folder=folder) if theme else pages

    def placed(  # noqa: PLR0913 - everything that a site tells of itself
        self,
        *,
        site_name: str,
        base_url: str,
        path: str,
        language: str,
        media_href: Callable[[Media], str],
        media_sources: Callable[[Media], tuple[tuple[str, int], ...]] = only_one,
        section_href: Callable[[str], str | None] | None = None,
        policies: tuple[tuple[str, str], ...] = (),
    ) -> Html:
        """Give the renderer of a page that stands at *path*, below *base_url*."""
        return attrs.evolve(
            self,
            site_name=site_name,
            base_url=base_url,
            path=path,
            language=language,
            media_href=media_href,
            media_sources=media_sources,
            section_href=section_href,
            policies=policies,
        )

    def render(self, view: View | Tombstone) -> Rendition:
        """Render the page of a view.

        Raises:
            NotReleasedError: there is no page for this: an embargo runs, or the story
                is gone without a public notice.
            ThemeError: a template of the theme cannot be filled with it.
            TypeError: it is no view.
        """
        match view:
            case Released():
                return page("article", article(view, self), self.theme)
            case Proof():
                return page("article", proof(view, self), self.theme)
            case Tombstone(removal=Removal.RETRACT):
                return page("tombstone", self._tombstone(view), self.theme)
            case _:
                raise refusal(view, self.name)

    def front(self, front: Front) -> Rendition:
        """Render the front page."""
        return page("front", lists.front(front, self), self.theme)

    def listing(self, listing: Listing) -> Rendition:
        """Render one page of a list of stories."""
        return page("listing", lists.listing(listing, self), self.theme)

    def sections(self, links: Iterable[Link]) -> Rendition:
        """Render the page that leads to every section."""
        return page("sections", lists.sections(links, self), self.theme)

    def search(self, archive: str) -> Rendition:
        """Render the page that searches the site; *archive* leads to its archive."""
        return _search(archive, self)

    def moved(self, href: str) -> Rendition:
        """Render what stands at a former address; *href* leads to the page's own."""
        return page("moved", {**lists.plain(self), "href": href}, self.theme)

    def missing(self) -> Rendition:
        """Render the page for what is not there, wherever a server may show it."""
        return page("missing", lists.plain(self.anywhere()), self.theme)

    def _tombstone(self, view: Tombstone) -> dict[str, object]:
        words = self.words_in(self.language)
        return {
            **lists.plain(self),
            "reason": view.reason,
            "at": moment(view.at, words, self.zone),
        }


@lru_cache(maxsize=16)
def _search(archive: str, html: Html) -> Rendition:
    # Every delivery looks whether it is still the same, and it nearly always is.
    return page("search", search(archive, html), html.theme)
