"""Taking out of a picture what its readers are not to have, pixels untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from . import avif, gif, jpeg, png, webp
from .limits import Limits
from .look import Format, Look, format_of
from .unfit import UnfitPictureError

_Strip = Callable[[bytes], tuple[bytes, Look]]

_WAYS: Mapping[Format, _Strip] = MappingProxyType(
    {
        Format.AVIF: avif.strip,
        Format.GIF: gif.strip,
        Format.JPEG: jpeg.strip,
        Format.PNG: png.strip,
        Format.WEBP: webp.strip,
    }
)


def stripped(data: bytes, limits: Limits | None = None) -> tuple[bytes, Look]:
    """Take metadata out of a picture: GPS, names, comments, thumbnails, what follows.

    Nothing is decoded, so it takes no more memory than a few times the file, whatever
    the header says. Colour profile and orientation stay. What it gives is given back
    unchanged.

    Raises:
        UnfitPictureError: it is no whole picture of a format that newsflow knows, or is
            beyond the limits.
    """
    held = limits or Limits()
    held.admit(len(data))
    found = format_of(data)
    if found is None:
        reason = "it is neither JPEG, PNG, WebP, GIF nor AVIF"
        raise UnfitPictureError(reason)
    clean, seen = _WAYS[found](data)
    if not seen.width or not seen.height:
        reason = "it is of no size"
        raise UnfitPictureError(reason)
    held.hold(seen)
    return clean, seen
