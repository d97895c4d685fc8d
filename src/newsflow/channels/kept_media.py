"""The media that a site keeps beside its stories, named by their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType

from ..errors import NeedsPersonError, Problem
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


def kept_name(medium: Media) -> str | None:
    """Name the file of a medium of the newsroom's own; None for one from elsewhere.

    The name is that of the bytes that were approved, so that a page can be made before
    they are there.
    """
    if medium.sha256 is None or not medium.href.startswith(STORED):
        return None
    return f"media/{medium.sha256[:32]}.{_ending(medium)}"


def unfit_stored(content: Content) -> Iterator[Problem]:
    """Find media of the newsroom's own of which nobody said which bytes they are."""
    for place, medium in enumerate(content.media):
        if medium.sha256 is None and medium.href.startswith(STORED):
            yield Problem(
                path=f"$.media[{place}].sha256",
                keyword="required",
                message=f"{medium.href} has no hash, so its bytes cannot be found",
                suggestion="put the bytes into the media store and give their sha256",
            )


def kept_bytes(medium: Media, shelf: Shelf, *, channel: str) -> bytes:
    """Fetch the bytes of a medium that the newsroom keeps.

    Raises:
        NeedsPersonError: the bytes are gone, or are other bytes than were approved; the
            page would have a hole.
    """
    data = shelf.media(medium)
    if data is None or sha256(data).hexdigest() != medium.sha256:
        reason = (
            f"the newsroom does not keep the bytes of {medium.href} (medium "
            f"{medium.key}) that were approved; put them into its media store, "
            "then let the delivery go on"
        )
        raise NeedsPersonError(channel, reason)
    return data


def _ending(medium: Media) -> str:
    told = _ENDINGS.get(medium.media_type or "")
    if told is not None:
        return told
    written = medium.href.rpartition(".")[2].lower()
    return written if written in _KNOWN else "bin"
