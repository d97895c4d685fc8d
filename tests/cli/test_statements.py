"""What the command line asks of the database does not grow with the newsroom."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsflow import Article, Content, Newsroom, read_config

from .terminal import Terminal

Counting = Callable[..., int]


@pytest.fixture
def counting(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Count the statements that a command runs."""
    heard: list[str] = []
    connect = sqlite3.connect

    def listened(*args: Any, **settings: Any) -> sqlite3.Connection:
        connection = connect(*args, **settings)
        connection.set_trace_callback(heard.append)
        return connection

    def count(line: str, **how: Any) -> int:
        heard.clear()
        terminal.says(line, **how)
        return len(heard)

    monkeypatch.setattr(sqlite3, "connect", listened)
    return count


def grow(terminal: Terminal, start: int, stop: int) -> None:
    """Publish stories, half of which fail at the site; schedule one more of each."""
    config = read_config(terminal.folder / "newsflow.toml")
    now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    with Newsroom.open(config=config, clock=lambda: now) as room:
        for number in range(start, stop):
            out, due = (approved(room, f"{kind}-{number}") for kind in ("out", "due"))
            room.schedule(due, when=now + timedelta(hours=1), by="bo")
            room.publish(out, by="bo")
            toggle(terminal)


def approved(room: Newsroom, name: str) -> Article:
    """Bring a story in, and let both editors approve it."""
    story = Content(headline=name, slug=name, language="en")
    room.submit(room.draft(story, by="ada", id=name), by="ada")
    room.approve(name, by="bo")
    return room.approve(name, by="cy")


def toggle(terminal: Terminal) -> None:
    """Let the site's folder be none, or let it be one again."""
    site, aside = terminal.folder / "site", terminal.folder / "aside"
    if aside.exists():
        site.unlink()
        aside.rename(site)
    else:
        site.rename(aside)
        site.write_text("no folder", encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("status", 0),
        ("doctor", 7),
        ("due --dry-run", 0),
        ("list", 0),
        ("dashboard --most 2", 0),
    ],
)
def test_so_many_statements_however_many_stories(
    terminal: Terminal, counting: Counting, line: str, code: int
) -> None:
    """With 3 stories out and 3 due, and with ten times as many."""
    later = "2026-11-25T07:00Z"
    grow(terminal, 0, 3)
    few = counting(line, code=code, now=later)
    grow(terminal, 3, 30)
    many = counting(line, code=code, now=later)

    assert 0 < few == many
