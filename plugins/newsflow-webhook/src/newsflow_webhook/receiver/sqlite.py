"""An inbox in a SQLite file, for any number of processes on one machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .inbox import Arrival, arrival
from .messages import Message

_TABLE = """
CREATE TABLE IF NOT EXISTS webhook_inbox (
  source TEXT NOT NULL, channel TEXT NOT NULL, article TEXT NOT NULL,
  sequence INTEGER NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (source, channel, article)
) WITHOUT ROWID
"""
_HIGHEST = """
SELECT sequence FROM webhook_inbox WHERE source = ? AND channel = ? AND article = ?
"""
_REMEMBER = """
INSERT INTO webhook_inbox (source, channel, article, sequence, id)
VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, channel, article)
DO UPDATE SET sequence = excluded.sequence, id = excluded.id
"""


class SqliteInbox:
    """Remembers in a file; *patience* is for others who write, in seconds."""

    def __init__(self, path: Path | str, *, patience: float = 30) -> None:
        self._path = path
        self._patience = patience
        with closing(self._connected()) as connection:
            connection.execute(_TABLE)

    @contextmanager
    def receiving(self, message: Message) -> Iterator[Arrival]:
        """Tell what a message is, one after the other over all processes.

        Raises:
            sqlite3.OperationalError: others took too long.
        """
        with closing(self._connected()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(_HIGHEST, message.stream).fetchone()
            found = arrival(message, 0 if row is None else row[0])
            # A block that fails leaves without a commit, and so leaves no trace.
            yield found
            if found is Arrival.NEW:
                values = (*message.stream, message.sequence, message.id)
                connection.execute(_REMEMBER, values)
            connection.execute("COMMIT")

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=self._patience, isolation_level=None)
