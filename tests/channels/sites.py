"""A site on disk that stories are delivered to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

import attrs

from newsflow.channels import FOLDER
from newsflow.model import views
from newsflow.model.article import Release
from newsflow.model.media import Media
from newsflow.ports import Operation, Parcel, Rebuilt, Receipt, Surroundings, Taken
from newsflow.render import newsflow_renderers

from ..storyline import Story


@attrs.frozen
class Told:
    """One delivery that the channel took."""

    sequence: int
    operation: Operation
    view: views.Released | views.Tombstone
    reference: str


class Desk:
    """A shelf: what the channel shows, and the bytes that the newsroom keeps."""

    def __init__(self) -> None:
        self.shown: dict[str, views.Released] = {}
        self.kept: dict[str, bytes] = {}
        self.log: dict[str, list[Told]] = {}

    def released(self) -> Iterator[views.Released]:
        """Give what is live, newest version first."""
        yield from sorted(
            self.shown.values(), key=lambda view: view.updated, reverse=True
        )

    def taken(self) -> Iterator[Taken]:
        """Give what the channel has taken, as the ledger would."""
        for article, told in sorted(self.log.items()):
            last = told[-1]
            down = last.operation.removes
            since = [
                place
                for place, one in enumerate(told)
                if one.operation in {Operation.UNPUBLISH, Operation.KILL}
            ]
            fresh = told[since[-1] + 1 :] if since else told
            view = self.shown.get(article)
            if last.operation is Operation.RETRACT:
                view = last.view
            elif down:
                view = None
            yield Taken(
                article=article,
                sequence=last.sequence,
                view=view,
                references=tuple(one.reference for one in told),
                standing=tuple(one.reference for one in fresh),
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
        look: Mapping[str, object] = MappingProxyType({}),
        **settings: object,
    ) -> None:
        self.root = folder / "site"
        self.parcel: Parcel
        self.shelf = Desk()
        self.heard: list[int] = []
        self.receipts: dict[str, Receipt] = {}
        around = Surroundings(
            newsroom="Harbour Gazette",
            sites=(
                {
                    "name": "gazette",
                    "title": "Harbour Gazette",
                    "address": address,
                    **look,
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
        self._note(receipt)
        return receipt

    def _note(self, receipt: Receipt) -> None:
        view = self.parcel.view
        self.receipts[view.article] = receipt
        told = self.shelf.log.setdefault(view.article, [])
        one = Told(self.parcel.sequence, self.parcel.operation, view, receipt.reference)
        told[:] = sorted(
            [*(two for two in told if two.sequence != one.sequence), one],
            key=attrgetter("sequence"),
        )

    def again(self) -> Receipt:
        """Hand the last parcel to the channel once more."""
        receipt = self.channel.deliver(self.parcel, shelf=self.shelf)
        self._note(receipt)
        return receipt

    def rebuild(self) -> Rebuilt:
        """Have the site built anew."""
        return self.channel.rebuild(self.shelf, told=self.heard.append)

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

    @property
    def own(self) -> list[str]:
        """Name the files of stories, the front page and the root of the state."""
        return own_files(self.files)

    @property
    def told(self) -> dict[str, dict[str, object]]:
        """Read what the state says of each story that is shown, by its id."""
        return {
            one["article"]: one
            for name, data in self.files.items()
            if "/story_" in name
            for one in json.loads(data).values()
        }

    def page(self, slug: str) -> str:
        """Read an article's page."""
        return (self.root / "articles" / slug / "index.html").read_text("utf-8")

    @property
    def index(self) -> str:
        """Read the front page."""
        return (self.root / "index.html").read_text("utf-8")


def own_files(files: Iterable[str]) -> list[str]:
    """Name the files of stories, the front page and the root of the state."""
    tops = {"index.html", "manifest.json"}
    return [
        name
        for name in files
        if name in tops or name.startswith(("articles/", "media/"))
    ]


def files_in(folder: Path) -> dict[str, bytes]:
    """Read every file in a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
