"""The folder channel: a site on disk, with pages of stories, their media, an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import attrs

from ..errors import NeedsPersonError, Problem, RejectedError, RetryError
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
    Parcel,
    Receipt,
    Rendition,
    Shelf,
    Updating,
    nothing_kept,
    rejection,
    unfit_view,
)
from .change import carry_out
from .disk import troubles
from .kept_media import unfit_stored
from .manifest import FILE, Manifest, manifest_from
from .mirror import Mirror, why
from .planning import plan_of, told
from .site_folder import SiteFolder
from .site_layout import SiteLayout, standing, told_address, wanted_address
from .witness import Witness


@attrs.frozen(kw_only=True)
class Folder:
    """Keeps a site in a folder, every file of it whole at any moment.

    A story comes as media, article, index, and goes the other way round, so that the
    index never leads to what is not there. A story keeps its first address, whatever
    becomes of its headline. Each of the *mirrors* has the very same files.
    """

    capabilities: ClassVar[Capabilities] = Capabilities(
        update=Updating.IN_PLACE,
        delete=Deleting.TOMBSTONE,
        idempotency=Idempotency.NATURAL_KEY,
        concurrency=Concurrency.REVISION,
        collective=True,
    )

    name: str
    folder: SiteFolder
    layout: SiteLayout
    mirrors: tuple[Mirror, ...] = ()
    media: MediaBytes = nothing_kept

    @property
    def public_folders(self) -> tuple[Path, ...]:
        """The folder of the site, and those of its mirrors."""
        return self.folder.root, *(one.folder.root for one in self.mirrors)

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
                path = told_address(parcel) or wanted_address(view)
                return self.layout.page(view, path)
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
        yield from troubles(self.folder.root)
        try:
            manifest = self._manifest()
        except (OSError, NeedsPersonError) as failure:
            yield why(failure)
            return
        for mirror in self.mirrors:
            found = tuple(troubles(mirror.folder.root))
            yield from found
            short = mirror.shortfall(manifest, {}, None)
            if short and not found:
                yield short

    def _require(self, parcel: Parcel) -> None:
        problems = self.validate(parcel)
        if problems:
            raise rejection(self.name, problems)

    def _deliver(self, parcel: Parcel, shelf: Shelf) -> Receipt:
        before = self._manifest()
        if parcel.sequence < before.sequence(parcel.view.article):
            return Receipt(reference=told(parcel, standing(parcel, before)))
        plan = plan_of(parcel, self.layout, before, shelf, channel=self.name)
        carry_out(plan.change, self.folder)
        followed = [one.follow(plan.change, self.folder) for one in self.mirrors]
        short = "; ".join(filter(None, followed))
        if short and parcel.operation.removes:
            # Whoever reads the mirror still has it: so it is not done.
            raise RetryError(self.name, short)
        return attrs.evolve(plan.receipt, degraded=short or None)

    def _seen(self, parcel: Parcel) -> Receipt | None:
        manifest = self._manifest()
        witness = Witness(
            parcel=parcel, layout=self.layout, folder=self.folder, manifest=manifest
        )
        receipt = witness.receipt()
        if receipt is None:
            return None
        found = (
            one.shortfall(manifest, witness.files, witness.cleared)
            for one in self.mirrors
        )
        short = "; ".join(filter(None, found))
        if short and parcel.operation.removes:
            return None
        return attrs.evolve(receipt, degraded=short or None)

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
            raise NeedsPersonError(self.name, reason) from unfit
