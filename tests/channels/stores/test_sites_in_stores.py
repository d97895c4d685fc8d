"""A site in a store is the site of a folder: the same laws, over three protocols."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsflow.channels.change import Held
from newsflow.errors import RetryError

from ..sites import Site
from .berths import PICTURE, StoredSite, pictured
from .servers import Server


def lived(site: Site) -> Site:
    """Publish, correct, move, and take down, each in some way."""
    site.shelf.kept["media:bridge.png"] = PICTURE
    stories = {name: pictured(name) for name in ("ferry", "tram", "quay", "bridge")}
    for story in stories.values():
        site.show(story)
    site.take_down(stories["ferry"].unpublish(), sequence=2)
    site.take_down(stories["tram"].retract("It never ran."), sequence=2)
    site.take_down(stories["quay"].kill("The harbour master sued."), sequence=2)
    return site


class TestAsAFolder:
    """Whatever a folder would hold."""

    def test_a_life_of_stories_leaves_the_very_files_of_a_folder(
        self, stored: StoredSite, tmp_path: Path
    ) -> None:
        """Byte for byte; and building it anew finds nothing to do."""
        files = lived(Site(tmp_path)).files

        assert files == lived(stored).files
        assert stored.channel.health().ok
        rebuilt = stored.rebuild()
        assert (0, 0) == (rebuilt.written, rebuilt.removed)
        assert files == stored.files
