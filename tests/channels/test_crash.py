"""A writer that is killed at any moment leaves every file whole."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from os.path import normpath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest

from newsflow.documents.files import UNFINISHED

from ..storyline import BRIDGE, Story
from .sites import Site

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import itertools, json, pathlib, sys
sys.path.insert(0, sys.argv[1])
from tests.channels.sites import Site
from tests.storyline import BRIDGE, Story
site = Site(pathlib.Path(sys.argv[2]), mirrors=json.loads(sys.argv[3]))
story = Story(BRIDGE).publish()
print("ready", flush=True)
for number in itertools.count():
    site.show(story)
    story.correct(BRIDGE, f"Correction {number} " * 500)
"""
MIRRORS = [{"path": "mirror", "address": "https://mirror.example"}]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("milliseconds", [0, 3, 11, 29, 53, 97])
@pytest.mark.parametrize("mirrors", [[], MIRRORS], ids=["alone", "mirrored"])
def test_readers_never_see_half_a_page(
    tmp_path: Path,
    make_site: Callable[..., Any],
    story: Any,
    mirrors: list[dict[str, str]],
    milliseconds: int,
) -> None:
    """Each file is the old one or the new one; the next delivery mends the rest."""
    site = make_site(mirrors=mirrors)
    arguments = (str(ROOT), str(tmp_path), json.dumps(mirrors))
    command = [sys.executable, "-c", WRITER, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert b"ready\n" == writer.stdout.readline()
        time.sleep(milliseconds / 1000)
        writer.send_signal(signal.SIGKILL)

    for name, data in (*site.files.items(), *site.mirror().items()):
        if name.endswith(".html") and UNFINISHED not in name:
            assert data.endswith(b"</html>\n"), name
        if name.endswith(".json"):
            json.loads(data)

    assert site.show(story().publish()).degraded is None

    assert not list(tmp_path.rglob(".newsflow-*"))
    made = site.files
    assert {"index.html", "manifest.json", *site.told["bridge"]["files"]} == set(
        site.own
    )
    assert not mirrors or made == site.mirror()
    assert (0, 0) == (site.rebuild().written, site.rebuild().removed)
    assert made == site.files


class Crash(Exception):  # noqa: N818 - it is no error of ours: the machine is gone
    """The machine went down."""


def crashes(patch: pytest.MonkeyPatch, after: int) -> None:
    """Have the machine go down at the step after so many changes on the disk."""
    steps = iter(range(after))

    def dying(whole: Callable[..., object]) -> Callable[..., object]:
        def step(*given: object, **named: object) -> object:
            if next(steps, None) is None:
                raise Crash
            return whole(*given, **named)

        return step

    for name in ("replace", "unlink", "rmdir"):
        patch.setattr(Path, name, dying(getattr(Path, name)))


def whole_site(site: Any) -> None:
    """Hold a site to what holds at any moment: each way from its front page leads on.

    What no page leads to yet may itself lead to what comes next. What is unfinished has
    a name that nothing leads to, and is swept.
    """
    files = site.files
    seen, ahead = set[str](), ["index.html"]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            assert files[name].endswith(b"</html>\n"), name
            ahead += ways(name, files)


def ways(name: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """Follow the ways from one page to others of its site."""
    for link in re.findall(r'href="([^":]*index\.html)"', files[name].decode()):
        target = normpath(f"{name}/../{link}")
        assert target in files, f"{name} leads to {target}"
        yield target


@pytest.mark.parametrize("deed", ["show", "move", "unpublish", "retract", "kill"])
def test_after_a_crash_at_any_step_the_site_is_mended(
    deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same delivery; by that after one of another story; or by building anew."""
    monkeypatch.setattr(os, "fsync", int)  # no power is lost here
    for number in itertools.count():
        for how in ways_on(number):
            with TemporaryDirectory() as folder:
                site = Site(Path(folder))
                act = before_the_crash(site, deed)
                if not crashed(act, number):
                    assert number > 8
                    return
                whole_site(site)
                go_on(site, how)
                act()
                mended(site, deed, number)


def ways_on(number: int) -> tuple[str, ...]:
    """Give the ways in which a site goes on; one after the other, to save time."""
    ways = ("itself", "another", "anew")
    if os.environ.get("HYPOTHESIS_PROFILE") == "thorough":
        return ways
    return (ways[number % len(ways)],)


def mended(site: Site, deed: str, number: int) -> None:
    """Hold a site to what a building anew would make of it."""
    made = site.files
    site.rebuild()
    assert made == site.files, f"{deed} went on otherwise after step {number}"
    if deed == "kill":
        assert not any("/bridge" in name for name in made)
        assert b"Story bridge" not in b"".join(made.values())


def crashed(act: Callable[[], object], number: int) -> bool:
    """Have the machine go down in the middle; False, if it was done before that."""
    with pytest.MonkeyPatch.context() as patch:
        crashes(patch, number)
        try:
            act()
        except Crash:
            return True
    return False


def go_on(site: Site, how: str) -> None:
    """Let something else come first, or nothing."""
    if how == "another":
        site.show(named("tram", days=-31))
    if how == "anew":
        site.rebuild()
    whole_site(site)


def named(article: str, *, days: int = 0) -> Story:
    """Make a published story."""
    told = Story(
        attrs.evolve(BRIDGE, headline=f"Story {article}", slug=article),
        article=article,
    )
    told.clock += timedelta(days=days)
    return told.publish()


def before_the_crash(site: Any, deed: str) -> Callable[[], object]:
    """Set a site up, and give what is to happen next."""
    site.show(named("ferry", days=-1))
    story = named("bridge")
    if deed == "show":
        return lambda: site.show(story)
    site.show(story)
    if deed == "move":
        content = attrs.evolve(story.released.content, slug="bridge-2", section="Sport")
        story.correct(content, "Wrong.")
        return lambda: site.show(story, sequence=2)
    ended = story.unpublish() if deed == "unpublish" else getattr(story, deed)("Why.")
    return lambda: site.take_down(ended, sequence=2)
