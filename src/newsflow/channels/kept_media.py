"""The media that a site keeps beside its stories, named by their bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

import attrs

from ..errors import RejectedError
from ..model.content import Content
from ..model.media import Media
from ..ports import Shelf

STORED = "media:"
OWN_NAME = re.compile(r"media/[0-9a-f]{32}\.[a-z0-9]+")
"""What the files of media are called: by that we know our own."""

# Not from the mimetypes module: what that knows differs from machine to machine. Nor
# anything that a browser would run as a page of the site.
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": "pdf",
        "audio/aac": "aac",
        "audio/flac": "flac",
        "audio/mp4": "m4a",
        "audio/mpeg": "mp3",
        "audio/ogg": "ogg",
        "audio/wav": "wav",
        "image/avif": "avif",
        "image/gif": "gif",
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/svg+xml": "svg",
        "image/webp": "webp",
        "text/csv": "csv",
        "text/plain": "txt",
        "video/mp4": "mp4",
        "video/ogg": "ogv",
        "video/webm": "webm",
    }
)
_KNOWN = frozenset(_ENDINGS.values()) | {"jpeg", "opus"}


@attrs.frozen
class Kept:
    """A medium as the site keeps it: the name of its file, and the bytes."""

    name: str
    data: bytes


def kept_media(content: Content, shelf: Shelf, *, channel: str) -> Mapping[str, Kept]:
    """Fetch the media of a story whose bytes the newsroom keeps, by their keys.

    Raises:
        RejectedError: the story shows one of the newsroom's own media whose bytes are
            gone; its page would have a hole.
    """
    kept: dict[str, Kept] = {}
    for medium in content.media:
        data = shelf.media(medium)
        if data is not None:
            kept[medium.key] = Kept(_name(medium, data), data)
        elif medium.href.startswith(STORED):
            reason = (
                f"the newsroom keeps no bytes of {medium.href} (medium {medium.key}); "
                "put them into its media store and deliver again"
            )
            raise RejectedError(channel, reason)
    return kept


def kept_names(shelf: Shelf, *, but: str) -> frozenset[str]:
    """Name the files of the media that stories on a shelf show, but for one story."""
    return frozenset(
        _name(medium, data)
        for view in shelf.released()
        if view.article != but
        for medium in view.content.media
        if (data := shelf.media(medium)) is not None
    )


def _name(medium: Media, data: bytes) -> str:
    return f"media/{sha256(data).hexdigest()[:32]}.{_ending(medium)}"


def _ending(medium: Media) -> str:
    told = _ENDINGS.get(medium.media_type or "")
    if told is not None:
        return told
    written = medium.href.rpartition(".")[2].lower()
    return written if written in _KNOWN else "bin"
