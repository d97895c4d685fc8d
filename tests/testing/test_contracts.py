"""Our own parts keep the contracts that the kit holds everybody's parts to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import ClassVar

import attrs
import pytest

from newsflow.channels.folder import FOLDER, Folder
from newsflow.model.checks import Finding
from newsflow.model.content import Content
from newsflow.ports import Channel, Check, Renderer, Surroundings
from newsflow.render import Html, Json, Markdown, PlainText
from newsflow.store.articles import ArticleStore
from newsflow.store.database import open_database
from newsflow.testing import (
    ChannelContract,
    CheckContract,
    RecordingChannel,
    RendererContract,
    StoreContract,
)

from ..postgres import Server


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

    def make_channel(self) -> Channel:
        """Make the channel."""
        return RecordingChannel("recorder")

    def look(self, channel: Channel) -> object:
        """Tell what it shows."""
        assert isinstance(channel, RecordingChannel)
        return channel.shown


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
        return site(Path(mkdtemp(dir=self.room)))

    def look(self, channel: Channel) -> object:
        """Tell what it shows."""
        assert isinstance(channel, Folder)
        root = channel.folder.root
        return {
            file.relative_to(root): file.read_bytes()
            for file in root.rglob("*")
            if file.is_file()
        }


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


def site(folder: Path) -> Channel:
    """Make the folder channel as the configuration would."""
    surroundings = Surroundings(
        newsroom="Harbour Gazette",
        sites=({"name": "main", "address": "https://gazette.example"},),
        folder=str(folder),
        renderer=partial(dict.__getitem__, {"html": Html(), "json": Json()}),
    )
    settings = {"path": "site", "site": "main", "formats": ["json"]}
    return FOLDER.make("site", settings, surroundings)
