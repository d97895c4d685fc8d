"""Files that are whole: whoever reads one finds all of the old or all of the new."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from threading import get_ident

UNFINISHED = ".newsflow-"
"""How the names of files begin that are still being written."""

PRIVATE = 0o600
"""The mode of files that their owner alone can read."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class Lasting(Enum):
    """What of a file that is written outlasts a power cut."""

    NOTHING = 0
    """It is whole for whoever reads it now."""
    BYTES = 1
    """After the cut, there is all of the old file, or all of the new one."""
    NAME = 2
    """After the cut, there is the new file."""


def write_whole(
    path: Path,
    data: bytes,
    *,
    mode: int = 0o666,
    within: Path | None = None,
    lasting: Lasting = Lasting.NAME,
) -> None:
    """Write a file at once: a crash leaves the old one, or the new one, never a part.

    Unless less is to be *lasting*, the bytes are on the disk before the name is, and
    the name before this returns. What is unfinished lies beside the file, or *within* a
    folder on the same disk. The file is new, and has *mode* less the umask, whatever
    the old one had.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    writer = f"{os.getpid()}-{get_ident()}"
    unfinished = (within or path.parent) / f"{UNFINISHED}{writer}-{path.name}"
    unfinished.unlink(missing_ok=True)
    try:
        _write(unfinished, data, mode, settled=lasting is not Lasting.NOTHING)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    if lasting is Lasting.NAME:
        sync_folder(path.parent)


def sweep(folder: Path, *, ending: str = "") -> None:
    """Remove what writers that are no more have left unfinished in a folder.

    Nobody may be writing there meanwhile. Only names with that *ending* are looked at.
    """
    for file in folder.iterdir():
        if file.name.startswith(UNFINISHED) and file.name.endswith(ending):
            file.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Make a file that was written without being settled outlast a power cut."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make what was renamed or removed in a folder outlast a power cut."""
    if os.name == "nt":  # pragma: no cover - Windows cannot open a folder, and need not
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes, mode: int, *, settled: bool) -> None:
    # By default 0o666 less the umask, so that a web server may read what we publish.
    with os.fdopen(os.open(path, _NEW, mode), "wb") as file:
        file.write(data)
        file.flush()
        if settled:
            os.fsync(file.fileno())
