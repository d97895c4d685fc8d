"""The pictures of a site: without metadata, in the widths that its readers need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType

import attrs

from ..errors import NeedsPersonError, Problem
from ..imaging import (
    Format,
    Limits,
    Look,
    UnfitPictureError,
    format_of,
    stripped,
    stripped_svg,
)
from ..imaging.thumbnails import has_pillow, recipe, thumbnail
from ..model.content import Content
from ..model.media import Media
from ..ports import MediaBytes, Shelf
from .kept_media import kept_bytes
from .shots import Shot, Sizes

_FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "avif": Format.AVIF,
        "gif": Format.GIF,
        "jpeg": Format.JPEG,
        "jpg": Format.JPEG,
        "png": Format.PNG,
        "webp": Format.WEBP,
    }
)
_ANY, _SVG = "bin", "svg"
_MOST = 4096


@attrs.define
class _Verdicts:
    """What was found of files before, so that nothing is decoded each time it is asked.

    A file is named by the hash of what it is made of: the verdict holds for ever.
    """

    _known: dict[Shot, str | None] = attrs.field(factory=dict)

    def of(self, shot: Shot, find: Callable[[], str | None]) -> str | None:
        """Give the reason why a file cannot be made; None if it can."""
        if shot not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[shot] = find()
        return self._known[shot]


@attrs.frozen(kw_only=True)
class Pictures:
    """Makes the files that a site keeps of media.

    With *strip*, metadata are taken out of pictures as they come; in those that are
    made smaller there are none anyway.
    """

    strip: bool = True
    sizes: Sizes = attrs.field(factory=Sizes)
    limits: Limits = attrs.field(factory=Limits)
    _verdicts: _Verdicts = attrs.field(
        factory=_Verdicts, init=False, eq=False, repr=False
    )

    @property
    def recipe(self) -> str:
        """Name what makes the sizes, for receipts; nothing, where none are made."""
        return recipe() if self.sizes.widths and has_pillow() else ""

    def names(self, content: Content) -> frozenset[str]:
        """Name every file that a site keeps of the media of a story."""
        return frozenset(shot.name for shot in self.sizes.of(content))

    def files(
        self, content: Content, shelf: Shelf, *, channel: str
    ) -> Mapping[str, bytes]:
        """Make every file that a site keeps of the media of a story.

        Raises:
            NeedsPersonError: the bytes are gone, are other bytes than were approved, or
                are of no picture that could be published.
        """
        return {
            shot.name: self.made(shot, shelf, channel=channel)
            for shot in self.sizes.of(content)
        }

    def unfit(self, content: Content, media: MediaBytes) -> Iterator[Problem]:
        """Find pictures that cannot be published, by their bytes.

        What the newsroom does not keep (yet) is not held against a story.
        """
        for place, medium in enumerate(content.media):
            reasons = (self._reason(one, media) for one in self.sizes.of_medium(medium))
            for reason in dict.fromkeys(filter(None, reasons)):
                yield Problem(
                    path=f"$.media[{place}]",
                    keyword="picture",
                    message=f"{medium.href} cannot be published: {reason}",
                    suggestion="put a whole picture in its place",
                )

    def _reason(self, shot: Shot, media: MediaBytes) -> str | None:
        data = media(shot.medium)
        if data is None or sha256(data).hexdigest() != shot.medium.sha256:
            return None

        def find() -> str | None:
            try:
                self.developed(shot, data)
            except UnfitPictureError as unfit:
                return unfit.reason
            return None

        return self._verdicts.of(shot, find)

    def made(self, shot: Shot, shelf: Shelf, *, channel: str) -> bytes:
        """Make one file.

        Raises:
            NeedsPersonError: as for all of them.
        """
        medium = shot.medium
        try:
            return self.developed(shot, kept_bytes(medium, shelf, channel=channel))
        except UnfitPictureError as unfit:
            reason = (
                f"{medium.href} (medium {medium.key}) cannot be published: "
                f"{unfit.reason}; put a whole picture in its place"
            )
            raise NeedsPersonError(channel, reason) from unfit

    def developed(self, shot: Shot, data: bytes) -> bytes:
        """Make a file out of the bytes of its medium.

        Raises:
            UnfitPictureError: it is no picture that could be published.
        """
        if shot.ending == _SVG:
            return stripped_svg(data, self.limits)
        if not _is_picture(shot, data):
            return data
        if shot.size is not None:
            return thumbnail(data, shot.size, self.limits)
        if not self.strip:
            return data
        clean, seen = stripped(data, self.limits)
        if shot.is_shown and self.sizes.sources(shot.medium):
            _hold(shot.medium, seen)
        return clean


def _is_picture(shot: Shot, data: bytes) -> bool:
    """Tell whether bytes are a picture, as their file is said to be.

    Raises:
        UnfitPictureError: they are none, and pages would show them as one; or they are
            another one than a server will say.
    """
    found, told = format_of(data), _FORMATS.get(shot.ending)
    if found is None and (told is not None or shot.is_shown):
        reason = "it is neither JPEG, PNG, WebP, GIF, AVIF nor SVG"
        raise UnfitPictureError(reason)
    if found is not told and shot.ending != _ANY:
        reason = f"it is called {shot.ending}, and is {found}"
        raise UnfitPictureError(reason)
    return found is not None


def _hold(medium: Media, seen: Look) -> None:
    """Hold a picture to its width and height, by which browsers choose a size.

    Raises:
        UnfitPictureError: they are others.
    """
    told = (medium.width, medium.height)
    if told != seen.shown:
        reason = (
            f"it is said to be {_by(told)} pixels, and is shown as {_by(seen.shown)}"
        )
        raise UnfitPictureError(reason)


def _by(size: tuple[int | None, int | None]) -> str:
    return f"{size[0]} × {size[1]}"
