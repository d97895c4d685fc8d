"""Pictures before readers get them: metadata taken out, sizes made, limits held."""

from __future__ import annotations

from .limits import Limits
from .look import Format, Look, format_of
from .stripping import stripped
from .svg import stripped_svg
from .thumbnails import thumbnail
from .unfit import UnfitPictureError

__all__ = [
    "Format",
    "Limits",
    "Look",
    "UnfitPictureError",
    "format_of",
    "stripped",
    "stripped_svg",
    "thumbnail",
]
