"""Markdown with TOML front matter, in and out.

CommonMark with tables and strikethrough; raw HTML is text. Three directives say what
Markdown has no sign for: ``::embed[title](address "caption"){provider}`` alone in a
paragraph, ``: caption`` in the paragraph after a table, and ``:mark[words]`` for a
decorator (``u``, ``sub``, ``sup``, and ``b``, ``i``, ``s``, ``code`` where the usual
signs would not hold, as in the middle of a word).
"""

from __future__ import annotations

from .drops import DROPS
from .reader import MarkdownReader
from .writer import write_markdown

__all__ = ["DROPS", "MarkdownReader", "write_markdown"]
