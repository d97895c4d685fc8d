"""What ``make validate`` tells, and what it lets pass."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .faults import TOLERATED, Fault, listed, sifted
from .looking import pages_in

HERE = Path(__file__).parent
LED = '<figure class="lead">\n<img src="a.png" alt="A pier">'
PLACED = '<link rel="canonical" href="https://gazette.example/">'
PICTURE = '"og:image" || "og:image:src"'


def found(tool: str, rule: str, message: str = "", page: str = "a.html") -> Fault:
    """Let a tool find something."""
    return Fault(page=page, tool=tool, rule=rule, message=message)


def kept(folder: Path, text: str, fault: Fault) -> bool:
    """Tell whether a fault is told of a page with this text."""
    (folder / fault.page).write_text(text, encoding="utf-8")
    return [fault] == list(sifted(folder, [fault]))


@pytest.mark.parametrize(
    ("text", "told"),
    [(LED + PLACED, True), (LED, False), (PLACED, False)],
)
def test_a_picture_is_missed_only_where_there_is_one(
    tmp_path: Path, text: str, *, told: bool
) -> None:
    """And only on pages that have an address of their own."""
    assert told == kept(tmp_path, text, found("sdtt", PICTURE))


def test_what_one_tool_may_say_no_other_one_may(tmp_path: Path) -> None:
    """A tolerance is for the words of one tool, and needs both rule and message."""
    blocked = "Inline style violates Content Security Policy (meta tag)"

    assert not kept(tmp_path, "", found("vnu", "warning", blocked))
    assert kept(tmp_path, "", found("vnu", "error", blocked))
    assert kept(tmp_path, "", found("chromium", "console", blocked))
    assert kept(tmp_path, "", found("vnu", "warning", "Another one"))


def test_every_tolerance_says_why() -> None:
    """In some words."""
    assert all(len(one.reason.split()) > 4 for one in TOLERATED)


def test_a_fault_is_told_once_with_its_pages() -> None:
    """Four of them are named, and the rest is counted."""
    many = [found("axe", "region", "No landmark", f"{at}.html") for at in range(6)]
    seen = Fault(
        page="0.html", tool="axe", rule="region", message="No landmark", where="390"
    )

    assert [
        "axe: region: No landmark",
        "    0.html (390)",
        "    1.html",
        "    2.html",
        "    3.html",
        "    and 2 pages more",
    ] == list(listed([*many, seen]))


def test_a_page_that_is_there_twice_is_looked_at_once(tmp_path: Path) -> None:
    """By its bytes; and none that nobody looks at, since it leads on at once."""
    moved = '<meta http-equiv="refresh" content="0; url=../b/">'
    for name, text in {
        "a.html": "x",
        "b.html": "x",
        "c.html": "y",
        "d.html": moved,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert ["a.html", "c.html"] == list(pages_in(tmp_path))


def test_the_validators_are_those_that_were_looked_at() -> None:
    """Each in one version, with its digest, from wherever npm gets its packages."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", one) for one in wanted.values())
    for name, version in wanted.items():
        assert version == locked[f"node_modules/{name}"]["version"]
    assert all(one.get("integrity") for name, one in locked.items() if name)
    assert not any("resolved" in one for one in locked.values())
