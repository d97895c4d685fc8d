"""Preview links on the command line."""

from __future__ import annotations

import pytest

from .terminal import Terminal

PIERS = "the bridge stands on seven piers"


def test_a_link_is_given_by_a_word(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token alone is the answer, for whatever comes behind in a pipe."""
    monkeypatch.setenv("GAZETTE_PREVIEWS", PIERS)
    setting = 'preview_secret = "env:GAZETTE_PREVIEWS"'
    terminal.configure("[newsroom]", f"[newsroom]\n{setting}")
    terminal.drafted()

    words = "--as", "ada", "preview", "bridge", "--link", "--minutes", "9"
    result = terminal.run(*words)
    answer = terminal.answers("--as ada preview bridge --link")

    assert "it shows revision 1 for 9 minutes" in result.stderr
    assert "Harbour" not in result.output
    assert (1, 60) == (answer["revision"], answer["minutes"])
    assert len(answer["token"]) == len(result.stdout.strip())


def test_a_link_wants_a_secret_and_somebody_who_gives_it(terminal: Terminal) -> None:
    """Each refusal says what to do."""
    terminal.drafted()

    assert "--as PERSON" in terminal.says("preview bridge --link", code=2)
    said = terminal.says("--as ada preview bridge --link", code=1)
    assert "$.newsroom.preview_secret" in said
    assert "env:NAME" in said
