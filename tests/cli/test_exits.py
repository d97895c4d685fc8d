"""How commands end: one table of codes; what is for people, and what for programs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from newsflow import errors
from newsflow.cli.outcomes import OUTCOMES, AdvisedError, Exit, outcome, tell
from newsflow.cli.progress import LONG, progress
from newsflow.cli.session import Session

from .terminal import Terminal

HEAVY = ("jinja2", "jsonschema", "markdown_it", "nh3", "regex", "rich", "sqlalchemy")
SOURCE = str(Path(errors.__file__).parents[1])
ENDS = [
    (errors.NotReleasedError("x", "nothing is live"), 4),
    (errors.LedgerError("x/site/1", "it is delivered"), 4),
    (errors.ConflictError("x", expected=1, found=2), 5),
    (errors.ContentionError("deadlock detected"), 5),
    (errors.LockedError("x", holder="bo", until="2026-11-24T08:00:00Z"), 5),
    (errors.RejectedError("site", "no"), 6),
    (errors.RetryError("site", "later"), 6),
    (errors.InvalidDocumentError([]), 3),
    (errors.InvalidValueError("slug", "Ü", "a slug"), 3),
    (errors.UnreadableError("bridge.txt", "it is no text"), 3),
    (errors.InvalidConfigError([]), 1),
    (errors.InvalidWorkflowError([]), 1),
    (errors.BrokenChainError("x", 3, "it does not fit"), 7),
    (errors.HistoryError("no"), 7),
    (errors.NotFoundError("article", "x"), 1),
    (errors.ErasedTextError("0" * 64, "a court said so"), 1),
    (errors.PluginClashError("check", "x", plugins=("a", "b")), 1),
    (errors.MissingExtraError("signing", "sign"), 1),
    (AdvisedError("no", hint="yes"), 1),
    (click.UsageError("no"), 2),
    (OSError(28, "No space left on device"), 1),
]


@pytest.mark.parametrize(("error", "code"), ENDS, ids=lambda one: type(one).__name__)
def test_what_went_wrong_has_one_code(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words and in JSON alike, and never on standard output."""
    assert code == outcome(error)[0] == tell(error, None)
    assert code == tell(error, Session(json=True))
    said = capsys.readouterr()

    assert "" == said.out
    told = json.loads(said.err.splitlines()[-1])["error"]
    assert {"code", "message", "hint"} <= told.keys()


def test_every_error_of_the_library_is_in_the_table() -> None:
    """None is left to the last line, which says nothing about it."""
    *rows, _ = (row for row, _, _ in OUTCOMES)
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.NewsflowError)
    ]

    assert [errors.NewsflowError] == [
        kind for kind in kinds if not issubclass(kind, tuple(rows))
    ]
    assert list(range(8)) == [code.value for code in Exit]


