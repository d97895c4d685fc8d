"""Files that are whole: whoever reads one finds all of the old or all of the new."""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident

UNFINISHED = ".newsflow-"
"""How the names of files begin that are still being written."""

PRIVATE = 0o600
"""The mode of files that their owner alone can read."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def write_whole(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file at once: a crash leaves the old one, or the new one, never a part.

    The bytes are on the disk before the name is, and the name before this returns. The
    file is new, and has *mode* less the umask, whatever the old one had.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    writer = f"{os.getpid()}-{get_ident()}"
    unfinished = path.parent / f"{UNFINISHED}{writer}-{path.name}"
    unfinished.unlink(missing_ok=True)
    try:
        _write(unfinished, data, mode)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep(folder: Path, *, ending: str = "") -> None:
    """Remove what writers that are no more have left unfinished in a folder.

    Nobody may be writing there meanwhile. Only names with that *ending* are looked at.
    """
    for file in folder.iterdir():
        if file.name.startswith(UNFINISHED) and file.name.endswith(ending):
            file.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make what was renamed or removed in a folder outlast a power cut."""
    if os.name == "nt":  # pragma: no cover - Windows cannot open a folder, and need not
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes, mode: int) -> None:
    # By default 0o666 less the umask, so that a web server may read what we publish.
    with os.fdopen(os.open(path, _NEW, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
