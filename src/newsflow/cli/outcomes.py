"""How a command can end: one table from what went wrong to a code and to words."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import click

from .. import errors
from ..errors import NewsflowError, StepRefusedError
from .answers import as_line, plain

if TYPE_CHECKING:
    from ..ports import Delivery
    from .session import Session


class Exit(IntEnum):
    """The exit codes; scripts rely on them, so they never change."""

    OK = 0
    ERROR = 1
    USAGE = 2
    INVALID = 3
    REFUSED = 4
    CONFLICT = 5
    UNDELIVERED = 6
    FINDINGS = 7


class AdvisedError(NewsflowError):
    """Something of the command line's own went wrong, with what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


class UndeliveredError(NewsflowError):
    """The step was taken, and yet a channel has not taken what it was to get."""

    def __init__(self, deliveries: tuple[Delivery, ...]) -> None:
        self.deliveries = deliveries
        lines = "".join(f"\n  {_undelivered(one)}" for one in deliveries)
        super().__init__(f"the step was taken, but not everything arrived:{lines}")


OUTCOMES: tuple[tuple[type[Exception], Exit, str], ...] = (
    (StepRefusedError, Exit.REFUSED, "refused"),
    (errors.NotReleasedError, Exit.REFUSED, "not_released"),
    (errors.PreviewError, Exit.REFUSED, "not_released"),
    (errors.LedgerError, Exit.REFUSED, "ledger"),
    (errors.ConflictError, Exit.CONFLICT, "conflict"),
    (errors.ContentionError, Exit.CONFLICT, "contention"),
    (errors.LockedError, Exit.CONFLICT, "locked"),
    (UndeliveredError, Exit.UNDELIVERED, "undelivered"),
    (errors.DeliveryError, Exit.UNDELIVERED, "undelivered"),
    (errors.InvalidConfigError, Exit.ERROR, "invalid_configuration"),
    (errors.InvalidWorkflowError, Exit.ERROR, "invalid_workflow"),
    (errors.UnreadableError, Exit.INVALID, "unreadable"),
    (errors.InvalidError, Exit.INVALID, "invalid"),
    (errors.HistoryError, Exit.FINDINGS, "history"),
    (errors.ErasedTextError, Exit.ERROR, "erased"),
    (errors.OlderDatabaseError, Exit.ERROR, "older_database"),
    (errors.NewerDatabaseError, Exit.ERROR, "newer_database"),
    (errors.NotFoundError, Exit.ERROR, "not_found"),
    (errors.ThemeError, Exit.ERROR, "theme"),
    (errors.PluginError, Exit.ERROR, "plugin"),
    (errors.MissingExtraError, Exit.ERROR, "missing_extra"),
    (click.UsageError, Exit.USAGE, "usage"),
    (sqlite3.Error, Exit.ERROR, "database"),
    (OSError, Exit.ERROR, "system"),
    (Exception, Exit.ERROR, "error"),
)
"""The first class that an error is of decides: its exit code, and its code in JSON."""

_FIRST = frozenset({"--config", "--plugins-dir"})
"""Options that are known before the command, and not behind it."""

_HINTS: Mapping[str, str] = {
    "configuration": "newsflow init makes one",
    "article": "newsflow list shows those there are",
    "person": "people are named in [people] of newsflow.toml",
    "workflow": "newsflow workflow show NAME shows those that come with newsflow",
    "schema": "newsflow schema show lists them",
    "reader": "choose one with --reader",
    "renderer": "choose one with --format",
}


def database_errors() -> tuple[type[Exception], ...]:
    """Name what the drivers that are in use raise."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error,) if psycopg is None else (sqlite3.Error, psycopg.Error)


def known_errors() -> tuple[type[Exception], ...]:
    """Name all that is told in words, and not as a fault of newsflow's own."""
    return (NewsflowError, OSError, *database_errors())


def outcome(error: Exception) -> tuple[Exit, str]:
    """Look an error up in the table."""
    if isinstance(error, database_errors()):
        return Exit.ERROR, "database"
    return next(
        (code, word) for kind, code, word in OUTCOMES if isinstance(error, kind)
    )


def tell(error: Exception, session: Session | None) -> Exit:
    """Tell an error on standard error, and give the exit code it leads to."""
    code, word = outcome(error)
    message, hint = told(error, session)
    if session is not None and session.json:
        if isinstance(error, NewsflowError):
            message = str(error)
        document = {"code": word, "message": message, "hint": hint, **_facts(error)}
        click.echo(as_line({"error": document}), err=True)
        return code
    lead = "refused" if isinstance(error, StepRefusedError) else "error"
    click.echo(f"{lead}: {message}", err=True)
    if hint:
        click.echo(f"hint: {hint}", err=True)
    return code


def told(error: Exception, session: Session | None) -> tuple[str, str]:
    """Word an error, and what to do next."""
    if isinstance(error, StepRefusedError) and session is not None:
        from .advice import refusal  # noqa: PLC0415 - it looks into the newsroom

        return refusal(error, session)
    if isinstance(error, click.NoSuchOption) and error.option_name in _FIRST:
        return f"{error.option_name} goes before the command.", _hint(error)
    if isinstance(error, click.ClickException):
        return error.format_message(), _hint(error)
    if isinstance(error, database_errors()):
        return f"the database does not work: {error}", _hint(error)
    return str(error), _hint(error)


def _hint(error: Exception) -> str:
    hint = ""
    match error:
        case AdvisedError(hint=hint):
            pass
        case UndeliveredError():
            hint = "newsflow due tries again whatever can be tried again"
        case errors.ConflictError(article=article):
            hint = f"newsflow status {article}"
        case errors.NotFoundError(kind=kind):
            hint = _HINTS.get(kind.partition(" ")[0], "")
        case click.UsageError(ctx=ctx):
            hint = f"{ctx.command_path if ctx else 'newsflow'} --help"
        case _ if isinstance(error, database_errors()):
            hint = "newsflow doctor"
    return hint


def _facts(error: Exception) -> dict[str, Any]:
    """Give what an error of ours carries as data."""
    if not isinstance(error, NewsflowError):
        return {}
    carried = {name: value for name, value in vars(error).items() if name != "hint"}
    facts: dict[str, Any] = plain(carried)
    return facts


def _undelivered(one: Delivery) -> str:
    what = f"{one.channel}: {one.operation.value} is {one.status.value}"
    if one.error:
        return f"{what}: {one.error}"
    return f"{what}, and has not been tried"
