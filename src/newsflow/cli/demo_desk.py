"""The demo's morning: what the desk does until readers have the stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .adopting import adopted
from .answers import counted
from .demo_day import (
    BILL,
    BRIDGE,
    COURT,
    CUSTOMS,
    DERBY,
    EELGRASS,
    FIRE,
    REVIEW,
    WRITERS,
    Day,
)
from .importing import begun
from .reading import read, reader_for

OUT_AT_NINE = (
    BRIDGE,
    BILL,
    FIRE,
    COURT,
    CUSTOMS,
    "bridge-in-figures.json",
    "bruecke-offen.txt",
    "jisr-al-mina.txt",
    "jonas-wick.md",
    "marche-aux-poissons.md",
    "school-meals.txt",
)
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"bruecke-offen.txt": "de", "jisr-al-mina.txt": "ar"}
)
"""What plain texts are written in, which do not say so themselves."""


def imports(day: Day, files: tuple[Path, ...]) -> None:
    """Bring every story in, each by its reader."""
    day.heading("The stories come in")
    for file in files:
        _import(day, file)


def _import(day: Day, file: Path) -> None:
    room = day.room
    by = room.config.people[WRITERS.get(file.name, "ada")]
    day.clock.tick()
    original = file.read_bytes()
    reader, language = reader_for(room, file, None), LANGUAGES.get(file.name)
    reading = read(room, file, original, reader, language=language)
    article = begun(room, adopted(reading, file, room.media), original, by=by)
    day.stories[file.name] = article.id
    first = by.name.partition(" ")[0]
    day.says(f"{first} brings in {file.name}: {day.named(article)}")
    if reading.aside:
        reasons = Counter(one.reason.replace("-", " ") for one in reading.aside)
        few = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common(3))
        day.more(f"{counted(len(reading.aside), 'line')} set aside and kept: {few}")


def refusals(day: Day) -> None:
    """Let people try what they may not do, and what then lets them."""
    day.heading("Nobody gets past the desk")
    room = day.room
    day.refused(BILL, "Dov tries to publish", lambda s: room.publish(s, by="dov"))
    day.takes(BRIDGE, "Ada hands in", lambda s: room.submit(s, by="ada"))
    day.refused(BRIDGE, "Ada tries to approve", lambda s: room.approve(s, by="ada"))
    day.takes(BRIDGE, "Bo approves", lambda s: room.approve(s, by="bo"))
    day.refused(BRIDGE, "Bo tries to publish", lambda s: room.publish(s, by="bo"))
    day.takes(DERBY, "Bo hands in his own", lambda s: room.submit(s, by="bo"))
    day.refused(DERBY, "Bo tries to approve", lambda s: room.approve(s, by="bo"))
    day.takes(DERBY, "Cy approves", lambda s: room.approve(s, by="cy"))
    day.more("It waits for a second editor who did not write it.")
    day.takes(REVIEW, "Ada hands in", lambda s: room.submit(s, by="ada"))
    why = "Who wrote it? There is no byline."
    day.takes(REVIEW, "Bo sends back", lambda s: room.send_back(s, by="bo", reason=why))
    day.more(f"“{why}”")


def releases(day: Day) -> None:
    """Publish what two editors approved."""
    day.heading("Two editors agree, and it goes out")
    room = day.room
    for file in OUT_AT_NINE:
        if file != BRIDGE:
            day.hand_in(file)
        room.approve(day.stories[file], by="cy")
        day.takes(file, "Bo publishes", lambda s: room.publish(s, by="bo"))


def embargo(day: Day) -> None:
    """Let a story wait for its hour."""
    day.heading("One has to wait")
    room, due = day.room, day.clock.now.replace(hour=16, minute=0)
    day.takes(
        EELGRASS,
        f"Ada sets an embargo until {day.local(due)} on",
        lambda s: room.tighten_embargo(s, until=due, by="ada"),
    )
    day.hand_in(EELGRASS)
    room.approve(day.stories[EELGRASS], by="cy")
    day.refused(EELGRASS, "Bo tries to publish", lambda s: room.publish(s, by="bo"))
    day.takes(
        EELGRASS,
        f"Bo schedules for {day.local(due)}",
        lambda s: room.schedule(s, when=due, by="bo"),
    )
