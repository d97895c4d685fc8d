"""Pages: a story, its proof, what is left of a retracted one, and the front page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

import attrs

from ..model.article import Removal
from ..model.media import Media
from ..model.views import Proof, Released, Tombstone, View
from ..ports import Rendition
from .article import article, proof
from .direction import direction
from .moments import Moment, moment
from .pages import page
from .place import Place, sources_beside
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

    def placed(  # noqa: PLR0913 - all that a page is to know of its site
        self,
        *,
        site_name: str,
        base_url: str,
        path: str,
        language: str,
        media_href: Callable[[Media], str],
        media_sources: Callable[[Media], tuple[tuple[str, int], ...]] = sources_beside,
        policies: tuple[tuple[str, str], ...] = (),
        zone: str = "UTC",
    ) -> Html:
        """Give the renderer of a page that stands at *path*, below *base_url*."""
        return Html(
            site_name=site_name,
            base_url=base_url,
            path=path,
            language=language,
            media_href=media_href,
            media_sources=media_sources,
            policies=policies,
            zone=zone,
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

    def index(self, entries: Iterable[tuple[str, Released]]) -> Rendition:
        """Render the front page out of stories and the ways to them, newest first."""
        told = sorted(entries, key=_newest_first)
        words = words_in(self.language)
        stories = [
            _entry(href, view, words_in(view.content.language), self.zone)
            for href, view in told
        ]
        return page("index", {**self._around(words), "stories": stories})

    def _tombstone(self, view: Tombstone) -> dict[str, object]:
        words = words_in(self.language)
        return {
            **self._around(words),
            "reason": view.reason,
            "at": moment(view.at, words, self.zone),
        }

    def _around(self, words: Words) -> dict[str, object]:
        return {
            "place": self,
            "words": words,
            "language": words.language,
            "direction": direction(words.language),
        }


@attrs.frozen(kw_only=True)
class Entry:
    """One story on the front page."""

    href: str
    language: str
    direction: str
    headline: str
    summary: str | None
    section: str | None
    label: str | None
    published: Moment


def _newest_first(entry: tuple[str, Released]) -> tuple[float, str]:
    _, view = entry
    return -view.published.timestamp(), view.article


def _entry(href: str, view: Released, words: Words, zone: str) -> Entry:
    content = view.content
    return Entry(
        href=href,
        language=content.language,
        direction=direction(content.language),
        headline=content.headline,
        summary=content.summary,
        section=content.section,
        label=content.label or words.kinds.get(content.kind),
        published=moment(view.published, words, zone),
    )
