"""Smaller sizes of a picture, made by Pillow: the extra ``images``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
_MODES = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
"""What is scaled as it is; the profile of a CMYK picture belongs to its inks."""


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
        reason = f"no smaller sizes are made of {seen.format.value}"
        raise UnfitPictureError(reason)
    if size[0] > seen.shown[0]:
        reason = f"it is only {seen.shown[0]} pixels wide"
        raise UnfitPictureError(reason)
    from PIL.Image import DecompressionBombError  # noqa: PLC0415 - an extra

    try:
        return _scaled(clean, size, seen.format)
    except (
        DecompressionBombError,
        OSError,
        RuntimeError,  # of the decoder for AVIF
        SyntaxError,
        ValueError,
    ) as failure:
        reason = f"it cannot be decoded ({failure})"
        raise UnfitPictureError(reason) from failure


def _scaled(data: bytes, size: tuple[int, int], form: Format) -> bytes:
    from PIL import Image  # noqa: PLC0415 - an extra

    made = BytesIO()
    with Image.open(BytesIO(data), formats=[form.name]) as picture:
        moving = getattr(picture, "n_frames", 1) > 1
        if not moving:
            picture.draft("RGB", (size[0] * 2, size[1] * 2))
        options = {**_SAVED[form], "icc_profile": picture.info.get("icc_profile")}
        loop = picture.info.get("loop", 0)
        frames = list(_frames(picture, size))
        if moving:
            options |= {
                "save_all": True,
                "append_images": [frame for frame, _ in frames[1:]],
                "duration": [lasting for _, lasting in frames],
                "loop": loop,
            }
        frames[0][0].save(made, format=form.name, **options)
    return made.getvalue()


def _frames(
    picture: Image.Image, size: tuple[int, int]
) -> Iterator[tuple[Image.Image, float]]:
    from PIL import ImageSequence  # noqa: PLC0415 - an extra

    for frame in ImageSequence.Iterator(picture):
        small = _frame(frame, size)
        yield small, frame.info.get("duration", 0)


def _frame(frame: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image, ImageOps  # noqa: PLC0415 - an extra

    upright = _plain(ImageOps.exif_transpose(frame))
    small = upright.resize(size, Image.Resampling.LANCZOS)
    small.info = {}
    return small


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in _MODES:
        return picture
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip
        return picture.convert("I").point(_brought_down).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _brought_down(value: Any) -> Any:
    return value * (1 / 257)
