"""The folder channel: a site on disk, with pages of stories, their media, an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

import attrs

from ..errors import NotFoundError, RejectedError, RetryError
from ..model import rules
from ..model.article import Removal
from ..model.media import Media
from ..model.views import Released, Tombstone
from ..ports import (
    Channel,
    ChannelKind,
    Operation,
    Parcel,
    Receipt,
    Renderer,
    Shelf,
    Surroundings,
)
from .addresses import ADDRESS, address
from .change import Change, carry_out
from .kept_media import OWN_NAME, Kept, kept_media, kept_names
from .manifest import FILE, Manifest, Placed, manifest_from
from .site_folder import SiteFolder
from .site_pages import SitePages

INDEX = "index.html"
UP = "../../"

SETTINGS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["path"],
    "properties": {
        "path": {
            "type": "string",
            "minLength": 1,
            "description": "The folder to write to, from the configuration's own.",
        },
        "site": {
            "type": "string",
            "minLength": 1,
            "description": "The name of the site whose pages these are.",
        },
        "formats": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "minLength": 1, "not": {"const": "html"}},
            "description": "Renderers beside html, such as json and markdown.",
        },
    },
}


@attrs.frozen(kw_only=True)
class Folder:
    """Keeps a site in a folder, every file of it whole at any moment.

    A story comes as media, article, index, and goes the other way round, so that the
    index never leads to what is not there. A story keeps its first address, whatever
    becomes of its headline.
    """

    collective: ClassVar[bool] = True

    name: str
    folder: SiteFolder
    pages: SitePages
    formats: tuple[Renderer, ...] = ()
    site_name: str
    base_url: str = ""
    language: str = "en"
    policies: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.named_addresses
    )

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Bring the site to where the parcel says.

        Raises:
            RejectedError: the parcel holds the wrong view, a path leads out of the
                folder, or the folder's manifest is none of ours.
            RetryError: the file system does not do it now; a full disk, for example.
        """
        try:
            return self._deliver(parcel, shelf)
        except OSError as failure:
            where = failure.filename or self.folder.root
            reason = f"{failure.strerror or type(failure).__name__} ({where})"
            raise RetryError(self.name, reason) from failure

    def _deliver(self, parcel: Parcel, shelf: Shelf) -> Receipt:
        match parcel.operation, parcel.view:
            case (
                (Operation.CREATE | Operation.UPDATE | Operation.CORRECT),
                Released() as view,
            ):
                return self._show(view, parcel.previous, shelf)
            case Operation.RETRACT, Tombstone(removal=Removal.RETRACT) as gone:
                return self._take_down(gone, parcel.previous, shelf)
            case Operation.UNPUBLISH, Tombstone(removal=Removal.UNPUBLISH) as gone:
                return self._take_down(gone, parcel.previous, shelf)
            case Operation.KILL, Tombstone(removal=Removal.KILL) as gone:
                return self._take_down(gone, parcel.previous, shelf)
            case operation, other:
                reason = f"{operation.value} takes another view than {_called(other)}"
                raise RejectedError(self.name, reason)

    def _show(self, view: Released, previous: Receipt | None, shelf: Shelf) -> Receipt:
        before = self._manifest()
        path = _standing(view.article, previous, before) or address(
            view.article,
            view.content.slug or view.content.headline,
            taken=before.paths(but=view.article),
        )
        kept = kept_media(view.content, shelf, channel=self.name)
        media = {one.name: one.data for one in kept.values()}
        pages = self._pages(view, path, kept)
        placed = Placed(
            path=path, version=view.version, files=_digests({**media, **pages})
        )
        after, index = self._listed(before.having(view.article, placed), view, shelf)
        writes = {**media, **pages, INDEX: index}
        change = Change(article=view.article, before=before, after=after, writes=writes)
        carry_out(change, self.folder)
        return self._receipt(path, pages[f"{path}{INDEX}"])

    def _take_down(
        self, view: Tombstone, previous: Receipt | None, shelf: Shelf
    ) -> Receipt:
        before = self._manifest()
        path = _standing(view.article, previous, before)
        if path is None:
            # It never came here, or what came is gone already.
            return Receipt(reference="" if previous is None else previous.reference)
        pages: Mapping[str, bytes] = {}
        placed = None
        if view.removal is Removal.RETRACT:
            pages = self._pages(view, path, {})
            placed = Placed(path=path, version=None, files=_digests(pages))
        after, index = self._listed(before.having(view.article, placed), view, shelf)
        change = Change(
            article=view.article,
            before=before,
            after=after,
            writes={INDEX: index, **pages},
            clears=None if pages else path,
            strays=tuple(self._strays(view, before, after, shelf)),
        )
        carry_out(change, self.folder)
        return self._receipt(path, pages.get(f"{path}{INDEX}"))

    def _strays(
        self, view: Tombstone, before: Manifest, after: Manifest, shelf: Shelf
    ) -> Iterator[str]:
        # Somebody removed the manifest: a kill must find the pictures without it.
        if view.removal is not Removal.KILL or view.article in before.articles:
            return
        needed = kept_names(shelf, but=view.article)
        for name in self.folder.names("media"):
            if OWN_NAME.fullmatch(name) and name not in needed and not after.uses(name):
                yield name

    def _manifest(self) -> Manifest:
        data = self.folder.read(FILE)
        try:
            return Manifest() if data is None else manifest_from(data)
        except ValueError as unfit:
            reason = (
                f"{self.folder.root / FILE} is no manifest that newsflow wrote "
                f"({unfit}); set path to another folder, or move the file away and "
                "deliver every story again"
            )
            raise RejectedError(self.name, reason) from unfit

    def _pages(
        self, view: Released | Tombstone, path: str, kept: Mapping[str, Kept]
    ) -> Mapping[str, bytes]:
        def href(medium: Media) -> str:
            local = kept.get(medium.key)
            return medium.href if local is None else f"{UP}{local.name}"

        renderers = (self._placed(path, href), *self.formats)
        return {
            f"{path}index{renderer.suffix}": renderer.render(view).data
            for renderer in renderers
        }

    def _listed(
        self, manifest: Manifest, view: Released | Tombstone, shelf: Shelf
    ) -> tuple[Manifest, bytes]:
        entries = (
            (f"{manifest.articles[one.article].path}{INDEX}", one)
            for one in _shown(view, shelf)
            if one.article in manifest.articles
        )
        index = self._placed("", attrgetter("href")).index(entries).data
        return attrs.evolve(manifest, files=_digests({INDEX: index})), index

    def _placed(self, path: str, href: Callable[[Media], str]) -> SitePages:
        return self.pages.placed(
            site_name=self.site_name,
            base_url=self.base_url,
            path=path,
            language=self.language,
            media_href=href,
            policies=self.policies,
        )

    def _receipt(self, path: str, page: bytes | None) -> Receipt:
        url = f"{self.base_url}{path}" if self.base_url and page is not None else None
        digest = None if page is None else sha256(page).hexdigest()
        return Receipt(reference=path, url=url, sha256=digest)


