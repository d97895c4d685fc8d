"""How a story is laid out on a site: its pages, its place, and the front page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from operator import attrgetter

import attrs

from ..model import rules
from ..model.media import Media
from ..model.views import Released, Tombstone
from ..ports import Parcel, Renderer, Rendition
from .addresses import ADDRESS, address
from .kept_media import OWN_NAME, kept_name
from .manifest import Manifest, Placed
from .pictures import Pictures
from .site_pages import SitePages

INDEX = "index.html"
UP = "../../"


@attrs.frozen(kw_only=True)
class SiteLayout:
    """Makes the files of a site out of views. It reads nothing and writes nothing."""

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

    def page(self, view: Released | Tombstone, path: str) -> Rendition:
        """Make the page of a story that stands at *path*."""
        return self._placed(path, _href).render(view)

    def files(self, view: Released | Tombstone, path: str) -> Mapping[str, bytes]:
        """Make the pages of a story in every format."""
        renderers = (self._placed(path, _href), *self.formats)
        return {
            f"{path}index{renderer.suffix}": renderer.render(view).data
            for renderer in renderers
        }

    def entry(
        self,
        view: Released | Tombstone,
        path: str,
        pages: Mapping[str, bytes],
        *,
        media: Mapping[str, str],
        sequence: int,
    ) -> Placed:
        """Make the entry of a story in the manifest; *media* are its files by hash."""
        files, version = digests(pages), None
        if isinstance(view, Released):
            files, version = {**media, **files}, view.version
        return Placed(path=path, version=version, files=files, sequence=sequence)

    def index(self, manifest: Manifest, views: Iterable[Released]) -> bytes:
        """Make the front page out of stories that have their place."""
        entries = (
            (f"{manifest.articles[one.article].path}{INDEX}", one)
            for one in views
            if one.article in manifest.articles
        )
        return self._placed("", attrgetter("href")).index(entries).data

    def _placed(self, path: str, href: Callable[[Media], str]) -> SitePages:
        return self.pages.placed(
            site_name=self.site_name,
            base_url=self.base_url,
            path=path,
            language=self.language,
            policies=self.policies,
            media_href=href,
            media_sources=self._sources,
        )

    def _sources(self, medium: Media) -> tuple[tuple[str, int], ...]:
        return tuple(
            (f"{UP}{name}" if OWN_NAME.fullmatch(name) else name, width)
            for name, width in self.pictures.sizes.sources(medium)
        )


def digests(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Give the SHA-256 of each file."""
    return {name: sha256(data).hexdigest() for name, data in files.items()}


def wanted_address(view: Released, *, taken: frozenset[str] = frozenset()) -> str:
    """Choose the folder of a story that comes for the first time."""
    wanted = view.content.slug or view.content.headline
    return address(view.article, wanted, taken=taken)


def told_address(parcel: Parcel) -> str | None:
    """Give the folder that the last receipt tells of, if it is one of ours."""
    previous = parcel.previous
    if previous is None or ADDRESS.fullmatch(previous.reference) is None:
        return None
    return previous.reference


def standing(parcel: Parcel, manifest: Manifest) -> str | None:
    """Find where a story stands, or stood before it was taken down."""
    article = parcel.view.article
    placed = manifest.articles.get(article)
    if placed is not None:
        return placed.path
    # Taken down before, or the manifest is lost: the ledger still knows the address.
    told = told_address(parcel)
    return None if told in manifest.paths(but=article) else told


def _href(medium: Media) -> str:
    name = kept_name(medium)
    return medium.href if name is None else f"{UP}{name}"
