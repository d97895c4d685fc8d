"""The renderers that come with newsflow, registered through the hook like any."""

from __future__ import annotations

from ..hookspecs import hookimpl
from ..ports import Renderer
from .html import Html
from .json import Json
from .markdown import Markdown
from .text import PlainText
from .theme import Theme
from .theme_folder import read_theme


@hookimpl
def newsflow_renderers() -> list[Renderer]:
    """Offer pages, Markdown, plain text and JSON."""
    return [Html(), Markdown(), PlainText(), Json()]


__all__ = [
    "Html",
    "Json",
    "Markdown",
    "PlainText",
    "Theme",
    "newsflow_renderers",
    "read_theme",
]
