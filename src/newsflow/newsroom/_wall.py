"""The wall: what a desk looks up at; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..channels.stores.opening import folder_of
from ..documents.config import Config
from ..ports import OnDisk
from ..ports.board import Board, Life
from ._board import board, life
from ._office import Office
from ._verbs import Story, _id


class Wall:
    """What can be hung on the wall of a newsroom."""

    _office: Office

    def board(self, *, most: int = 8, with_embargoed: bool = False) -> Board:
        """Give the whole newsroom as it is now, at most so many of each thing.

        However many stories there are, it takes the same number of statements. The
        words of stories whose embargo runs are left out, unless *with_embargoed*; those
        of killed ones always.
        """
        return board(self._office, most=most, with_embargoed=with_embargoed)

    def life(self, story: Story, *, with_embargoed: bool = False) -> Life:
        """Give what happened to a story, and everything that was sent of it.

        No word that was written in it is told but its headline, and that not while an
        embargo runs, unless *with_embargoed*.

        Raises:
            NotFoundError: there is no such article.
        """
        return life(self._office, _id(story), with_embargoed=with_embargoed)

    def public_folders(self) -> tuple[Path, ...]:
        """Name the folders of channels that readers can see: a desk writes elsewhere.

        Those of inactive channels are among them; a server may still show them.
        """
        made = (
            folder
            for channel in self._office.channels.values()
            if isinstance(channel, OnDisk)
            for folder in channel.public_folders
        )
        return tuple(dict.fromkeys((*made, *_inactive(self._office.config))))


def _inactive(config: Config) -> Iterator[Path]:
    for one in config.channels:
        if one.kind == "folder" and not one.active:
            for place in (one.settings, *one.settings.get("mirrors", ())):
                folder = folder_of(place["path"], config.folder)
                if folder is not None:
                    yield folder
