"""A host on Django: ``django.db.connection``, told apart without importing Django."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from ..errors import InvalidValueError, NewsflowError
from .database import Cursor
from .postgres import POSTGRES

DJANGO_SQLITE = sqlite_dialect(paramstyle="pyformat")
"""Django's cursor takes ``%(name)s`` on SQLite as well."""


class DjangoHost:
    """A connection of Django's, used inside ``transaction.atomic()``."""

    forgetful = True
    """Django undoes a savepoint without a word to anyone."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        vendor = connection.vendor
        if vendor not in {"sqlite", "postgresql"}:
            field, wanted = "connection", "Django on SQLite or PostgreSQL"
            raise InvalidValueError(field, vendor, wanted)
        self.dialect = POSTGRES if vendor == "postgresql" else DJANGO_SQLITE

    @staticmethod
    def knows(connection: Any) -> bool:
        """Tell whether it is of this kind."""
        wanted = ("vendor", "in_atomic_block", "on_commit", "cursor", "alias")
        return all(hasattr(connection, name) for name in wanted)

    def reading(self) -> Cursor:
        """Open one of Django's own cursors."""
        cursor: Cursor = self._connection.cursor()
        return cursor

    def writing(self) -> Cursor:
        """Open one of Django's own cursors in its transaction.

        Raises:
            NewsflowError: there is none: Django would commit each statement by itself.
        """
        if not self.begun():
            message = "write inside django.db.transaction.atomic()"
            raise NewsflowError(message)
        return self.reading()

    def begun(self) -> bool:
        """Tell whether it is inside ``atomic()``."""
        return bool(self._connection.in_atomic_block)

    def savepoints(self) -> tuple[object, ...]:
        """Name none: Django itself knows which calls belong to which savepoint."""
        return ()

    def later(self, tell: Callable[[], object]) -> bool:
        """Have Django call after its commit, unless it undoes the savepoint."""
        self._connection.on_commit(tell, robust=True)
        return True

    def hear(
        self,
        committed: Callable[[], object],
        undone: Callable[[object | None], object],
    ) -> None:
        """Hear nothing: Django tells nobody but whom :meth:`later` gave it."""
