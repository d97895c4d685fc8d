"""A story on its way, and a site on disk that it is delivered to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import attrs
import pytest

from newsflow.channels import FOLDER
from newsflow.events import (
    AnyEvent,
    Corrected,
    Drafted,
    EmbargoTightened,
    Killed,
    Published,
    Retracted,
    Submitted,
    Unpublished,
)
from newsflow.model import views
from newsflow.model.article import Article, Release
from newsflow.model.blocks import Paragraph, Quote, Span
from newsflow.model.content import Content
from newsflow.model.credits import Byline, Dateline
from newsflow.model.media import Media
from newsflow.ports import Operation, Parcel, Receipt, Surroundings
from newsflow.render import newsflow_renderers
from newsflow.workflow.evolve import evolve

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)


class Story:
    """One article of the Harbour Gazette, moved by its events."""

    def __init__(self, content: Content, *, article: str = "bridge") -> None:
        self.texts: dict[str, object] = {}
        self.clock = MORNING
        drafted = Drafted(
            article=article,
            position=1,
            at=self.clock,
            by="ada",
            content=self.text(content),
            workflow="standard",
            workflow_version=1,
            state="draft",
        )
        self.article: Article = evolve(None, drafted)

    def text(self, text: object) -> str:
        """Store a text as the newsroom would, and give its digest."""
        digest = sha256(repr((len(self.texts), text)).encode()).hexdigest()
        self.texts[digest] = text
        return digest

    def publish(self) -> Story:
        """Let the head out."""
        head = self.article.head.content
        return self.take(Published, version=self._next, content=head, state="published")

    def submit(self, note: str) -> Story:
        """Hand the head in as a correction."""
        return self.take(
            Submitted,
            content=self.article.head.content,
            note=self.text(note),
            state="review",
        )

    def correct(self, content: Content, note: str) -> Story:
        """Put the story right, with a public note."""
        return self.take(
            Corrected,
            version=self._next,
            content=self.text(content),
            note=self.text(note),
            state="published",
        )

    def embargo(self, until: datetime) -> Story:
        """Put an embargo on it."""
        return self.take(EmbargoTightened, embargo=until)

    def unpublish(self) -> Story:
        """Take it off the channels."""
        return self.take(Unpublished, state="withdrawn")

    def retract(self, reason: str) -> Story:
        """Withdraw it, and say why."""
        return self.take(Retracted, state="retracted", reason=self.text(reason))

    def kill(self, reason: str) -> Story:
        """Kill it."""
        return self.take(Killed, state="killed", reason=self.text(reason))

    def take(self, event: type[AnyEvent], **facts: object) -> Story:
        """Let something happen, an hour after the last thing."""
        self.clock += timedelta(hours=1)
        happened = event(
            article=self.article.id,
            position=self.article.position + 1,
            at=self.clock,
            by="bo",
            **facts,
        )
        self.article = evolve(self.article, happened)
        return self

    @property
    def released(self) -> views.Released:
        """What readers may have now."""
        return views.release(self.article, self.texts, now=self.clock)

    @property
    def proof(self) -> views.Proof:
        """What the desk looks at."""
        return views.proof(self.article, self.texts)

    @property
    def advance(self) -> views.Advance:
        """What a trusted partner gets ahead of the embargo."""
        return views.advance(self.article, self.texts)

    @property
    def tombstone(self) -> views.Tombstone:
        """What is left of it."""
        return views.tombstone(self.article, self.texts)

    @property
    def _next(self) -> int:
        return len(self.article.versions) + 1


BRIDGE = Content(
    headline="Harbour bridge reopens after eleven weeks",
    summary="Ferries stop at midnight; the tram returns on Monday.",
    language="en-GB",
    section="Local",
    bylines=(Byline(name="Ada Marsh", url="https://gazette.example/ada"),),
    dateline=Dateline(place="Harbour", date=MORNING.date()),
    body=(
        Paragraph(
            key="b1", spans=(Span("The bridge carried its first cars at dawn."),)
        ),
        Quote(key="b2", spans=(Span("It holds."),), speaker="Cy Holt, engineer"),
    ),
)


@pytest.fixture
def bridge() -> Content:
    """The story of the bridge that reopens."""
    return BRIDGE


@pytest.fixture
def story() -> Callable[..., Story]:
    """Draft a story, of the bridge or with other fields."""

    def draft(
        content: Content = BRIDGE, *, article: str = "bridge", **fields: object
    ) -> Story:
        return Story(attrs.evolve(content, **fields), article=article)

    return draft


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

    def __init__(self, folder: Path, **settings: object) -> None:
        self.root = folder / "site"
        self.shelf = Desk()
        self.receipts: dict[str, Receipt] = {}
        around = Surroundings(
            newsroom="Harbour Gazette",
            sites=(
                {
                    "name": "gazette",
                    "title": "Harbour Gazette",
                    "address": "https://gazette.example",
                },
            ),
            folder=str(folder),
            renderer={one.name: one for one in newsflow_renderers()}.__getitem__,
        )
        self.channel = FOLDER.make("site", {"path": "site", **settings}, around)

    def show(self, story: Story) -> Receipt:
        """Deliver what readers may have of a story."""
        view = story.released
        operation = {
            Release.PUBLISH: Operation.CREATE,
            Release.UPDATE: Operation.UPDATE,
            Release.CORRECT: Operation.CORRECT,
        }[view.release]
        receipt = self.deliver(operation, view)
        self.shelf.shown[view.article] = view
        return receipt

    def take_down(self, story: Story) -> Receipt:
        """Deliver that it was taken down."""
        view = story.tombstone
        self.shelf.shown.pop(view.article, None)
        return self.deliver(Operation(view.removal.value), view)

    def deliver(
        self, operation: Operation, view: views.Released | views.Tombstone
    ) -> Receipt:
        """Hand a parcel to the channel, and keep the receipt."""
        parcel = Parcel(
            key=f"{view.article}/site/1",
            operation=operation,
            view=view,
            previous=self.receipts.get(view.article),
        )
        receipt = self.channel.deliver(parcel, shelf=self.shelf)
        self.receipts[view.article] = receipt
        return receipt

    @property
    def files(self) -> dict[str, bytes]:
        """Every file on the site."""
        return {
            file.relative_to(self.root).as_posix(): file.read_bytes()
            for file in sorted(self.root.rglob("*"))
            if file.is_file()
        }

    def page(self, slug: str) -> str:
        """Read an article's page."""
        return (self.root / "articles" / slug / "index.html").read_text("utf-8")

    @property
    def index(self) -> str:
        """Read the front page."""
        return (self.root / "index.html").read_text("utf-8")


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    """Set a site up with other settings than the usual."""
    return partial(Site, tmp_path)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site of the Harbour Gazette on disk."""
    return make_site()
