"""Stories that are ready, and a channel that does nothing with them."""

from __future__ import annotations

import attrs

from newsflow import Content, Newsroom, Person
from newsflow.errors import Problem
from newsflow.ports import (
    Capabilities,
    Idempotency,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
)

ADA = Person(id="ada", roles={"reporter"})
BO = Person(id="bo", roles={"editor"})
CY = Person(id="cy", roles={"editor", "chief"})
CAN = Capabilities(idempotency=Idempotency.KEY)


@attrs.frozen
class NoOp:
    """Takes everything, and does nothing with it."""

    name: str
    capabilities: Capabilities = CAN

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take anything."""
        del parcel
        return ()

    def render(self, parcel: Parcel) -> Rendition:
        """Give the key."""
        return Rendition(media_type="text/plain", data=parcel.key.encode())

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Do nothing."""
        del shelf
        return Receipt(reference=parcel.key)


def approved(room: Newsroom, number: int) -> str:
    """Have a story approved; its id."""
    content = Content(headline=f"Harbour bridge {number} reopens", language="en")
    story = room.submit(room.draft(content, by=ADA, id=f"story-{number}"), by=ADA)
    return room.approve(room.approve(story, by=BO), by=CY).id
