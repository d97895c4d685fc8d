"""How much of a picture a newsroom puts up with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from .look import Look
from .unfit import UnfitPictureError

PARTS = 100_000
"""The most segments, chunks or blocks of a file: a PNG of 64 MiB has about 8,000."""

_T = TypeVar("_T")


@attrs.frozen(kw_only=True)
class Limits:
    """The most *bytes*, *pixels* and *frames* of a picture.

    *pixels* are width times height, and four times as many in all frames together: a
    file of a hundred kilobytes can ask for gigabytes of memory.
    """

    bytes: int = 64 * 1024 * 1024
    pixels: int = 64_000_000
    frames: int = 500

    def admit(self, size: int) -> None:
        """Hold a file of *size* bytes to the limit, before anything reads it.

        Raises:
            UnfitPictureError: it is beyond it.
        """
        if size > self.bytes:
            raise _beyond(size, "bytes", self.bytes)

    def hold(self, seen: Look) -> None:
        """Hold a picture to the limits, before anything decodes it.

        Raises:
            UnfitPictureError: it is beyond one of them.
        """
        area = seen.width * seen.height
        if area > self.pixels:
            raise _beyond(area, "pixels", self.pixels)
        if seen.frames > self.frames:
            raise _beyond(seen.frames, "frames", self.frames)
        if area * seen.frames > 4 * self.pixels:
            raise _beyond(area * seen.frames, "pixels in all frames", 4 * self.pixels)


def counted(parts: Iterable[_T], most: int = PARTS) -> Iterator[_T]:
    """Give the parts of a file, as long as there are not absurdly many.

    Raises:
        UnfitPictureError: there are more than *most*.
    """
    for number, part in enumerate(parts):
        if number >= most:
            reason = f"it is in more than {most} parts"
            raise UnfitPictureError(reason)
        yield part


def _beyond(found: int, unit: str, most: int) -> UnfitPictureError:
    return UnfitPictureError(f"it has {found} {unit}, and {most} are allowed")
