"""A terminal in a newsroom's folder: what is typed, and what must come of it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
from click.testing import CliRunner, Result

from newsflow.cli.root import newsflow

SEVEN = "2026-11-24T07:00+00:00"
"""What the clock shows, where a test does not say."""

STORY = """+++
headline = "Harbour bridge reopens"
slug = "bridge"
language = "en"
+++

The bridge is open again.

It was shut for eleven months.
"""


@attrs.frozen
class Terminal:
    """Runs commands in a folder, at a set time if one is given."""

    folder: Path

    def run(self, *words: str, code: int = 0, now: str | None = None) -> Result:
        """Type a command, and hold it to its exit code."""
        clock = datetime.fromisoformat(now.replace("Z", "+00:00") if now else SEVEN)
        result = CliRunner().invoke(newsflow, list(words), obj=clock)
        assert code == result.exit_code, (words, result.output, result.exception)
        return result

    def says(self, line: str, *more: str, code: int = 0, now: str | None = None) -> str:
        """Type a line of plain words, and *more* that are one word each."""
        return self.run(*line.split(), *more, code=code, now=now).output

    def answers(self, line: str, *more: str, code: int = 0) -> Any:
        """Ask in JSON."""
        return json.loads(self.run("--json", *line.split(), *more, code=code).stdout)

    def fails(self, line: str, *more: str, code: int) -> Any:
        """Ask in JSON for what cannot be had, and get the error as data."""
        result = self.run("--json", *line.split(), *more, code=code)
        return json.loads(result.stderr)["error"]

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def configure(self, old: str, new: str) -> None:
        """Change the newsroom's configuration."""
        text = (self.folder / "newsflow.toml").read_text(encoding="utf-8")
        assert old in text
        self.write("newsflow.toml", text.replace(old, new))

    def drafted(self) -> None:
        """Let Ada bring the bridge in."""
        self.write("bridge.md", STORY)
        self.says("--as ada import bridge.md")

    def approved(self, *note: str) -> None:
        """Let Ada hand in what she has, and both editors approve."""
        self.says("--as ada submit bridge", *note)
        self.says("--as bo approve bridge")
        self.says("--as cy approve bridge")

    def published(self) -> None:
        """Bring the bridge to its readers."""
        self.drafted()
        self.approved()
        self.says("--as bo publish bridge")

    def edited(self, old: str, new: str) -> None:
        """Let Ada save another text."""
        self.write("bridge.md", STORY.replace(old, new))
        self.says("--as ada save bridge bridge.md")
