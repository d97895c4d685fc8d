"""The folder channel: a site on disk, with pages of stories, their media, an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import attrs

from ..errors import (
    DeliveryError,
    NeedsPersonError,
    Problem,
    RejectedError,
    RetryError,
)
from ..model.article import Removal
from ..model.content import Content
from ..model.views import Released, Tombstone
from ..ports import (
    Capabilities,
    Concurrency,
    Deleting,
    Health,
    Idempotency,
    MediaBytes,
    Operation,
    Parcel,
    Rebuilt,
    Receipt,
    Rendition,
    Shelf,
    Updating,
    nothing_kept,
    rejection,
    unfit_view,
)
from .building import Builder
from .change import carry_out
from .homographs import mixed
from .kept_media import unfit_stored
from .list_names import SECTIONS
from .mirror import Mirror, why
from .planning import Planner, has_lost, standing, told, told_address, wanted_address
from .server_files import served_at, server_file
from .site_folder import SiteFolder
from .site_layout import SiteLayout
from .site_root import FILE, OlderRootError, Root, digest_of, file_of, root_from
from .site_store import SiteStore
from .site_tree import Tree
from .witness import Witness


@attrs.frozen(kw_only=True)
class Folder:
    """Keeps a site in a folder, every file of it whole at any moment.

    A story comes as media, article, lists, and goes the other way round, so that no
    list ever leads to what is not there. What a delivery does is the same in a site of
    any size. A story keeps its first address, whatever becomes of its headline; it
    moves with its slug, and leaves the way to its new address where it was. Each of the
    *mirrors* has the very same files.
    """

    capabilities: ClassVar[Capabilities] = Capabilities(
        update=Updating.IN_PLACE,
        delete=Deleting.TOMBSTONE,
        idempotency=Idempotency.NATURAL_KEY,
        concurrency=Concurrency.REVISION,
        collective=True,
    )

    name: str
    folder: SiteStore
    layout: SiteLayout
    mirrors: tuple[Mirror, ...] = ()
    media: MediaBytes = nothing_kept

    @property
    def public_folders(self) -> tuple[Path, ...]:
        """The folder of the site, and those of its mirrors, as far as they are here."""
        stores = (self.folder, *(one.folder for one in self.mirrors))
        return tuple(one.root for one in stores if isinstance(one, SiteFolder))

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Hold the view to the operation, and media of the store to what they are."""
        unfit = unfit_view(parcel)
        if unfit or not isinstance(parcel.view, Released):
            return unfit
        return self.examine(parcel.view.content)

    def examine(self, content: Content) -> tuple[Problem, ...]:
        """Look at the media of a story, before anyone releases it."""
        pictures = self.layout.pictures.unfit(content, self.media)
        return (*unfit_stored(content), *pictures)

    def render(self, parcel: Parcel) -> Rendition:
        """Make the page of the story, or the notice that it was retracted.

        A story that comes for the first time gets the address that it wants; should
        another one have it by the time of the delivery, the page will name the other
        address that it then gets.

        Raises:
            RejectedError: the parcel does not fit, or it takes the page away and leaves
                nothing.
        """
        self._require(parcel)
        view = parcel.view
        match view:
            case Released():
                return self.layout.page(view, wanted_address(parcel, view))
            case Tombstone(removal=Removal.RETRACT):
                return self.layout.page(view, told_address(parcel) or "")
            case _:
                reason = f"after {parcel.operation.value} nothing is left to be shown"
                raise RejectedError(self.name, reason)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Bring the site to where the parcel says, and the mirrors to the site.

        A parcel that is older than what is there changes nothing.

        Raises:
            RejectedError: :meth:`validate` has found something.
            RetryError: the file system does not do it now; or a story was taken down,
                and a mirror still shows it.
            NeedsPersonError: a path leads out of the folder, its manifest is none of
                ours, or the bytes of a medium are lost.
        """
        self._require(parcel)
        try:
            return self._deliver(parcel, shelf)
        except OSError as failure:
            raise RetryError(self.name, why(failure)) from failure

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Look whether the site and its mirrors are where the parcel says.

        Every file of the story is compared byte for byte, and so are the manifests.

        Raises:
            RetryError: the file system does not let us look.
            NeedsPersonError: the manifest is none of ours.
        """
        if self.validate(parcel):
            return None
        try:
            return self._seen(parcel)
        except OSError as failure:
            raise RetryError(self.name, why(failure)) from failure

    def health(self) -> Health:
        """Look whether the folders can be written to, and the mirrors are in step."""
        return Health(channel=self.name, problems=tuple(self._troubles()))

    def _troubles(self) -> Iterator[str]:
        found = tuple(self.folder.troubles())
        yield from found
        try:
            root = self.folder.read(FILE)
            planner = self._opened()
            if planner is not None:
                for one in mixed(planner.tree.table(SECTIONS).values()):
                    yield f"the section {one}; readers take it for another"
            elif not self._is_new():
                yield (
                    f"the state of {self.folder.where()} is of an older newsflow, or "
                    "lost: the next delivery builds the site anew, and so does "
                    f"newsflow site rebuild {self.name}"
                )
        except (OSError, DeliveryError) as failure:
            if not found:
                yield why(failure)
            return
        for mirror in self.mirrors:
            yield from mirror.troubles(root)

    def _require(self, parcel: Parcel) -> None:
        problems = self.validate(parcel)
        if problems:
            raise rejection(self.name, problems)

    def rebuild(self, shelf: Shelf, *, told: Callable[[int], None]) -> Rebuilt:
        """Make every file what the deliveries so far have made of it; remove the rest.

        Raises:
            RetryError: the file system does not do it now, another one writes here, or
                a mirror cannot be brought to the same.
            NeedsPersonError: a path leads out of the folder.
        """
        try:
            rebuilt = self._builder.build(shelf, told=told)
        except OSError as failure:
            raise RetryError(self.name, why(failure)) from failure
        matched = (one.match(self.folder) for one in self.mirrors)
        short = "; ".join(filter(None, matched))
        if short:
            raise RetryError(self.name, short)
        return rebuilt

    def server_file(self, kind: str, *, address: str = "") -> str:
        """Write the file by which a web server hands out the site, or a mirror of it.

        Raises:
            NotFoundError: there is no such kind of server, or no such address.
            InvalidValueError: what it says cannot be written into such a file.
            NeedsPersonError: the state of the site is none of ours.
        """
        home = self.layout.base_url
        places = {home: self.folder} | {one.address: one.folder for one in self.mirrors}
        served = served_at(
            address or home,
            {at: one.root for at, one in places.items() if isinstance(one, SiteFolder)},
            channel=self.name,
            moved=Tree(self.folder).moved(),
        )
        return server_file(served, kind)

    @property
    def _builder(self) -> Builder:
        return Builder(layout=self.layout, folder=self.folder)

    def _deliver(self, parcel: Parcel, shelf: Shelf) -> Receipt:
        planner = self._mended(parcel, shelf)
        tree = planner.tree
        if parcel.sequence < tree.sequence(parcel.view.article):
            return Receipt(reference=told(parcel, standing(parcel, tree)))
        plan = planner.plan(parcel, shelf)
        carry_out(plan.change, self.folder)
        followed = [one.follow(plan.change, self.folder) for one in self.mirrors]
        short = "; ".join(filter(None, followed))
        if short and parcel.operation.removes:
            # Whoever reads the mirror still has it: so it is not done.
            raise RetryError(self.name, short)
        return attrs.evolve(plan.receipt, degraded=short or None)

    def _mended(self, parcel: Parcel, shelf: Shelf) -> Planner:
        """Open the state; where it is lost, or an older one, build the site anew."""
        planner = self._opened()
        if planner is None or has_lost(planner.tree, parcel):
            if self._is_new() and next(shelf.taken(), None) is None:
                return self._planner(Tree(self.folder))
            self._builder.build(shelf, told=lambda _: None)
            planner = self._opened()
        if planner is None:
            raise RetryError(self.name, "another one is building the site anew")
        return planner

    def _is_new(self) -> bool:
        return not self.folder.has(FILE) and not any(self.folder.own_files())

    def _opened(self) -> Planner | None:
        """Open the state; None where there is none that tells what is there."""
        data = self.folder.read(FILE)
        if data is None:
            return None
        try:
            return self._found(data, root_from(data))
        except OlderRootError:
            return None
        except ValueError as unfit:
            reason = (
                f"{self.folder.where(FILE)} is no manifest that newsflow wrote "
                f"({unfit}); set path to another folder, or move the file away and "
                f"run newsflow site rebuild {self.name}"
            )
            raise NeedsPersonError(self.name, reason) from unfit

    def _found(self, data: bytes, root: Root) -> Planner:
        found = {
            name: digest_of(self.folder.read(file_of(name))) for name in root.writing
        }
        tree = Tree(self.folder, root.settled(found), data)
        return attrs.evolve(self._planner(tree), stale=frozenset(found))

    def _planner(self, tree: Tree) -> Planner:
        return Planner(channel=self.name, layout=self.layout, tree=tree)

    def _seen(self, parcel: Parcel) -> Receipt | None:
        planner = self._opened()
        if planner is None:
            return None
        witness = Witness(parcel=parcel, planner=planner)
        receipt = witness.receipt()
        if receipt is None:
            return None
        root, killed = self.folder.read(FILE), parcel.operation is Operation.KILL
        found = (
            one.shortfall(root, witness.files, witness.cleared, killed=killed)
            for one in self.mirrors
        )
        short = "; ".join(filter(None, found))
        if short and parcel.operation.removes:
            return None
        return attrs.evolve(receipt, degraded=short or None)
