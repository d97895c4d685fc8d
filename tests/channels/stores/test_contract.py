"""The contract of a channel, for a site that is kept in a store."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import pytest

from newsflow.channels import FOLDER
from newsflow.channels.folder import Folder
from newsflow.channels.stores.store_folder import StoreFolder
from newsflow.ports import Channel, Surroundings
from newsflow.render import Html, Json
from newsflow.testing import ChannelContract

from .servers import SECRET, Server, berth


class _Stored(ChannelContract):
    """A site in a store."""

    __test__ = False
    # Each delivery is a hundred requests.
    examples = 2
    kind: ClassVar[str]
    secrets: ClassVar[tuple[str, ...]] = (SECRET,)

    @pytest.fixture(autouse=True)
    def _server(self, request: pytest.FixtureRequest) -> None:
        self.server: Server = request.getfixturevalue(self.kind)
        self.places: dict[tuple[str, ...], str] = {}

    def make_channel(self) -> Channel:
        """Make the channel, in a place of its own."""
        at = berth(self.server)
        around = Surroundings(
            newsroom="Harbour Gazette",
            sites=({"name": "main", "address": "https://gazette.example"},),
            folder="/",
            renderer=partial(dict.__getitem__, {"html": Html(), "json": Json()}),
        )
        channel = FOLDER.make("site", {**at.settings, "formats": ["json"]}, around)
        assert isinstance(channel, Folder)
        self.places[channel.folder.parts] = at.place
        return channel

    def look(self, channel: Channel) -> object:
        """Tell what it shows, by another way than its own."""
        assert isinstance(channel, Folder)
        assert isinstance(channel.folder, StoreFolder)
        return self.server.files(self.places[channel.folder.parts])


class TestSiteInWebdav(_Stored):
    """On a server for WebDAV."""

    __test__ = True
    kind = "dav"


class TestSiteInBucket(_Stored):
    """In a bucket of S3."""

    __test__ = True
    kind = "bucket"


class TestSiteInSftp(_Stored):
    """On a server for SFTP."""

    __test__ = True
    kind = "sftp"
