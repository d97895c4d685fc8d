"""Ingest: from the bytes of documents to stored drafts, against raw inserts.

The raw inserts put the same rows into the same tables: the article's, its event's, its
text's. They parse, check and hash nothing, so they are the limit of the disk.
"""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measure import compare, table
from stories import document

from newsflow import Newsroom, Person
from newsflow.documents.json_format import JsonReader
from newsflow.documents.markdown.reader import MarkdownReader
from newsflow.documents.markdown.writer import write_markdown
from newsflow.newsroom import Incoming

ADA = Person(id="ada", roles={"reporter"})
TABLES = ("newsflow_articles", "newsflow_events", "newsflow_contents")
BATCH = 100
BLOBS = [document(number) for number in range(40)]
NUMBERS = itertools.count()


def main(times: int = 400, rounds: int = 7) -> None:
    """Print the table."""
    read = JsonReader().read
    markdown = [write_markdown(read(blob).content) for blob in BLOBS]
    with tempfile.TemporaryDirectory(dir=".") as name:
        url = f"sqlite:///{Path(name) / 'ours.db'}"
        room, raw = Newsroom.open(url), raw_database(Path(name) / "raw.db")
        contenders = {
            f"raw inserts, {BATCH} to a transaction": inserting(raw, BATCH),
            "raw inserts, one to a transaction": inserting(raw, 1),
            f"newsflow, {BATCH} to a transaction": ingesting(room, BATCH),
            "newsflow, one to a transaction": drafting(room),
            "reading JSON alone": reading(read, BLOBS),
            "reading Markdown alone": reading(MarkdownReader().read, markdown),
        }
        spent = compare(contenders, times, rounds=rounds)
        room.close()
        raw.close()
    table("Ingest of one story of 12 kB", spent, next(iter(contenders)))


def ingesting(room: Newsroom, size: int) -> Callable[[int], None]:
    """Give the contender that brings stories in by the batch."""

    def stories(count: int) -> Iterator[Incoming]:
        read = JsonReader().read
        for number in itertools.islice(NUMBERS, count):
            content = read(BLOBS[number % 40]).content
            yield Incoming(story=content, id=f"story-{number}")

    def contender(count: int) -> None:
        for one in room.ingest(stories(count), by=ADA, size=size):
            assert one.error is None

    return contender


def drafting(room: Newsroom) -> Callable[[int], None]:
    """Give the contender that drafts story by story."""

    def contender(count: int) -> None:
        read = JsonReader().read
        for number in itertools.islice(NUMBERS, count):
            content = read(BLOBS[number % 40]).content
            room.draft(content, by=ADA, id=f"story-{number}")

    return contender


def reading(
    read: Callable[[bytes], object], blobs: list[bytes]
) -> Callable[[int], None]:
    """Give the contender that stores nothing."""

    def contender(count: int) -> None:
        for number in range(count):
            read(blobs[number % 40])

    return contender


def raw_database(file: Path) -> sqlite3.Connection:
    """Open a database with a newsroom's tables, and with nothing else of it."""
    with Newsroom.open(f"sqlite:///{file}") as room:
        room.draft(JsonReader().read(BLOBS[0]).content, by=ADA, id="first")
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA journal_mode=wal")
    raw.execute("PRAGMA synchronous=NORMAL")
    return raw


def inserting(raw: sqlite3.Connection, size: int) -> Callable[[int], None]:
    """Give the contender that only inserts rows that were made before."""
    rows = {name: _row(raw, name) for name in TABLES}

    def contender(count: int) -> None:
        numbers = list(itertools.islice(NUMBERS, count))
        for start in range(0, count, size):
            raw.execute("BEGIN IMMEDIATE")
            for name, row in rows.items():
                columns = ",".join(f":{column}" for column in row)
                made = ({**row, **_key(row, n)} for n in numbers[start : start + size])
                into = f"{name}({','.join(row)})"
                raw.executemany(f"INSERT INTO {into} VALUES ({columns})", made)  # noqa: S608 - our own names
            raw.execute("COMMIT")

    return contender


def _row(raw: sqlite3.Connection, name: str) -> dict[str, Any]:
    found = raw.execute(f"SELECT * FROM {name}")  # noqa: S608 - one of three names
    names = [column[0] for column in found.description]
    row = dict(zip(names, found.fetchone(), strict=True))
    row.pop("cursor", None)
    return row


def _key(row: dict[str, Any], number: int) -> dict[str, str]:
    return {"id" if "id" in row else "article": f"story-{number}"}


if __name__ == "__main__":
    main()
