"""The media store on disk: bytes in a folder, each file named by its SHA-256."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import attrs

from ..documents.files import sweep, sync_folder, write_whole
from ..errors import HistoryError, NotFoundError
from ..model.rules import SHA256


@attrs.frozen
class MediaFolder:
    """Keeps bytes under *path*, as ``ab/cdef…``. Every reading is held to its hash."""

    path: Path = attrs.field(converter=Path)

    def put(self, data: bytes) -> str:
        """Keep bytes, and return their SHA-256; a damaged copy of them is replaced.

        Raises:
            OSError: the disk does not take them.
        """
        name = sha256(data).hexdigest()
        file = self._file(name)
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, data)
        return name

    def get(self, sha256: str) -> bytes:
        """Give the bytes back.

        Raises:
            NotFoundError: there are none of that hash.
            HistoryError: the file is not what was put there.
        """
        if SHA256.fullmatch(sha256) is None:
            raise _missing(sha256)
        try:
            data = self._file(sha256).read_bytes()
        except FileNotFoundError:
            raise _missing(sha256) from None
        if _hash(data) != sha256:
            message = (
                f"the medium {sha256} was changed on disk after it was stored; put the "
                "original bytes in again"
            )
            raise HistoryError(message)
        return data

    def remove(self, sha256: str) -> None:
        """Forget bytes, if they are there, and what a crash left unfinished of them."""
        # A name from outside must not become a path: only a hash is one.
        if SHA256.fullmatch(sha256) is None:
            return
        file = self._file(sha256)
        if file.parent.is_dir():
            sweep(file.parent, ending=file.name)
            file.unlink(missing_ok=True)
            sync_folder(file.parent)

    def _file(self, name: str) -> Path:
        return self.path / name[:2] / name[2:]


class MediaMemory:
    """Keeps bytes in memory, for tests and trials."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep bytes, and return their SHA-256."""
        name = sha256(data).hexdigest()
        self._kept[name] = data
        return name

    def get(self, sha256: str) -> bytes:
        """Give the bytes back.

        Raises:
            NotFoundError: there are none of that hash.
        """
        try:
            return self._kept[sha256]
        except KeyError:
            raise _missing(sha256) from None

    def remove(self, sha256: str) -> None:
        """Forget bytes, if they are there."""
        self._kept.pop(sha256, None)


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _missing(name: str) -> NotFoundError:
    return NotFoundError("medium", name)
