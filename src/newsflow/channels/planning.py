"""Planning: which change of the site a parcel asks for, and what its receipt says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

import attrs

from ..model.article import Removal
from ..model.views import Released, Tombstone
from ..ports import Operation, Parcel, Receipt, Shelf
from .addresses import ADDRESS, address, settled_address
from .change import Change, Works, change_of
from .kept_media import OWN_NAME
from .list_names import SEARCH, SECTIONS, Membership, memberships
from .list_pages import INDEX, affected, page_of
from .placed import Placed, entry_of
from .site_edits import forget, media_of, show
from .site_layout import MISSING, SiteLayout, digests
from .site_store import SiteStore
from .site_tree import ASSETS, Tree, list_of


@attrs.frozen(kw_only=True)
class Plan:
    """A change, and the receipt for it when it has been carried out."""

    change: Change
    receipt: Receipt


@attrs.frozen(kw_only=True)
class Planner:
    """Plans changes of one site, which stands as *tree* says.

    *stale* are documents that somebody began to change before, and did not finish:
    their pages are made anew as well.
    """

    channel: str
    layout: SiteLayout
    tree: Tree
    stale: frozenset[str] = frozenset()

    def plan(self, parcel: Parcel, shelf: Shelf) -> Plan:
        """Plan what a parcel asks for.

        Raises:
            NeedsPersonError: the bytes of a medium are lost, or part of the state is
                nothing that newsflow wrote.
            OSError: the state cannot be read.
        """
        view, path = parcel.view, standing(parcel, self.tree)
        match view:
            case Released():
                pictures = self.layout.pictures
                kept = pictures.files(view.content, shelf, channel=self.channel)
                place = settled_address(view.article, view.content.slug, path)
                return self._shown(parcel, view, place or self._new(view), kept)
            case Tombstone(removal=Removal.RETRACT) if path is not None:
                return self._shown(parcel, view, path, {})
            case _:
                return self._gone(parcel, path)

    def lists(self, lists: Iterable[tuple[str, str]]) -> dict[str, bytes | None]:
        """Make the pages of lists that changed, the search page and the front page."""
        changed = {name for name, _, _ in self.tree.changed()} | self.stale
        told = filter(None, map(list_of, sorted(self.stale)))
        touched = {*lists, *((path, one) for path, one in told if one)}
        pages: dict[str, bytes | None] = {}
        for path, period in affected(self.tree, sorted(touched), frozenset(changed)):
            pages |= self.layout.list_files(self.tree, path, period)
        if SECTIONS in changed:
            pages[page_of(SECTIONS, None)] = self.layout.sections(self.tree)
        pages[page_of(SEARCH, None)] = self.layout.search(self.tree)
        return {**pages, INDEX: self.layout.front(self.tree)}

    def _new(self, view: Released) -> str:
        wanted = view.content.slug or view.content.headline
        taken = _Taken(self.tree, view.article)
        return address(view.article, wanted, taken=taken)

    def _shown(
        self,
        parcel: Parcel,
        view: Released | Tombstone,
        path: str,
        media: Mapping[str, bytes],
    ) -> Plan:
        old = self.tree.story(view.article)
        former = () if old is None else tuple(sorted({*old.paths} - {path}))
        placed, pages = self.layout.laid_out(
            view,
            path,
            media=digests(media),
            sequence=parcel.sequence,
            former=former,
        )
        show(self.tree, placed, *lines_of(view, path, self.layout))
        works = Works(
            assets=self._assets(),
            files={**media, **pages},
            lists=self._with_missing(self.lists(_lines(old, placed))),
            drops=tuple(self._left_over(old, placed)),
            removes=parcel.operation.removes,
        )
        change = change_of(self.tree, view.article, old, placed, works)
        receipt = receipt_of(self.layout, path, pages[f"{path}{INDEX}"])
        return Plan(change=change, receipt=receipt)

    def _gone(self, parcel: Parcel, path: str | None) -> Plan:
        article = parcel.view.article
        old = self.tree.story(article)
        forget(self.tree, article, parcel.sequence)
        drops = tuple(self._left_over(old, None))
        if old is None and path and parcel.operation is Operation.KILL:
            drops = tuple(stray_media(self.tree.folder, self.tree))
        works = Works(
            assets=self._assets(),
            lists=self._with_missing(self.lists(_lines(old, None))),
            drops=drops,
            clears=tuple({*(() if old is None else old.paths), *filter(None, [path])}),
            removes=True,
            kills=parcel.operation is Operation.KILL,
        )
        change = change_of(self.tree, article, old, None, works)
        return Plan(change=change, receipt=Receipt(reference=told(parcel, path)))

    def _assets(self) -> Mapping[str, bytes]:
        """Give the files that pages need, and that are not there yet; note them."""
        assets, folder = self.layout.pages.assets(), self.tree.folder
        for name, digest in digests(assets).items():
            self.tree.put(ASSETS, name, digest)
        lacking = (name for name in assets if not folder.has(name))
        return {name: assets[name] for name in lacking}

    def _left_over(self, old: Placed | None, new: Placed | None) -> Iterator[str]:
        if old is None:
            return
        kept = {} if new is None else new.files
        media = media_of(old)
        # Pages sort before media: what shows a picture goes before the picture.
        for name in sorted(old.files.keys() - kept.keys()):
            if name not in media or not self.tree.shows(name):
                yield name

    def _with_missing(self, pages: dict[str, bytes | None]) -> dict[str, bytes | None]:
        if self.tree.folder.has(MISSING):
            return pages
        return {**pages, MISSING: self.layout.missing()}


def lines_of(
    view: Released | Tombstone, path: str, layout: SiteLayout
) -> tuple[tuple[Membership, ...], Mapping[str, Any]]:
    """Give the lists that a story is in, and its line in them; a notice is in none."""
    if not isinstance(view, Released):
        return (), {}
    return memberships(view, layout.zone), entry_of(view, path)


def standing(parcel: Parcel, tree: Tree) -> str | None:
    """Find where a story stands, or stood before it was taken down."""
    article = parcel.view.article
    placed = tree.story(article)
    if placed is not None:
        return placed.path
    # Taken down before: the ledger still knows the address.
    told = told_address(parcel)
    return None if told is None or tree.taken(told, but=article) else told


def told_address(parcel: Parcel) -> str | None:
    """Give the folder that the last receipt tells of, if it is one of ours."""
    previous = parcel.previous
    if previous is None or ADDRESS.fullmatch(previous.reference) is None:
        return None
    return previous.reference


def has_lost(tree: Tree, parcel: Parcel) -> bool:
    """Tell that a story was shown here, and the state does not know it any more."""
    if told_address(parcel) is None:
        return False
    return tree.sequence(parcel.view.article) == 0


def wanted_address(parcel: Parcel, view: Released) -> str:
    """Choose the folder of a story as if every other were free."""
    current = told_address(parcel)
    place = settled_address(view.article, view.content.slug, current)
    if place is not None:
        return place
    wanted = view.content.slug or view.content.headline
    return address(view.article, wanted, taken=())


def receipt_of(layout: SiteLayout, path: str, page: bytes) -> Receipt:
    """Write the receipt for a page."""
    return Receipt(
        reference=path,
        url=f"{layout.base_url}{path}" if layout.base_url else None,
        sha256=sha256(page).hexdigest(),
        renderer=layout.renderer,
    )


def told(parcel: Parcel, path: str | None) -> str:
    """Give the address for the receipt of what is not there (any more)."""
    if path is not None:
        return path
    return "" if parcel.previous is None else parcel.previous.reference


def stray_media(folder: SiteStore, tree: Tree) -> Iterator[str]:
    """Name our media in a folder that no story shows, as far as anybody knows."""
    for name in folder.names("media"):
        if OWN_NAME.fullmatch(name) and not tree.shows(name):
            yield name


@attrs.frozen
class _Taken:
    """The addresses that belong to other stories."""

    tree: Tree
    article: str

    def __contains__(self, path: object) -> bool:
        return self.tree.taken(str(path), but=self.article)


def _lines(*placed: Placed | None) -> set[tuple[str, str]]:
    return {line for one in placed if one is not None for line in one.lists.items()}
