"""Whether a folder could take what comes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

LEAST = 64 * 1024 * 1024
"""With less room than this on its disk, in bytes, a folder is not well."""


def troubles(folder: Path) -> Iterator[str]:
    """Find what keeps a folder from being written to. Nothing is written for it."""
    place = _standing(folder)
    if not place.is_dir():
        yield f"{place} is no folder"
        return
    if not os.access(place, os.W_OK | os.X_OK):
        yield f"{place} cannot be written to"
    free = shutil.disk_usage(place).free
    if free < LEAST:
        yield f"there are only {free // 1024} KiB left on the disk of {place}"


def _standing(folder: Path) -> Path:
    """Give the folder, or the nearest above it: the rest is made when it is needed."""
    for place in (folder, *folder.parents):
        if place.exists():
            return place
    return folder
