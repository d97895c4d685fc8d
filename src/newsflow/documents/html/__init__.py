"""HTML in and out: pages and fragments become blocks, blocks become semantic HTML."""

from __future__ import annotations

from .drops import DROPS
from .reader import Fragment, HtmlReader, read_fragment
from .reasons import HtmlReason
from .writer import blocks_html, prose_html

__all__ = [
    "DROPS",
    "Fragment",
    "HtmlReader",
    "HtmlReason",
    "blocks_html",
    "prose_html",
    "read_fragment",
]
