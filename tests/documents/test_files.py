"""Files are whole: old or new, and nothing between."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from newsflow.documents.files import sweep, write_whole


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    """The new bytes stand where the old ones were, and nothing else is left."""
    file = tmp_path / "page.html"
    write_whole(file, b"old")
    write_whole(file, b"new")

    assert [(file, b"new")] == [(one, one.read_bytes()) for one in tmp_path.iterdir()]


def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs nothing that was there."""
    file = tmp_path / "page.html"
    write_whole(file, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"new")
    assert [(file, b"old")] == [(one, one.read_bytes()) for one in tmp_path.iterdir()]


def test_a_link_where_the_unfinished_file_would_be_is_not_followed(
    tmp_path: Path,
) -> None:
    """The target of a planted link keeps its bytes."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"mine")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "page.html").symlink_to(secret)
    write_whole(folder / "page.html", b"new")

    assert b"mine" == secret.read_bytes()
    assert not (folder / "page.html").is_symlink()


def test_sweeping_takes_unfinished_files_alone(tmp_path: Path) -> None:
    """What people put there stays."""
    for name in (".newsflow-1-1-a", ".newsflow-1-1-b", "page.html"):
        (tmp_path / name).touch()
    sweep(tmp_path, ending="-b")
    assert not (tmp_path / ".newsflow-1-1-b").exists()
    sweep(tmp_path)

    assert ["page.html"] == [file.name for file in tmp_path.iterdir()]
