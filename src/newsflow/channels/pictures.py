"""The pictures of a site: without metadata, in the widths that its readers need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

import attrs

from ..errors import NeedsPersonError, Problem
from ..imaging import Limits, UnfitPictureError, format_of, stripped, stripped_svg
from ..imaging.thumbnails import has_pillow, recipe, thumbnail
from ..model import rules
from ..model.content import Content
from ..model.media import Media, MediaRendition
from ..ports import MediaBytes, Shelf
from .kept_media import STORED, kept_bytes, kept_name

_RECIPE = 1
"""Raised when sizes are made otherwise: their files then get other names."""
_SVG = "image/svg+xml"
_NO_METADATA = frozenset(
    {"pdf", "aac", "flac", "m4a", "mp3", "ogg", "wav", "csv", "txt", "mp4", "ogv"}
    | {"webm", "opus", "bin"}
)


@attrs.frozen(kw_only=True)
class _Shot:
    """One file of a picture: what it is called, what it is made of, in which size."""

    name: str
    medium: Media
    size: tuple[int, int] | None = None


@attrs.frozen(kw_only=True)
class Pictures:
    """Tells which files a site keeps of a medium, and makes them.

    Their names follow from the hash that was approved, so that a page can be made
    before the bytes are there. With *strip*, metadata are taken out; *widths* are those
    in pixels of which smaller sizes are made, never larger than the picture itself.
    """

    strip: bool = True
    widths: tuple[int, ...] = attrs.field(default=(), converter=rules.members)
    limits: Limits = Limits()

    @property
    def recipe(self) -> str:
        """Name what makes the sizes, for receipts; nothing, where none are made."""
        return recipe() if self.widths and has_pillow() else ""

    def sources(self, medium: Media) -> tuple[tuple[str, int], ...]:
        """Give the files of a picture with their widths, narrowest first.

        Those that the house gave go before our own. Nothing is given for a picture of
        which there is but one.
        """
        own = kept_name(medium) or medium.href
        told = [*self._given(medium)] or [
            (shot.name, shot.size[0]) for shot in self._own(medium) if shot.size
        ]
        if not told or medium.width is None:
            return ()
        return (*sorted(told, key=lambda one: one[1]), (own, medium.width))

    def names(self, content: Content) -> frozenset[str]:
        """Name every file that a site keeps of the media of a story."""
        return frozenset(
            shot.name for medium in content.media for shot in self._shots(medium)
        )

    def files(
        self, content: Content, shelf: Shelf, *, channel: str
    ) -> Mapping[str, bytes]:
        """Make every file that a site keeps of the media of a story.

        Raises:
            NeedsPersonError: the bytes are gone, are other bytes than were approved, or
                are of no picture that could be published.
        """
        return {
            shot.name: self._made(shot, shelf, channel)
            for medium in content.media
            for shot in self._shots(medium)
        }

    def examine(self, content: Content, media: MediaBytes) -> Iterator[Problem]:
        """Find pictures that could not be published, by their bytes.

        What the newsroom does not keep yet is not held against a story.
        """
        for place, medium in enumerate(content.media):
            found = dict.fromkeys(self._troubles(medium, media))
            for reason in found:
                yield Problem(
                    path=f"$.media[{place}]",
                    keyword="picture",
                    message=f"{medium.href} cannot be published: {reason}",
                    suggestion="put a whole picture in its place",
                )

    def _troubles(self, medium: Media, media: MediaBytes) -> Iterator[str]:
        for shot in self._shots(medium):
            data = media(shot.medium)
            if data is None or sha256(data).hexdigest() != shot.medium.sha256:
                continue
            try:
                self._developed(shot, data)
            except UnfitPictureError as unfit:
                yield unfit.reason

    def _made(self, shot: _Shot, shelf: Shelf, channel: str) -> bytes:
        medium = shot.medium
        data = kept_bytes(medium, shelf, channel=channel)
        try:
            return self._developed(shot, data)
        except UnfitPictureError as unfit:
            reason = (
                f"{medium.href} (medium {medium.key}) cannot be published: "
                f"{unfit.reason}; put a whole picture in its place"
            )
            raise NeedsPersonError(channel, reason) from unfit

    def _developed(self, shot: _Shot, data: bytes) -> bytes:
        if shot.size is not None:
            return thumbnail(data, shot.size, self.limits)
        ending = shot.name.rpartition(".")[2]
        if ending == "svg":
            return stripped_svg(data, self.limits)
        found = format_of(data)
        if not self.strip or (found is None and ending in _NO_METADATA):
            return data
        clean, seen = stripped(data, self.limits)
        told = shot.medium.media_type
        if told is not None and told != seen.format:
            raise UnfitPictureError(f"it is said to be {told}, and is {seen.format}")
        wanted = (shot.medium.width, shot.medium.height)
        if any(self._own(shot.medium)) and wanted != seen.shown:
            raise UnfitPictureError(
                f"it is said to be {_by(wanted)} pixels large, and is shown "
                f"{_by(seen.shown)} large"
            )
        return clean

    def _shots(self, medium: Media) -> Iterator[_Shot]:
        name = kept_name(medium)
        if name is not None:
            yield _Shot(name=name, medium=medium)
        for one in medium.scaled:
            given = _as_medium(medium, one)
            name = kept_name(given)
            if name is not None:
                yield _Shot(name=name, medium=given)
        if not medium.scaled:
            yield from self._own(medium)

    def _given(self, medium: Media) -> Iterator[tuple[str, int]]:
        for one in medium.scaled:
            name = kept_name(_as_medium(medium, one))
            if one.width is not None and (name or not one.href.startswith(STORED)):
                yield name or one.href, one.width

    def _own(self, medium: Media) -> Iterator[_Shot]:
        name, width, height = kept_name(medium), medium.width, medium.height
        if name is None or width is None or height is None:
            return
        ending = name.rpartition(".")[2]
        if ending not in {"avif", "jpeg", "jpg", "png", "webp"}:
            return
        for one in sorted({*self.widths}):
            if one < width:
                high = max(1, (2 * height * one + width) // (2 * width))
                made = f"{medium.sha256} {one}x{high} {_RECIPE}"
                file = f"media/{sha256(made.encode()).hexdigest()[:32]}.{ending}"
                yield _Shot(name=file, medium=medium, size=(one, high))


def _as_medium(medium: Media, rendition: MediaRendition) -> Media:
    return Media(
        key=medium.key,
        href=rendition.href,
        kind=medium.kind,
        sha256=rendition.sha256,
        media_type=rendition.media_type,
        width=rendition.width,
        height=rendition.height,
        renditions=(rendition,),
    )


def _by(size: tuple[int | None, int | None]) -> str:
    return f"{size[0]} × {size[1]}"
