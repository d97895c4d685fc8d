"""A witness: is the site where a parcel wanted it, byte for byte?"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..model.article import Removal
from ..model.views import Advance, Released, Tombstone
from ..ports import Operation, Parcel, Receipt
from .list_pages import INDEX
from .placed import Placed
from .planning import Planner, receipt_of, standing, stray_media, told
from .site_layout import digests


@attrs.frozen(kw_only=True)
class Witness:
    """Compares the state and the files of a site with what a parcel asks for."""

    parcel: Parcel
    planner: Planner

    def receipt(self) -> Receipt | None:
        """Give the receipt of a parcel that was carried out; None if it was not.

        Raises:
            OSError: the files cannot be looked at.
            NeedsPersonError: a name leads out of the folder.
        """
        tree = self.planner.tree
        if tree.sequence(self.parcel.view.article) != self.parcel.sequence:
            return None
        path = standing(self.parcel, tree)
        if self._leaves_nothing(path):
            return self._receipt_for_nothing(path)
        return None if path is None else self._receipt_for_page(path)

    @property
    def files(self) -> Mapping[str, str]:
        """The files of story and lists, and what all pages need, each with its hash."""
        placed = self.planner.tree.story(self.parcel.view.article)
        assets = digests(self.planner.layout.pages.assets())
        if placed is None:
            return {**assets, **digested(self.planner.lists(()))}
        lists = self.planner.lists(placed.lists.items())
        return {**assets, **placed.files, **digested(lists)}

    @property
    def cleared(self) -> tuple[str, ...]:
        """The folders that must not be there any more."""
        path = standing(self.parcel, self.planner.tree)
        return (path,) if path and self._leaves_nothing(path) else ()

    def _leaves_nothing(self, path: str | None) -> bool:
        view = self.parcel.view
        if not isinstance(view, Tombstone):
            return False
        return view.removal is not Removal.RETRACT or path is None

    def _receipt_for_nothing(self, path: str | None) -> Receipt | None:
        article, tree = self.parcel.view.article, self.planner.tree
        left = tree.folder.names(path.rstrip("/")) if path else ()
        if left or tree.story(article) is not None or self._nameless():
            return None
        return Receipt(reference=told(self.parcel, path))

    def _receipt_for_page(self, path: str) -> Receipt | None:
        view, tree = self.parcel.view, self.planner.tree
        found = tree.story(view.article)
        if isinstance(view, Advance) or found is None:
            return None
        layout = self.planner.layout
        placed, pages = layout.laid_out(
            view,
            path,
            media=self._media(view, found),
            sequence=self.parcel.sequence,
            former=found.former,
        )
        if placed != found:
            return None
        folder = tree.folder
        if any(folder.digest(name) != one for name, one in self.files.items()):
            return None
        return receipt_of(layout, path, pages[f"{path}{INDEX}"])

    def _media(self, view: Released | Tombstone, found: Placed) -> Mapping[str, str]:
        """Give the files of media that there should be, by the hashes that are told.

        What was taken out of a picture, nobody can tell without its bytes.
        """
        if not isinstance(view, Released):
            return {}
        names = self.planner.layout.pictures.names(view.content)
        return {name: found.files.get(name, "") for name in names}

    def _nameless(self) -> bool:
        """Tell whether a kill left media without a story, or older versions."""
        if self.parcel.operation is not Operation.KILL:
            return False
        tree = self.planner.tree
        strays = any(True for _ in stray_media(tree.folder, tree))
        return strays or tree.folder.remembers()


def digested(pages: Mapping[str, bytes | None]) -> dict[str, str]:
    """Give the SHA-256 of each page that there is."""
    return digests({name: page for name, page in pages.items() if page is not None})
