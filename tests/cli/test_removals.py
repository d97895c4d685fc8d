"""How stories go: dropped, taken down, spiked, erased; and two at one story."""

from __future__ import annotations

from newsflow import Newsroom
from newsflow.documents.config import read_config

from .terminal import STORY, Terminal


def test_more_news_goes_out_as_an_update(terminal: Terminal) -> None:
    """With an approval of its own; until then readers keep version 1."""
    terminal.published()
    terminal.edited("eleven", "twelve")
    assert "missing to update it" in terminal.says("status bridge")
    terminal.approved()
    assert "nothing is missing" in terminal.says("status bridge")

    said = terminal.says("--as bo update bridge --channel site")

    assert "was updated: published, readers have v2" in said
    assert "[-eleven-]{+twelve+}" in terminal.says("diff bridge v1 v2")


def test_a_correction_without_its_note_is_refused_with_what_to_type(
    terminal: Terminal,
) -> None:
    """The note is handed in with the text."""
    terminal.published()
    terminal.edited("eleven", "twelve")
    terminal.approved()

    assert 'submit bridge --note "…"' in terminal.says("--as bo correct bridge", code=4)


def test_a_correction_is_told_by_its_note(terminal: Terminal) -> None:
    """In the status, and in the history."""
    terminal.published()
    terminal.edited("eleven", "twelve")
    terminal.approved("--note", "It was twelve.")
    assert "newsflow correct bridge" in terminal.says("--as bo update bridge", code=4)
    terminal.says("--as bo correct bridge")

    assert "v2: It was twelve." in terminal.says("status bridge")
    assert "note: “It was twelve.”" in terminal.says("history bridge")


def test_a_new_draft_is_dropped(terminal: Terminal) -> None:
    """Readers keep what they have, and so has the desk."""
    terminal.published()
    terminal.edited("eleven", "twelve")

    said = terminal.says("--as ada discard bridge")

    assert "is again what readers have: published" in said
    assert "are the same" in terminal.says("diff bridge")


def test_what_was_taken_down_is_told_with_its_reason(terminal: Terminal) -> None:
    """And readers have nothing."""
    terminal.published()
    terminal.says("--as bo unpublish bridge --reason", "The bridge is shut.")

    status = terminal.says("status bridge")

    assert "unpublish by bo" in status
    assert "The bridge is shut." in status
    terminal.says("--as bo revive bridge")


def test_an_approval_is_taken_back(terminal: Terminal) -> None:
    """By who gave it, with a reason."""
    terminal.drafted()
    terminal.says("--as ada submit bridge")
    terminal.says("--as bo approve bridge")
    assert "by bo (editor)" in terminal.says("status bridge")

    said = terminal.says("--as bo withdraw-approval bridge --reason", "Not yet.")

    assert "lost the approval of bo" in said
    assert "Not yet." in terminal.says("history bridge")


def test_a_killed_story_is_erased_and_the_audit_still_holds(
    terminal: Terminal,
) -> None:
    """Its texts are gone from everything that is shown."""
    terminal.published()
    terminal.says("--as cy kill bridge --reason", "A court said so.")
    number = terminal.answers("list")["articles"][0]["id"]
    terminal.says(f"--as cy erase {number} --all --reason privacy")

    assert "[erased]" in terminal.says(f"history {number}")
    assert "[erased]" in terminal.says(f"status {number}")
    assert terminal.answers(f"status {number}")["headline"] is None
    assert "erased" in terminal.says("audit verify")
    assert "erased" == terminal.fails(f"export {number}", code=1)["code"]
    assert "left out" in terminal.says("export --all --out out")
    assert [] == terminal.answers(f"export {number} --out out")["files"]


def test_one_text_is_erased_by_the_beginning_of_its_digest(terminal: Terminal) -> None:
    """None, and what names none, are refused."""
    terminal.drafted()
    terminal.says("--as ada comment bridge", "Ask Mrs Wick at 7 Quay Street.")
    erase = "--as cy erase bridge --reason privacy"
    assert "or say --all" in terminal.says(erase, code=2)
    assert "text" in terminal.says(f"{erase} zzzz", code=1)
    *_, last = terminal.answers("history bridge")["events"]
    digest = last["note"]

    assert "lost 1 of its texts" in terminal.says(f"{erase} {digest[:12]}")
    assert "Quay Street" not in terminal.says("history bridge")


