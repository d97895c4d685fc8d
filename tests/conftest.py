"""What every test of newsflow may ask for, and how long Hypothesis looks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import settings

from newsflow import Content, Newsroom

from .gazette import Desk
from .postgres import Server, serving
from .storyline import BRIDGE, Story

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True)
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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, which all processes of the run share."""
    with serving() as server:
        yield server


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: a module that names several in DATABASES is run on each."""
    return str(getattr(request, "param", "sqlite"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module on every kind of database that it names."""
    databases = getattr(metafunc.module, "DATABASES", ())
    if databases and "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", databases, indirect=True)


@pytest.fixture
def new_url(kind: str, request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """A way to have one more empty database."""
    if kind == "sqlite":
        yield lambda: "sqlite://"
        return
    server: Server = request.getfixturevalue("postgres")
    made: list[str] = []

    def another() -> str:
        made.append(server.database())
        return made[-1]

    yield another
    for url in made:
        server.give_back(url)


@pytest.fixture
def desk(new_url: Callable[[], str]) -> Iterator[Desk]:
    """The desk, with no newsroom open yet."""
    desk = Desk(new_url=new_url)
    yield desk
    desk.close()


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    """A newsroom in memory, with a site and a wire."""
    return desk.open()


@pytest.fixture
def file(kind: str, new_url: Callable[[], str], tmp_path: Path) -> str:
    """The URL of a database that several can open: in a file, or on a server."""
    return f"sqlite:///{tmp_path / 'newsroom.db'}" if kind == "sqlite" else new_url()


@pytest.fixture
def bridge() -> Content:
    """The story of the bridge that reopens."""
    return BRIDGE


@pytest.fixture
def story() -> Callable[..., Story]:
    """Draft a story, of the bridge or with other fields."""

    def draft(
        content: Content = BRIDGE, *, article: str = "bridge", **fields: object
    ) -> Story:
        return Story(attrs.evolve(content, **fields), article=article)

    return draft


@pytest.fixture(scope="session")
def chromium() -> str:
    """A real browser, Debian's; where all is to be tested, its lack is a failure."""
    return program("chromium")


@pytest.fixture(scope="session")
def graphviz() -> str:
    """The program that draws what is written in DOT."""
    return program("dot", package="graphviz")


def program(name: str, *, package: str = "") -> str:
    """Find a program that no Python package brings, or skip; or fail, if all counts."""
    found = shutil.which(name)
    if found is not None:
        return found
    package = package or name
    reason = f"the program {name} is not installed; Debian: apt-get install {package}"
    if os.environ.get("NEWSFLOW_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
