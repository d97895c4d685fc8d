"""The reader of plain text, as people paste it from a web page or a wire."""

from __future__ import annotations

from .reader import TextReader
from .reasons import Reason

__all__ = ["Reason", "TextReader"]
