"""A writer that is killed at any moment leaves every file whole."""

from __future__ import annotations

import itertools
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest

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
        if name.endswith(".html") and "/.newsflow-" not in f"/{name}":
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
    """Hold a site to what holds at any moment: no list leads to what is not there."""
    for name, data in site.files.items():
        if not name.endswith(".html"):
            continue
        assert data.endswith(b"</html>\n"), name
        for link in re.findall(rb'href="([^":]*/index\.html)"', data):
            target = (site.root / name).parent / link.decode()
            assert target.resolve().is_file(), f"{name} leads to {link.decode()}"


@pytest.mark.parametrize("deed", ["show", "move", "unpublish", "retract", "kill"])
@pytest.mark.parametrize("goes_on", ["itself", "another", "anew"])
def test_after_a_crash_at_any_step_the_site_is_mended(deed: str, goes_on: str) -> None:
    """By the same delivery; by that after one of another story; or by building anew."""
    for number in itertools.count():
        with TemporaryDirectory() as folder:
            site = Site(Path(folder))
            act = before_the_crash(site, deed)
            with pytest.MonkeyPatch.context() as patch:
                crashes(patch, number)
                try:
                    act()
                except Crash:
                    pass
                else:
                    break
            whole_site(site)
            if goes_on == "another":
                site.show(named("tram", days=-31))
                whole_site(site)
            if goes_on == "anew":
                site.rebuild()
                whole_site(site)
            act()
            made = site.files
            site.rebuild()
            assert made == site.files, f"{deed} went on otherwise after step {number}"
            if deed == "kill":
                assert not any("/bridge" in name for name in made)
                assert b"Story bridge" not in b"".join(made.values())
    assert number > 8


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
