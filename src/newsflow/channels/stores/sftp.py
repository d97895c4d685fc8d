"""A server for SFTP, through ``sshfs``: only with the very host key that is pinned.

SFTP knows no conditional writes: whoever swaps a file looks first and writes then. A
file comes under another name and is renamed over the old one (``posix-rename`` of
OpenSSH), so that no reader finds a part of it. No symbolic link is followed.
"""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from posixpath import dirname, join
from secrets import token_hex
from typing import TYPE_CHECKING, TypeVar

import attrs

from ...documents.files import UNFINISHED
from .address import StoreAddress
from .remote import (
    PATIENCE,
    Line,
    OvertakenError,
    UnfitStoreError,
    failed,
    refused,
)
from .ssh import Login, Session

if TYPE_CHECKING:
    from asyncssh import SFTPClient

T = TypeVar("T")
_SLOWEST = 64 * 1024
"""A line is dead that takes fewer bytes in a second than these."""


@attrs.frozen(kw_only=True)
class SftpRemote:
    """Keeps files on a server for SFTP, below a folder."""

    at: StoreAddress
    login: Login
    _line: Line[Session] = attrs.field(factory=Line, init=False, repr=False, eq=False)

    @property
    def address(self) -> str:
        """Where it is, without anything secret."""
        return str(self.at)

    @property
    def place(self) -> tuple[str, ...]:
        """Where it is, part by part."""
        return ("sftp", self.at.host, str(self.at.port), *self.at.parts)

    def read(self, name: str) -> tuple[bytes, object] | None:
        """Read a file; its mark is its hash, for SFTP tells the time in seconds."""
        data = self._run(name, self._read, name)
        return None if data is None else (data, sha256(data).hexdigest())

    def mark(self, name: str) -> object:
        """Give the hash of a file; None where there is none."""
        found = self.read(name)
        return None if found is None else found[1]

    def has(self, name: str) -> bool:
        """Tell whether there is a file or a folder."""
        return self._run(name, self._exists, name)

    def put(self, name: str, data: bytes) -> None:
        """Write a file beside its place, and rename it."""
        self._run(name, self._put, name, data, size=len(data))

    def swap(self, name: str, data: bytes, mark: object) -> object:
        """Look whether a file has that mark still, then write it.

        Between the two another one may come: SFTP has no word against that.
        """
        if self.mark(name) != mark:
            raise OvertakenError
        self.put(name, data)
        return sha256(data).hexdigest()

    def drop(self, name: str) -> bool:
        """Remove a file, and the folders in which nothing is left."""
        return self._run(name, self._drop, name)

    def clear(self, folder: str) -> None:
        """Remove a folder with its files; a link in it goes, not what it names."""
        self._run(folder, self._clear, folder)

    def listed(self, folder: str) -> Iterator[str]:
        """Name what is in a folder."""
        yield from (name for name, _ in self._run(folder, self._listed, folder))

    def below(self, folder: str) -> Iterator[str]:
        """Name every file below a folder. Links are none, wherever they lead."""
        for name, kind in self._run(folder, self._listed, folder):
            if stat.S_ISDIR(kind):
                yield from self.below(f"{folder}/{name}")
            elif stat.S_ISREG(kind):
                yield f"{folder}/{name}"

    def remembers(self) -> bool:
        """Tell that no versions are kept: SFTP knows of none."""
        return False

    def forget(self) -> None:
        """Do nothing: there are no versions."""

    async def _read(self, sftp: SFTPClient, name: str) -> bytes | None:
        await self._unlinked(sftp, name)
        with _absent():
            async with sftp.open(self._path(name), "rb") as file:
                data: bytes = await file.read()
                return data
        return None

    async def _exists(self, sftp: SFTPClient, name: str) -> bool:
        await self._unlinked(sftp, name)
        return bool(await sftp.lexists(self._path(name)))

    async def _put(self, sftp: SFTPClient, name: str, data: bytes) -> None:
        await self._unlinked(sftp, name)
        unfinished = self._path(f"{UNFINISHED}{token_hex(8)}")
        target = self._path(name)
        try:
            await _in_folder(sftp, unfinished, lambda: _written(sftp, unfinished, data))
            await _in_folder(
                sftp, target, lambda: sftp.posix_rename(unfinished, target)
            )
        except BaseException:
            with suppress(Exception):
                await sftp.remove(unfinished)
            raise

    async def _drop(self, sftp: SFTPClient, name: str) -> bool:
        from asyncssh import SFTPError  # noqa: PLC0415 - a heavy library of an extra

        await self._unlinked(sftp, name)
        with _absent():
            await sftp.remove(self._path(name))
            with suppress(SFTPError):  # a folder that is not empty stays
                while name := dirname(name):
                    await sftp.rmdir(self._path(name))
            return True
        return False

    async def _clear(self, sftp: SFTPClient, folder: str) -> None:
        for name, _ in await self._listed(sftp, folder):
            await sftp.remove(self._path(f"{folder}/{name}"))
        with _absent():
            await sftp.rmdir(self._path(folder))

    async def _listed(
        self, sftp: SFTPClient, folder: str
    ) -> tuple[tuple[str, int], ...]:
        await self._unlinked(sftp, folder)
        with _absent():
            found = await sftp.readdir(self._path(folder))
            told = ((str(one.filename), one.attrs.permissions or 0) for one in found)
            return tuple(sorted(one for one in told if one[0] not in {".", ".."}))
        return ()

    async def _unlinked(self, sftp: SFTPClient, name: str) -> None:
        """Hold every part of a name below the root to being no symbolic link."""
        parts = name.split("/") if name else []
        names = ["/".join(parts[: at + 1]) for at in range(len(parts))]
        kinds = await asyncio.gather(*(self._kind(sftp, one) for one in names))
        for one, kind in zip(names, kinds, strict=True):
            if stat.S_ISLNK(kind):
                message = f"{one} is a symbolic link, and those are not followed"
                raise UnfitStoreError(message)

    async def _kind(self, sftp: SFTPClient, name: str) -> int:
        with _absent():
            return (await sftp.lstat(self._path(name))).permissions or 0
        return 0

    def _path(self, name: str) -> str:
        return join(self.at.path or "/", name)

    def _run(
        self,
        name: str,
        deed: Callable[..., Awaitable[T]],
        *given: object,
        size: int = 0,
    ) -> T:
        """Do something on the thread of the connection, and wait for it."""
        from fsspec.asyn import sync  # noqa: PLC0415 - a heavy library of an extra

        with self._asking(f"{self.address}/{name}"):
            session = self._line.get(lambda: self.login.open(self.at))
            patience = PATIENCE + size / _SLOWEST
            done: T = sync(
                session.system.loop, deed, session.sftp, *given, timeout=patience
            )
            return done

    @contextmanager
    def _asking(self, where: str) -> Iterator[None]:
        """Put what fails into words, and have a broken line opened anew."""
        from asyncssh import (  # noqa: PLC0415 - a heavy library of an extra
            HostKeyNotVerifiable,
            SFTPConnectionLost,
            SFTPError,
            SFTPNoConnection,
            SFTPOpUnsupported,
            SFTPPermissionDenied,
        )

        try:
            yield
        except (OvertakenError, UnfitStoreError):
            raise
        except HostKeyNotVerifiable as stranger:
            message = "the server has another host key than the one that is pinned"
            raise UnfitStoreError(message) from stranger
        except (PermissionError, SFTPPermissionDenied) as refusal:
            raise refused(where, type(refusal).__name__) from refusal
        except SFTPOpUnsupported as lacking:
            message = "the server cannot rename over a file (posix-rename of OpenSSH)"
            raise UnfitStoreError(message) from lacking
        except Exception as failure:
            lost = isinstance(failure, (SFTPConnectionLost, SFTPNoConnection))
            if lost or not isinstance(failure, SFTPError):
                self._line.drop()
            raise failed(failure, where) from failure


@contextmanager
def _absent() -> Iterator[None]:
    """Go on where a file or a folder is not there."""
    from asyncssh import SFTPNoSuchFile, SFTPNoSuchPath  # noqa: PLC0415 - as above

    with suppress(SFTPNoSuchFile, SFTPNoSuchPath):
        yield


async def _written(sftp: SFTPClient, path: str, data: bytes) -> None:
    async with sftp.open(path, "wb") as file:
        await file.write(data)


async def _in_folder(
    sftp: SFTPClient, path: str, deed: Callable[[], Awaitable[None]]
) -> None:
    """Do something at a path; where its folder is not there, make that first."""
    with _absent():
        await deed()
        return
    await sftp.makedirs(dirname(path), exist_ok=True)
    await deed()
