"""Files that are whole: whoever reads one finds all of the old or all of the new."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from enum import Enum
from pathlib import Path
from threading import get_ident
from typing import BinaryIO

UNFINISHED = ".newsflow-"
"""How the names of files begin that are still being written."""

PRIVATE = 0o600
"""The mode of files that their owner alone can read."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class Lasting(Enum):
    """What of a file that is written outlasts a power cut."""

    NOTHING = 0
    """It is whole for whoever reads it now."""
    NAME = 1
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
    unfinished = (within or path.parent) / unfinished_name(path.name)
    unfinished.unlink(missing_ok=True)
    try:
        _write(unfinished, data, mode, settled=lasting is not Lasting.NOTHING)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    if lasting is Lasting.NAME:
        sync_folder(path.parent)


def unfinished_name(name: str) -> str:
    """Give the name under which this writer writes what is to have that name."""
    return f"{UNFINISHED}{os.getpid()}-{get_ident()}-{name}"


def write_beside(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write many files that nobody reads yet, and bring all of them to the disk.

    That is done after all are written, since the disk then takes several in one go.

    Raises:
        OSError: one could not be written; then none is left.
    """
    written: list[Path] = []
    try:
        with ExitStack() as stack:
            descriptors = []
            for path, data in files:
                file = stack.enter_context(_fresh(path, 0o666))
                written.append(path)
                file.write(data)
                file.flush()
                descriptors.append(file.fileno())
            for descriptor in descriptors:
                os.fsync(descriptor)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


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


def sync_folders(folders: Iterable[Path]) -> None:
    """Make what has changed in several folders outlast a power cut."""
    for folder in folders:
        if folder.exists():
            sync_folder(folder)


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
    with _fresh(path, mode) as file:
        file.write(data)
        file.flush()
        if settled:
            os.fsync(file.fileno())


def _fresh(path: Path, mode: int) -> BinaryIO:
    # By default 0o666 less the umask, so that a web server may read what we publish.
    return os.fdopen(os.open(path, _NEW, mode), "wb")
