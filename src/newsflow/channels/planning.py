"""Planning: which change of the site a parcel asks for, and what its receipt says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256

import attrs

from ..model.article import Removal
from ..model.views import Released, Tombstone
from ..ports import Operation, Parcel, Receipt, Shelf
from .change import Change
from .manifest import Manifest, Placed
from .site_layout import INDEX, SiteLayout, digests, standing, wanted_address


@attrs.frozen(kw_only=True)
class Plan:
    """A change, and the receipt for it when it has been carried out."""

    change: Change
    receipt: Receipt


def plan_of(
    parcel: Parcel, layout: SiteLayout, before: Manifest, shelf: Shelf, *, channel: str
) -> Plan:
    """Plan what a parcel asks for.

    Raises:
        NeedsPersonError: the bytes of a medium are lost.
    """
    view = parcel.view
    path = standing(parcel, before)
    match view:
        case Released():
            kept = layout.pictures.files(view.content, shelf, channel=channel)
            taken = before.paths(but=view.article)
            place = path or wanted_address(view, taken=taken)
            laid = _laid_out(view, parcel.sequence, place, layout, kept)
            return _shown(parcel, laid, layout, before, shelf)
        case Tombstone(removal=Removal.RETRACT) if path is not None:
            laid = _laid_out(view, parcel.sequence, path, layout, {})
            return _shown(parcel, laid, layout, before, shelf)
        case _:
            return _gone(parcel, path, layout, before, shelf)


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


@attrs.frozen(kw_only=True)
class _Laid:
    """A story laid out: its entry, its page, all its files in their order."""

    placed: Placed
    page: bytes
    files: Mapping[str, bytes]


def _laid_out(
    view: Released | Tombstone,
    sequence: int,
    path: str,
    layout: SiteLayout,
    media: Mapping[str, bytes],
) -> _Laid:
    pages = layout.files(view, path)
    told = digests(media)
    placed = layout.entry(view, path, pages, media=told, sequence=sequence)
    return _Laid(placed=placed, page=pages[f"{path}{INDEX}"], files={**media, **pages})


def _shown(
    parcel: Parcel,
    laid: _Laid,
    layout: SiteLayout,
    before: Manifest,
    shelf: Shelf,
) -> Plan:
    article, path = parcel.view.article, laid.placed.path
    after, index = _listed(before.having(article, laid.placed), parcel, layout, shelf)
    assets = layout.pages.assets()
    writes = {**assets, **laid.files, INDEX: index}
    if parcel.operation.removes:  # the way to a page goes before the page
        writes = {**assets, INDEX: index, **laid.files}
    change = Change(article=article, before=before, after=after, writes=writes)
    return Plan(change=change, receipt=receipt_of(layout, path, laid.page))


def _gone(
    parcel: Parcel,
    path: str | None,
    layout: SiteLayout,
    before: Manifest,
    shelf: Shelf,
) -> Plan:
    article = parcel.view.article
    after = before.without(article, sequence=parcel.sequence)
    writes: Mapping[str, bytes] = {}
    if path is not None:
        after, index = _listed(after, parcel, layout, shelf)
        writes = {**layout.pages.assets(), INDEX: index}
    kills = parcel.operation is Operation.KILL and path is not None
    change = Change(
        article=article,
        before=before,
        after=after,
        writes=writes,
        clears=path,
        needed=partial(_needed, layout, shelf, but=article) if kills else None,
    )
    return Plan(change=change, receipt=Receipt(reference=told(parcel, path)))


def _listed(
    manifest: Manifest, parcel: Parcel, layout: SiteLayout, shelf: Shelf
) -> tuple[Manifest, bytes]:
    index = layout.index(manifest, _live(parcel, shelf))
    files = {**layout.pages.assets(), INDEX: index}
    return attrs.evolve(manifest, files=digests(files)), index


def _needed(layout: SiteLayout, shelf: Shelf, *, but: str) -> frozenset[str]:
    """Name the files of the media that stories on a shelf show, but for one story."""
    return frozenset(
        name
        for view in shelf.released()
        if view.article != but
        for name in layout.pictures.names(view.content)
    )


def _live(parcel: Parcel, shelf: Shelf) -> Iterator[Released]:
    # Whether the shelf counts this delivery already is the ledger's business.
    view = parcel.view
    if isinstance(view, Released):
        yield view
    yield from (one for one in shelf.released() if one.article != view.article)
