"""The media store: bytes in, the same bytes out, or a clear word."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsflow.errors import HistoryError, NotFoundError
from newsflow.ports import MediaStore
from newsflow.store.media_folder import MediaFolder, MediaMemory

PICTURE = b"the bridge at dawn"
NAME = sha256(PICTURE).hexdigest()


@pytest.fixture(params=["folder", "memory"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    """Either store: they keep the same promises."""
    return (
        MediaFolder(tmp_path / "media") if request.param == "folder" else MediaMemory()
    )


@given(data=st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_put_in_comes_out(media: MediaStore, data: bytes) -> None:
    """Under the SHA-256 of its bytes, however often it is put in."""
    name = media.put(data)

    assert sha256(data).hexdigest() == name == media.put(data)
    assert data == media.get(name)


def test_what_was_removed_is_gone(media: MediaStore) -> None:
    """Removing it again is no error."""
    name = media.put(PICTURE)
    media.remove(name)
    media.remove(name)

    with pytest.raises(NotFoundError, match=f"there is no medium '{NAME}'"):
        media.get(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", NAME.upper(), f"{NAME}\n"])
def test_a_name_that_is_no_hash_leads_nowhere(media: MediaStore, name: str) -> None:
    """Neither to a file outside, nor to an error that nobody expects."""
    media.remove(name)

    with pytest.raises(NotFoundError):
        media.get(name)


def test_a_file_that_was_changed_on_disk_is_not_given_out(tmp_path: Path) -> None:
    """Readers get the picture that was approved; putting it in again mends it."""
    media = MediaFolder(tmp_path)
    media.put(PICTURE)
    (tmp_path / NAME[:2] / NAME[2:]).write_bytes(b"another bridge")

    with pytest.raises(HistoryError, match=f"the medium {NAME} was changed on disk"):
        media.get(NAME)
    media.put(PICTURE)
    assert PICTURE == media.get(NAME)


def test_removing_takes_what_a_crash_left_unfinished(tmp_path: Path) -> None:
    """An erased picture is not to be found under another name."""
    media = MediaFolder(tmp_path)
    media.put(PICTURE)
    unfinished = tmp_path / NAME[:2] / f".newsflow-1-1-{NAME[2:]}"
    unfinished.write_bytes(PICTURE)
    media.remove(NAME)

    assert [] == [file for file in tmp_path.rglob("*") if file.is_file()]
