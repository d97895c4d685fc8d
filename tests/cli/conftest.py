"""A newsroom in a folder, and a terminal in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in the folder of a newsroom that was just set up."""
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSFLOW_AS", "NEWSFLOW_JSON", "NEWSFLOW_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    terminal = Terminal(tmp_path)
    terminal.says("init")
    return terminal
