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
from tests.render.everything import renditions
sys.stdout.buffer.write(renditions())
"""
MACHINES = (
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
    {"LC_ALL": "C", "TZ": "America/St_Johns", "PYTHONHASHSEED": "0", "LANGUAGE": "de"},
    {"LC_ALL": "ar_EG.UTF-8", "TZ": "Pacific/Apia", "PYTHONUTF8": "0"},
)


@pytest.fixture(params=MACHINES, ids=lambda one: one["LC_ALL"])
def elsewhere(request: pytest.FixtureRequest) -> Callable[[], bytes]:
    """Render the stories in a process of another locale, zone and hash seed."""

    def render() -> bytes:
        done = subprocess.run(
            [sys.executable, "-c", RENDER, str(ROOT)],
            env={**os.environ, **request.param},
            check=True,
            capture_output=True,
        )
        return done.stdout

    return render
