"""The files that a site keeps of a picture: what they are called, before they are made.

All names follow from hashes that were approved. So a page can be made before the bytes
are there, and nobody finds a file who was not told its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import attrs

from ..model import rules
from ..model.content import Content
from ..model.media import Media, MediaKind, MediaRendition
from .kept_media import STORED, kept_name

_RECIPE = 1
"""Raised when sizes are made otherwise: their files then get other names."""
_SCALED = frozenset({"avif", "jpeg", "jpg", "png", "webp"})
_PICTURES = frozenset({MediaKind.PICTURE, MediaKind.GRAPHIC})


@attrs.frozen(kw_only=True)
class Shot:
    """One file: what it is called, which medium it is made of, and in which size.

    Without *size*, it has that of the medium.
    """

    name: str
    medium: Media
    size: tuple[int, int] | None = None

    @property
    def ending(self) -> str:
        """The ending of its name, which tells a server what it is."""
        return self.name.rpartition(".")[2]

    @property
    def is_shown(self) -> bool:
        """Whether pages show it as a picture."""
        return self.medium.kind in _PICTURES


@attrs.frozen(kw_only=True)
class Sizes:
    """Tells in which *widths*, in pixels, a site keeps pictures beside their own.

    What the house gives in smaller sizes is not made smaller once more.
    """

    widths: tuple[int, ...] = attrs.field(default=(), converter=rules.members)

    def of(self, content: Content) -> Iterator[Shot]:
        """Give every file that a site keeps of the media of a story."""
        for medium in content.media:
            yield from self.of_medium(medium)

    def of_medium(self, medium: Media) -> Iterator[Shot]:
        """Give every file that a site keeps of a medium."""
        name = kept_name(medium)
        if name is not None:
            yield Shot(name=name, medium=medium)
        for one in medium.scaled:
            given = _as_medium(medium, one)
            name = kept_name(given)
            if name is not None:
                yield Shot(name=name, medium=given)
        yield from self._made(medium)

    def sources(self, medium: Media) -> tuple[tuple[str, int], ...]:
        """Give the files of a picture with their widths, narrowest first.

        Nothing is given of a picture of which there is but one.
        """
        smaller = (*self._given(medium), *self._narrower(medium))
        if not smaller or medium.width is None:
            return ()
        own = kept_name(medium) or medium.href
        return (*smaller, (own, medium.width))

    def _given(self, medium: Media) -> Iterator[tuple[str, int]]:
        for one in medium.scaled:
            name = kept_name(_as_medium(medium, one))
            if one.width is not None and (name or not one.href.startswith(STORED)):
                yield name or one.href, one.width

    def _narrower(self, medium: Media) -> Iterator[tuple[str, int]]:
        return ((shot.name, shot.size[0]) for shot in self._made(medium) if shot.size)

    def _made(self, medium: Media) -> Iterator[Shot]:
        name, width, height = kept_name(medium), medium.width, medium.height
        if name is None or width is None or height is None or any(self._given(medium)):
            return
        ending = name.rpartition(".")[2]
        if ending not in _SCALED or medium.kind not in _PICTURES:
            return
        for one in sorted({*self.widths}):
            if one < width:
                high = max(1, (2 * height * one + width) // (2 * width))
                made = f"{medium.sha256} {one}x{high} {_RECIPE}"
                file = f"media/{sha256(made.encode()).hexdigest()[:32]}.{ending}"
                yield Shot(name=file, medium=medium, size=(one, high))


def _as_medium(medium: Media, rendition: MediaRendition) -> Media:
    return Media(
        key=medium.key,
        href=rendition.href,
        kind=medium.kind,
        sha256=rendition.sha256,
        media_type=rendition.media_type,
        width=rendition.width,
        height=rendition.height,
    )
