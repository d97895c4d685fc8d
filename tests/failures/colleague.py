"""A process at the same newsroom that does, line by line, what a test tells it.

``python -m tests.failures.colleague URL PORT NAME=VALUE …``
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy


def opened(url: str, port: int, settings: dict[str, str]) -> dict[str, Any]:
    """Open the newsroom, and give the names that a line may use."""
    from newsflow.store import schema  # noqa: PLC0415 - before whatever reads it

    schema.VERSION = int(settings.get("tables", schema.VERSION))

    from newsflow.documents.workflows import read_workflow  # noqa: PLC0415 - the same
    from newsflow.newsroom import Incoming  # noqa: PLC0415 - the same
    from newsflow.testing import PEOPLE  # noqa: PLC0415 - the same

    from ..gazette import story, text  # noqa: PLC0415 - the same
    from ..postgres import engine  # noqa: PLC0415 - the same
    from .post import open_worker  # noqa: PLC0415 - the same

    file = settings.get("workflow")
    go = settings.get("wait_for")
    room = open_worker(
        url,
        port,
        1,
        lease=float(settings.get("lease", 2)),
        wait_for=Path(go) if go else None,
        workflow=read_workflow(Path(file).read_bytes()) if file else None,
    )
    host = engine(url)
    return {
        "room": room,
        "host": host,
        "text": text,
        "bring_out": story,
        "sa": sqlalchemy,
        "threading": threading,
        "told": told,
        "Incoming": Incoming,
        **PEOPLE,
    }


def told(call: Callable[..., Any], *given: Any, **how: Any) -> str:
    """Tell whether a call went well, or which error it met."""
    try:
        call(*given, **how)
    except Exception as failed:  # noqa: BLE001 - it is told
        return type(failed).__name__
    return "done"


def answer(names: dict[str, Any], line: str) -> str:
    """Do what a line says; tell the value, or the error."""
    try:
        return str(eval(line, names))  # noqa: S307 - the test's own words
    except Exception as failed:  # noqa: BLE001 - it is told
        return f"{type(failed).__name__}: {failed}".replace("\n", " ")


def main(url: str, port: str, *settings: str) -> None:
    """Obey until there is nothing more to do."""
    names = opened(url, int(port), dict(one.split("=", 1) for one in settings))
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    for line in sys.stdin:
        print(answer(names, line), flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main(*sys.argv[1:])
