"""Events in words, as a desk says them."""

from __future__ import annotations

import re

from . import AnyEvent

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def happened(event: AnyEvent) -> str:
    """Say what happened: ``SentBack`` as ``sent back``."""
    return _WORD.sub(" ", type(event).__name__).lower()
