"""``manage.py newsflow_run``: the worker that fires schedules and delivers."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...._worker import work
from ... import close, newsroom

_PACE = MappingProxyType(
    {
        "batch": "deliveries to a channel that share their bookkeeping",
        "workers": "channels that are served at a time",
        "at-once": "deliveries to a channel that are under way at a time",
    }
)


class Command(BaseCommand):
    """Does what is due until SIGTERM or SIGINT; several may run, one works."""

    help = "Fire schedules and deliver whatever is due, until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the pace."""
        parser.add_argument("--every", type=float, default=1.0, help="seconds")
        for name, about in _PACE.items():
            parser.add_argument(f"--{name}", type=int, default=1, help=about)

    def handle(
        self,
        *_: object,
        every: float,
        batch: int,
        workers: int,
        at_once: int,
        **__: Any,
    ) -> None:
        """Work, and end when asked to."""
        try:
            work(newsroom(), every=every, batch=batch, workers=workers, at_once=at_once)
        finally:
            close()
