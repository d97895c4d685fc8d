"""The command line: ``newsflow``. It asks the newsroom as any other host would."""

from __future__ import annotations


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    from .root import newsflow  # noqa: PLC0415 - importing the package costs nothing

    newsflow(prog_name="newsflow")
