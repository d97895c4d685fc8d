"""The house: its configuration, workflows, plug-ins, audit, and the shell."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import newsflow.cli
from newsflow.cli.root import COMMANDS

from .terminal import Terminal

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(terminal: Terminal, name: str) -> None:
    """Its first line is the one that the list of commands shows."""
    assert COMMANDS[name][1] in " ".join(terminal.says(f"{name} --help").split())


def test_the_program_ends_with_the_exit_code(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """As the script that is installed."""
    terminal.drafted()
    monkeypatch.setattr("sys.argv", ["newsflow", "--json", "publish", "bridge"])

    with pytest.raises(SystemExit) as ended:
        newsflow.cli.main()

    assert 2 == ended.value.code
    assert "usage" == json.loads(capsys.readouterr().err)["error"]["code"]


def test_what_is_mistyped_is_guessed(terminal: Terminal) -> None:
    """And what is like nothing is not."""
    assert "Did you mean publish" in terminal.says("publsh", code=2)
    assert "Did you mean" not in terminal.says("xyzzy", code=2)
    assert "usage" == terminal.fails("list --after nowhere", code=2)["code"]
    assert "newsflow status --help" in terminal.says("status --wrong", code=2)


def test_a_newsroom_is_never_overwritten(terminal: Terminal) -> None:
    """Nor is a story's file."""
    assert "never overwritten" in terminal.says("init", code=1)
    assert "configuration" in terminal.answers("init elsewhere")
    assert "next: newsflow import fog.md" in terminal.says("new", "Fog")
    assert "never overwritten" in terminal.says("new", "Fog", code=1)
    assert {"file": "tide.md"} == terminal.answers("new", "Fog", "--out", "tide.md")


def test_without_a_newsroom_there_is_a_hint(terminal: Terminal, tmp_path: Path) -> None:
    """To make one; a configuration that is wrong is told, by doctor as well."""
    terminal.configure("[newsroom]", "[newsroom]\ncolour = 'blue'")
    assert "colour" in terminal.says("list", code=1)
    assert "opening: " in terminal.says("doctor", code=7)
    assert "init" in terminal.says("--help")
    (tmp_path / "newsflow.toml").unlink()
    assert "hint: newsflow init makes one" in terminal.says("list", code=1)
    assert "not_found" == terminal.fails("list", code=1)["code"]


def test_a_list_goes_on_page_by_page(terminal: Terminal) -> None:
    """Each story once."""
    for headline in ("Fog", "Tide", "Storm"):
        terminal.says("--as ada new --draft", headline)
    first = terminal.answers("list --limit 2")
    rest = terminal.answers(f"list --limit 2 --after {first['after']}")

    found = [row["headline"] for row in (*first["articles"], *rest["articles"])]
    assert {"Fog", "Tide", "Storm"} == set(found)
    assert 3 == len(found)
    assert rest["after"] is None
    assert "more: newsflow list" in terminal.says("list --limit 2")
    assert [] == terminal.answers("list --state published --person ada")["articles"]


def test_the_audit_attests_and_compares(terminal: Terminal) -> None:
    """What a checkpoint says is held against the history."""
    terminal.published()
    terminal.says("audit keygen --key private --public-key public")
    terminal.says("audit keygen --key private --public-key public", code=1)
    assert "1 chain in point" in terminal.says(
        "audit checkpoint --key private --out point"
    )
    (bridge,) = terminal.answers("list")["articles"]
    document = json.loads(terminal.says("audit checkpoint --key private"))
    assert [bridge["id"]] == list(document["heads"])
    verify = "audit verify --checkpoint point"
    assert "1 chain" in terminal.says(f"{verify} --public-key public")
    assert "go together" in terminal.says(verify, code=2)
    terminal.write("short", "AAAA")
    terminal.write("odd", "!")
    for name in ("short", "odd"):
        said = terminal.says(f"{verify} --public-key {name}", code=1)
        assert "holds no Ed25519 key" in said


