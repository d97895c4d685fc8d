"""A whole site of the Harbour Gazette, out of every example story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from newsflow import Article, Content, Newsroom
from newsflow.cli.adopting import adopted
from newsflow.cli.demo_desk import LANGUAGES as WRITTEN_IN
from newsflow.cli.demo_house import Clock, stories
from newsflow.cli.reading import read, reader_for
from newsflow.documents.config import Config, config_from
from newsflow.testing import PEOPLE, Staff, seeded_ids, seeded_salts
from newsflow.testing.staging import bring, clear

SPOKEN = ("en", "de", "fr", "es", "ar")
"""The languages of the interface."""

MORNING = datetime(2026, 3, 12, 7, tzinfo=UTC)
NOTE = "An earlier version said that the deck sank by 61 centimetres. It was 16."
BACKSTORY = "We asked for the report for three weeks."
REASON = "The council paper on which this story rested was never tabled."
_SITE = {
    "name": "main",
    "address": "https://gazette.example",
    "title": "Harbour Gazette",
    "zone": "Europe/Oslo",
    "policies": {
        "Corrections policy": "https://gazette.example/corrections",
        "Ethics": "https://gazette.example/ethics",
    },
}
_CHANNEL = {"name": "site", "kind": "folder", "path": "site", "site": "main"}


@attrs.frozen
class Gazette:
    """A newsroom at work, and its stories by the names of their files."""

    room: Newsroom
    stories: Mapping[str, Article]


def gazette(folder: Path, language: str) -> Gazette:
    """Let every example story out on a site below *folder*, in a *language*.

    Two are corrected, one is updated, one is retracted, one comes down, and one gets
    another address.
    """
    clock = Clock(MORNING)
    room = Newsroom.open(
        "sqlite://",
        config=_config(folder, language),
        directory=Staff(PEOPLE),
        clock=clock,
        ids=seeded_ids(),
        salts=seeded_salts(),
    )
    out: dict[str, Article] = {}
    for name, content in sorted(example_stories(room).items()):
        clock.tick()
        out[name] = bring(room, "published", people=PEOPLE, content=content)
    clock.tick()
    _lives(room, out)
    room.run_due()
    return Gazette(room, out)


def example_stories(room: Newsroom) -> dict[str, Content]:
    """Read the example stories, and take their media into the newsroom's store."""
    return dict(_read(room))


def _read(room: Newsroom) -> Iterator[tuple[str, Content]]:
    for entry in stories().iterdir():
        if not entry.is_file() or entry.name == "README.md":
            continue
        file = Path(str(entry))
        language = WRITTEN_IN.get(file.name)
        reader = reader_for(room, file, None)
        reading = read(room, file, file.read_bytes(), reader, language=language)
        taken = adopted(reading, file, room.media)
        taken.keep(room.media)
        yield file.name, taken.reading.content


def _config(folder: Path, language: str) -> Config:
    plain = {
        "newsroom": {"name": "Harbour Gazette", "language": "en"},
        "sites": [{**_SITE, "languages": [language]}],
        "channels": [_CHANNEL],
    }
    return config_from(plain, folder=folder)


def _lives(room: Newsroom, out: Mapping[str, Article]) -> None:
    for name in ("bridge-reopens.md", "jisr-al-mina.txt"):
        _again(room, out[name], "correct", note=NOTE)
    _again(room, out["market-hall-fire.txt"], "update", slug="fire-at-the-market-hall")
    room.retract(out["customs-house.json"].id, by="cy", reason=REASON)
    room.unpublish(out["barge-master-court.txt"].id, by="cy")


def _again(
    room: Newsroom, story: Article, verb: str, note: str | None = None, **fields: Any
) -> None:
    """Let a story out once more: corrected with a note, or with more news."""
    content = room.content(story.id)
    more = attrs.evolve(content, backstory=BACKSTORY, **fields)
    saved = room.save(story.id, more, by="ada")
    handed_in = room.submit(saved, by="ada", note=note)
    getattr(room, verb)(clear(room, handed_in, people=PEOPLE), by="cy")
