"""The telegraph sends what is released, and tells what became of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import attrs
import pytest

from newsflow import Content, Newsroom, Person, read_config
from newsflow.errors import InvalidConfigError

ROOT = Path(__file__).parents[2]
SHAPES = {
    "one file": ROOT / "one-file" / "telegraph.py",
    "packaged": ROOT / "newsflow-telegraph" / "src" / "newsflow_telegraph",
}
ADA = Person(id="ada", roles={"reporter"})
BO = Person(id="bo", roles={"editor"})
CY = Person(id="cy", roles={"editor", "chief"})
BRIDGE = Content(headline="Harbour bridge reopens", language="en-GB")
CONFIG = """
[newsroom]
name = "Harbour Gazette"

[[channels]]
name = "wire"
kind = "telegraph"
path = "telegrams"
"""


def _plugin(file: Path) -> ModuleType:
    """Import a plug-in from where it lies; whoever installs it needs none of this."""
    package = file.is_dir()
    place = file / "__init__.py" if package else file
    name = f"{'packaged' if package else 'one_file'}_{file.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, place)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(name="plugin", params=list(SHAPES))
def _plugin_in_a_shape(request: pytest.FixtureRequest) -> ModuleType:
    return _plugin(SHAPES[request.param])


@pytest.fixture(name="room")
def _room(plugin: ModuleType, tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "newsflow.toml").write_text(CONFIG)
    config = read_config(tmp_path / "newsflow.toml")
    with Newsroom.open(config=config, plugins={"telegraph": plugin}) as room:
        yield room


def released(room: Newsroom, content: Content = BRIDGE) -> str:
    """Take a story its whole way."""
    story = room.submit(room.draft(content, by=ADA), by=ADA)
    story = room.approve(room.approve(story, by=BO), by=CY)
    return room.publish(story, by=BO).id


def telegrams(room: Newsroom) -> list[str]:
    """Read what lies in the folder."""
    folder = room.config.folder / "telegrams"
    return [file.read_text() for file in sorted(folder.glob("*.txt"))]


def test_a_published_story_is_one_telegram(room: Newsroom) -> None:
    """The headline goes out once the story is released, and not before."""
    room.draft(BRIDGE, by=ADA)
    assert [] == telegrams(room)

    released(room)

    assert ["Harbour bridge reopens\n"] == telegrams(room)


def test_a_correction_says_that_it_is_one(room: Newsroom) -> None:
    """The telegram is put right in its place."""
    story = released(room)
    put_right = attrs.evolve(BRIDGE, headline="Harbour bridge reopens on Monday")
    room.save(story, put_right, by=ADA)
    room.submit(story, by=ADA, note="An earlier version left out the day.")
    room.approve(story, by=BO)
    room.approve(story, by=CY)

    room.correct(story, by=BO)

    expected = ["CORRECTION STOP Harbour bridge reopens on Monday\n"]
    assert expected == telegrams(room)


def test_a_retraction_says_why(room: Newsroom) -> None:
    """No word of the story is left, only that it was wrong, and why."""
    story = released(room)

    room.retract(story, by=CY, reason="The bridge never closed.")

    assert ["RETRACTED STOP The bridge never closed.\n"] == telegrams(room)


@pytest.mark.parametrize("step", ["unpublish", "kill"])
def test_what_is_taken_down_is_gone(room: Newsroom, step: str) -> None:
    """After an unpublication or a kill there is no telegram."""
    story = released(room)

    getattr(room, step)(story, by=CY, reason="It was the wrong bridge.")

    assert [] == telegrams(room)


def test_a_long_headline_is_a_warning_and_stops_nothing(room: Newsroom) -> None:
    """The check says what to do; the story goes out all the same."""
    content = attrs.evolve(BRIDGE, headline="Harbour bridge reopens " * 4)

    run = room.check(content)

    (finding,) = run.findings
    assert ("TELEGRAPH-01", "$.headline") == (finding.code, finding.path)
    assert "give it a short_headline" == finding.suggestion
    assert (0, 1) == (run.errors, run.warnings)

    released(room, content)

    assert 1 == len(telegrams(room))


def test_a_short_headline_is_what_counts(room: Newsroom) -> None:
    """Where there is a short headline, that is what is sent and measured."""
    content = attrs.evolve(
        BRIDGE, headline="Harbour bridge reopens " * 4, short_headline="Bridge open"
    )
    released(room, content)

    assert () == room.check(content).findings
    assert ["Bridge open\n"] == telegrams(room)


def test_a_telegraph_without_a_path_is_refused(
    plugin: ModuleType, tmp_path: Path
) -> None:
    """The settings are held to the schema of the kind, before anything is opened."""
    text = CONFIG.replace('path = "telegrams"', 'paht = "telegrams"')
    (tmp_path / "newsflow.toml").write_text(text)
    config = read_config(tmp_path / "newsflow.toml")

    with pytest.raises(InvalidConfigError) as refused:
        Newsroom.open(config=config, plugins={"telegraph": plugin})

    paths = {problem.path for problem in refused.value.problems}
    assert {"$.channels[0].paht", "$.channels[0].path"} == paths


def test_the_one_file_is_found_in_a_folder(tmp_path: Path) -> None:
    """A folder of one-file plug-ins is all that the one-file shape needs."""
    (tmp_path / "newsflow.toml").write_text(CONFIG)
    config = read_config(tmp_path / "newsflow.toml")

    with Newsroom.open(config=config, plugins_dir=ROOT / "one-file") as room:
        (found,) = [one for one in room.plugins if one.name == "telegraph"]

    assert "telegraph.py" == found.source
    assert ("newsflow_channels", "newsflow_checks") == found.hooks
    assert found.error is None
