"""A look at a picture: which format it is, and how large, by its header alone."""

from __future__ import annotations

from enum import StrEnum

import attrs

_TURNED = 5
"""From this EXIF orientation on, width and height change places (TIFF 6.0, 274)."""


class Format(StrEnum):
    """The formats of pictures that may be published, by their media types."""

    AVIF = "image/avif"
    GIF = "image/gif"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


@attrs.frozen(kw_only=True)
class Look:
    """What the header of a picture tells; *width* and *height* are those of its grid.

    *orientation* is that of EXIF, 1 to 8: how the grid is turned to be seen.
    """

    format: Format
    width: int
    height: int
    frames: int = 1
    orientation: int = 1

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height in pixels, as readers see them."""
        if self.orientation >= _TURNED:
            return self.height, self.width
        return self.width, self.height


def format_of(data: bytes) -> Format | None:
    """Tell the format of a picture by how it begins; None if it is none of ours."""
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.WEBP
    return Format.AVIF if _is_avif(data) else None


def _is_avif(data: bytes) -> bool:
    """Look among the brands (ISO/IEC 14496-12, 4.3): the major one need not tell."""
    size = min(int.from_bytes(data[:4]), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
    return data[4:8] == b"ftyp" and not brands.isdisjoint({b"avif", b"avis"})
