"""``manage.py newsflow …``: the whole command line, on Django's database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from .....cli.host import Host
from ... import newsroom, options
from ..._options import config_of


class Command(BaseCommand):
    """Passes its arguments on to the command line of newsflow."""

    help = "The command line of newsflow: manage.py newsflow --help lists it."
    requires_system_checks: Sequence[str] = ()
    """None, so that ``newsflow doctor`` can say what is wrong."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whatever newsflow takes."""
        parser.add_argument("arguments", nargs="*")

    def run_from_argv(self, argv: list[str]) -> None:
        """Run from a terminal; the options are newsflow's, and so is the exit code."""
        try:
            _run(argv[2:])
        finally:
            connections.close_all()

    def handle(self, *_: object, arguments: Sequence[str], **__: Any) -> None:
        """Run from ``call_command``.

        Raises:
            CommandError: it did not succeed; ``returncode`` is newsflow's exit code.
        """
        try:
            _run(arguments)
        except SystemExit as ended:
            if ended.code:
                message = f"newsflow ended with exit code {ended.code}"
                raise CommandError(message, returncode=int(ended.code)) from None


def _run(arguments: Sequence[str]) -> None:
    from .....cli.root import newsflow  # noqa: PLC0415 - help of Django need not wait

    host = Host(config=lambda: config_of(options()), room=newsroom)
    newsflow.main(list(arguments), prog_name="manage.py newsflow", obj=host)
