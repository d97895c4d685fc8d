"""The project as a whole: its commands run, and so do its own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

HERE = Path(__file__).parents[1]
Manage: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(name="manage")
def _manage(tmp_path: Path) -> Manage:
    """Run ``manage.py`` in a process of its own, with a folder of its own."""
    shutil.copy(HERE / "newsflow.toml", tmp_path)
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "CMS_HOME": str(tmp_path), "PYTHONPATH": paths}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - this interpreter, on our own file
            [sys.executable, "-B", str(HERE / "manage.py"), *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def test_the_tests_of_the_project_pass(manage: Manage) -> None:
    """``manage.py test`` runs those of the CMS, with Django's test client."""
    ran = manage("test", "cms")

    assert 0 == ran.returncode, ran.stderr
    assert "Ran 9 tests" in ran.stderr


def test_its_migrations_are_complete_and_its_checks_pass(manage: Manage) -> None:
    """From an empty folder to a working newsroom with Django's own commands."""
    missing = manage("makemigrations", "--check", "--dry-run")
    assert 0 == missing.returncode, missing.stdout
    assert "newsflow.W002" in manage("check", "--database", "default").stderr
    assert 0 == manage("migrate").returncode
    checked = manage("check", "--database", "default", "--fail-level", "WARNING")
    assert 0 == checked.returncode, checked.stderr


def test_newsflows_own_commands_are_there(manage: Manage) -> None:
    """``manage.py newsflow`` works on Django's database, with its exit codes."""
    assert 0 == manage("migrate").returncode
    due = manage("newsflow", "--json", "due")

    assert '"deliveries"' in due.stdout, due.stderr
    assert 2 == manage("newsflow", "no-such-command").returncode
