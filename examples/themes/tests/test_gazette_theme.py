"""The theme of the Harbour Gazette keeps the contract of themes."""

from __future__ import annotations

from pathlib import Path

from newsflow.render import Theme, read_theme
from newsflow.testing import ThemeContract

THEMES = Path(__file__).parents[1]


class TestGazette(ThemeContract):
    """Its masthead, its tombstone, its style."""

    def make_theme(self) -> Theme:
        """Read it as a newsroom does."""
        return read_theme("gazette", folder=THEMES)
