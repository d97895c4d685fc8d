"""Documents in and out: media beside them, what was set aside, exports, texts."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from newsflow.cli.adopting import size_of
from newsflow.cli.importing import BATCH

from ..pictures import picture
from .terminal import STORY, Terminal

STORIES = Path(__file__).resolve().parents[2] / "examples" / "stories"
PNG = picture(size=(640, 480))
HELD_UPRIGHT = Image.Exif()
HELD_UPRIGHT[0x0112] = 6


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, (640, 480)),
        (picture(form="JPEG", size=(640, 480)), (640, 480)),
        (picture(form="JPEG", size=(640, 480), exif=HELD_UPRIGHT), (480, 640)),
        (picture(form="WEBP", size=(64, 48)), (64, 48)),
        (picture(size=(1_000_001, 1)), None),
        (PNG[:-1], None),
        (b"GIF89a", None),
        (b"<svg/>", None),
    ],
    ids=("png", "jpeg", "upright", "webp", "too wide", "cut", "no gif", "drawing"),
)
def test_the_size_of_a_picture_is_read_from_its_bytes(
    data: bytes, size: tuple[int, int] | None
) -> None:
    """As it is seen; nothing is guessed of what is broken, or no picture."""
    assert size == size_of(data)


def with_picture(terminal: Terminal, name: str, **medium: str) -> None:
    """Write the bridge with a picture, in the form that is exported."""
    terminal.write("bridge.md", STORY)
    document = json.loads(terminal.says("export bridge"))
    document["slug"] = name
    document["media"] = [{"key": "m", "href": "media:bridge.png", **medium}]
    terminal.write(f"{name}.json", json.dumps(document))


def test_a_picture_beside_the_document_is_kept(terminal: Terminal) -> None:
    """With its hash, type and size."""
    terminal.drafted()
    (terminal.folder / "bridge.png").write_bytes(PNG)
    with_picture(terminal, "pic")
    terminal.says("--as ada import pic.json")

    (medium,) = json.loads(terminal.says("export pic"))["media"]

    assert sha256(PNG).hexdigest() == medium["sha256"]
    assert [640, 480, "image/png"] == [
        medium[name] for name in ("width", "height", "media_type")
    ]


def test_a_picture_that_is_another_one_is_refused(terminal: Terminal) -> None:
    """The document says which bytes it means."""
    terminal.drafted()
    (terminal.folder / "bridge.png").write_bytes(PNG)
    with_picture(terminal, "pic", sha256="0" * 64)

    said = terminal.says("--as ada import pic.json", code=3)

    assert "is not that of the file bridge.png" in said


def test_a_picture_that_is_not_there_is_told(terminal: Terminal) -> None:
    """And nothing outside the folder is ever looked at."""
    terminal.drafted()
    with_picture(terminal, "gone", sha256="0" * 64)
    outside = terminal.folder.parent / "outside.png"
    outside.write_bytes(PNG)
    (terminal.folder / "link.png").symlink_to(outside)
    with_picture(terminal, "out", href="media:link.png")

    for name in ("gone", "out"):
        assert "there is no file" in terminal.says(f"check {name}.json")


def test_an_import_tells_what_it_knew_and_what_it_set_aside(
    terminal: Terminal,
) -> None:
    """Whoever looks again sees each line with its reason."""
    file = str(STORIES / "council-night-live.txt")
    first = terminal.answers("--as ada import", file)["imported"][0]
    assert 0 < first["aside"]

    assert "was imported before, now draft" in terminal.says("--as ada import", file)
    assert "drafted" in terminal.says("--as ada import --again", file)
    shown = terminal.answers("import --show", first["article"])
    assert shown["kept"] is True
    assert first["aside"] == len(shown["aside"])
    assert "read by text from" in terminal.says("import --show", first["article"])


def test_an_import_that_cannot_be_says_what_is_missing(terminal: Terminal) -> None:
    """Each with its code; the other files go on."""
    terminal.write("story.doc", "old")
    terminal.write("bad.json", "{")
    terminal.drafted()
    terminal.says("--as ada new --draft", "Fog")
    assert "--show ARTICLE" in terminal.says("--as ada import", code=2)
    assert "--as PERSON" in terminal.says("import bridge.md", code=2)
    assert "story.doc" in terminal.says("--as ada import story.doc", code=1)
    assert "nobody" in terminal.says(
        "--as ada import bridge.md --again --reader nobody", code=1
    )
    said = terminal.says("--as ada import bad.json bridge.md", code=3)
    assert "cannot be read" in said
    assert "was imported before" in said
    assert "was not imported" in terminal.says("import --show fog", code=1)


def test_a_folder_is_imported_whole(terminal: Terminal) -> None:
    """Every file that a reader is for, in order; what is hidden or broken stays out."""
    for name in ("b.md", "deep/c.md", ".hidden/d.md", ".e.md"):
        terminal.write(f"in/{name}", STORY.replace('"bridge"', f'"{name[-4]}"'))
    terminal.write("in/a.json", "{")
    terminal.write("in/picture.png", "no document")
    terminal.write("in/f.md", STORY.replace('"bridge"', '"b"'))

    answer = terminal.run("--json", "--as", "ada", "import", "in", code=3).stdout

    told = [(one["file"], one["status"]) for one in json.loads(answer)["imported"]]
    assert [
        ("in/a.json", "cannot be read"),
        ("in/b.md", "drafted"),
        ("in/deep/c.md", "drafted"),
        ("in/f.md", "was imported before, now draft (--again imports it anew)"),
    ] == told
    assert {"b", "c"} == {row["slug"] for row in terminal.answers("list")["articles"]}
    only = terminal.says("--as ada import in --again --reader json", code=3)
    assert "a.json: cannot be read" in only
    assert "b.md" not in only
    (terminal.folder / "empty").mkdir()
    assert "is for" in terminal.says("--as ada import empty")


def test_an_import_is_undone_by_spiking(terminal: Terminal) -> None:
    """What was brought in by the folder, too; its history tells both."""
    terminal.write("in/bridge.md", STORY)
    terminal.says("--as ada import in")

    terminal.says("--as bo spike bridge")

    events = terminal.answers("history bridge")["events"]
    assert ["Drafted", "Spiked"] == [one["type"] for one in events]


def test_more_files_than_a_batch_holds_come_in(terminal: Terminal) -> None:
    """Each is told, in its place; a second run has nothing to do."""
    names = [f"{number:03}" for number in range(BATCH + 5)]
    for name in names:
        terminal.write(f"in/{name}.md", STORY.replace('"bridge"', f'"s{name}"'))
    first = terminal.answers("--as ada import in")["imported"]
    again = terminal.answers("--as ada import in")["imported"]

    assert [f"in/{name}.md" for name in names] == [one["file"] for one in first]
    assert {"drafted"} == {one["status"] for one in first}
    assert [one["article"] for one in first] == [one["article"] for one in again]


def test_what_is_exported_is_read_back_as_the_same(terminal: Terminal) -> None:
    """Both forms; saved, they say nothing new."""
    terminal.drafted()
    terminal.says("--as ada new --draft", "Fog over the harbour")
    for form, ending in (("json", "json"), ("markdown", "md")):
        said = terminal.says(f"export --all --out {form} --format {form}")
        assert "2 files in" in said
        file = f"{form}/bridge.{ending}"
        saved = terminal.says(f"--as ada save bridge {file}")
        assert "is as it was" in saved
    files = terminal.answers("export bridge --out one")["files"]
    assert ["bridge.json"] == files
    assert "headline" in terminal.answers("export bridge")["data"]


def test_an_export_needs_to_know_what_and_where(terminal: Terminal) -> None:
    """One story, or all; all need a folder; what is not out is not live."""
    terminal.drafted()
    assert "give --all" in terminal.says("export", code=2)
    assert "--out DIR" in terminal.says("export --all", code=2)
    assert "left out" in terminal.says("export --all --live --out live")


def test_texts_of_a_story_are_compared(terminal: Terminal) -> None:
    """By revision, by version, by what readers have."""
    terminal.drafted()
    terminal.edited("It was shut for eleven months.", "It was shut.\n\nCars follow.")
    terminal.edited('language = "en"', 'language = "en"\nsection = "Harbour"')

    assert '~ section: nothing → "Harbour"' in terminal.says("diff bridge r1 head")
    assert "+ " in terminal.says("diff bridge r1 r2")
    assert "- " in terminal.says("diff bridge r2 r1")
    assert ["removed", "removed", "added"] == [
        one["change"] for one in terminal.answers("diff bridge r2 head")["blocks"]
    ]
    assert [] == terminal.answers("diff bridge r1 head")["blocks"]
    assert "none of: head, live" in terminal.says("diff bridge x9", code=2)
    assert "revision" in terminal.says("diff bridge r9", code=1)
    terminal.says("diff bridge live", code=1)


def test_blocks_that_were_moved_are_told_as_moved(terminal: Terminal) -> None:
    """Not as gone and new."""
    terminal.drafted()
    document = json.loads(terminal.says("export bridge"))
    document["body"].reverse()
    terminal.write("turned.json", json.dumps(document))
    terminal.says("--as ada save bridge turned.json")

    changes = [one["change"] for one in terminal.answers("diff bridge")["blocks"]]

    assert ["moved"] == changes


def test_a_proof_is_shown_or_written(terminal: Terminal) -> None:
    """In a form that there is."""
    terminal.drafted()
    assert "written: proof.html" in terminal.says("preview bridge --out proof.html")
    assert b"bridge is open" in (terminal.folder / "proof.html").read_bytes()
    assert terminal.answers("preview bridge --out proof.html")["data"] is None
    assert "--format" in terminal.says("preview bridge --format pdf", code=1)


def test_a_story_is_checked_before_or_after_it_is_imported(
    terminal: Terminal,
) -> None:
    """What is fit is said to be fit; what is not ends with seven."""
    terminal.drafted()
    assert "is fit to submit" in terminal.says("check bridge")
    terminal.says("check bridge.md --reader markdown --act publish")
    terminal.write("odd.txt", "Odd\n")
    terminal.says("check nothing-like-it", code=1)


def test_history_is_replayed_to_an_instant(terminal: Terminal) -> None:
    """As the desk saw it then."""
    terminal.published()

    said = terminal.says("history bridge --until 2026-11-24T07:00")

    assert "was in published, at revision 1; readers had version 1" in said
    terminal.says("history bridge --until 2026-11-24T06:00", code=1)
