"""What people install: the wheel that is built out of the source distribution."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    quiet = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE", "PYTHONPATH", "NEWSFLOW", "PYTEST"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        check=False,
        cwd=cwd,
        env=quiet,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel out of the sdist alone."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """The wheel."""
    (built,) = dist.glob("*.whl")
    return built


def test_the_sdist_holds_what_its_tests_need(dist: Path) -> None:
    """Also the file at the root that makes tests of the pages."""
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}

    assert {"conftest.py", "tests/conftest.py", "docs/index.md", "Makefile"} <= names


def test_the_wheel_holds_the_schemas_to_the_byte(wheel: Path) -> None:
    """Every schema of the checkout is in it, the same."""
    with zipfile.ZipFile(wheel) as packed:
        for file in (ROOT / "schemas").rglob("*.schema.json"):
            name = f"newsflow/_schemas/{file.relative_to(ROOT / 'schemas').as_posix()}"
            assert file.read_bytes() == packed.read(name)


def test_the_wheel_runs_the_demo_in_an_environment_of_its_own(
    wheel: Path, tmp_path: Path
) -> None:
    """Installed from the wheel, every schema loads and the demo goes its way."""
    home = tmp_path / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", home)
    site = Path(
        _run(
            home / "bin" / "python",
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'))",
        ).strip()
    )
    shutil.unpack_archive(wheel, site, "zip")
    # What newsflow depends on is there already; newsflow itself comes from the wheel,
    # since its folder stands first and the editable one is not followed.
    here = Path(sysconfig.get_path("purelib"))
    for entry in here.iterdir():
        ours = entry.name.lower().startswith(("newsflow", "_newsflow", "__editable__"))
        if not ours and entry.suffix != ".pth" and not (site / entry.name).exists():
            (site / entry.name).symlink_to(entry)
    python = home / "bin" / "python"
    code = (
        "import newsflow, sys; from newsflow.documents.schemas import schema_names,"
        " schema; assert 'venv' in newsflow.__file__, newsflow.__file__;"
        "print(*[schema(name)['title'] for name in schema_names()])"
    )

    assert "Content" in _run(python, "-c", code, cwd=tmp_path)
    told = _run(python, "-m", "newsflow.cli", "demo", "day", cwd=tmp_path)
    assert "every chain is whole" in told
    assert (tmp_path / "day" / "site" / "index.html").is_file()
    shutil.rmtree(home)
