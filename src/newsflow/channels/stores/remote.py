"""What a store can do by itself, each in its own protocol."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

import attrs

FS = TypeVar("FS")
CONNECT = 10
"""After so many seconds, nobody is there."""
PATIENCE = 60
"""After so many seconds without an answer, none will come."""


class OvertakenError(Exception):
    """A file is not any more, or not yet, what whoever writes it takes it for."""


class UnfitStoreError(Exception):
    """The store cannot be used as it is, or it is not who is meant."""


class Remote(Protocol):
    """Keeps files by name. A name was held to the grammar of names before.

    What does not work now is an OSError that says so in words of ours; where nobody is
    let in, it is a PermissionError.
    """

    @property
    def address(self) -> str:
        """Where it is, without anything secret."""
        ...

    @property
    def place(self) -> tuple[str, ...]:
        """Where it is, part by part."""
        ...

    def read(self, name: str) -> tuple[bytes, object] | None:
        """Read a file with its mark; None where there is none."""
        ...

    def mark(self, name: str) -> object:
        """Give what changes whenever a file is written; None where there is none."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether there is a file or a folder."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Write a file at once, so that nobody ever reads a part of it."""
        ...

    def swap(self, name: str, data: bytes, mark: object) -> object:
        """Write a file in place of the one with that mark, and give its new mark.

        Raises:
            OvertakenError: it is another one by now.
        """
        ...

    def drop(self, name: str) -> bool:
        """Remove a file; False, if there is none."""
        ...

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it."""
        ...

    def listed(self, folder: str) -> Iterator[str]:
        """Name what is in a folder, without the folder; nothing where there is none."""
        ...

    def below(self, folder: str) -> Iterator[str]:
        """Name every file below a folder, by its whole name."""
        ...

    def remembers(self) -> bool:
        """Tell whether older versions are kept that somebody could read."""
        ...

    def forget(self) -> None:
        """Remove every older version."""
        ...


@attrs.define
class Line(Generic[FS]):
    """A file system, opened when it is first needed.

    It is opened anew after it broke, and in another process: connections and the
    threads that serve them do not outlive a fork.
    """

    _opened: FS | None = attrs.field(default=None, init=False, repr=False)
    _process: int = attrs.field(default=0, init=False, repr=False)

    def get(self, opens: Callable[[], FS]) -> FS:
        """Give it; *opens* opens one."""
        if self._opened is None or self._process != os.getpid():
            self._opened = opens()
            self._process = os.getpid()
        return self._opened

    def drop(self) -> None:
        """Have it opened anew next time."""
        self._opened = None

    def __reduce__(self) -> tuple[type[Line[FS]], tuple[()]]:
        """Go to another process without what is open."""
        return Line, ()


def failed(failure: BaseException, where: str) -> OSError:
    """Put a failure into words: what kind it is. Words of others may say too much."""
    if isinstance(failure, TimeoutError):
        return OSError(errno.ETIMEDOUT, "no answer came in time", where)
    told = type(failure).__name__
    if isinstance(failure, OSError) and failure.errno is not None:
        told = os.strerror(failure.errno)
    return OSError(errno.EIO, f"it could not be done ({told})", where)


def full(where: str) -> OSError:
    """Make the error of a store without room."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), where)


def refused(where: str, why: str) -> PermissionError:
    """Make the error of a store that does not let us do it."""
    return PermissionError(errno.EACCES, f"it does not let us in ({why})", where)
