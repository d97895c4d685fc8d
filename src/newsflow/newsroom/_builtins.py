"""The plug-ins that come with newsflow; they go through the same hooks as all."""

from __future__ import annotations

from collections.abc import Mapping

from .. import channels, render
from ..documents.html import HtmlReader
from ..documents.json_format import JsonReader
from ..documents.markdown import MarkdownReader
from ..documents.text import TextReader
from ..hookspecs import hookimpl
from ..ports import Reader


class Readers:
    """The readers of the formats in which stories reach a desk."""

    @hookimpl
    def newsflow_readers(self) -> list[Reader]:
        """Offer JSON, Markdown, HTML and plain text."""
        return [JsonReader(), MarkdownReader(), HtmlReader(), TextReader()]


def builtins() -> Mapping[str, object]:
    """Give the built-in plug-ins by name."""
    return {"readers": Readers(), "render": render, "channels": channels}
