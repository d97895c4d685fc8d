"""Ingest: from the bytes of a document to a stored draft, against a raw insert."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from pathlib import Path

from measure import compare, table
from stories import document

from newsflow import Newsroom, Person
from newsflow.documents.json_format import JsonReader

ADA = Person(id="ada", roles={"reporter"})


def main(times: int = 100, rounds: int = 7) -> None:  # noqa: PLR0915 - a script
    """Print the table."""
    blobs = [document(number) for number in range(40)]
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder, numbers = Path(name), itertools.count()
        room = Newsroom.open(f"sqlite:///{folder / 'ours.db'}")
        raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
        raw.execute("PRAGMA journal_mode=wal")
        raw.execute("PRAGMA synchronous=NORMAL")
        raw.execute("CREATE TABLE a(k TEXT PRIMARY KEY, doc BLOB, v TEXT)")
        read = JsonReader().read

        def newsflow(count: int) -> None:
            for _ in range(count):
                number = next(numbers)
                content = read(blobs[number % 40]).content
                room.draft(content, by=ADA, id=f"story-{number}")

        def insert(count: int) -> None:
            for _ in range(count):
                number = next(numbers)
                raw.execute("BEGIN IMMEDIATE")
                row = (f"story-{number}", blobs[number % 40], "draft")
                raw.execute("INSERT INTO a VALUES (?, ?, ?)", row)
                raw.execute("COMMIT")

        def reading(count: int) -> None:
            for _ in range(count):
                read(blobs[next(numbers) % 40])

        contenders = {
            "raw insert": insert,
            "newsflow": newsflow,
            "reading alone": reading,
        }
        spent = compare(contenders, times, rounds=rounds)
        room.close()
    table("Ingest of one story, one transaction each", spent, "raw insert")


if __name__ == "__main__":
    main()
