"""Silence: while something pure is called, nothing may reach for the network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import local
from typing import Any

_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")


class _Watch(local):
    """What the calls of this thread have reached for; None while nobody listens."""

    heard: list[str] | None = None


_WATCH = _Watch()


@contextmanager
def quiet(what: str) -> Iterator[None]:
    """Refuse every socket and every other program meanwhile, and tell of each try.

    Raises:
        AssertionError: *what* tried, whether it let the refusal pass or not.
    """
    _listening()
    heard: list[str] = []
    _WATCH.heard = heard
    try:
        yield
    finally:
        _WATCH.heard = None
        assert not heard, f"{what} reached out of the process: {', '.join(heard)}"


@cache
def _listening() -> None:
    # A hook of the interpreter, since a patch of the module socket misses whoever has
    # taken the class from it before. It stays, and asks a single attribute.
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    del arguments
    if _WATCH.heard is not None and event.startswith(_REFUSED):
        _WATCH.heard.append(event)
        message = f"{event}: this call must not reach out of the process"
        raise PermissionError(message)
