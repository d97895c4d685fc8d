"""What the library warns of while a command runs, on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

from .answers import as_line
from .session import Session


@contextmanager
def telling(session: Session) -> Iterator[None]:
    """Let warnings of the library appear on standard error for a while."""
    log, handler = logging.getLogger("newsflow"), _ToStandardError(session)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


class _ToStandardError(logging.Handler):
    """Writes warnings for people, or one JSON object a line for programs."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.WARNING)
        self._session = session

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        warning = {"source": record.name, "message": message}
        said = as_line({"warning": warning}) if self._session.json else message
        click.echo(said if self._session.json else f"warning: {said}", err=True)
