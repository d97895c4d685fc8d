"""A file that is previewed while somebody writes in it; nothing of it is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from ..errors import InvalidDocumentError, InvalidError, MissingExtraError
from ..model.content import Content
from ..model.views import Proof
from ..newsroom import Newsroom
from ..preview import Look
from .adopting import TYPES, Adopted, adopted
from .reading import read, reader_for

try:
    import anyio.to_thread
    from watchfiles import awatch
except ImportError as missing:
    feature, extra = "newsflow preview", "serve"
    raise MissingExtraError(feature, extra) from missing

_SETTLING = 60  # milliseconds: editors write a file in several steps
_LOOKING = (
    500  # … after which it is looked anyway: what was saved before anybody watched
)
_STEP = 20  # milliseconds between two looks at what the file system has told


@attrs.frozen
class _Over:
    """Ends the watching; what watches asks for it as for an event."""

    over: Callable[[], bool]

    def is_set(self) -> bool:
        return self.over()


@attrs.define(kw_only=True)
class FileDraft:
    """A document in a file, with the media that lie beside it.

    Where it cannot be read, the last text that could be is shown beside its problems.
    """

    room: Newsroom
    file: Path
    reader: str | None = None
    _last: tuple[Content, Proof] | None = None
    _files: Mapping[str, bytes] = attrs.field(factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.file.name

    def look(self) -> Look:
        """Read the file as it is now."""
        try:
            data = self.file.read_bytes()
            taken = self._read(data)
        except InvalidDocumentError as unfit:
            trouble = f"{self.name} cannot be read"
            return self._wrong(trouble, data, problems=unfit.problems)
        except InvalidError as unfit:
            return self._wrong(str(unfit), data)
        except OSError as failed:
            return self._wrong(f"{self.name}: {failed.strerror}", b"")
        proof = self._taken(taken)
        media = "".join(sorted(self._files)).encode()
        return self._look(data + media, view=proof)

    def medium(self, sha256: str) -> bytes:
        """Give the bytes of a medium beside the file, or else of the newsroom's store.

        Raises:
            NotFoundError: there are none of that hash.
        """
        found = self._files.get(sha256)
        return self.room.media.get(sha256) if found is None else found

    async def changes(self, over: Callable[[], bool]) -> AsyncIterator[str]:
        """Give the mark of the file as it is, and whenever somebody saves."""
        last = await self._mark()
        yield last
        folder = self.file.resolve().parent
        beside = (folder / "media",) if (folder / "media").is_dir() else ()
        async for _ in awatch(
            folder,
            *beside,
            watch_filter=self._concerns,
            debounce=_SETTLING,
            step=_STEP,
            stop_event=_Over(over),
            recursive=False,
            rust_timeout=_LOOKING,
            yield_on_timeout=True,
        ):
            mark = await self._mark()
            if mark != last:
                last = mark
                yield mark

    async def _mark(self) -> str:
        return (await anyio.to_thread.run_sync(self.look)).mark

    def _concerns(self, _: object, path: str) -> bool:
        changed = Path(path)
        return changed.name == self.name or changed.suffix.lower() in TYPES

    def _read(self, data: bytes) -> Adopted:
        room, file = self.room, self.file
        reading = read(room, file, data, reader_for(room, file, self.reader))
        return adopted(reading, file, room.media)

    def _taken(self, taken: Adopted) -> Proof:
        content = taken.reading.content
        self._files = {sha256(one).hexdigest(): one for one in taken.files}
        if self._last is None or self._last[0] != content:
            self._last = content, self.room.proof(content)
        return self._last[1]

    def _wrong(self, trouble: str, data: bytes, **found: Any) -> Look:
        view = None if self._last is None else self._last[1]
        return self._look(data, view=view, trouble=trouble, **found)

    def _look(self, data: bytes, **seen: Any) -> Look:
        state = f"{self.name}, not imported"
        return Look(mark=sha256(data).hexdigest()[:32], state=state, **seen)
