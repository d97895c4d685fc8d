"""The Harbour Gazette at work: its people, its bridge, and the ways they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from newsflow import Article, Content, Newsroom, Paragraph
from newsflow.documents.workflows import shipped_workflow
from newsflow.errors import StepRefusedError
from newsflow.model.blocks import plain
from newsflow.testing import (
    PEOPLE,
    FixedClock,
    RecordingChannel,
    Staff,
    bring,
    fixed_clock,
    seeded_ids,
    seeded_salts,
)


@attrs.define
class Desk:
    """A newsroom with everything around it that a test may want to touch."""

    clock: FixedClock = attrs.field(factory=fixed_clock)
    staff: Staff = attrs.field(factory=lambda: Staff(PEOPLE))
    site: RecordingChannel = attrs.field(factory=lambda: RecordingChannel("site"))
    wire: RecordingChannel = attrs.field(factory=lambda: RecordingChannel("wire"))
    rooms: list[Newsroom] = attrs.field(factory=list)
    new_url: Callable[[], str] = lambda: "sqlite://"

    def open(self, url: str | None = "", **parts: Any) -> Newsroom:
        """Open a newsroom of this desk, on a database of its own if none is named."""
        url = self.new_url() if url == "" else url
        named = parts.pop("workflow", "standard")
        workflow = shipped_workflow(named) if isinstance(named, str) else named
        parts = {
            "directory": self.staff,
            "channels": [self.site, self.wire],
            "clock": self.clock,
            "ids": seeded_ids("-".join(["story"] * (len(self.rooms) + 1))),
            "salts": seeded_salts(f"salt {len(self.rooms)}"),
            **parts,
        }
        room = Newsroom.open(url, workflow=workflow, **parts)
        self.rooms.append(room)
        return room

    def close(self) -> None:
        """Close every newsroom of this desk."""
        for room in self.rooms:
            room.close()


def text(headline: str = "Harbour bridge reopens", **fields: Any) -> Content:
    """Write a story of one paragraph."""
    body = [Paragraph(key="b1", spans=plain(f"{headline}, at last."))]
    return Content(**{"headline": headline, "language": "en", "body": body} | fields)


def story(room: Newsroom, state: str = "published", **fields: Any) -> Article:
    """Bring a story of the Gazette to a state."""
    return bring(room, state, people=PEOPLE, content=text(**fields))


def refused(call: Callable[[], object]) -> set[str]:
    """Take a step that must be refused, and give the codes of its objections."""
    with pytest.raises(StepRefusedError) as caught:
        call()
    return {one.code for one in caught.value.objections}
