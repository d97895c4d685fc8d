"""What every test of newsflow may ask for, and how long Hypothesis looks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from newsflow import Newsroom

from .gazette import Desk

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """Stories and documents of other houses, kept beside the project and not in it."""
    found = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
    if not found.is_dir():
        pytest.skip(f"there is no folder {found} beside this checkout")
    return found


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The desk, with no newsroom open yet."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    """A newsroom in memory, with a site and a wire."""
    return desk.open()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The URL of a database in a file."""
    return f"sqlite:///{tmp_path / 'newsroom.db'}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """A real browser, Debian's; where all is to be tested, its lack is a failure."""
    return program("chromium")


def program(name: str) -> str:
    """Find a program that no Python package brings, or skip; or fail, if all counts."""
    found = shutil.which(name)
    if found is not None:
        return found
    reason = f"the program {name} is not installed; Debian: apt-get install {name}"
    if os.environ.get("NEWSFLOW_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
