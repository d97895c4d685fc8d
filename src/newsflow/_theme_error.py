"""The error of themes: every fault with its file and line, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ._root_error import NewsflowError


@attrs.frozen
class ThemeFault:
    """One thing that is wrong with a theme: in which *file*, and in which *line*."""

    message: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """``templates/article.html.jinja, line 3: …``."""
        line = "" if self.line is None else f", line {self.line}"
        return f"{self.file}{line}: {self.message}" if self.file else self.message


class ThemeError(NewsflowError):
    """The pages of a theme cannot be made. No part of a page was given out."""

    def __init__(self, theme: str, faults: Iterable[ThemeFault]) -> None:
        self.theme = theme
        self.faults = tuple(faults)
        told = "; ".join(map(str, self.faults))
        super().__init__(f"theme {theme}: {told}")
