"""Our own parts keep the contracts that the kit holds everybody's parts to."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, ClassVar

import attrs
import pytest

from newsflow.channels import FOLDER
from newsflow.channels.folder import Folder
from newsflow.model.checks import Finding
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.ports import (
    Capabilities,
    Channel,
    Check,
    Concurrency,
    Deleting,
    Idempotency,
    MediaBytes,
    MediaLimits,
    Renderer,
    Rendition,
    Surroundings,
    TextLimit,
    TextUnit,
    Updating,
)
from newsflow.render import Html, Json, Markdown, PlainText
from newsflow.store.articles import ArticleStore
from newsflow.store.database import open_database
from newsflow.testing import (
    ChannelContract,
    CheckContract,
    Peer,
    Receiver,
    RecordingChannel,
    RendererContract,
    StoreContract,
)

from ..postgres import Server
from .poste import BLIND, BY_KEY, BY_LOOKUP, Poste, Service


class TestJson(RendererContract):
    """The JSON renderer."""

    def make_renderer(self) -> Renderer:
        """Make the renderer."""
        return Json()


class TestPlainText(RendererContract):
    """The plain text renderer."""

    def make_renderer(self) -> Renderer:
        """Make the renderer."""
        return PlainText()


class TestMarkdown(RendererContract):
    """The Markdown renderer."""

    def make_renderer(self) -> Renderer:
        """Make the renderer."""
        return Markdown()


class TestHtml(RendererContract):
    """The renderer of pages."""

    def make_renderer(self) -> Renderer:
        """Make the renderer."""
        return Html()


class TestRecordingChannel(ChannelContract):
    """The channel that delivers to nowhere."""

    capabilities: ClassVar[Capabilities] = Capabilities(idempotency=Idempotency.KEY)

    def make_channel(self) -> Channel:
        """Make the channel."""
        return RecordingChannel(
            "recorder", capabilities=self.capabilities, trusted=self.trusted
        )

    def text_of(self, rendition: Rendition) -> str:
        """Read the headline."""
        headline: str = json.loads(rendition.data)["headline"]
        return headline


class TestRecordingPartner(TestRecordingChannel):
    """One that a newsroom trusts, that knows revisions and has limits."""

    trusted = True
    capabilities = Capabilities(
        idempotency=Idempotency.NATURAL_KEY,
        concurrency=Concurrency.REVISION,
        delete=Deleting.TOMBSTONE,
        text=[TextLimit(most=280, unit=TextUnit.UTF16, url_cost=23)],
        media=MediaLimits(most=1, types=["image/jpeg"], bytes=1_000_000),
    )


class TestRecordingMessenger(TestRecordingChannel):
    """One that can be asked, and that sends something after what it cannot change."""

    capabilities = Capabilities(
        update=Updating.FOLLOW_UP,
        delete=Deleting.FOLLOW_UP,
        idempotency=Idempotency.LOOKUP,
    )


class TestRecordingChat(TestRecordingChannel):
    """One that replaces its messages while they are young."""

    capabilities = Capabilities(
        update=Updating.REPLACE,
        edit_window=timedelta(hours=48),
        late_update=Updating.FOLLOW_UP,
        idempotency=Idempotency.KEY,
        requires=["video"],
    )

    def make_content(self, words: str = "") -> Content:
        """Make a story with the video that it requires."""
        video = Media(key="v1", kind="video", href="https://gazette.example/bridge.mp4")
        return attrs.evolve(super().make_content(words), media=[video])


class TestRecordingMail(TestRecordingChannel):
    """One of which nothing that was sent comes back, and that nobody can ask."""

    capabilities = Capabilities(update=Updating.NONE, delete=Deleting.NONE)


class TestPoste(ChannelContract):
    """A channel over HTTP, whose service tells a repeat by its key."""

    capabilities: ClassVar[Capabilities] = BY_KEY
    secrets = ("correct horse/battery",)

    def make_pair(self) -> tuple[Channel, Peer | None]:
        """Make the channel and the service that it posts to."""
        service = Receiver(Service(self.capabilities))
        (token,) = self.secrets
        channel = Poste(port=service.port, token=token, capabilities=self.capabilities)
        return channel, service

    def text_of(self, rendition: Rendition) -> str:
        """Read the text of the message."""
        text: str = json.loads(rendition.data)["text"]
        return text


class TestPosteByLookup(TestPoste):
    """One whose service can be asked, and would take a repeat for a second message."""

    capabilities = BY_LOOKUP


class TestPosteBlind(TestPoste):
    """One whose service knows nothing."""

    capabilities = BLIND


class TestFolder(ChannelContract):
    """The site on disk."""

    room: ClassVar[Path]

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _folder(cls) -> Iterator[None]:
        with TemporaryDirectory() as folder:
            cls.room = Path(folder)
            yield

    def make_channel(self) -> Channel:
        """Make the channel."""
        return site(Path(mkdtemp(dir=self.room)), self.media)

    def test_it_goes_to_another_process_as_it_is(self) -> None:
        """Or else what it renders there would not be held to what it renders here."""
        channel = self.make_channel()

        assert channel == pickle.loads(pickle.dumps(channel))  # noqa: S301 - our own

    def look(self, channel: Channel) -> object:
        """Tell what it shows."""
        assert isinstance(channel, Folder)
        root = channel.folder.root
        return {
            file.relative_to(root): file.read_bytes()
            for file in root.rglob("*")
            if file.is_file()
        }


class TestPicturedFolder(TestFolder):
    """The site on disk, with pictures in further widths."""

    def make_channel(self) -> Channel:
        """Make the channel."""
        return site(Path(mkdtemp(dir=self.room)), self.media, renditions=[16, 480])


class TestMirroredFolder(TestFolder):
    """The site on disk, with a mirror."""

    def make_channel(self) -> Channel:
        """Make the channel."""
        mirror = {"path": "mirror", "address": "https://mirror.example"}
        return site(Path(mkdtemp(dir=self.room)), self.media, mirrors=[mirror])

    def look(self, channel: Channel) -> object:
        """Tell what both show, which is the same."""
        assert isinstance(channel, Folder)
        (mirror,) = channel.mirrors
        shown = super().look(channel)
        assert shown == super().look(attrs.evolve(channel, folder=mirror.folder))
        return shown


class TestSqliteInMemory(StoreContract):
    """The store in memory."""

    def make_store(self) -> ArticleStore:
        """Make an empty store."""
        return ArticleStore(open_database("sqlite://"))


class TestPostgres(StoreContract):
    """The store on PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _server(self, postgres: Server) -> Iterator[None]:
        self.postgres, self.url = postgres, postgres.database()
        self.database = open_database(self.url)
        yield
        self.database.close()
        postgres.give_back(self.url)

    def make_store(self) -> ArticleStore:
        """Empty the store."""
        self.database.close()
        self.postgres.empty(self.url)
        return ArticleStore(self.database)


@attrs.frozen
class Unsigned:
    """Finds stories that nobody signed."""

    code: ClassVar[str] = "GZ-01"

    def run(self, content: Content) -> Iterable[Finding]:
        """Find what is not signed."""
        if not content.bylines:
            yield Finding(code=self.code, message="nobody signed", path="$.bylines")


class TestUnsigned(CheckContract):
    """A house's own check."""

    def make_check(self) -> Check:
        """Make the check."""
        return Unsigned()


def site(folder: Path, media: MediaBytes, **settings: Any) -> Channel:
    """Make the folder channel as the configuration would."""
    surroundings = Surroundings(
        newsroom="Harbour Gazette",
        sites=({"name": "main", "address": "https://gazette.example"},),
        folder=str(folder),
        renderer=partial(dict.__getitem__, {"html": Html(), "json": Json()}),
        media=media,
    )
    usual = {"path": "site", "site": "main", "formats": ["json"]}
    return FOLDER.make("site", {**usual, **settings}, surroundings)
