"""What somebody types who is new to the house, and what they are told."""

from __future__ import annotations

import os

import pytest

from newsflow.cli.root import newsflow

from .terminal import STORY, Terminal


def test_an_embargo_is_never_dropped_without_a_word(terminal: Terminal) -> None:
    """A file holds none, so it is told where it goes."""
    said = terminal.says("new Fog --embargo 2026-12-01", code=2)

    assert "newsflow import FILE --embargo" in said
    assert not (terminal.folder / "fog.md").exists()


def test_nothing_that_is_set_moves_the_clock(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An embargo is worth nothing where the environment can end it."""
    terminal.write("bridge.md", STORY)
    terminal.says("--as ada import bridge.md --embargo 2026-12-01T00:00Z")
    terminal.approved()
    monkeypatch.setenv("NEWSFLOW_NOW", "2027-02-01T00:00Z")

    assert "under embargo" in terminal.says("--as bo publish bridge", code=4)
    assert "--now" not in [name for one in newsflow.params for name in one.opts]


def test_a_file_that_is_not_there_stops_no_other(terminal: Terminal) -> None:
    """It is told in its place."""
    terminal.write("bridge.md", STORY)
    said = terminal.says("--as ada import missing.md bridge.md", code=1)

    assert "missing.md: error: there is no such file" in said
    assert "bridge.md: drafted" in said


def test_a_reader_that_is_none_is_refused_whatever_was_imported(
    terminal: Terminal,
) -> None:
    """Before any file is looked at."""
    terminal.drafted()
    said = terminal.says("--as ada import bridge.md --reader mrkdown", code=1)

    assert "there is no reader 'mrkdown'" in said


def test_who_has_approved_is_not_asked_again(terminal: Terminal) -> None:
    """Only Cy can give the approval that is missing."""
    terminal.drafted()
    terminal.says("--as ada submit bridge")
    terminal.says("--as bo approve bridge")

    assert "(lifted by: editor: Cy)" in terminal.says("status bridge")
    refused = terminal.says("--as bo publish bridge", code=4)
    assert "(lifted by: editor: Cy)" in refused


def test_a_hint_is_for_whoever_is_acting(terminal: Terminal) -> None:
    """Bo may comment, so nobody else is named."""
    terminal.drafted()
    said = terminal.run("--as", "bo", "comment", "bridge", "", code=4).output

    assert 'hint: newsflow comment bridge "…"\n' in said


def test_a_broken_database_is_a_finding(terminal: Terminal) -> None:
    """The doctor does not die of it, and names the file."""
    terminal.drafted()
    for file in terminal.folder.glob("newsroom.db*"):
        file.write_bytes(b"no database at all, just words" * 200)
    said = terminal.says("doctor", code=7)

    assert "newsroom.db" in said
    assert "not a database" in said


def test_the_doctor_finds_what_is_hardly_meant(terminal: Terminal) -> None:
    """A role that is misspelt, a folder of two channels, a file for a folder."""
    terminal.configure('roles = ["reporter"]', 'roles = ["reprter"]')
    text = (terminal.folder / "newsflow.toml").read_text(encoding="utf-8")
    twin = '[[channels]]\nname = "twin"\nkind = "folder"\npath = "{}"\n'
    named = twin.format("pages") + twin.format("pages").replace("twin", "again")
    terminal.write("pages", "a file")
    terminal.write("newsflow.toml", f"{text}\n{named}")
    said = terminal.says("doctor", code=7)

    assert "people.ada: no step asks for the role 'reprter'" in said
    assert "pages is a file, and is to be a folder" in said
    assert "channel again: writes to the folder of channel twin" in said


def test_help_keeps_the_lines_of_its_examples(terminal: Terminal) -> None:
    """One for each shell, without a sign of the machine's."""
    lines = terminal.says("completion --help").splitlines()

    assert not any("\\b" in line or "\b" in line for line in lines)
    starts = [line.split()[0] for line in lines if "newsflow completion" in line]
    assert {"bash:", "zsh:", "fish:"} <= set(starts)


def test_options_of_the_root_are_told_where_they_go(terminal: Terminal) -> None:
    """And a group of commands can be asked in JSON, too."""
    said = terminal.says("list --config newsflow.toml", code=2)
    assert "--config goes before the command" in said
    error = terminal.fails("embargo --json", code=2)
    assert "Missing command." == error["message"]


def test_what_is_checked_is_a_file_or_an_article(terminal: Terminal) -> None:
    """Neither is told as what it is not."""
    (terminal.folder / "folder.md").mkdir()

    said = terminal.says("check missing.md", code=1)
    assert "there is no file or article 'missing.md'" in said
    assert "folder.md is a folder" in terminal.says("check folder.md", code=1)


def test_a_key_is_never_taken_for_the_other(terminal: Terminal) -> None:
    """And nothing that attests is written over."""
    pytest.importorskip("cryptography")
    terminal.drafted()
    terminal.says("audit keygen --key secret --public-key public")
    said = terminal.says("audit checkpoint --key public", code=1)
    assert "key of another kind: ed25519-public" in said
    terminal.says("audit checkpoint --key secret --out heads")
    verify = "audit verify --checkpoint heads --public-key"
    assert "another kind" in terminal.says(f"{verify} secret", code=1)
    assert "1 chain" in terminal.says(f"{verify} public")

    for line in (
        "checkpoint --key secret --out heads",
        "keygen --key n --public-key public",
    ):
        assert "is there already" in terminal.says(f"audit {line}", code=1)
    assert not (terminal.folder / "n").exists()


def test_a_list_names_stories_as_they_are_typed(terminal: Terminal) -> None:
    """And what is misspelt is told, not answered with nothing."""
    assert "there is no such story" in terminal.says("list --state draft")
    terminal.drafted()

    assert "bridge" in terminal.says("list").split()
    assert "there is no state 'nope'" in terminal.says("list --state nope", code=1)
    assert "there is no person 'zoe'" in terminal.says("list --person zoe", code=1)


def test_stories_of_one_slug_are_told_apart(terminal: Terminal) -> None:
    """By their headlines."""
    terminal.drafted()
    terminal.write("fog.md", STORY.replace("Harbour bridge reopens", "Fog"))
    terminal.says("--as ada import fog.md")
    said = terminal.says("status bridge", code=1)

    assert "there is no single article with the slug 'bridge'" in said
    assert "  Fog" in said
    assert "  Harbour bridge reopens" in said


def test_front_matter_of_another_kind_is_named(terminal: Terminal) -> None:
    """YAML is no text of the story."""
    terminal.write("yaml.md", "---\nheadline: Fog\n---\n\nIt lifted.\n")
    said = terminal.says("check yaml.md", code=3)

    assert "the front matter is YAML" in said
    assert "+++" in said
    terminal.write("rule.md", "---\n\n# Fog\n\nIt lifted: at last.\n\n---\n")
    assert "headline: is missing" in terminal.says("check rule.md", code=3)


def test_nothing_to_change_is_no_change(terminal: Terminal) -> None:
    """Who says nothing is asked what."""
    terminal.drafted()
    terminal.says("--as ada handle bridge", code=2)

    said = terminal.says("--as ada comment bridge x --position 99", code=5)
    assert "has never stood there: expected position 99" in said


def test_a_broken_plug_in_leads_to_the_list_of_them(terminal: Terminal) -> None:
    """That is where its error is."""
    terminal.drafted()
    terminal.approved()
    terminal.write("judges/never.py", "import nothing_of_that_name\n")
    folder = os.fspath(terminal.folder / "judges")
    said = terminal.run(
        "--plugins-dir", folder, "--as", "bo", "publish", "bridge", code=4
    )

    assert "hint: newsflow plugins" in said.stderr


def test_an_embargo_in_front_matter_is_shown_its_way(terminal: Terminal) -> None:
    """It belongs to the handling of a story, not to its text."""
    terminal.write(
        "fog.md", '+++\nheadline = "Fog"\nembargo = 2026-12-01T00:00:00Z\n+++\n\nOut.\n'
    )

    said = terminal.says("--as ada import fog.md", code=3)
    assert "newsflow import --embargo" in said


def test_a_step_of_the_house_is_shown_its_command(terminal: Terminal) -> None:
    """A workflow names its steps as it likes; commands are named by what they do."""
    terminal.says("workflow show --format toml")
    shown = terminal.run("workflow", "show", "three-desks", "--format", "toml").stdout
    act = 'act = "sign_off"'
    terminal.write("desk.toml", shown.replace(act, f'name = "fact_check"\n{act}'))
    terminal.configure('workflow = "standard"', 'workflow = "desk.toml"')
    said = terminal.says("fact-check bridge", code=2)

    assert "taken by newsflow sign-off ARTICLE KIND" in said
    assert "Did you mean" not in said


def test_what_was_done_by_a_clock_that_was_ahead_is_told(terminal: Terminal) -> None:
    """A time in the history that is still to come cannot be right."""
    terminal.drafted()
    assert "ahead" not in terminal.says("audit verify")
    terminal.run("--as", "ada", "submit", "bridge", now="2027-02-01T00:00Z")

    assert "by a clock that was ahead" in terminal.says("audit verify")
    assert "clock: Harbour bridge reopens" in terminal.says("doctor", code=7)
