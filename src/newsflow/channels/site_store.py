"""What the rest asks of the place where a site is kept: a folder, or a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from ..documents.files import Lasting
from ..errors import RetryError


class SiteStore(Protocol):
    """Keeps files by name, each of them whole; its errors name the *channel*.

    A name has its folders before it, with a slash between them. One that leads outside
    is a NeedsPersonError everywhere, and what the place does not do now an OSError.
    """

    @property
    def channel(self) -> str:
        """The channel whose site it is."""
        ...

    @property
    def parts(self) -> tuple[str, ...]:
        """Where it is, part by part: no two sites may be in one, nor one in another."""
        ...

    def where(self, name: str = "") -> str:
        """Tell where a file is, as a person would look for it."""
        ...

    def troubles(self) -> Iterator[str]:
        """Find what keeps it from being written to. Nothing is written for it."""
        ...

    def read(self, name: str) -> bytes | None:
        """Read a file; None where there is none."""
        ...

    def look(self, name: str) -> tuple[bytes | None, object]:
        """Read a file together with its mark; twice None where there is none."""
        ...

    def mark(self, name: str) -> object:
        """Give what changes whenever somebody writes a file anew; None without one."""
        ...

    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a file; None where there is none."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether there is a file or a folder."""
        ...

    def names(self, folder: str) -> tuple[str, ...]:
        """List the files in a folder, by their names from the root."""
        ...

    def own_files(self) -> Iterator[str]:
        """Name every file that is of the shape of ours, and drop what is unfinished."""
        ...

    def write(self, name: str, data: bytes, *, lasting: Lasting = Lasting.NAME) -> bool:
        """Write a file whole, unless it holds these bytes already: then it says False.

        It is *lasting* as far as the place can promise that.
        """
        ...

    def stage(
        self, files: Iterable[tuple[str, bytes | None]]
    ) -> tuple[object | None, ...]:
        """Make ready what is to be put in place, as far as that can be.

        It is None for what is to be removed, and for what will be there already, when
        they are put in place in this order.
        """
        ...

    def place(self, name: str, staged: Any) -> set[Path]:
        """Put in place what was staged; name folders of this machine to settle."""
        ...

    def swap(
        self, name: str, data: bytes, *, mark: object, staged: object = None
    ) -> object:
        """Write a file in place of the one with that mark, and give the new mark.

        With None for a mark, there must be none yet. What was *staged* is what is put
        there. How sure that is depends on the place: a store with conditional writes
        lets one of two writers win, and others look first and write then.

        Raises:
            RetryError: another one was faster.
        """
        ...

    def remove(self, name: str) -> bool:
        """Remove a file; False, if it is not there."""
        ...

    def clear(self, folder: str) -> None:
        """Remove a folder of one story with every file in it, whoever put it there."""
        ...

    def sweep(self, *folders: str) -> None:
        """Remove what a crash has left unfinished in the root and in these folders."""
        ...

    def settle(self, names: Iterable[str]) -> None:
        """Make files outlast a power cut, where that is ours to do."""
        ...

    def remembers(self) -> bool:
        """Tell whether anybody could still read what was overwritten or removed."""
        ...

    def forget(self) -> None:
        """Remove whatever is kept of what was overwritten or removed."""
        ...


def overtaken(store: SiteStore) -> RetryError:
    """Make the error of whoever finds that another one has written the root."""
    reason = f"another one writes to {store.where()} at the same time"
    return RetryError(store.channel, reason)
