"""Lifecycle: draft, submit, two approvals, publish with its page; against the limit."""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from limit import hand_wired
from measure import compare, table
from stories import document

from newsflow import Newsroom, Person, hookimpl
from newsflow.documents.json_format import JsonReader

ADA = Person(id="ada", roles={"reporter"})
BO = Person(id="bo", roles={"editor"})
CY = Person(id="cy", roles={"editor", "chief"})


class Listener:
    """A plug-in on the two hooks of a step; three of these are registered."""

    @hookimpl
    def newsflow_objections(self, asking: Any) -> list[Any]:  # noqa: ARG002 - it is told
        """Have nothing against it."""
        return []

    @hookimpl
    def newsflow_event(self, event: Any) -> None:
        """Hear of it."""


def newsroom(folder: Path, name: str) -> Callable[[int], None]:
    """Give the contender: everything on, chain and hooks."""
    room = Newsroom.open(
        f"sqlite:///{folder / name}.db",
        plugins={f"listener-{number}": Listener() for number in range(3)},
        deliver=False,
    )
    read = JsonReader().read
    page = room.renderers["html"]
    blobs = [document(number) for number in range(40)]
    numbers = itertools.count()

    def one(number: int) -> None:
        content = read(blobs[number % 40]).content
        story = room.draft(content, by=ADA, id=f"story-{number}")
        story = room.submit(story, by=ADA)
        story = room.approve(story, by=BO)
        story = room.approve(story, by=CY)
        story = room.publish(story, by=BO)
        page.render(room.released(story))

    def contender(times: int) -> None:
        for _ in range(times):
            one(next(numbers))

    return contender


def main(times: int = 60, rounds: int = 7) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        contenders = {
            "hand-wired": hand_wired(folder),
            "newsflow": newsroom(folder, "newsflow"),
        }
        spent = compare(contenders, times, rounds=rounds)
    table("Lifecycle of one article, SQLite WAL/NORMAL", spent, "hand-wired")
    _beside(spent["newsflow"])


def _beside(ours: list[float]) -> None:
    """Print the ratio to the hand-wired limit of ../shared/bench, where there is one."""
    script = (
        Path(__file__).resolve().parents[2] / "shared" / "bench" / "b10_composed.py"
    )
    if not script.is_file():
        return
    command = [sys.executable, str(script), "60", "5", ".", "normal"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall = json.loads(done.stdout.splitlines()[-1])["lifecycle_wall"]
    for name, figures in wall.items():
        if "hooks" in name:
            ratio = figures["us"] / 1e6 / statistics.median(ours)
            print(
                f"  {name}: {figures['us']:.1f} µs; newsflow speed × {ratio:.2f} of it"
            )


if __name__ == "__main__":
    main()
