"""``newsflow preview`` as it is typed: a process that serves until it is stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from newsflow.cli import previewing

from ..preview.served import Served
from .terminal import STORY, Terminal

PATIENCE = 30
COMMAND = (sys.executable, "-m", "newsflow.cli")
PICTURE = b"\x89PNG of the bridge"
LEAD = """
lead = "m1"

[[media]]
key = "m1"
href = "media:bridge.png"
alt = "The bridge"
+++

The"""
PICTURED = STORY.replace("+++\n\nThe", LEAD.lstrip())


@contextmanager
def previewing_of(terminal: Terminal, *words: str) -> Iterator[tuple[Any, Served]]:
    """Type the command, read its answer in JSON, and stop it with Ctrl-C."""
    command = [*COMMAND, "--json", *words, "--port", "0"]
    running = subprocess.Popen(
        command,
        cwd=terminal.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert running.stdout is not None
        lines = iter(running.stdout.readline, "")
        text = next(lines)
        while not text.endswith("\n}\n"):
            text += next(lines)
        answer = json.loads(text)
        port = urlsplit(answer["url"] or answer["link"]).port
        server = Served(port or 80)
        assert 404 == server.ask("/").status  # by now it answers, and can be stopped
        yield answer, server
    finally:
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE)
    assert (0, "") == (running.returncode, said)


def test_a_story_is_served_until_it_is_stopped(terminal: Terminal) -> None:
    """To the desk live, and one revision to whoever has the link."""
    terminal.drafted()
    with previewing_of(terminal, "--as", "ada", "preview", "bridge") as (told, server):
        assert 200 == server.ask(told["url"]).status
        assert "Harbour bridge reopens" in server.ask(told["link"]).text
        assert (1, 60) == (told["revision"], told["minutes"])
        with server.listen(f"{told['url']}events") as events:
            assert "1" == next(events)
            terminal.edited("The bridge is open", "The bridge is shut")
            assert "2" == next(events)
        assert "The bridge is shut" in server.ask(f"{told['url']}page").text
        assert 410 == server.ask(told["link"]).status
        assert 421 == server.ask(told["url"], Host="gazette.example").status
        for path in ("/", "/desk/x/", "/page/x/"):
            assert server.ask(path).status in {403, 404}


def test_a_story_is_shown_without_saying_who_looks(terminal: Terminal) -> None:
    """Only a link to it has to be somebody's."""
    terminal.drafted()
    with previewing_of(terminal, "preview", "bridge") as (told, server):
        assert (None, None) == (told["link"], told["minutes"])
        assert 200 == server.ask(told["url"]).status


def test_a_file_is_shown_before_it_is_imported(terminal: Terminal) -> None:
    """With the picture that lies beside it; and the newsroom keeps nothing of it."""
    (terminal.write("media/bridge.png", "")).write_bytes(PICTURE)
    file = terminal.write("bridge.md", PICTURED)
    with previewing_of(terminal, "preview", "bridge.md") as (told, server):
        page = server.ask(f"{told['url']}page").text
        (name,) = re.findall(r'<img src="(media/[0-9a-f]{64})"', page)
        assert PICTURE == server.ask(f"{told['url']}{name}").body
        with server.listen(f"{told['url']}events") as events:
            marks = [next(events)]
            file.write_text(PICTURED.replace("open again", "shut"), encoding="utf-8")
            marks.append(next(events))
            assert "The bridge is shut" in server.ask(f"{told['url']}page").text
            (terminal.folder / "media" / "bridge.png").write_bytes(PICTURE * 2)
            marks.append(next(events))
            file.write_bytes(b"\xff\xfe\x00")
            marks.append(next(events))
            shown = server.ask(told["url"]).text
            assert "cannot read bridge.md" in shown
            assert "Below is the last text that could be shown." in shown
            file.unlink()
            marks.append(next(events))
            assert "bridge.md: No such file" in server.ask(told["url"]).text
    assert 5 == len(set(marks))
    assert [] == terminal.answers("list")["articles"]
    assert not (terminal.folder / "media" / PICTURE.hex()[:2]).exists()


