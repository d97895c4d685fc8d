"""Servers for stores, one of each kind for all tests, and sites that are kept there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from .berths import StoredSite
from .servers import Bucket, Dav, Server, Sftp, berth, started


def _served(kind: str, folder: Path) -> Iterator[Server]:
    server = started(kind, folder / kind)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    """A bucket of S3 that keeps versions."""
    served = _served("s3", tmp_path_factory.mktemp("s3"))
    yield cast("Bucket", next(served))
    next(served, None)


@pytest.fixture(scope="session")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dav]:
    """A server for WebDAV."""
    served = _served("webdav", tmp_path_factory.mktemp("webdav"))
    yield cast("Dav", next(served))
    next(served, None)


@pytest.fixture(scope="session")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sftp]:
    """A server for SFTP."""
    served = _served("sftp", tmp_path_factory.mktemp("sftp"))
    yield cast("Sftp", next(served))
    next(served, None)


@pytest.fixture(params=["bucket", "dav", "sftp"])
def server(request: pytest.FixtureRequest) -> Server:
    """A server of each kind."""
    return cast("Server", request.getfixturevalue(request.param))


@pytest.fixture
def make_stored(tmp_path: Path, server: Server) -> Callable[..., StoredSite]:
    """Keep a site in a place of its own, or once more in one that is there."""

    def make(
        at: StoredSite | None = None, *, cut: bool = False, **settings: object
    ) -> StoredSite:
        place = berth(server, cut=cut) if at is None else at.berth
        return StoredSite(tmp_path, place, **settings)

    return make


@pytest.fixture
def stored(make_stored: Callable[..., StoredSite]) -> StoredSite:
    """A site in a store of each kind."""
    return make_stored()


@pytest.fixture
def far(make_stored: Callable[..., StoredSite]) -> StoredSite:
    """A site in a store of each kind, to which the line can be cut."""
    return make_stored(cut=True)
