"""The demo: a day of a newsroom, the same day on every machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from newsflow.cli import demo_house
from newsflow.cli.demo_house import stories

from .terminal import Terminal

SOURCE = str(Path(demo_house.__file__).parents[2])
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "4711",
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "utf-8",
}


def day(folder: Path, **environment: str) -> tuple[bytes, dict[str, str]]:
    """Let a day pass in a process of its own: what it tells, and what it leaves."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "newsflow.cli", "demo", "day"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": SOURCE, **environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
    left = sorted(file for file in (folder / "day" / "site").rglob("*"))
    digests = {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in (*left, folder / "day" / "workflow.svg")
        if file.is_file()
    }
    return done.stdout, digests


def test_the_day_is_the_same_in_another_place(tmp_path: Path) -> None:
    """Zone, language and hash seed of the machine change no word and no byte."""
    here = day(tmp_path / "here", TZ="UTC", PYTHONHASHSEED="1")
    there = day(tmp_path / "there", **ELSEWHERE)

    assert here == there
    assert b"Cy kills" in here[0]


def test_every_example_story_is_part_of_the_day(terminal: Terminal) -> None:
    """Whoever adds a story finds it in the demo."""
    told = terminal.says("demo day")

    names = [one.name for one in stories().iterdir() if one.is_file()]
    for name in names:
        assert (f" brings in {name}: " in told) == (name != "README.md")
    assert len(names) >= 14


def test_the_day_goes_every_way_that_a_story_can(terminal: Terminal) -> None:
    """Refused, published, corrected, retracted, killed, scheduled, replayed."""
    told = terminal.says("demo day")

    for did in (
        "Ada brings in",
        "Dov brings in",
        "Bo brings in",
        "Refused: it has 1 of 2 approvals",
        "Bo publishes",
        "Bo corrects",
        "Bo updates",
        "Cy retracts",
        "Cy kills",
        "is published, as scheduled",
        "0 stories to release",
        "every chain is whole",
        "Replayed to 08:20",
        "day/site/index.html",
    ):
        assert did in told


def test_the_newsroom_of_the_day_can_be_asked(terminal: Terminal) -> None:
    """It is one like any other, and nothing is wrong with it."""
    terminal.says("demo day")
    house = "--config day/newsflow.toml"

    assert "An earlier version said" in terminal.says(f"{house} status bridge-reopens")
    assert "all is well" in terminal.says(f"{house} doctor")
    assert "[-61-]{+16+}" in terminal.says(f"{house} diff bridge-reopens v1 v2")
    killed = terminal.answers(f"{house} list --state killed")["articles"]
    assert ["Barge master fined over harbour bridge accident"] == [
        one["headline"] for one in killed
    ]
    site = terminal.folder / "day" / "site"
    assert not [file for file in site.rglob("*") if "barge-master" in file.name]
    assert 'dir="rtl"' in (
        next(site.rglob("articles/story-*/index.html"), None)
        or next(site.rglob("articles/*jsr*/index.html"))
    ).read_text("utf-8")


def test_a_day_begins_anew_without_touching_what_it_did_not_make(
    terminal: Terminal,
) -> None:
    """A file of somebody's own stays; the stories of the day before do not double."""
    first = terminal.answers("demo day")
    terminal.write("day/notes.txt", "mine")

    assert first == terminal.answers("demo day")
    assert "mine" == (terminal.folder / "day" / "notes.txt").read_text("utf-8")


def test_a_link_in_the_folder_of_the_day_leads_nowhere(terminal: Terminal) -> None:
    """What it points to stays; only the link goes."""
    terminal.says("demo day")
    kept = terminal.write("elsewhere/kept.txt", "kept")
    database = terminal.folder / "day" / "newsroom.db"
    database.unlink()
    database.symlink_to(kept)

    terminal.says("demo day")

    assert "kept" == kept.read_text("utf-8")


def test_the_day_is_told_in_json(terminal: Terminal) -> None:
    """For those who show it elsewhere."""
    told = json.loads(terminal.says("demo day --json"))

    assert {"day", "folder", "open", "states"} == told.keys()
    assert all(told.values())
