"""How much of a picture a newsroom puts up with."""

from __future__ import annotations

import attrs

from .look import Look
from .unfit import UnfitPictureError


@attrs.frozen(kw_only=True)
class Limits:
    """The most *bytes*, *pixels* and *frames* of a picture.

    *pixels* are width times height, and four times as many in all frames together: a
    file of a hundred kilobytes can ask for gigabytes of memory.
    """

    bytes: int = 64 * 1024 * 1024
    pixels: int = 64_000_000
    frames: int = 500

    def hold(self, size: int, seen: Look) -> None:
        """Hold a picture of *size* bytes to the limits, before anything decodes it.

        Raises:
            UnfitPictureError: it is beyond one of them.
        """
        area = seen.width * seen.height
        if size > self.bytes:
            raise _beyond(size, "bytes", self.bytes)
        if area > self.pixels:
            raise _beyond(area, "pixels", self.pixels)
        if seen.frames > self.frames:
            raise _beyond(seen.frames, "frames", self.frames)
        if area * seen.frames > 4 * self.pixels:
            raise _beyond(area * seen.frames, "pixels in all frames", 4 * self.pixels)


def _beyond(found: int, unit: str, most: int) -> UnfitPictureError:
    return UnfitPictureError(f"it has {found} {unit}, and {most} are allowed")
