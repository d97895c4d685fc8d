"""A progress bar on long work: only on a terminal, and only if rich is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TypeVar

from .session import Session

T = TypeVar("T")
LONG = 20
"""From how many things on a person wants to see how far it is."""


def progress(session: Session, things: Sequence[T], *, doing: str) -> Iterable[T]:
    """Walk through *things*, showing how far it is where somebody looks."""
    if len(things) < LONG or session.json or not sys.stderr.isatty():
        return things
    if find_spec("rich") is None:
        return things
    return _shown(things, doing)


@contextmanager
def counting(
    session: Session, total: int, *, doing: str
) -> Iterator[Callable[[int], None]]:
    """Open a context for what tells by itself how far it is, out of *total*."""
    unseen = session.json or not sys.stderr.isatty() or find_spec("rich") is None
    if total < LONG or unseen:
        yield _unheard
        return
    from rich.console import Console  # noqa: PLC0415 - an extra, and slow to load
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda number: bar.update(task, completed=number)


def _unheard(_: int) -> None:
    """Show nothing, where nobody looks."""


def _shown(things: Sequence[T], doing: str) -> Iterator[T]:
    from rich.console import Console  # noqa: PLC0415 - an extra, and slow to load
    from rich.progress import track  # noqa: PLC0415 - the same

    yield from track(things, doing, console=Console(stderr=True), transient=True)
