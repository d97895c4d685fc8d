"""A plug-in in one file: a telegraph channel, and a check of what it can carry.

Put it into a folder of your own and name the folder:

    newsflow --plugins-dir plugins plugins
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from newsflow import Content, Problem, hookimpl
from newsflow.errors import RejectedError, RetryError
from newsflow.model.checks import Finding, Severity
from newsflow.ports import (
    Capabilities,
    Channel,
    ChannelKind,
    Check,
    Deleting,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
    Surroundings,
    rejection,
    unfit_view,
)

LONGEST = 60
GOING = {Operation.UNPUBLISH, Operation.KILL}
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

    capabilities = Capabilities(
        delete=Deleting.TOMBSTONE, idempotency=Idempotency.NATURAL_KEY
    )

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take whatever readers may have."""
        return unfit_view(parcel)

    def render(self, parcel: Parcel) -> Rendition:
        """Write the telegram, and send none.

        Raises:
            RejectedError: readers may not have it, or there is nothing to be sent.
        """
        problems = self.validate(parcel)
        if problems:
            raise rejection(self.name, problems)
        if parcel.operation in GOING:
            reason = f"after {parcel.operation.value} there is no telegram"
            raise RejectedError(self.name, reason)
        return Rendition(media_type="text/plain", data=_telegram(parcel).encode())

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:  # noqa: ARG002 - no telegram tells of other stories
        """Do what the parcel says; the file is named by the story, so twice is once.

        Raises:
            RejectedError: readers may not have it.
            RetryError: the folder cannot be written to now.
        """
        problems = self.validate(parcel)
        if problems:
            raise rejection(self.name, problems)
        file = self.folder / f"{parcel.view.article}.txt"
        try:
            return self._sent(parcel, file)
        except OSError as failure:
            reason = f"{failure.strerror} ({file.name})"
            raise RetryError(self.name, reason) from failure

    def _sent(self, parcel: Parcel, file: Path) -> Receipt:
        if parcel.operation in GOING:
            file.unlink(missing_ok=True)
            return Receipt(reference=file.name)
        data = self.render(parcel).data
        self.folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        digest = sha256(data).hexdigest()
        return Receipt(reference=file.name, sha256=digest, renderer="telegram 1")


@attrs.frozen
class FitsTelegram:
    """Warns of a headline that is too long for a telegram."""

    code: str = "TELEGRAPH-01"

    def run(self, content: Content) -> Iterator[Finding]:
        """Count the characters of what would be sent."""
        length = len(content.short_headline or content.headline)
        if length > LONGEST:
            yield Finding(
                code=self.code,
                message=f"a telegram takes {LONGEST} characters, this has {length}",
                severity=Severity.WARNING,
                path="$.headline",
                suggestion="give it a short_headline",
            )


@hookimpl
def newsflow_channels() -> list[ChannelKind]:
    """Offer channels of the kind ``telegraph``."""
    return [ChannelKind(name="telegraph", settings=SETTINGS, make=make_telegraph)]


@hookimpl
def newsflow_checks() -> list[Check]:
    """Offer the check of the headline's length."""
    return [FitsTelegram()]


def make_telegraph(
    name: str, settings: Mapping[str, Any], around: Surroundings
) -> Channel:
    """Build a telegraph out of its settings."""
    return Telegraph(name, Path(around.folder) / settings["path"])


def _telegram(parcel: Parcel) -> str:
    view = parcel.view
    if parcel.operation is Operation.RETRACT:
        return f"RETRACTED STOP {getattr(view, 'reason', None) or ''}\n"
    content: Content = view.content  # type: ignore[union-attr] # a released view, then
    word = "CORRECTION STOP " if parcel.operation is Operation.CORRECT else ""
    return f"{word}{content.short_headline or content.headline}\n"
