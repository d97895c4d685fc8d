"""A day at the Harbour Gazette: how its stories move, and how that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import attrs

from ..errors import StepRefusedError
from ..model.article import Article
from ..newsroom import Newsroom
from .advice import objection
from .demo_house import Clock
from .outcomes import AdvisedError

BRIDGE = "bridge-reopens.md"
BILL = "bridge-bill.md"
FIRE = "market-hall-fire.txt"
DERBY = "derby.txt"
COURT = "barge-master-court.txt"
CUSTOMS = "customs-house.json"
EELGRASS = "eelgrass.json"
REVIEW = "the-lamplighter-review.html"
WRITERS: Mapping[str, str] = MappingProxyType(
    {
        BILL: "dov",
        CUSTOMS: "dov",
        "marche-aux-poissons.md": "dov",
        "school-meals.txt": "dov",
        "ice-house.html": "dov",
        DERBY: "bo",
    }
)
"""Who brings which story in; the others are Ada's."""


@attrs.define(kw_only=True)
class Day:
    """The newsroom on its day: its clock, its stories by file, and who is told."""

    room: Newsroom
    clock: Clock
    tell: Callable[[str], object]
    folder: Path
    stories: dict[str, str] = attrs.field(factory=dict)
    open: dict[str, str] = attrs.field(factory=dict)

    def heading(self, text: str) -> None:
        """Begin a part of the day."""
        self.tell(f"\n{text}")

    def says(self, text: str) -> None:
        """Tell what happens, with the time on the newsroom's clock."""
        self.tell(f"  {self.local(self.clock.now)}  {text}")

    def more(self, text: str) -> None:
        """Tell more of the same."""
        self.tell(f"         {text}")

    def takes(self, file: str, did: str, step: Callable[[str], Article]) -> Article:
        """Take a step with a story, a minute later, and tell it."""
        self.clock.tick()
        after = step(self.stories[file])
        self.says(f"{did} {self.named(after)}.")
        return after

    def refused(self, file: str, tries: str, step: Callable[[str], Article]) -> None:
        """Try a step that has to be refused, and tell every reason."""
        self.clock.tick()
        try:
            after = step(self.stories[file])
        except StepRefusedError as refusal:
            article = self.room.article(refusal.article)
            self.says(f"{tries} {self.named(article)}.")
            people = self.room.config.people.values()
            for one in refusal.objections:
                self.more(f"Refused: {objection(one, people, article)}.")
            return
        message = f"nothing stood against it that somebody {tries} {after.id}"
        raise AdvisedError(message)

    def hand_in(self, file: str, note: str | None = None) -> None:
        """Hand a story in, and let Bo approve it; a minute each, without a word."""
        writer, story = WRITERS.get(file, "ada"), self.stories[file]
        self.clock.tick()
        self.room.submit(story, by=writer, note=note)
        self.clock.tick()
        self.room.approve(story, by="bo")

    def named(self, article: Article) -> str:
        """Call a story by its headline."""
        return f"“{self.room.content(article).headline}”"

    def local(self, instant: datetime) -> str:
        """Write a time as the newsroom's clock shows it."""
        return f"{instant.astimezone(ZoneInfo(self.room.config.zone)):%H:%M}"

    def page(self, file: str) -> str:
        """Say where the page of a story lies in the demo's folder, or lay."""
        receipts = (one.receipt for one in self.room.deliveries(self.stories[file]))
        *_, last = (one.reference for one in receipts if one is not None)
        return f"site/{last}index.html"
