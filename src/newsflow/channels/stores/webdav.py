"""A server for WebDAV (RFC 4918), through ``webdav4``.

A file comes under another name and is moved over the old one, so that no reader finds a
part of it; a server may remove the old one first, as section 9.9.3 tells it. A root
document is moved on condition (``If`` with its ETag, ``Overwrite``), so that of two
writers one wins, wherever a server tells ETags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from posixpath import dirname
from secrets import token_hex
from typing import TYPE_CHECKING
from weakref import finalize

import attrs

from ...documents.files import UNFINISHED
from ...ports import Veiled
from .address import WEBDAV, StoreAddress
from .media_types import media_type_of
from .remote import (
    CONNECT,
    PATIENCE,
    Line,
    OvertakenError,
    failed,
    full,
    refused,
)

if TYPE_CHECKING:
    from httpx import Response
    from webdav4.fsspec import WebdavFileSystem

_DONE = frozenset({200, 201, 204})
_ABSENT = frozenset({404, 410})
_FOLDERLESS = frozenset({404, 409})
"""So a server answers where the folder is not there in which something is to come."""
_REFUSED = frozenset({401, 403, 407})
_OVERTAKEN = 412
_FULL = 507


@attrs.frozen(kw_only=True)
class WebdavRemote:
    """Keeps files on a server for WebDAV, below a folder."""

    at: StoreAddress
    user: str | None = attrs.field(default=None, repr=False)
    secret: Veiled | None = None
    _line: Line[WebdavFileSystem] = attrs.field(
        factory=Line, init=False, repr=False, eq=False
    )

    @property
    def address(self) -> str:
        """Where it is, without anything secret."""
        return str(self.at)

    @property
    def place(self) -> tuple[str, ...]:
        """Where it is, part by part."""
        return ("webdav", self.at.host, str(self.at.port), *self.at.parts)

    def read(self, name: str) -> tuple[bytes, object] | None:
        """Read a file with its mark; None where there is none."""
        answer = self._asked("GET", name, {"Accept-Encoding": "identity"})
        return None if answer is None else (answer.content, _mark(answer))

    def mark(self, name: str) -> object:
        """Give the ETag of a file; without one, when it was changed, and its size."""
        answer = self._asked("HEAD", name, {"Accept-Encoding": "identity"})
        return None if answer is None else _mark(answer)

    def has(self, name: str) -> bool:
        """Tell whether there is a file or a folder."""
        with self._asking(name):
            return bool(self._line.get(self._open).exists(f"/{name}"))

    def put(self, name: str, data: bytes) -> None:
        """Write a file beside its place, and move it there."""
        self._put(name, data, {"Overwrite": "T"})

    def swap(self, name: str, data: bytes, mark: object) -> object:
        """Move a file over the one with that mark, if that is still there.

        What is there afterwards is read again: servers tell another ETag for a file
        that was moved, or the same.
        """
        told = str(mark)
        headers = {"Overwrite": "F" if mark is None else "T"}
        if mark is not None and not told.endswith('"') and self.mark(name) != mark:
            raise OvertakenError  # the server tells no ETags
        if told.endswith('"'):
            headers["If"] = f"<{self.at.path}/{name}> ([{told}])"
        self._put(name, data, headers)
        found = self.read(name)
        if found is None or found[0] != data:
            raise OvertakenError
        return found[1]

    def drop(self, name: str) -> bool:
        """Remove a file; False, if there is none. Its folder stays.

        A folder goes with whatever is in it: so none is removed for being empty, as
        something may have come into it meanwhile.
        """
        return self._asked("DELETE", name) is not None

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it."""
        self._asked("DELETE", f"{folder}/")

    def listed(self, folder: str) -> Iterator[str]:
        """Name what is in a folder."""
        yield from (name for name, _ in self._listing(folder))

    def below(self, folder: str) -> Iterator[str]:
        """Name every file below a folder."""
        for name, is_folder in self._listing(folder):
            if is_folder:
                yield from self.below(f"{folder}/{name}")
            else:
                yield f"{folder}/{name}"

    def remembers(self) -> bool:
        """Tell that no versions are known: most servers tell of none by WebDAV."""
        return False

    def forget(self) -> None:
        """Do nothing: there are no versions that could be asked for."""

    def _listing(self, folder: str) -> tuple[tuple[str, bool], ...]:
        with self._asking(folder):
            try:
                found = self._line.get(self._open).ls(f"/{folder}", detail=True)
            except (FileNotFoundError, NotADirectoryError):
                return ()
        told = ((str(one["name"]), one["type"] == "directory") for one in found)
        return tuple(
            sorted((name.rstrip("/").rpartition("/")[2], kind) for name, kind in told)
        )

    def _put(self, name: str, data: bytes, headers: Mapping[str, str]) -> None:
        unfinished = f"{UNFINISHED}{token_hex(8)}"
        kind = {"Content-Type": media_type_of(name)}
        try:
            self._in_folder("PUT", unfinished, kind, data=data, target=unfinished)
            there = {"Destination": self._url(name), **headers}
            self._in_folder("MOVE", unfinished, there, target=name)
        except BaseException:
            with suppress(OSError):
                self._asked("DELETE", unfinished)
            raise

    def _in_folder(
        self,
        method: str,
        name: str,
        headers: Mapping[str, str],
        *,
        target: str,
        data: bytes = b"",
    ) -> None:
        """Ask for something at a target; where its folder is missing, make that."""
        answer = self._sent(method, name, headers, data)
        if answer.status_code in _FOLDERLESS:
            self._make_folder(dirname(target))
            answer = self._sent(method, name, headers, data)
        self._held(answer, name)

    def _make_folder(self, folder: str) -> None:
        if folder:
            self._make_folder(dirname(folder))
        elif self.at.parts:
            base = ""
            for part in self.at.parts[:-1]:
                base = f"{base}/{part}"
                self._sent("MKCOL", "", url=f"{self._host}{base}/")
        self._sent("MKCOL", f"{folder}/" if folder else "")  # 405: it is there

    def _asked(
        self, method: str, name: str, headers: Mapping[str, str] | None = None
    ) -> Response | None:
        """Ask for something, and give the answer; None, if there is no such thing."""
        answer = self._sent(method, name, headers)
        if answer.status_code in _ABSENT:
            return None
        self._held(answer, name)
        return answer

    def _held(self, answer: Response, name: str) -> None:
        where = f"{self.address}/{name}"
        status = answer.status_code
        if status == _OVERTAKEN:
            raise OvertakenError
        if status in _REFUSED:
            raise refused(where, f"it answered {status}")
        if status == _FULL:
            raise full(where)
        if status not in _DONE:
            raise OSError(5, f"it answered {status}", where)

    def _sent(
        self,
        method: str,
        name: str,
        headers: Mapping[str, str] | None = None,
        data: bytes = b"",
        *,
        url: str = "",
    ) -> Response:
        with self._asking(name):
            answer: Response = self._line.get(self._open).client.http.request(
                method, url or self._url(name), headers=headers, content=data or None
            )
            return answer

    @property
    def _host(self) -> str:
        scheme = "http" if self.at.scheme == WEBDAV else "https"
        return f"{scheme}://{self.at.authority}"

    def _url(self, name: str) -> str:
        return f"{self._host}{self.at.path}/{name}"

    def _open(self) -> WebdavFileSystem:
        from httpx import Timeout  # noqa: PLC0415 - a library of an extra
        from webdav4.fsspec import WebdavFileSystem  # noqa: PLC0415 - the same

        secret = self.secret.text if self.secret else ""
        system = WebdavFileSystem(
            self._url(""),
            auth=None if self.user is None else (self.user, secret),
            timeout=Timeout(PATIENCE, connect=CONNECT),
            skip_instance_cache=True,  # nor is the secret kept for others
        )
        finalize(system, system.client.http.close)
        return system

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        """Put what fails on the way into words, and have the line opened anew."""
        from webdav4.client import HTTPError  # noqa: PLC0415 - a library of an extra

        where = f"{self.address}/{name}"
        try:
            yield
        except HTTPError as failure:
            if failure.status_code in _REFUSED:
                raise refused(where, f"it answered {failure.status_code}") from failure
            raise failed(failure, where) from failure
        except Exception as failure:
            self._line.drop()
            raise failed(failure, where) from failure


def _mark(answer: Response) -> str:
    told = answer.headers
    changed = f"{told.get('Last-Modified', '')} {told.get('Content-Length', '')}"
    return str(told.get("ETag") or changed)
