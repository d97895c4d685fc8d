"""A site that is kept in a store."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import attrs

from newsflow.channels.folder import Folder
from newsflow.channels.site_store import SiteStore
from newsflow.model.media import Media

from ...pictures import picture
from ...storyline import BRIDGE, Story
from ..sites import Site
from .servers import Berth

PICTURE = picture()
MEDIUM = Media(
    key="m1",
    href="media:bridge.png",
    media_type="image/png",
    sha256=sha256(PICTURE).hexdigest(),
    alt="Cars on the bridge",
)


class StoredSite(Site):
    """A folder channel whose folder is a store."""

    def __init__(self, folder: Path, berth: Berth, **settings: object) -> None:
        super().__init__(folder, **{**berth.settings, **settings})
        self.berth = berth
        self.shelf.kept["media:bridge.png"] = PICTURE

    @property
    def store(self) -> SiteStore:
        """The store, as the channel has it."""
        assert isinstance(self.channel, Folder)
        return self.channel.folder

    @property
    def files(self) -> dict[str, bytes]:
        """Every file on the site."""
        return self.berth.files


def pictured(article: str = "bridge") -> Story:
    """Make a story with its picture, published."""
    content = attrs.evolve(
        BRIDGE, headline=f"Story {article}", slug=article, media=(MEDIUM,), lead="m1"
    )
    return Story(content, article=article).publish()
