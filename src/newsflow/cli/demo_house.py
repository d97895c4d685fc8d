"""What the demo is made of: a newsroom, a set clock, and the example stories."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path

import attrs

from ..errors import NotFoundError
from ..model.people import Person
from .configuration import configuration
from .outcomes import AdvisedError

MARKER = ".newsflow-demo"
"""The file by which a folder is known as one of the demo's, and so may begin anew."""

MORNING = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)
PEOPLE = (
    Person(id="ada", name="Ada Quist", roles=["reporter"]),
    Person(id="dov", name="Dov Amsel", roles=["reporter"]),
    Person(id="bo", name="Bo Lind", roles=["editor"]),
    Person(id="cy", name="Cy Moor", roles=["editor", "chief"]),
)
_OURS = (
    "newsflow.toml",
    "newsroom.db",
    "newsroom.db-wal",
    "newsroom.db-shm",
    "workflow.svg",
    "stories",
    "media",
    "site",
)


@attrs.define
class Clock:
    """A clock that goes when it is told to."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        """Tell the instant."""
        return self.now

    def tick(self) -> None:
        """Let a minute pass."""
        self.now += timedelta(minutes=1)

    def until(self, hour: int, minute: int) -> None:
        """Let time pass until a time of this day, in UTC."""
        self.now = self.now.replace(hour=hour, minute=minute)


def numbered(name: str) -> Callable[[], str]:
    """Give ids: ``story-01``, ``story-02`` and so on."""
    numbers = count(1)
    return lambda: f"{name}-{next(numbers):02}"


def salts() -> Callable[[], str]:
    """Give salts that are the same each time. Nobody else should do that."""
    numbers = count(1)
    return lambda: sha256(f"demo {next(numbers)}".encode()).hexdigest()[:32]


def prepare(folder: Path) -> tuple[Path, ...]:
    """Make a folder ready: configuration, and the originals of the example stories.

    Raises:
        AdvisedError: there is something in it that is not from a demo.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not (folder / MARKER).is_file():
        message = f"{folder} is not empty, and not from an earlier demo"
        raise AdvisedError(message, hint="name another folder: newsflow demo FOLDER")
    (folder / MARKER).write_text("newsflow demo\n", encoding="utf-8")
    for name in _OURS:
        _remove(folder / name)
    written = configuration(
        PEOPLE, zone="Europe/Oslo", language="en-GB", formats=("json", "markdown")
    )
    (folder / "newsflow.toml").write_text(written, encoding="utf-8")
    return tuple(_copied(stories(), folder / "stories"))


def stories() -> Traversable:
    """Find the example stories, in the package or in the checkout.

    Raises:
        NotFoundError: newsflow was installed without them.
    """
    checkout = Path(__file__).parents[3] / "examples" / "stories"
    for folder in (files("newsflow") / "_stories", checkout):
        if folder.is_dir():
            return folder
    kind = "folder of example stories; install newsflow again"
    raise NotFoundError(kind, "_stories")


def _copied(source: Traversable, target: Path) -> Iterator[Path]:
    """Copy the stories and, in their folder, the media; give the stories in order."""
    target.mkdir()
    for one in sorted(source.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            _ = list(_copied(one, target / one.name))
        elif one.name != "README.md":
            file = target / one.name
            file.write_bytes(one.read_bytes())
            yield file


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
