"""A story's whole way by the command line, on real SQLite, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsflow.cli.root import newsflow as main

STORIES = Path(__file__).resolve().parents[2] / "examples" / "stories"
STORY = """+++
headline = "Harbour bridge reopens"
slug = "bridge"
language = "en"
+++

The bridge is open again.
"""

Say = Callable[..., Result]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Give a command in a newsroom's folder, and get its answer and exit code."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def given(*words: str, code: int = 0) -> Result:
        result = runner.invoke(main, list(words))
        assert code == result.exit_code, (words, result.output, result.exception)
        return result

    given("init")
    (tmp_path / "bridge.md").write_text(STORY, "utf-8")
    return given


def published(say: Say) -> None:
    """Bring the bridge to its readers."""
    say("--as", "ada", "import", "bridge.md")
    say("--as", "ada", "submit", "bridge")
    say("--as", "bo", "approve", "bridge")
    say("--as", "cy", "approve", "bridge")
    say("--as", "bo", "publish", "bridge")


def test_a_story_goes_its_whole_way(say: Say, tmp_path: Path) -> None:
    """Import, submit, approve twice, publish; and the page is there."""
    published(say)

    assert list(tmp_path.rglob("articles/bridge/index.html"))
    assert "published" in say("status", "bridge").output
    status = json.loads(say("--json", "status", "bridge").stdout)
    assert "bridge" in json.dumps(status)
    assert "bridge" in say("list").output
    assert json.loads(say("--json", "list").stdout)
    assert "ada" in say("history", "bridge").output.lower()
    assert json.loads(say("--json", "history", "bridge").stdout)


def test_a_refused_step_says_why_and_who_can_help(say: Say) -> None:
    """Exit code 4, every objection, in words and in JSON."""
    say("--as", "ada", "import", "bridge.md")

    refused = say("--as", "ada", "publish", "bridge", code=4)
    assert "approvals" in refused.output
    told = say("--json", "--as", "ada", "publish", "bridge", code=4)
    assert json.loads(told.stderr)["error"]["objections"]


def test_a_correction_carries_its_note(say: Say, tmp_path: Path) -> None:
    """What was wrong is said on the page; a retraction leaves its reason there."""
    published(say)
    (tmp_path / "bridge.md").write_text(STORY.replace("open", "closed"), "utf-8")
    say("--as", "ada", "save", "bridge", "bridge.md")
    assert "closed" in say("diff", "bridge").output
    say("--as", "ada", "submit", "bridge", "--note", "It is closed.")
    say("--as", "bo", "approve", "bridge")
    say("--as", "cy", "approve", "bridge")
    say("--as", "bo", "correct", "bridge")

    (page,) = tmp_path.rglob("articles/bridge/index.html")
    assert "It is closed." in page.read_text("utf-8")
    say("--as", "cy", "retract", "bridge", "--reason", "There is no bridge.")
    assert "There is no bridge." in page.read_text("utf-8")
    say("--as", "cy", "kill", "bridge", "--reason", "A court said so.")
    assert not page.exists()
    say("--as", "cy", "revive", "bridge", code=4)


def test_a_file_that_is_no_story_leaves_the_store_as_it_was(
    say: Say, tmp_path: Path
) -> None:
    """Exit code 3, the problem with its path, and not one draft."""
    (tmp_path / "bad.json").write_text('{"headlin": "x"}', "utf-8")

    assert "headline" in say("--as", "ada", "import", "bad.json", code=3).output
    assert [] == json.loads(say("--json", "list").stdout).get("articles", [])
    say("check", "bad.json", code=3)
    say("check", "bridge.md")


def test_usage_and_unknown_names_have_codes_of_their_own(say: Say) -> None:
    """Exit code 2 for a wrong command, 1 for what does not exist."""
    say("publsh", "bridge", code=2)
    say("--as", "ada", "submit", "nothing", code=1)
    say("--as", "eve", "import", "bridge.md", code=1)


def test_the_other_commands_answer(say: Say, tmp_path: Path) -> None:
    """Looking around changes nothing."""
    published(say)
    for words in (
        ("due",),
        ("due", "--dry-run"),
        ("status",),
        ("doctor",),
        ("plugins",),
        ("audit", "verify"),
        ("workflow", "show"),
        ("workflow", "show", "--format", "mermaid"),
        ("workflow", "show", "--format", "svg"),
        ("workflow", "show", "--format", "toml"),
        ("schema", "show", "content"),
        ("schema", "export", "schemas-out"),
        ("export", "bridge"),
        ("preview", "bridge"),
        ("preview", "bridge", "--format", "markdown"),
        ("completion", "bash"),
    ):
        say(*words)
        say("--json", *words)
    assert (tmp_path / "schemas-out").is_dir()


def test_the_steps_of_the_desk_are_all_there(say: Say) -> None:
    """Comment, embargo, handle, send back, spike, revive, unpublish, break the glass."""  # noqa: E501 a long sentence
    say("--as", "ada", "import", "bridge.md")
    say("--as", "ada", "comment", "bridge", "Call the harbour master.")
    say("--as", "ada", "submit", "bridge")
    say("--as", "bo", "send-back", "bridge", "--reason", "Who says so?")
    say("--as", "bo", "spike", "bridge")
    say("--as", "bo", "revive", "bridge")
    say("--as", "cy", "break-glass", "bridge", "--reason", "The bridge fell.")
    say("--as", "bo", "unpublish", "bridge")
    say("doctor", code=7)


def test_every_example_story_is_imported(say: Say) -> None:
    """Text, Markdown, JSON and HTML; a second time they are known."""
    files = [
        str(file)
        for file in sorted(STORIES.iterdir())
        if file.is_file() and file.name != "README.md"
    ]
    say("--as", "ada", "import", *files)
    say("--as", "ada", "import", *files[:2])

    listed = json.loads(say("--json", "list", "--limit", "50").stdout)
    assert len(files) == json.dumps(listed).count('"headline"')


def test_the_demo_is_the_same_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day at the Gazette, twice: the same words, the same site to the byte."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    told = [runner.invoke(main, ["demo", "day"]).output for _ in range(2)]

    assert told[0] == told[1]
    assert "every chain is whole" in told[0]
