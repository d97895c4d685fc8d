"""A writer that is killed at any moment leaves every file whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
