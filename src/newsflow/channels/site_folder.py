"""A folder that nothing leads out of: no ``..``, no absolute path, no symbolic link."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from ..documents.files import (
    UNFINISHED,
    Lasting,
    settle,
    sweep,
    sync_folder,
    unfinished_name,
    write_beside,
    write_whole,
)
from ..errors import NeedsPersonError
from .disk import troubles
from .site_names import OWN_FILE, OWN_FOLDERS, parts_of
from .site_store import overtaken


@attrs.frozen
class SiteFolder:
    """Reads, writes and removes files below *root*; its errors name the *channel*.

    The root itself may be a link: whoever configures it decides. Below it none is
    followed, for anyone who can place one could have us write elsewhere.
    """

    root: Path
    channel: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Where it is, part by part, whatever links lead there."""
        return ("file", *self.root.resolve().parts)

    def where(self, name: str = "") -> str:
        """Tell where a file is, as a person would look for it."""
        return str(self.root / name)

    def troubles(self) -> Iterator[str]:
        """Find what keeps it from being written to. Nothing is written for it."""
        return troubles(self.root)

    def read(self, name: str) -> bytes | None:
        """Read a file; None where there is none.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be read.
        """
        try:
            return self._inside(name).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        """Tell whether there is a file or a folder.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be looked at.
        """
        return os.path.exists(self._place(name))  # noqa: PTH110 - a Path takes longer

    def write(self, name: str, data: bytes, *, lasting: Lasting = Lasting.NAME) -> bool:
        """Write a file whole, unless it holds these bytes already: then it says False.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be written.
        """
        before = self.read(name)
        if before == data:
            return False
        file = self._inside(name)
        if before is None:
            file.parent.mkdir(parents=True, exist_ok=True)
        # All in one folder, so that what a crash leaves is found without a search.
        write_whole(file, data, within=self.root, lasting=lasting)
        return True

    def stage(
        self, files: Iterable[tuple[str, bytes | None]]
    ) -> tuple[Path | None, ...]:
        """Write files beside, on the disk, one for each that is to be put in place.

        It is None for what is to be removed, and for what will be there already; they
        are put in place in this order.

        Raises:
            NeedsPersonError: a name leads outside.
            OSError: they cannot be written; then none is.
        """
        then: dict[str, bytes | None] = {}
        staged: list[Path | None] = []
        beside: list[tuple[Path, bytes]] = []
        for number, (name, data) in enumerate(files):
            path = None
            before = then[name] if name in then else data and self.read(name)
            if data is not None and data != before:
                plain = f"{number}-{name.rpartition('/')[2]}"
                path = self.root / unfinished_name(plain)
                beside.append((path, data))
            staged.append(path)
            then[name] = data
        self.root.mkdir(parents=True, exist_ok=True)
        write_beside(beside)
        return tuple(staged)

    def place(self, name: str, staged: Any) -> set[Path]:
        """Put a staged file in its place; name the folders that have changed.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be put there.
        """
        file = self._inside(name)
        folder = file.parent
        changed = {folder}
        while not folder.exists():
            folder = folder.parent
            changed.add(folder)
        if len(changed) > 1:
            file.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(file)
        return changed

    def remove(self, name: str) -> bool:
        """Remove a file; False, if it is not there.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be removed.
        """
        file = self._inside(name)
        if not file.exists():
            return False
        file.unlink()
        sync_folder(file.parent)
        self._prune(file.parent)
        return True

    def swap(
        self, name: str, data: bytes, *, mark: object, staged: object = None
    ) -> object:
        """Write a file in place of the one with that mark, and give the new mark.

        Between looking and writing another may come: no file system knows better.

        Raises:
            RetryError: another one was faster.
        """
        if self.mark(name) != mark:
            raise overtaken(self)
        if staged is None:
            self.write(name, data)
        else:
            self.place(name, staged)
        return self.mark(name)

    def look(self, name: str) -> tuple[bytes | None, object]:
        """Read a file together with its mark, as :meth:`read` does."""
        mark = self.mark(name)
        return self.read(name), mark

    def mark(self, name: str) -> object:
        """Give what changes whenever somebody writes a file anew; None without one.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be looked at.
        """
        try:
            found = os.stat(self._place(name))  # noqa: PTH116 - a Path takes longer
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a file; None where there is none.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: it cannot be read.
        """
        data = self.read(name)
        return None if data is None else sha256(data).hexdigest()

    def names(self, folder: str) -> tuple[str, ...]:
        """List the files in a folder, by their names from the root.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: the folder cannot be read.
        """
        inside = self._inside(folder)
        if not inside.is_dir():
            return ()
        return tuple(sorted(f"{folder}/{file.name}" for file in inside.iterdir()))

    def clear(self, folder: str) -> None:
        """Remove a folder of one story with every file in it, whoever put it there.

        Raises:
            NeedsPersonError: the name leads outside.
            OSError: something in it cannot be removed, such as a folder.
        """
        inside = self._inside(folder)
        if not inside.is_dir():
            return
        for file in inside.iterdir():
            file.unlink()
        inside.rmdir()
        sync_folder(inside.parent)

    def sweep(self, *folders: str) -> None:
        """Remove what a crash has left unfinished in the root and in these folders.

        Raises:
            NeedsPersonError: a name leads outside.
            OSError: it cannot be removed.
        """
        for inside in (self.root, *map(self._inside, folders)):
            if inside.is_dir():
                sweep(inside)

    def own_files(self) -> Iterator[str]:
        """Name every file that is of the shape of ours, and drop what is unfinished.

        What a house has put beside the site, such as ``robots.txt``, is not among them.

        Raises:
            OSError: a folder cannot be read.
        """
        for top in OWN_FOLDERS:
            for folder, below, files in os.walk(self.root / top):
                below.sort()
                place = Path(folder).relative_to(self.root).as_posix()
                for file in sorted(files):
                    if file.startswith(UNFINISHED):
                        (Path(folder) / file).unlink(missing_ok=True)
                    elif OWN_FILE.fullmatch(f"{place}/{file}"):
                        yield f"{place}/{file}"

    def settle(self, names: Iterable[str]) -> None:
        """Make files that were written outlast a power cut.

        Raises:
            OSError: one cannot be brought to the disk.
        """
        # All at once takes a fraction of the time, and one by one tells what failed.
        if hasattr(os, "sync"):
            os.sync()
        for name in names:
            settle(self._inside(name))
        sync_folder(self.root)

    def remembers(self) -> bool:
        """Tell that nothing is kept of what was overwritten or removed."""
        return False

    def forget(self) -> None:
        """Do nothing: a folder keeps nothing of what was."""

    def _prune(self, folder: Path) -> None:
        """Remove folders in which nothing is left."""
        while folder != self.root:
            try:
                folder.rmdir()
            except OSError:  # it is not empty
                return
            folder = folder.parent

    def _inside(self, name: str) -> Path:
        return Path(self._place(name))

    def _place(self, name: str) -> str:
        """Give the path of a name, once no part of it leads out."""
        place = os.fspath(self.root)
        parts = parts_of(name)
        if parts is None:
            reason = f"{name!r} leads out of {self.root}"
            raise NeedsPersonError(self.channel, reason)
        for part in parts:
            place = f"{place}/{part}"
            if os.path.islink(place):  # noqa: PTH114 - a Path takes thrice as long
                reason = f"{place} is a symbolic link, and those are not followed"
                raise NeedsPersonError(self.channel, reason)
        return place
