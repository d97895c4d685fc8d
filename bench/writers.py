"""Writers: four processes draft into one SQLite file, against raw sqlite3 doing so."""

from __future__ import annotations

import multiprocessing
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from stories import story

from newsflow import Newsroom, Person
from newsflow.documents.structure import content_from

WRITERS = 4
ADA = Person(id="ada", roles={"reporter"})
TEXT = "x" * 12_000


def _newsflow(file: str, name: int, times: int) -> None:
    content = content_from(story(name))
    with Newsroom.open(f"sqlite:///{file}") as room:
        for number in range(times):
            room.draft(content, by=ADA, id=f"story-{name}-{number}")


def _raw(file: str, name: int, times: int) -> None:
    connection = sqlite3.connect(file, timeout=20, isolation_level=None)
    connection.execute("PRAGMA synchronous=NORMAL")
    for number in range(times):
        connection.execute("BEGIN IMMEDIATE")
        key = f"story-{name}-{number}"
        connection.execute("INSERT INTO a VALUES (?, ?)", (key, "draft"))
        connection.execute("INSERT INTO b VALUES (?, ?)", (key, TEXT))
        connection.execute("INSERT INTO c(k, v) VALUES (?, ?)", (key, TEXT[:400]))
        connection.execute("COMMIT")


def _prepare(folder: Path) -> tuple[str, str]:
    ours, raw = str(folder / "ours.db"), str(folder / "raw.db")
    Newsroom.open(f"sqlite:///{ours}").close()
    connection = sqlite3.connect(raw)
    connection.execute("PRAGMA journal_mode=wal")
    connection.executescript(
        "CREATE TABLE a(k TEXT PRIMARY KEY, v TEXT);"
        "CREATE TABLE b(k TEXT PRIMARY KEY, v TEXT);"
        "CREATE TABLE c(n INTEGER PRIMARY KEY, k TEXT UNIQUE, v TEXT);"
    )
    connection.close()
    return ours, raw


def _timed(target: Callable[[str, int, int], None], file: str, times: int) -> float:
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(target=target, args=(file, name, times))
        for name in range(WRITERS)
    ]
    began = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        sys.exit("a writer failed: see its error above")
    return time.perf_counter() - began


def main(times: int = 400, rounds: int = 5) -> None:
    """Print the table; the start of a process is taken off by a run that writes one."""
    spent: dict[str, list[float]] = {"newsflow": [], "raw sqlite3": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=".") as name:
            ours, raw = _prepare(Path(name))
            for label, target, file in (
                ("newsflow", _newsflow, ours),
                ("raw sqlite3", _raw, raw),
            ):
                start = _timed(target, file.replace(".db", "-start.db"), 0)
                spent[label].append(_timed(target, file, times) - start)
    print(f"\n{WRITERS} processes, {times} drafts each, one SQLite file, no lock error")
    for label, seconds in spent.items():
        rates = [WRITERS * times / one for one in seconds]
        print(
            f"  {label:<20} {statistics.median(rates):>9.0f} drafts/s, {rounds} rounds"
        )


if __name__ == "__main__":
    main()
