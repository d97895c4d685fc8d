"""A witness: is the site where a parcel wanted it, byte for byte?"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..model.article import Removal
from ..model.views import Advance, Released, Tombstone
from ..ports import Operation, Parcel, Receipt
from .kept_media import OWN_NAME
from .manifest import Manifest, Placed
from .planning import receipt_of, told
from .site_folder import SiteFolder
from .site_layout import INDEX, SiteLayout, standing


@attrs.frozen(kw_only=True)
class Witness:
    """Compares the manifest and the files of a site with what a parcel asks for."""

    parcel: Parcel
    layout: SiteLayout
    folder: SiteFolder
    manifest: Manifest

    def receipt(self) -> Receipt | None:
        """Give the receipt of a parcel that was carried out; None if it was not.

        Raises:
            OSError: the files cannot be looked at.
            NeedsPersonError: a name leads out of the folder.
        """
        if self.manifest.sequence(self.parcel.view.article) != self.parcel.sequence:
            return None
        path = standing(self.parcel, self.manifest)
        if self._leaves_nothing(path):
            return self._receipt_for_nothing(path)
        return None if path is None else self._receipt_for_page(path)

    @property
    def files(self) -> Mapping[str, str]:
        """The files of the story and the lists, each with its SHA-256."""
        placed = self.manifest.articles.get(self.parcel.view.article)
        return {**({} if placed is None else placed.files), **self.manifest.files}

    @property
    def cleared(self) -> str | None:
        """The folder that must not be there any more."""
        path = standing(self.parcel, self.manifest)
        return path if self._leaves_nothing(path) else None

    def _leaves_nothing(self, path: str | None) -> bool:
        view = self.parcel.view
        if not isinstance(view, Tombstone):
            return False
        return view.removal is not Removal.RETRACT or path is None

    def _receipt_for_nothing(self, path: str | None) -> Receipt | None:
        article = self.parcel.view.article
        left = self.folder.names(path.rstrip("/")) if path else ()
        if left or article in self.manifest.articles or self._nameless():
            return None
        return Receipt(reference=told(self.parcel, path))

    def _receipt_for_page(self, path: str) -> Receipt | None:
        view = self.parcel.view
        if isinstance(view, Advance):
            return None
        pages = self.layout.files(view, path)
        found = self.manifest.articles.get(view.article)
        if found is None:
            return None
        placed = self.layout.entry(
            view,
            path,
            pages,
            media=self._media(view, found),
            sequence=self.parcel.sequence,
        )
        if placed != found:
            return None
        if any(self.folder.digest(name) != one for name, one in self.files.items()):
            return None
        return receipt_of(self.layout, path, pages[f"{path}{INDEX}"])

    def _media(self, view: Released | Tombstone, found: Placed) -> Mapping[str, str]:
        """Give the files of media that there should be, by the hashes that are told.

        What was taken out of a picture, nobody can tell without its bytes.
        """
        if not isinstance(view, Released):
            return {}
        names = self.layout.pictures.names(view.content)
        return {name: found.files.get(name, "") for name in names}

    def _nameless(self) -> bool:
        """Tell whether a kill left media that nothing here accounts for."""
        if self.parcel.operation is not Operation.KILL:
            return False
        return any(
            OWN_NAME.fullmatch(name) and not self.manifest.uses(name)
            for name in self.folder.names("media")
        )