def test_a_history_that_was_changed_ends_with_seven(terminal: Terminal) -> None:
    """The audit names the event, and so does doctor."""
    terminal.published()
    changed = "UPDATE newsflow_events SET body = replace(body, 'review', 'draft')"
    with sqlite3.connect(terminal.folder / "newsroom.db") as database:
        tables = {
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        }
        assert "newsflow_events" in tables, tables
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute(changed)
    database.close()

    assert "history" == terminal.fails("audit verify", code=7)["code"]
    assert "history: " in terminal.says("doctor", code=7)


def test_a_database_that_is_none_is_told(terminal: Terminal) -> None:
    """Exit code 1, not a traceback."""
    terminal.write("newsroom.db", "This is no database. " * 100)

    assert "file is not a database" in terminal.says("list", code=1)


def test_a_version_without_its_approvals_stays_in_every_report(
    terminal: Terminal,
) -> None:
    """The glass is broken for good."""
    terminal.drafted()
    terminal.says("--as cy break-glass bridge --reason", "The bridge fell.")

    assert "WITHOUT its approvals" in terminal.says("status bridge")
    assert "without its approvals" in terminal.says("audit verify")
    assert "hint: newsflow history" in terminal.says("doctor", code=7)


def test_a_house_of_three_desks_needs_its_sign_offs(terminal: Terminal) -> None:
    """Copy, law and pictures."""
    terminal.configure('workflow = "standard"', 'workflow = "three-desks"')
    terminal.configure(
        "# Where stories go",
        '[people.di]\nname = "Di"\nroles = ["copy-editor", "lawyer", "photo-editor"]\n'
        "\n# Where stories go",
    )
    terminal.drafted()
    assert "copy-editor: Di" in terminal.says("status bridge --as di")
    for kind in ("copy", "legal", "photo"):
        assert f"has the {kind} sign-off of di" in terminal.says(
            f"--as di sign-off bridge {kind}"
        )
    assert "copy by di" in terminal.says("status bridge")
    terminal.says("--as ada sign-off bridge copy", code=4)


def test_a_workflow_is_shown_and_proved(terminal: Terminal) -> None:
    """One that ships, one in a file, one that leads nowhere."""
    terminal.drafted()
    file = str(EXAMPLES / "workflows" / "gazette.toml")
    assert "is sound" in terminal.says("workflow check", file)
    assert "gazette" == terminal.answers("workflow check", file)["name"]
    assert "| pitch |" in terminal.says("workflow show", file)
    two = json.loads(terminal.says("workflow show two-person --format json"))
    assert "two-person" == two["name"]
    shown = terminal.says("workflow show --format svg --counts --article bridge")
    ET.fromstring(shown)  # noqa: S314 - newsflow drew it just now
    assert "draft (1)" in shown
    assert "come with newsflow" in terminal.says("workflow show nothing", code=1)
    terminal.write("bad.toml", 'name = "bad"\nversion = 1\nstates = []\n')
    problems = terminal.fails("workflow check bad.toml", code=3)["problems"]
    assert ["$.steps", "$.states"] == [one["path"] for one in problems]
    sound = Path(file).read_text("utf-8")
    terminal.write("leak.toml", sound.replace("approvals = [", "# approvals = ["))
    assert "without anyone's approval" in terminal.says(
        "workflow check leak.toml", code=7
    )
    faults = terminal.answers("workflow check leak.toml", code=7)["faults"]
    assert {"approvals"} == {one["keyword"] for one in faults}