def make_folder(
    name: str, settings: Mapping[str, Any], around: Surroundings
) -> Channel:
    """Build a folder channel out of its settings.

    Raises:
        NotFoundError: there is no such site, or no such renderer.
        RejectedError: the renderer called html cannot write the pages of a site.
        InvalidValueError: a policy of the site has no address that is http or https.
    """
    pages = around.renderer("html")
    if not isinstance(pages, SitePages):
        reason = "the renderer html cannot place pages on a site, nor list stories"
        raise RejectedError(name, reason)
    site = _site(settings.get("site"), around)
    address_of_site = str(site.get("address", ""))
    return Folder(
        name=name,
        folder=SiteFolder(Path(around.folder) / settings["path"], name),
        pages=pages,
        formats=tuple(around.renderer(each) for each in settings.get("formats", ())),
        site_name=site.get("title") or site.get("name") or around.newsroom,
        base_url=f"{address_of_site.rstrip('/')}/" if address_of_site else "",
        language=next(iter(site.get("languages", ())), "en"),
        policies=tuple(site.get("policies", {}).items()),
    )


FOLDER = ChannelKind(name="folder", settings=SETTINGS, make=make_folder)
"""The kind of channel that keeps a site in a folder."""


def _site(name: str | None, around: Surroundings) -> Mapping[str, Any]:
    if name is None:
        return around.sites[0] if len(around.sites) == 1 else {}
    for site in around.sites:
        if site["name"] == name:
            return site
    kind = "site"
    raise NotFoundError(kind, name, known=(site["name"] for site in around.sites))


def _standing(article: str, previous: Receipt | None, manifest: Manifest) -> str | None:
    placed = manifest.articles.get(article)
    if placed is not None:
        return placed.path
    # Taken down before, or the manifest is lost: the ledger still knows the address.
    if previous is None or ADDRESS.fullmatch(previous.reference) is None:
        return None
    taken = manifest.paths(but=article)
    return None if previous.reference in taken else previous.reference


def _shown(view: Released | Tombstone, shelf: Shelf) -> Iterator[Released]:
    # Whether the shelf counts this delivery already is the ledger's business.
    if isinstance(view, Released):
        yield view
    yield from (one for one in shelf.released() if one.article != view.article)


def _digests(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {name: sha256(data).hexdigest() for name, data in files.items()}


def _called(view: object) -> str:
    removal = getattr(view, "removal", None)
    name = type(view).__name__
    return name if removal is None else f"{name} after {removal.value}"
