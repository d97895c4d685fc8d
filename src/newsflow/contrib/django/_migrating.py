"""A step of newsflow's own migrations, as an operation of Django's."""

from __future__ import annotations

from typing import Any

from django.db import router
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation

from ...errors import NewerDatabaseError
from ...store.host_django import DjangoHost
from ...store.hosted import HostDatabase
from ...store.migrations import script
from ...store.schema import VERSION
from ...store.tables import schema_version
from ._options import options


class TakeVersion(Operation):
    """Brings newsflow's tables to a version, by the statements of its own migration.

    Where they have come that far already, as by ``newsflow db upgrade``, nothing is
    done. There is no way back: the history of a newsroom is not taken apart.
    """

    reversible = True
    """So that Django asks, and hears why not."""

    def __init__(self, version: int) -> None:
        self.version = version

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: newsflow has no models of Django's."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the step on Django's connection, in the transaction of its migration.

        Raises:
            NewerDatabaseError: a newer newsflow has written the tables.
        """
        del from_state, to_state
        connection = schema_editor.connection
        if connection.alias == options().database and router.allow_migrate(
            connection.alias, app_label
        ):
            self._take(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Refuse, and change nothing.

        Raises:
            IrreversibleError: always.
        """
        del app_label, schema_editor, from_state, to_state
        message = (
            f"newsflow's tables do not go back from version {self.version}: they hold "
            "the history of the newsroom. Nothing was changed. Restore a backup "
            "instead, or drop the tables newsflow_… yourself"
        )
        raise IrreversibleError(message)

    def describe(self) -> str:
        """Say what it does, for ``migrate --plan``."""
        return f"Bring newsflow's tables to version {self.version}"

    @property
    def migration_name_fragment(self) -> str:
        """Name the step."""
        return f"version_{self.version}"

    def _take(self, editor: Any) -> None:
        database = HostDatabase(DjangoHost(editor.connection))
        found = _found(database, turn=not editor.collect_sql)
        if found > VERSION:
            raise NewerDatabaseError(found=found, known=VERSION)
        if found >= self.version and not editor.collect_sql:
            return
        for statement in script(editor.connection.vendor, self.version):
            # Without parameters the cursor leaves every % as it is.
            editor.execute(statement, params=None)


def _found(database: HostDatabase, *, turn: bool) -> int:
    """Give the version that the tables have, after those who are at them now."""
    if turn:
        with database.writing() as tx:
            tx.turn("schema")
    return schema_version(database) or 0
