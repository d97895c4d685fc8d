"""``manage.py newsflow_run``: the worker that fires schedules and delivers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...._worker import work
from ... import close, newsroom


class Command(BaseCommand):
    """Does what is due until SIGTERM or SIGINT; several may run, one works."""

    help = "Fire schedules and deliver whatever is due, until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the pace."""
        parser.add_argument("--every", type=float, default=1.0, help="seconds")
        parser.add_argument("--batch", type=int, default=1, help="deliveries at a time")
        parser.add_argument("--workers", type=int, default=1, help="channels at a time")

    def handle(
        self, *_: object, every: float, batch: int, workers: int, **__: Any
    ) -> None:
        """Work, and end when asked to."""
        try:
            work(newsroom(), every=every, batch=batch, workers=workers)
        finally:
            close()
