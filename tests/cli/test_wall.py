"""What hangs on the wall, by the command line."""

from __future__ import annotations

import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from .terminal import STORY, Terminal

SVG = "{http://www.w3.org/2000/svg}"
CANARY = "zq7canary4x"


def embargoed(terminal: Terminal) -> None:
    """Let Ada bring in a story that nobody may have before nine."""
    text = STORY.replace("Harbour bridge reopens", f"The {CANARY} reopens")
    terminal.write("bridge.md", text)
    terminal.says("--as ada import bridge.md")
    terminal.says("--as ada embargo tighten bridge --until 2026-11-24T09:00Z")


def test_the_dashboard_is_for_the_desks_eyes(terminal: Terminal) -> None:
    """Only who has written it can read it, even where there was another file."""
    terminal.published()
    page = terminal.write("dashboard.html", "old")
    page.chmod(0o644)

    said = terminal.says("dashboard")

    assert "dashboard.html\n1 story; 0 things in trouble\n" == said
    assert 0o600 == stat.S_IMODE(page.stat().st_mode)
    text = page.read_text(encoding="utf-8")
    assert "Harbour bridge reopens" in text
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in text
    assert "not for publication" in text
    assert "refresh" not in text


def test_the_dashboard_is_the_same_page_at_the_same_time(terminal: Terminal) -> None:
    """Byte for byte."""
    terminal.published()
    terminal.says("dashboard --out one.html")
    terminal.says("dashboard --out two.html")

    one, two = (terminal.folder / name for name in ("one.html", "two.html"))
    assert one.read_bytes() == two.read_bytes()


def test_the_dashboard_goes_into_a_folder_and_answers_in_json(
    terminal: Terminal,
) -> None:
    """With what a script wants to know of it."""
    terminal.drafted()
    terminal.says("--as ada submit bridge")
    (terminal.folder / "wall").mkdir()
    answer = terminal.answers("dashboard --out wall")

    assert {
        "file": "wall/dashboard.html",
        "at": "2026-11-24T07:00:00Z",
        "states": {"review": 1},
        "tasks": [
            {"kind": "in review", "since": "2026-11-24T07:00:00Z", "channel": None}
        ],
        "due": 0,
    } == answer
    assert (terminal.folder / "wall" / "dashboard.html").is_file()


def test_a_screen_on_a_wall_can_load_it_anew(terminal: Terminal) -> None:
    """Without a script."""
    terminal.says("dashboard --refresh 60")

    text = (terminal.folder / "dashboard.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="60">' in text


@pytest.mark.parametrize(
    "place", ["site", "site/desk.html", "site/new.html", "link", "link/inner.html"]
)
@pytest.mark.parametrize("active", [True, False])
def test_the_dashboard_is_never_written_where_a_site_is(
    terminal: Terminal, place: str, *, active: bool
) -> None:
    """By whatever way it is named, and though the channel is not active now."""
    terminal.published()
    (terminal.folder / "link").symlink_to(terminal.folder / "site")
    if not active:
        terminal.configure('kind = "folder"', 'kind = "folder"\nactive = false')
    before = sorted(terminal.folder.rglob("*"))

    error = terminal.fails(f"dashboard --out {place}", code=1)

    assert "which readers of a site can see" in error["message"]
    assert before == sorted(terminal.folder.rglob("*"))
    terminal.fails(f"timeline bridge --svg --out {place}", code=1)
    assert before == sorted(terminal.folder.rglob("*"))


def test_nor_where_a_mirror_is(terminal: Terminal) -> None:
    """Its readers see as much."""
    terminal.configure(
        'kind = "folder"',
        'kind = "folder"\nmirrors = '
        '[{ path = "copy", address = "https://mirror.example" }]',
    )
    terminal.configure(
        "[[channels]]",
        '[[sites]]\nname = "main"\naddress = "https://a.example"\n\n[[channels]]',
    )
    (terminal.folder / "copy").mkdir()

    terminal.fails("dashboard --out copy", code=1)


def test_no_word_of_an_embargoed_story_is_written_unless_asked_for(
    terminal: Terminal,
) -> None:
    """In the page, in the picture, in the text and in JSON."""
    embargoed(terminal)
    page = terminal.folder / "dashboard.html"
    said = terminal.says("dashboard")
    for line in ("timeline bridge", "timeline bridge --svg", "--json timeline bridge"):
        said += terminal.says(line)

    assert CANARY not in said + page.read_text(encoding="utf-8")
    assert "Embargoed until 24 Nov 09:00" in said

    terminal.says("dashboard --with-embargoed")
    assert CANARY in page.read_text(encoding="utf-8")
    assert CANARY in terminal.says("timeline bridge --with-embargoed")


def test_the_life_of_a_story_is_told_with_its_waits(terminal: Terminal) -> None:
    """Steps, versions, approvals, and what was sent where."""
    terminal.drafted()
    terminal.run("--as", "ada", "submit", "bridge", now="2026-11-24T07:10:00Z")
    for editor in ("bo", "cy"):
        terminal.run("--as", editor, "approve", "bridge", now="2026-11-24T09:30:00Z")
    terminal.run("--as", "bo", "publish", "bridge", now="2026-11-26T09:30:00Z")

    assert """\
Harbour bridge reopens: published since 26 November 2026, 09:30 UTC
  24 Nov 07:00  drafted by Ada
  24 Nov 07:10  submitted by Ada
  ⋮ 2 h 20 min
  24 Nov 09:30  approved by Bo
  24 Nov 09:30  approved by Cy
  ⋮ 2 days
  26 Nov 09:30  published v1 by Bo
  26 Nov 09:30  → site: create v1 delivered
""" == terminal.says("timeline bridge", now="2026-11-26T10:00:00Z")


def test_the_picture_of_a_life_is_a_document(terminal: Terminal) -> None:
    """On standard output, or in a file of the desk's own."""
    terminal.published()
    drawn = terminal.says("timeline bridge --svg")
    terminal.says("timeline bridge --svg --out life.svg")
    terminal.says("timeline bridge --out .")

    root = ET.fromstring(drawn)  # noqa: S314 - newsflow drew it just now
    assert "Harbour bridge reopens: timeline" == root.findtext(f"{SVG}title")
    file = terminal.folder / "life.svg"
    assert drawn == file.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    text = Path("timeline.txt").read_text(encoding="utf-8")
    assert text == terminal.says("timeline bridge")


def test_the_life_of_a_story_is_told_to_programs(terminal: Terminal) -> None:
    """With every mark and every delivery."""
    terminal.published()
    answer = terminal.answers("timeline bridge")

    assert "published" == answer["card"]["state"]
    assert {"release", "review", "writing"} == {one["kind"] for one in answer["marks"]}
    assert ["delivered"] == [one["status"] for one in answer["sendings"]]
    assert "token" not in str(answer)


def test_a_workflow_is_shown_in_dot(terminal: Terminal) -> None:
    """For whoever draws with Graphviz."""
    assert terminal.says("workflow show --format dot").startswith('digraph "standard"')
