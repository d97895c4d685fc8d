"""A site in a store: names held to their grammar, failures put into words of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from ...documents.files import UNFINISHED, Lasting
from ...errors import CredentialsError, DeliveryError, NeedsPersonError
from ..site_names import OWN_FILE, OWN_FOLDERS, parts_of
from ..site_root import FILE
from ..site_store import overtaken
from .remote import OvertakenError, Remote, UnfitStoreError


@attrs.frozen
class StoreFolder:
    """Keeps the site of a *channel* in a *remote* store, below the store's address.

    Each file is written whole, and outlasts what the store outlasts. Nothing leads out:
    a name is made of plain letters, digits, dots and dashes, and begins with none of
    the last two.

    Raises:
        NeedsPersonError: a name leads outside, a link is in the way, or whoever answers
            is not who is meant.
        CredentialsError: the store does not let us in.
        OSError: the store does not do it now.
    """

    remote: Remote
    channel: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Where it is, part by part."""
        return self.remote.place

    def where(self, name: str = "") -> str:
        """Tell where a file is, as a person would look for it."""
        return f"{self.remote.address}/{name}" if name else self.remote.address

    def troubles(self) -> Iterator[str]:
        """Find what keeps it from being read; whether it can be written shows then."""
        try:
            self.mark(FILE)
        except OSError as failure:
            yield f"{self.where()} cannot be reached: {failure.strerror}"
        except DeliveryError as failure:
            yield failure.reason

    def read(self, name: str) -> bytes | None:
        """Read a file; None where there is none."""
        return self.look(name)[0]

    def look(self, name: str) -> tuple[bytes | None, object]:
        """Read a file together with its mark; twice None where there is none."""
        with self._worded():
            return self.remote.read(self._held(name)) or (None, None)

    def mark(self, name: str) -> object:
        """Give what changes whenever somebody writes a file anew; None without one."""
        with self._worded():
            return self.remote.mark(self._held(name))

    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a file; None where there is none."""
        data = self.read(name)
        return None if data is None else sha256(data).hexdigest()

    def has(self, name: str) -> bool:
        """Tell whether there is a file or a folder."""
        with self._worded():
            return self.remote.has(self._held(name))

    def names(self, folder: str) -> tuple[str, ...]:
        """List the files in a folder, by their names from the root."""
        held = self._held(folder)
        with self._worded():
            return tuple(sorted(f"{held}/{one}" for one in self.remote.listed(held)))

    def own_files(self) -> Iterator[str]:
        """Name every file that is of the shape of ours."""
        with self._worded():
            for top in OWN_FOLDERS:
                yield from filter(OWN_FILE.fullmatch, self.remote.below(top))

    def write(self, name: str, data: bytes, *, lasting: Lasting = Lasting.NAME) -> bool:  # noqa: ARG002 - what a store has taken, it keeps
        """Write a file whole, unless it holds these bytes already: then it says False.

        A file that is right already is not written, so that no store keeps a version
        of it that differs in nothing.
        """
        if self.read(name) == data:
            return False
        with self._worded():
            self.remote.put(self._held(name), data)
        return True

    def stage(
        self, files: Iterable[tuple[str, bytes | None]]
    ) -> tuple[bytes | None, ...]:
        """Give the bytes of what is to be put in place: they wait in memory.

        It is None for what is to be removed, and for what will be there already.
        """
        then: dict[str, bytes | None] = {}
        staged: list[bytes | None] = []
        for name, data in files:
            before = then[name] if name in then else data and self.read(name)
            staged.append(None if data == before else data)
            then[name] = data
        return tuple(staged)

    def place(self, name: str, staged: Any) -> set[Path]:
        """Put bytes in place; no folder of this machine changes by it."""
        with self._worded():
            self.remote.put(self._held(name), staged)
        return set()

    def swap(
        self,
        name: str,
        data: bytes,
        *,
        mark: object,
        staged: object = None,  # noqa: ARG002 - it is the same bytes
    ) -> object:
        """Write a file in place of the one with that mark, and give the new mark.

        Raises:
            RetryError: another one was faster.
        """
        with self._worded():
            try:
                return self.remote.swap(self._held(name), data, mark)
            except OvertakenError as faster:
                raise overtaken(self) from faster

    def remove(self, name: str) -> bool:
        """Remove a file; False, if it is not there."""
        with self._worded():
            return self.remote.drop(self._held(name))

    def clear(self, folder: str) -> None:
        """Remove a folder of one story with every file in it, whoever put it there."""
        with self._worded():
            self.remote.clear(self._held(folder))

    def sweep(self, *folders: str) -> None:  # noqa: ARG002 - what is unfinished lies in the root
        """Remove what a crash has left unfinished."""
        with self._worded():
            left = [one for one in self.remote.listed("") if one.startswith(UNFINISHED)]
            for one in left:
                self.remote.drop(one)

    def settle(self, names: Iterable[str]) -> None:
        """Do nothing: what a store has taken, it keeps."""

    def remembers(self) -> bool:
        """Tell whether the store keeps versions of what was overwritten or removed."""
        with self._worded():
            return self.remote.remembers()

    def forget(self) -> None:
        """Remove every version but those that are shown."""
        with self._worded():
            self.remote.forget()

    def _held(self, name: str) -> str:
        parts = parts_of(name)
        if parts is None:
            reason = f"{name!r} leads out of {self.where()}"
            raise NeedsPersonError(self.channel, reason)
        return "/".join(parts)

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except UnfitStoreError as unfit:
            reason = f"{self.where()}: {unfit}"
            raise NeedsPersonError(self.channel, reason) from unfit
        except PermissionError as refusal:
            reason = f"{self.where()}: {refusal.strerror}"
            raise CredentialsError(self.channel, reason) from refusal