def test_who_read_another_text_is_told_of_a_conflict(terminal: Terminal) -> None:
    """Exit code 5, and the way to read it again."""
    terminal.drafted()
    terminal.says("--as ada submit bridge")

    said = terminal.says("--as bo approve bridge --position 1", code=5)

    assert "hint: newsflow status" in said
    told = terminal.fails("--as bo approve bridge --position 1", code=5)
    assert "conflict" == told["code"]
    terminal.says("--as bo approve bridge --seen 0000", code=4)


def test_what_a_channel_does_not_take_ends_with_six(terminal: Terminal) -> None:
    """The step was taken, and the timer tries again."""
    terminal.write("site", "where the site should be, there is a file")
    terminal.drafted()
    terminal.approved()

    said = terminal.says("--as bo publish bridge", code=6)

    assert "the step was taken, but not everything arrived" in said
    assert "hint: newsflow due" in said
    assert "failing: site" in terminal.says("status")
    assert "site: " in terminal.says("status bridge")
    assert "channel site" in terminal.says("doctor", code=7)
    later = "2036-11-24"
    assert "site: create due" in terminal.says("due --dry-run", now=later)
    assert "not everything arrived" in terminal.says("due", code=6, now=later)
    (terminal.folder / "site").unlink()
    assert "site: create delivered" in terminal.says("due", now="2046-11-24")


def test_the_imported_document_goes_with_its_text(terminal: Terminal) -> None:
    """Its bytes would tell what the court wants gone."""
    terminal.drafted()
    (kept,) = (one for one in (terminal.folder / "media").rglob("*") if one.is_file())
    assert terminal.answers("import --show bridge")["kept"]
    digest = terminal.answers("history bridge")["events"][0]["content"]
    terminal.edited("eleven", "twelve")
    terminal.says(f"--as cy erase bridge {digest} --reason privacy")

    assert not kept.exists()
    assert not terminal.answers("import --show bridge")["kept"]


def test_a_document_that_outlived_its_text_is_found(terminal: Terminal) -> None:
    """A machine that stopped in between leaves work for doctor, which says how."""
    terminal.drafted()
    number = terminal.answers("list")["articles"][0]["id"]
    (kept,) = (one for one in (terminal.folder / "media").rglob("*") if one.is_file())
    data = kept.read_bytes()
    terminal.says(f"--as cy erase {number} --all --reason privacy")
    kept.write_bytes(data)

    assert f"the document of {number} is kept" in terminal.says("audit verify")
    (found,) = terminal.answers("doctor", code=7)["troubles"]
    digest = terminal.answers(f"history {number}")["events"][0]["content"]
    assert f"newsflow erase {number} {digest[:12]} " in found["hint"]
    terminal.says(f"--as cy erase {number} {digest[:12]} --reason privacy")
    assert not kept.exists()
    assert "all is well" in terminal.says("doctor")


def test_a_tombstone_loses_its_erased_reason(terminal: Terminal) -> None:
    """What readers see where the story was is written anew."""
    terminal.published()
    terminal.says("--as cy retract bridge --reason", "Max made it up.")
    page = next((terminal.folder / "site").glob("*/*/index.html"))
    assert "Max made it up." in page.read_text("utf-8")
    *_, last = terminal.answers("history bridge")["events"]
    terminal.says(f"--as cy erase bridge {last['reason']} --reason privacy")

    assert "Max" not in page.read_text("utf-8")
    told = terminal.fails("--as bo erase bridge zzz --reason x", code=1)
    assert "not_found" == told["code"]


def test_who_saves_in_a_locked_story_is_told_who_has_it(terminal: Terminal) -> None:
    """The lock was taken in the CMS that has the same database open."""
    terminal.drafted()
    config = read_config(terminal.folder / "newsflow.toml")
    with Newsroom.open(config=config) as room:
        room.lock(room.find("bridge"), by="bo")
    terminal.write("bridge.md", STORY.replace("eleven", "twelve"))

    told = terminal.fails("--as ada save bridge bridge.md", code=5)
    assert ("locked", "bo") == (told["code"], told["holder"])
    assert ["chief", "editor"] == told["lifted_by"]
    assert "ask bo" in terminal.says("--as ada save bridge bridge.md", code=5)
    assert "was saved" in terminal.says("--as bo save bridge bridge.md")
