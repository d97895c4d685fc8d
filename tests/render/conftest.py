"""A story as another machine would render it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RENDER = """
import sys
sys.path.insert(0, sys.argv[1])
import attrs
from newsflow.render import newsflow_renderers
from tests.storyline import BRIDGE, Story
content = attrs.evolve(BRIDGE, keywords=("b", "a"))
view = Story(content).publish().released
for renderer in newsflow_renderers():
    sys.stdout.buffer.write(renderer.render(view).data)
"""


@pytest.fixture
def elsewhere() -> Callable[[], bytes]:
    """Render the story in a process of another locale, zone and hash seed."""

    def render() -> bytes:
        changed = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
        done = subprocess.run(
            [sys.executable, "-c", RENDER, str(ROOT)],
            env={**os.environ, **changed},
            check=True,
            capture_output=True,
        )
        return done.stdout

    return render