def test_others_are_shown_what_a_link_is_for_and_nothing_else(
    terminal: Terminal,
) -> None:
    """There is no desk at all; and the name under which they call is held to."""
    terminal.drafted()
    words = ("--as", "bo", "preview", "bridge", "--outside", "--minutes", "5")
    with previewing_of(terminal, *words) as (told, server):
        assert (None, 5) == (told["url"], told["minutes"])
        assert 200 == server.ask(told["link"]).status
        assert 421 == server.ask(told["link"], Host="elsewhere.example").status
        assert 404 == server.ask("/desk/x/").status
        assert 404 == server.ask("/").status


def test_a_link_outlives_the_server_with_a_secret_of_the_house(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, it ends with the process that gave it."""
    terminal.drafted()
    words = ("--as", "ada", "preview", "bridge")
    with previewing_of(terminal, *words) as (told, _):
        ended = urlsplit(told["link"]).path
    monkeypatch.setenv("GAZETTE_PREVIEWS", "the bridge stands on seven piers")
    setting = 'preview_secret = "env:GAZETTE_PREVIEWS"'
    terminal.configure("[newsroom]", f"[newsroom]\n{setting}")
    with previewing_of(terminal, *words) as (told, server):
        kept = urlsplit(told["link"]).path
        assert 403 == server.ask(ended).status
    with previewing_of(terminal, "preview", "bridge") as (_, server):
        assert 200 == server.ask(kept).status


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("preview bridge --host 0.0.0.0", 2, "is not this machine alone"),
        ("preview bridge --host gazette.example", 2, "is not this machine alone"),
        ("preview bridge --outside --host 0.0.0.0", 2, "--address"),
        ("preview bridge --outside", 2, "--as PERSON"),
        ("--as nobody preview bridge --outside", 1, "there is no person"),
        ("preview nothing", 1, "there is no article"),
        ("preview bridge --site weekend", 1, "there is no site"),
        ("preview newsflow.toml", 1, "there is no reader"),
        ("preview bridge --port 70000", 2, "--port"),
        ("--as ada preview bridge --minutes 0", 2, "--minutes"),
    ],
)
def test_what_cannot_be_served_is_told_before(
    terminal: Terminal, words: str, code: int, said: str
) -> None:
    """Each refusal says what to do, and nothing has listened."""
    terminal.drafted()

    assert said in terminal.says(words, code=code)


def test_a_port_that_is_taken_is_told(terminal: Terminal) -> None:
    """And how to have another one."""
    terminal.drafted()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = terminal.says("preview bridge --port", port, code=1)

    assert f"cannot listen at 127.0.0.1, port {port}" in said
    assert "--port 0" in said


def test_the_browser_is_opened_where_that_is_wanted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the address of the desk, which people are told as well."""
    terminal.drafted()
    opened: list[str] = []

    def open_and_stop(address: str) -> None:
        opened.append(address)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(previewing.webbrowser, "open", open_and_stop)
    # Who starts the tests in the background may have had SIGINT ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    said = terminal.says("preview bridge --port 0 --open")
    signal.signal(signal.SIGINT, before)

    assert [opened[0]] == [one for one in said.split() if "/desk/" in one]
    assert "stop it with Ctrl-C" in said


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "watchfiles"])
def test_what_is_missing_is_named(terminal: Terminal, module: str) -> None:
    """Without the extra, the command says how it is installed; no other needs it."""
    terminal.drafted()
    program = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from newsflow.cli import main\nmain()"
    )

    def typed(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, *words]
        return subprocess.run(
            command, cwd=terminal.folder, capture_output=True, text=True, check=False
        )

    missing = typed("preview", "bridge.md", "--port", "0")
    assert 1 == missing.returncode
    assert "pip install 'newsflow[serve]'" in missing.stderr
    assert 0 == typed("preview", "bridge", "--format", "html").returncode
    assert 0 == typed("list").returncode