def test_help_and_version_wait_for_nothing_heavy() -> None:
    """No database, no schema, no template is loaded to say what there is."""
    code = (
        "import sys; sys.argv = ['newsflow', '{0}']\n"
        "from newsflow.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n"
        "    loaded = [name for name in {1!r} if name in sys.modules]\n"
        "    sys.exit(ended.code or ' '.join(loaded) or 0)\n"
    )
    for option in ("--help", "--version"):
        done = subprocess.run(
            [sys.executable, "-c", code.format(option, HEAVY)],
            env={**os.environ, "PYTHONPATH": SOURCE},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (0, "") == (done.returncode, done.stderr)


def test_answers_go_to_one_stream_and_remarks_to_the_other(terminal: Terminal) -> None:
    """So that an answer can be piped on."""
    terminal.drafted()
    listed = terminal.run("list", "--limit", "1")
    assert "more:" not in listed.stdout
    assert listed.stderr.startswith("more: newsflow list")
    refused = terminal.run("--as", "ada", "publish", "bridge", code=4)
    assert "" == refused.stdout
    assert "next" not in terminal.run("new", "Fog", "--json").stderr


def test_a_whole_life_is_answered_in_json(terminal: Terminal) -> None:
    """Each step gives the story as it is then."""
    terminal.drafted()
    states = [
        terminal.answers(line)["article"]["state"]
        for line in (
            "--as ada submit bridge",
            "--as bo send-back bridge --reason Who?",
            "--as ada submit bridge",
            "--as bo approve bridge",
            "--as bo withdraw-approval bridge",
            "--as bo approve bridge",
            "--as cy approve bridge",
            "--as bo schedule bridge --when 2096-11-24T08:00",
            "--as bo unschedule bridge",
            "--as bo publish bridge",
            "--as bo unpublish bridge",
            "--as bo revive bridge",
            "--as bo comment bridge Hm.",
            "--as bo spike bridge",
            "--as cy kill bridge --reason Court.",
        )
    ]

    assert [
        *("review", "draft", "review", "review", "review", "review", "review"),
        *("scheduled", "review", "published", "withdrawn", "draft", "draft"),
        *("spiked", "killed"),
    ] == states


def test_who_acts_may_stand_before_or_behind_the_command(terminal: Terminal) -> None:
    """Behind it counts, where both are given."""
    terminal.drafted()
    terminal.says("submit bridge --as ada")
    assert "approved by cy" in terminal.says("--as ada approve bridge --as cy")
    assert "known: ada, bo, cy" in terminal.says("approve bridge", code=2)
    told = terminal.fails("approve bridge --as eve", code=1)
    assert ["ada", "bo", "cy"] == told["known"]


def test_a_refusal_names_who_may_and_what_to_type(terminal: Terminal) -> None:
    """Word for word."""
    terminal.drafted()
    terminal.says("submit bridge --as ada")

    assert (
        "refused: cannot publish “Harbour bridge reopens” (in review)\n"
        "  - ada is none of: chief, editor (lifted by: chief: Cy; editor: Bo, Cy)\n"
        "  - it has 0 of 2 approvals by editor (lifted by: editor: Bo, Cy)\n"
        "possible now for ada: save, check, comment, embargo tighten, handle\n"
        "hint: newsflow approve bridge --as bo\n"
    ) == terminal.run("--as", "ada", "publish", "bridge", code=4).stderr


def test_a_refusal_is_a_sentence_about_the_story(terminal: Terminal) -> None:
    """Not every step has a story as its object."""
    terminal.drafted()
    told = terminal.run("--as", "cy", "comment", "bridge", " ", code=4).stderr

    assert told.startswith("refused: cannot comment on “Harbour bridge reopens” (in ")


PLUGIN = '''
import click
from newsflow import hookimpl


@click.command("tide")
@click.argument("port")
def tide(port):
    """Tell the tide."""
    click.echo(f"high water at {port}")


@hookimpl
def newsflow_commands():
    return [tide]
'''


def test_a_plug_in_adds_a_command(terminal: Terminal) -> None:
    """It is listed, and it runs; without its folder it is not there."""
    terminal.write("plugins/tides.py", PLUGIN)

    assert "Tell the tide." in terminal.says("--plugins-dir plugins --help")
    assert "high water at Skarrow\n" == terminal.says(
        "--plugins-dir plugins tide Skarrow"
    )
    terminal.says("tide Skarrow", code=2)


def test_warnings_are_json_where_answers_are(terminal: Terminal) -> None:
    """One object a line, so that a program can read both."""
    terminal.write("plugins/broken.py", "raise RuntimeError('no wire')\n")
    said = terminal.run("--json", "--plugins-dir", "plugins", "plugins").stderr

    told = [json.loads(line)["warning"] for line in said.splitlines()]
    assert "newsflow.plugins" == told[0]["source"]
    assert "no wire" in told[0]["message"]


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_on_long_work_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a terminal, from twenty things on, and never among JSON."""
    if find_spec("rich") is None:
        pytest.skip("the extra cli is not installed")
    screen = _Screen()
    monkeypatch.setattr("sys.stderr", screen)
    many, few = tuple(range(LONG)), tuple(range(LONG - 1))

    assert many == tuple(progress(Session(), many, doing="importing"))
    assert "importing" in screen.getvalue()
    shown = screen.getvalue()
    assert few is progress(Session(), few, doing="importing")
    assert many is progress(Session(json=True), many, doing="importing")
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert many is progress(Session(), many, doing="importing")
    assert shown == screen.getvalue()
