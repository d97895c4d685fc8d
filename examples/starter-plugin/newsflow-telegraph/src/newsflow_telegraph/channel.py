"""The channel: a folder with one telegram for each story."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from newsflow import Content
from newsflow.ports import (
    Channel,
    ChannelKind,
    Operation,
    Parcel,
    Receipt,
    Shelf,
    Surroundings,
)

SETTINGS = {
    "type": "object",
    "required": ["path"],
    "additionalProperties": False,
    "properties": {
        "path": {
            "description": "The folder for telegrams, relative to newsflow.toml.",
            "type": "string",
            "minLength": 1,
        }
    },
}


@attrs.frozen
class Telegraph:
    """Keeps one telegram for each story: its headline, or the notice that it went."""

    name: str
    folder: Path

    collective = False

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:  # noqa: ARG002 - no telegram tells of other stories
        """Do what the parcel says; the file is named by the story, so twice is once."""
        file = self.folder / f"{parcel.view.article}.txt"
        if parcel.operation in {Operation.UNPUBLISH, Operation.KILL}:
            file.unlink(missing_ok=True)
            return Receipt(reference=file.name)
        data = _telegram(parcel).encode()
        self.folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return Receipt(reference=file.name, sha256=sha256(data).hexdigest())


def make_telegraph(
    name: str, settings: Mapping[str, Any], around: Surroundings
) -> Channel:
    """Build a telegraph out of its settings."""
    return Telegraph(name, Path(around.folder) / settings["path"])


TELEGRAPH = ChannelKind(name="telegraph", settings=SETTINGS, make=make_telegraph)
"""The kind of channel that keeps telegrams in a folder."""


def _telegram(parcel: Parcel) -> str:
    view = parcel.view
    if parcel.operation is Operation.RETRACT:
        return f"RETRACTED STOP {getattr(view, 'reason', None) or ''}\n"
    content: Content = view.content  # type: ignore[union-attr] # a released view, then
    word = "CORRECTION STOP " if parcel.operation is Operation.CORRECT else ""
    return f"{word}{content.short_headline or content.headline}\n"
