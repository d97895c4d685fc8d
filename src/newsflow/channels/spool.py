"""A spool: what a whole site is made of, kept on disk and given back in order.

A site may have more stories than fit into memory. So what each puts into the state goes
to a temporary database, which nobody else sees and which vanishes with the process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Any, Self


class Spool:
    """Takes values by document and key, and names of files; it is a context."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute(
            "CREATE TABLE item (name TEXT, key TEXT, value TEXT, "
            "PRIMARY KEY (name, key)) WITHOUT ROWID"
        )
        self._base.execute("CREATE TABLE file (name TEXT PRIMARY KEY, fresh INT)")

    def put(self, name: str, key: str, value: Any) -> None:
        """Put a value into a document."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        self._base.execute("REPLACE INTO item VALUES (?, ?, ?)", (name, key, text))

    def value(self, name: str, key: str) -> Any:
        """Give a value; None, if there is none."""
        found = self._base.execute(
            "SELECT value FROM item WHERE name = ? AND key = ?", (name, key)
        ).fetchone()
        return None if found is None else json.loads(found[0])

    def tables(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give the documents by name."""
        rows = self._base.execute("SELECT name, key, value FROM item ORDER BY name")
        for name, items in groupby(rows, itemgetter(0)):
            yield name, {key: json.loads(value) for _, key, value in items}

    def names(self) -> Iterator[str]:
        """Name the documents, in order."""
        rows = self._base.execute("SELECT DISTINCT name FROM item ORDER BY name")
        return (row[0] for row in rows)

    def keep(self, file: str, *, fresh: bool = False) -> None:
        """Note that a file belongs to the site, and whether it was just written."""
        self._base.execute("REPLACE INTO file VALUES (?, ?)", (file, fresh))

    def fresh(self) -> Iterator[str]:
        """Name the files that were just written."""
        rows = self._base.execute("SELECT name FROM file WHERE fresh")
        return (row[0] for row in rows)

    def keeps(self, file: str) -> bool:
        """Tell whether a file belongs to the site."""
        row = self._base.execute("SELECT 1 FROM file WHERE name = ?", (file,))
        return row.fetchone() is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()
