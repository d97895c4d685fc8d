"""Smaller sizes of a picture, made by Pillow: the extra ``images``."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .limits import Limits
from .look import Format
from .stripping import stripped
from .unfit import UnfitPictureError

if TYPE_CHECKING:
    from PIL import Image

SCALED = frozenset({Format.AVIF, Format.JPEG, Format.PNG, Format.WEBP})
"""The formats of which smaller sizes are made. A GIF would lose what it is made of."""

_SAVED: Mapping[Format, Mapping[str, Any]] = MappingProxyType(
    {
        Format.AVIF: {"quality": 65, "speed": 6, "max_threads": 1},
        Format.JPEG: {"quality": 82, "optimize": True, "progressive": True},
        Format.PNG: {"optimize": True},
        Format.WEBP: {"quality": 80, "method": 4},
    }
)
_MODES = frozenset({"L", "LA", "RGB", "RGBA"})


def has_pillow() -> bool:
    """Tell whether the extra ``images`` is installed."""
    return find_spec("PIL") is not None


def recipe() -> str:
    """Name what makes the sizes: the same name, the same bytes.

    Raises:
        ImportError: Pillow is not installed.
    """
    from PIL import __version__  # noqa: PLC0415 - an extra, loaded when it is needed

    return f"Pillow {__version__}"


def thumbnail(
    data: bytes, size: tuple[int, int], limits: Limits | None = None
) -> bytes:
    """Make a picture smaller, in its own format, without metadata and turned upright.

    Raises:
        UnfitPictureError: it is no whole picture, is beyond the limits, of a format of
            which no sizes are made, or not larger than *size*, in pixels.
        ImportError: Pillow is not installed.
    """
    clean, seen = stripped(data, limits)
    if seen.format not in SCALED:
        raise UnfitPictureError(f"no smaller sizes are made of {seen.format.value}")
    if size[0] > seen.shown[0]:
        raise UnfitPictureError(f"it is only {seen.shown[0]} pixels wide")
    try:
        return _scaled(clean, size, seen.format)
    except (OSError, SyntaxError, ValueError, EOFError) as failure:
        raise UnfitPictureError(f"it cannot be decoded ({failure})") from failure


def _scaled(data: bytes, size: tuple[int, int], form: Format) -> bytes:
    from PIL import Image, ImageSequence  # noqa: PLC0415 - an extra

    with warnings.catch_warnings():
        # Our own limits were held by then; Pillow's would only warn of a bomb.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(BytesIO(data), formats=[form.name]) as picture:
            profile = picture.info.get("icc_profile")
            moving = getattr(picture, "n_frames", 1) > 1
            if not moving:
                picture.draft("RGB", (size[0] * 2, size[1] * 2))
            frames, times = [], []
            for frame in ImageSequence.Iterator(picture):
                frames.append(_frame(frame, size))
                times.append(frame.info.get("duration", 0))
            options = {**_SAVED[form], "icc_profile": profile}
            if moving:
                options |= {
                    "save_all": True,
                    "append_images": frames[1:],
                    "duration": times,
                    "loop": picture.info.get("loop", 0),
                }
    made = BytesIO()
    frames[0].save(made, format=form.name, **options)
    return made.getvalue()


def _frame(frame: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image, ImageOps  # noqa: PLC0415 - an extra

    upright = ImageOps.exif_transpose(frame)
    if upright.mode == "CMYK":
        made = upright  # its profile belongs to these inks
    elif upright.mode in _MODES:
        made = upright
    else:
        made = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    small = made.resize(size, Image.Resampling.LANCZOS)
    small.info = {}
    return small
