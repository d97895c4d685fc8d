"""What recording deliveries costs a publication."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measure import noted, table
from parcels import BO, NoOp, approved

from newsflow import Newsroom


def publisher(folder: Path, channels: int) -> Callable[[int], None]:
    """Publish prepared stories; only the step itself is what the times differ by."""
    room = Newsroom.open(
        f"sqlite:///{folder}/publish-{channels}.db",
        channels=[NoOp(f"channel-{number}") for number in range(channels)],
        deliver=False,
    )
    numbers = itertools.count()
    ready: list[str] = []

    def contender(times: int) -> None:
        while len(ready) < times:
            ready.append(approved(room, next(numbers)))
        began = time.perf_counter()
        for _ in range(times):
            room.publish(ready.pop(), by=BO)
        contender.spent = time.perf_counter() - began  # type: ignore[attr-defined] # read below

    return contender


def main(times: int = 300, rounds: int = 5) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        plain, four = "the state change alone", "with four deliveries recorded"
        contenders = {plain: publisher(folder, 0), four: publisher(folder, 4)}
        table("Publishing", noted(contenders, times, rounds=rounds), plain)


if __name__ == "__main__":
    main()
