"""How a site is laid out: the pages of its stories, of its lists, and what is moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo

import attrs

from ..model import rules
from ..model.media import Media
from ..model.views import Released, Tombstone
from ..ports import Renderer, Rendition
from .kept_media import OWN_NAME, kept_name
from .list_index import index, index_of
from .list_names import ARCHIVE, SEARCH, SECTIONS, list_slug, memberships
from .list_pages import INDEX, front, listing, page_of, section_links, upwards
from .pictures import Pictures
from .placed import Placed
from .site_pages import SitePages
from .site_tree import Tree

UP = "../../"
MISSING = "404.html"
GONE = "410.html"
"""The notice of a retraction once more, by which a server knows to answer 410."""


@attrs.frozen(kw_only=True)
class SiteLayout:
    """Makes the files of a site out of views and of its state. It writes nothing.

    Days and months of lists are those of the zone in which the pages tell times.
    """

    pages: SitePages
    formats: tuple[Renderer, ...] = ()
    site_name: str
    base_url: str = ""
    language: str = "en"
    pictures: Pictures = attrs.field(factory=Pictures)
    policies: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.named_addresses
    )

    @property
    def renderer(self) -> str:
        """The name and the version of what makes the pages."""
        version = getattr(self.pages, "version", "")
        pages = f"{self.pages.name} {version}".rstrip()
        return ", ".join(filter(None, (pages, self.pictures.recipe)))

    @property
    def zone(self) -> tzinfo:
        """The zone of days and months."""
        return _zone(self.pages.zone)

    def page(self, view: Released | Tombstone, path: str) -> Rendition:
        """Make the page of a story that stands at *path*."""
        return self._placed(path).render(view)

    def files(self, view: Released | Tombstone, path: str) -> dict[str, bytes]:
        """Make the pages of a story in every format."""
        renderers = (self._placed(path), *self.formats)
        return {
            f"{path}index{renderer.suffix}": renderer.render(view).data
            for renderer in renderers
        }

    def moved(self, path: str) -> bytes:
        """Make the page that leads from a former address of a story to its own."""
        name = path.removeprefix("articles/")
        return self._placed(path).moved(f"../{name}").data

    def laid_out(
        self,
        view: Released | Tombstone,
        path: str,
        *,
        media: Mapping[str, str],
        sequence: int,
        former: tuple[str, ...] = (),
    ) -> tuple[Placed, dict[str, bytes]]:
        """Lay a story out: what the state says of it, and all its pages.

        *media* are the files of its media, each with its SHA-256.
        """
        pages = self.files(view, path)
        moved = self.moved(path) if former else b""
        pages |= {f"{old}{INDEX}": moved for old in former}
        if isinstance(view, Tombstone):
            pages[f"{path}{GONE}"] = pages[f"{path}{INDEX}"]
        files, version, lists = digests(pages), None, {}
        if isinstance(view, Released):
            files = {**media, **files}
            version = view.version
            lists = {one.path: one.period for one in memberships(view, self.zone)}
        placed = Placed(
            article=view.article,
            path=path,
            version=version,
            files=files,
            sequence=sequence,
            former=former,
            lists=lists,
        )
        return placed, pages

    def front(self, tree: Tree) -> bytes:
        """Make the front page."""
        return self._placed("").front(front(tree)).data

    def sections(self, tree: Tree) -> bytes | None:
        """Make the page that leads to every section; None, if there is none."""
        links = section_links(tree, "../")
        return self._placed(f"{SECTIONS}/").sections(links).data if links else None

    def listing(self, tree: Tree, path: str, period: str | None) -> bytes | None:
        """Make a page of a list; None, if it would be empty."""
        made = listing(tree, path, period)
        if made is None:
            return None
        folder = page_of(path, period).removesuffix(INDEX)
        return self._placed(folder).listing(made).data

    def list_files(
        self, tree: Tree, path: str, period: str | None
    ) -> dict[str, bytes | None]:
        """Make a page of a list, in the archive its index too; None for none."""
        files = {page_of(path, period): self.listing(tree, path, period)}
        return (
            {**files, index_of(period): index(tree, period)}
            if path == ARCHIVE
            else files
        )

    def search(self, tree: Tree) -> bytes | None:
        """Make the page that searches the archive; None, if there is none."""
        if not tree.months(ARCHIVE):
            return None
        archive = f"{upwards(page_of(SEARCH, None))}{page_of(ARCHIVE, None)}"
        return self._placed(f"{SEARCH}/").search(archive).data

    def missing(self) -> bytes:
        """Make the page for what is not there."""
        return self._placed("").missing().data

    def _placed(self, path: str) -> SitePages:
        return self.pages.placed(
            site_name=self.site_name,
            base_url=self.base_url,
            path=path,
            language=self.language,
            policies=self.policies,
            media_href=_href,
            media_sources=self._sources,
            section_href=_section_href if path.startswith("articles/") else None,
        )

    def _sources(self, medium: Media) -> tuple[tuple[str, int], ...]:
        return tuple(
            (f"{UP}{name}" if OWN_NAME.fullmatch(name) else name, width)
            for name, width in self.pictures.sizes.sources(medium)
        )


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the SHA-256 of each file."""
    return {name: sha256(data).hexdigest() for name, data in files.items()}


@cache
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _section_href(name: str) -> str:
    # A story that is shown is in the list of its section, so that there is one.
    return f"{UP}{SECTIONS}/{list_slug(name)}/{INDEX}"


def _href(medium: Media) -> str:
    name = kept_name(medium)
    return medium.href if name is None else f"{UP}{name}"
