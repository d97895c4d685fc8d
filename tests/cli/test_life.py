"""A story's whole way by the command line, on real SQLite, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from .terminal import Terminal

STORIES = Path(__file__).resolve().parents[2] / "examples" / "stories"


def test_a_story_goes_its_whole_way(terminal: Terminal) -> None:
    """Import, submit, approve twice, publish; and the page is there."""
    terminal.published()

    (page,) = terminal.folder.rglob("articles/bridge/index.html")
    assert "The bridge is open again." in page.read_text("utf-8")
    assert "readers have  version 1" in terminal.says("status bridge")
    status = terminal.answers("status bridge")
    assert ("bridge", "published") == (status["slug"], status["article"]["state"])
    assert ["delivered"] == [one["status"] for one in status["deliveries"]]


def test_a_story_that_is_out_is_listed_with_its_past(terminal: Terminal) -> None:
    """In words and in JSON: who did what, in their order."""
    terminal.published()

    assert "published  v1" in terminal.says("list")
    (listed,) = terminal.answers("list")["articles"]
    assert ("bridge", "published", 1) == (
        listed["slug"],
        listed["state"],
        listed["live"],
    )
    told = terminal.says("history bridge")
    did = ("ada drafted", "ada submitted", "bo approved", "cy approved", "bo published")
    assert list(did) == sorted((one for one in did if one in told), key=told.index)
    events = terminal.answers("history bridge")["events"]
    assert ["ada", "ada", "bo", "cy", "bo"] == [one["by"] for one in events]


def test_a_refused_step_says_why_and_who_can_help(terminal: Terminal) -> None:
    """Exit code 4, every objection, in words and in JSON."""
    terminal.drafted()

    refused = terminal.says("--as ada publish bridge", code=4)
    assert "it has 0 of 2 approvals by editor (lifted by: editor: Bo, Cy)" in refused
    told = terminal.fails("--as ada publish bridge", code=4)
    assert ["state", "role", "approvals"] == [one["code"] for one in told["objections"]]


def test_a_correction_carries_its_note(terminal: Terminal) -> None:
    """What was wrong is said on the page; a retraction leaves its reason there."""
    terminal.published()
    terminal.edited("open", "closed")
    assert "{+closed+}" in terminal.says("diff bridge")
    terminal.approved("--note", "It is closed.")
    terminal.says("--as bo correct bridge")

    (page,) = terminal.folder.rglob("articles/bridge/index.html")
    assert "It is closed." in page.read_text("utf-8")
    terminal.says("--as cy retract bridge --reason", "There is no bridge.")
    assert "There is no bridge." in page.read_text("utf-8")
    terminal.says("--as cy kill bridge --reason", "A court said so.")
    assert not page.exists()
    terminal.says("--as cy revive bridge", code=4)


def test_a_file_that_is_no_story_leaves_the_store_as_it_was(
    terminal: Terminal,
) -> None:
    """Exit code 3, the problem with its path, and not one draft."""
    terminal.write("bad.json", '{"headlin": "x"}')

    assert "headline" in terminal.says("--as ada import bad.json", code=3)
    assert [] == terminal.answers("list")["articles"]
    terminal.says("check bad.json", code=3)
    terminal.drafted()
    terminal.says("check bridge.md")


def test_usage_and_unknown_names_have_codes_of_their_own(terminal: Terminal) -> None:
    """Exit code 2 for a wrong command, 1 for what does not exist."""
    terminal.drafted()

    terminal.says("publsh bridge", code=2)
    terminal.says("--as ada submit nothing", code=1)
    terminal.says("--as eve import bridge.md --again", code=1)


def test_looking_around_changes_nothing(terminal: Terminal) -> None:
    """Every command that only asks answers, in words and in JSON."""
    terminal.published()
    before = terminal.answers("history bridge")
    for asked, words in (
        ("due", "nothing was due"),
        ("due --dry-run", "nothing is due"),
        ("status", "Harbour Gazette\n  published  1"),
        ("doctor", "all is well"),
        ("plugins", "built in  newsflow_renderers"),
        ("audit verify", "1 article, 5 events, 2 texts verified"),
        ("workflow show", "| publish | review, scheduled | published |"),
        ("workflow show --format mermaid", "stateDiagram-v2"),
        ("workflow show --format svg", ">Workflow standard, version 2</title>"),
        ("workflow show --format toml", 'name = "standard"'),
        ("schema show content", '"$id": "urn:newsflow:schema:content:v1"'),
        ("schema export schemas-out", "content.schema.json"),
        ("export bridge", '"headline": "Harbour bridge reopens"'),
        ("preview bridge --format html", "<!DOCTYPE html>"),
        ("preview bridge --format markdown", "# Proof. Not for publication."),
    ):
        assert words in terminal.says(asked)
        assert {} != terminal.answers(asked)
    assert "_newsflow_completion" in terminal.says("completion bash")
    assert before == terminal.answers("history bridge")
    assert (terminal.folder / "schemas-out" / "content.schema.json").is_file()


def test_the_steps_of_the_desk_are_all_there(terminal: Terminal) -> None:
    """Comment, send back, spike, revive, break the glass, unpublish."""
    terminal.drafted()
    terminal.says("--as ada comment bridge", "Call the harbour master.")
    terminal.says("--as ada submit bridge")
    terminal.says("--as bo send-back bridge --reason", "Who says so?")
    terminal.says("--as bo spike bridge")
    terminal.says("--as bo revive bridge")
    terminal.says("--as cy break-glass bridge --reason", "The bridge fell.")
    terminal.says("--as bo unpublish bridge")

    events = terminal.answers("history bridge")["events"]
    assert [
        "Drafted",
        "Commented",
        "Submitted",
        "SentBack",
        "Spiked",
        "Revived",
        "GlassBroken",
        "Published",
        "Unpublished",
    ] == [one["type"] for one in events]
    assert "went out without its approvals" in terminal.says("doctor", code=7)


def test_every_example_story_is_imported(terminal: Terminal) -> None:
    """Text, Markdown, JSON and HTML; a second time they are known."""
    files = [
        str(file)
        for file in sorted(STORIES.iterdir())
        if file.is_file() and file.name != "README.md"
    ]
    first = terminal.answers("--as ada import", *files)
    again = terminal.answers("--as ada import", *files)

    assert files == [one["file"] for one in first["imported"]]
    assert {"drafted"} == {one["status"] for one in first["imported"]}
    assert [one["article"] for one in first["imported"]] == [
        one["article"] for one in again["imported"]
    ]
    assert len(files) == len(terminal.answers("list --limit 50")["articles"])
