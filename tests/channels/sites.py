"""A site on disk that stories are delivered to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsflow.channels import FOLDER
from newsflow.model import views
from newsflow.model.article import Release
from newsflow.model.media import Media
from newsflow.ports import Operation, Parcel, Receipt, Surroundings
from newsflow.render import newsflow_renderers

from ..storyline import Story


class Desk:
    """A shelf: what the channel shows, and the bytes that the newsroom keeps."""

    def __init__(self) -> None:
        self.shown: dict[str, views.Released] = {}
        self.kept: dict[str, bytes] = {}

    def released(self) -> Iterator[views.Released]:
        """Give what is live, newest version first."""
        yield from sorted(
            self.shown.values(), key=lambda view: view.updated, reverse=True
        )

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes of a medium."""
        return self.kept.get(medium.href)


class Site:
    """A folder channel with its ledger: what was delivered, and under what receipt."""

    def __init__(
        self,
        folder: Path,
        *,
        address: str = "https://gazette.example",
        **settings: object,
    ) -> None:
        self.root = folder / "site"
        self.parcel: Parcel
        self.shelf = Desk()
        self.receipts: dict[str, Receipt] = {}
        around = Surroundings(
            newsroom="Harbour Gazette",
            sites=(
                {
                    "name": "gazette",
                    "title": "Harbour Gazette",
                    "address": address,
                },
            ),
            folder=str(folder),
            renderer={one.name: one for one in newsflow_renderers()}.__getitem__,
            media=self.shelf.media,
        )
        self.channel = FOLDER.make("site", {"path": "site", **settings}, around)

    def show(self, story: Story, *, sequence: int = 1) -> Receipt:
        """Deliver what readers may have of a story."""
        view = story.released
        operation = {
            Release.PUBLISH: Operation.CREATE,
            Release.UPDATE: Operation.UPDATE,
            Release.CORRECT: Operation.CORRECT,
        }[view.release]
        receipt = self.deliver(operation, view, sequence=sequence)
        self.shelf.shown[view.article] = view
        return receipt

    def take_down(self, story: Story, *, sequence: int = 1) -> Receipt:
        """Deliver that it was taken down."""
        view = story.tombstone
        self.shelf.shown.pop(view.article, None)
        return self.deliver(Operation(view.removal.value), view, sequence=sequence)

    def deliver(
        self,
        operation: Operation,
        view: views.Released | views.Tombstone,
        *,
        sequence: int = 1,
    ) -> Receipt:
        """Hand a parcel to the channel, and keep the receipt."""
        self.parcel = Parcel(
            key=f"{view.article}/site/{sequence}",
            operation=operation,
            view=view,
            sequence=sequence,
            previous=self.receipts.get(view.article),
        )
        receipt = self.channel.deliver(self.parcel, shelf=self.shelf)
        self.receipts[view.article] = receipt
        return receipt

    def again(self) -> Receipt:
        """Hand the last parcel to the channel once more."""
        view = self.parcel.view
        receipt = self.channel.deliver(self.parcel, shelf=self.shelf)
        self.receipts[view.article] = receipt
        return receipt

    def seen(self) -> Receipt | None:
        """Ask what became of the last parcel."""
        return self.channel.reconcile(self.parcel)

    @property
    def files(self) -> dict[str, bytes]:
        """Every file on the site."""
        return files_in(self.root)

    def mirror(self, name: str = "mirror") -> dict[str, bytes]:
        """Every file on a mirror."""
        return files_in(self.root.parent / name)

    def page(self, slug: str) -> str:
        """Read an article's page."""
        return (self.root / "articles" / slug / "index.html").read_text("utf-8")

    @property
    def index(self) -> str:
        """Read the front page."""
        return (self.root / "index.html").read_text("utf-8")


def files_in(folder: Path) -> dict[str, bytes]:
    """Read every file in a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