def test_stories_follow_the_workflow_of_today_when_told(terminal: Terminal) -> None:
    """First said, then done; if one has no place to go, none is moved."""
    terminal.drafted()
    assert "every story follows it already" in terminal.says("--as cy workflow migrate")
    terminal.write("desk.toml", terminal.says("workflow show --format toml"))
    text = (terminal.folder / "desk.toml").read_text("utf-8")
    terminal.write("desk.toml", text.replace("version = 2", "version = 3", 1))
    terminal.configure('workflow = "standard"', 'workflow = "desk.toml"')

    assert "0 stories moved" in terminal.says("--as cy workflow migrate --dry-run")
    migrate = "--as cy workflow migrate --map"
    assert "has no state nowhere" in terminal.says(f"{migrate} draft=nowhere", code=4)
    assert "a draft state, review" in terminal.says(f"{migrate} draft=review", code=4)
    assert "OLD=NEW" in terminal.says(f"{migrate} draft", code=2)
    assert "1 story moved" in terminal.says("--as cy workflow migrate")
    assert "by workflow standard 3" in terminal.says("status bridge")


def test_plug_ins_of_a_folder_are_listed_with_what_is_broken(
    terminal: Terminal,
) -> None:
    """The others work without them."""
    source = EXAMPLES / "starter-plugin" / "one-file" / "telegraph.py"
    terminal.write("plugins/telegraph.py", source.read_text("utf-8"))
    assert "telegraph" in terminal.says("--plugins-dir plugins plugins")
    terminal.configure("[newsroom]\n", '[newsroom]\nplugins_dir = "plugins"\n')
    assert "telegraph" in terminal.says("plugins")
    terminal.write("plugins/broken.py", "raise RuntimeError('no wire')\n")

    assert "broken: " in terminal.says("--plugins-dir plugins plugins")
    assert "plug-in " in terminal.says("--plugins-dir plugins doctor", code=7)
    assert "Commands" in terminal.says("--plugins-dir plugins --help")


def test_doctor_finds_what_a_newsroom_lacks(terminal: Terminal) -> None:
    """People, and somewhere for stories to go."""
    text = (terminal.folder / "newsflow.toml").read_text("utf-8")
    terminal.write("newsflow.toml", text.partition("# The sites")[0])

    said = terminal.says("doctor", code=7)

    assert "names nobody" in said
    assert "goes nowhere" in said
    assert "nobody yet" in terminal.says("new --draft", "Fog", code=2)


def test_the_schemas_are_listed(terminal: Terminal) -> None:
    """Without a name."""
    assert "workflow" in terminal.answers("schema show")["schemas"]
    assert "newsflow schema show lists them" in terminal.says(
        "schema show nothing", code=1
    )


def test_a_shell_completes_slugs(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that begin so; where there is no newsroom, none."""
    terminal.drafted()
    monkeypatch.setenv("COMP_WORDS", "newsflow status br")
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setenv("_NEWSFLOW_COMPLETE", "bash_complete")

    assert "plain,bridge\n" == terminal.run().output
    (terminal.folder / "newsflow.toml").unlink()
    assert not terminal.run().output.strip()


def test_a_demo_leaves_other_folders_alone(terminal: Terminal) -> None:
    """And answers in JSON where it is asked to."""
    assert "is not empty" in terminal.says("demo .", code=1)
    told = terminal.answers("demo day")
    assert {
        "draft": 5,
        "review": 1,
        "published": 10,
        "retracted": 1,
        "killed": 1,
    } == told["states"]
    assert "the front page" in told["open"]


def test_a_database_of_a_newer_newsflow_is_left_alone(terminal: Terminal) -> None:
    """The version it has, the one that is known, and what to do about it."""
    terminal.drafted()
    with closing(sqlite3.connect(terminal.folder / "newsroom.db")) as database:
        database.execute("UPDATE newsflow_schema SET version = 1000")
        database.commit()

    said = terminal.says("list", code=1)
    assert "schema version 1000" in said
    assert "install that one" in said
    told = terminal.fails("list", code=1)
    assert ("newer_database", 1000) == (told["code"], told["found"])
    assert "opening: the database has schema version 1000" in terminal.says(
        "doctor", code=7
    )
