"""Taking turns on PostgreSQL: one process at a time, unless it has fallen silent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .postgres import PostgresDatabase

LOG = logging.getLogger("newsflow.delivery")

_TRY = "SELECT pg_try_advisory_lock(hashtext(%s))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext(%s))"
# A lock of one bigint is listed in two halves. All sessions of the process count, not
# only the one that holds the lock: while it works, it is the others that speak.
_END_SILENT = """
WITH holder AS (
    SELECT activity.application_name AS name
    FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND activity.datname = current_database() AND database = activity.datid
      AND (classid::bigint << 32) | objid::bigint = hashtext(%s)::bigint
), session AS (
    SELECT pid, state_change FROM pg_stat_activity
    WHERE datname = current_database()
      AND application_name IN (SELECT name FROM holder)
)
SELECT pg_terminate_backend(pid) FROM session
WHERE (SELECT max(state_change) FROM session)
    < clock_timestamp() - make_interval(secs => %s)
"""


def session_name(given: str) -> str:
    """Name the sessions of a process, so that the server can tell them from others."""
    return f"{given[:50]} {token_hex(4)}"


@contextmanager
def turn(
    database: PostgresDatabase, purpose: str, *, patience: timedelta
) -> Iterator[bool]:
    """Do something in one process at a time; give whether it is this one's turn.

    A dead process's turn is over at once. One that has said nothing for as long as
    *patience* was stopped, hangs, or is off the network: its sessions are ended, so
    that the next one to ask has its turn. Should it wake, it finds no lock to let go.
    """
    connection, name = database.take(), f"newsflow {purpose}"
    try:
        mine = bool(connection.execute(_TRY, [name]).fetchone()[0])
        if not mine:
            _end_silent(database, connection, name, patience)
        try:
            yield mine
        finally:
            if mine:
                # Ended by another: there is nothing to let go any more.
                with suppress(database.driver.OperationalError):
                    connection.execute(_UNLOCK, [name])
    finally:
        database.give(connection)


def _end_silent(
    database: PostgresDatabase, connection: Any, name: str, patience: timedelta
) -> None:
    """End the sessions of whoever has the turn, if none has spoken for so long."""
    try:
        ended = connection.execute(_END_SILENT, [name, patience.total_seconds()])
    except database.driver.errors.InsufficientPrivilege:
        return  # it is of another user's: the server will tell when it is gone
    if ended.fetchall():
        LOG.warning("whoever was at %s had fallen silent; its turn is over", name)
