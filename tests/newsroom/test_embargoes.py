"""An embargo holds on every way out, down to the wire."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from newsflow import Handling, Newsroom
from newsflow.errors import NotReleasedError
from newsflow.events import EmbargoLifted, EmbargoTightened, Handled
from newsflow.ports import Capabilities, Idempotency, Parcel, Receipt, Shelf, Status
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text

DATABASES = ("sqlite", "postgres")
COLLECTIVE = Capabilities(collective=True, idempotency=Idempotency.KEY)
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
HOUR = timedelta(hours=1)


def test_before_its_end_an_embargo_offers_a_schedule(
    desk: Desk, room: Newsroom
) -> None:
    """The refusal names the instant, who may lift it, and what to do instead."""
    article = room.draft(text(), by=ADA, embargo=desk.clock() + HOUR)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)
    (against,) = room.why_not(article, "publish", by=BO)

    assert "it is under embargo until 2026-11-24T09:00:00Z" == against.message
    assert "schedule at 2026-11-24T09:00:00Z" == against.offers
    assert ("chief",) == against.lifted_by
    assert {"embargo"} == refused(lambda: room.publish(article, by=BO))
    early = desk.clock() + HOUR / 2
    assert {"embargo"} == refused(lambda: room.schedule(article, when=early, by=BO))
    room.schedule(article, when=desk.clock() + HOUR, by=BO)
    desk.clock.advance(hours=1)
    assert ["published"] == [one.state for one in room.run_due().fired]


def test_no_glass_breaks_an_embargo(desk: Desk, room: Newsroom) -> None:
    """Breaking the glass is for approvals; an embargo is somebody else's trust."""
    article = room.draft(text(), by=ADA, embargo=desk.clock() + HOUR)

    assert {"embargo"} == refused(
        lambda: room.break_glass(article, by=CY, reason="Everyone has it.")
    )


def test_anyone_at_the_desk_may_tighten(desk: Desk, room: Newsroom) -> None:
    """Tightening needs no reason and undoes no approval."""
    article = room.approve(story(room, "review"), by=BO)
    article = room.tighten_embargo(article, until=desk.clock() + HOUR, by=ADA)

    assert 1 == len(article.approvals)
    assert isinstance(room.history(article)[-1], EmbargoTightened)
    sooner = desk.clock() + HOUR / 2
    assert {"earlier"} == refused(
        lambda: room.tighten_embargo(article, until=sooner, by=ADA)
    )


def test_lifting_needs_a_role_and_a_reason(desk: Desk, room: Newsroom) -> None:
    """Only the chief shortens or ends an embargo, and says why."""
    article = room.draft(text(), by=ADA, embargo=desk.clock() + HOUR)

    assert {"role"} == refused(lambda: room.lift_embargo(article, by=BO, reason="x"))
    assert {"reason"} == refused(lambda: room.lift_embargo(article, by=CY, reason=""))
    later = desk.clock() + 2 * HOUR
    assert {"later"} == refused(
        lambda: room.lift_embargo(article, by=CY, reason="x", until=later)
    )
    sooner = desk.clock() + HOUR / 2
    article = room.lift_embargo(article, by=CY, reason="Agreed.", until=sooner)
    assert sooner == article.handling.embargo
    article = room.lift_embargo(article, by=CY, reason="It is out elsewhere.")
    lifted = room.history(article)[-1]
    assert isinstance(lifted, EmbargoLifted)
    assert "It is out elsewhere." == room.words(article, lifted.reason)
    assert {"no_embargo"} == refused(
        lambda: room.lift_embargo(article, by=CY, reason="x")
    )


def test_an_embargo_holds_at_the_wire(desk: Desk) -> None:
    """Tightened between publishing and delivery, it still stops the delivery."""
    room = desk.open(deliver=False)
    article = room.tighten_embargo(story(room), until=desk.clock() + HOUR, by=ADA)
    tried = room.run_due().deliveries

    assert () == desk.site.attempts
    assert {Status.DUE} == {one.status for one in tried}
    assert "under embargo until" in (tried[0].error or "")
    with pytest.raises(NotReleasedError, match="under embargo"):
        room.released(article)
    desk.clock.advance(hours=1)
    room.run_due()
    assert 1 == len(desk.site.parcels)
    assert 1 == room.released(article).version


def test_what_an_embargo_held_back_goes_when_it_is_lifted(desk: Desk) -> None:
    """A lifted embargo holds nothing back until its old end."""
    room = desk.open(deliver=False)
    article = room.tighten_embargo(story(room), until=desk.clock() + 9 * HOUR, by=ADA)
    room.run_due()
    room.lift_embargo(article, by=CY, reason="Agreed with the ministry.")
    room.run_due()

    assert (1, 1) == (len(desk.site.parcels), len(desk.wire.parcels))


@attrs.define
class Board(RecordingChannel):
    """A channel that notes which headlines it would list with each delivery."""

    name: str = "board"
    capabilities: Capabilities = COLLECTIVE
    listed: list[list[str]] = attrs.field(factory=list)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Note the list."""
        self.listed.append([view.content.headline for view in shelf.released()])
        return Receipt(reference=parcel.key)


def test_no_list_shows_what_is_under_embargo(desk: Desk) -> None:
    """A story that was tightened after it went out is left out of every list."""
    board = Board()
    room = desk.open(channels=[board])
    story(room, headline="First")
    held = story(room, headline="Second")
    room.tighten_embargo(held, until=desk.clock() + HOUR, by=ADA)
    room.save(held.id, text("A draft of the second"), by=ADA)
    story(room, headline="Third")

    assert [["First"], ["Second", "First"], ["Third", "First"]] == board.listed


def test_handling_is_no_part_of_the_text(desk: Desk, room: Newsroom) -> None:
    """Priority and length change nothing that was approved, nor the embargo."""
    article = room.approve(story(room, "review"), by=BO)
    article = room.tighten_embargo(article, until=desk.clock() + HOUR, by=ADA)
    wanted = Handling(priority=2, urgency=3, planned_length=400)
    article = room.handle(article, wanted, by=ADA)

    assert 1 == len(article.approvals)
    assert isinstance(room.history(article)[-1], Handled)
    assert (2, 3, 400) == (
        article.handling.priority,
        article.handling.urgency,
        article.handling.planned_length,
    )
    assert desk.clock() + HOUR == article.handling.embargo
    assert article == room.handle(article, wanted, by=ADA), "the same is no event"


def test_a_story_does_not_expire_before_it_may_begin(
    desk: Desk, room: Newsroom
) -> None:
    """Expiry and embargo are held to one another, whichever comes first."""
    article = room.draft(text(), by=ADA, embargo=desk.clock() + 2 * HOUR)
    early = Handling(expires=desk.clock() + HOUR)

    assert {"expires"} == refused(lambda: room.handle(article, early, by=ADA))
    other = room.handle(story(room, "draft"), early, by=ADA)
    until = desk.clock() + 2 * HOUR
    assert {"expires"} == refused(
        lambda: room.tighten_embargo(other, until=until, by=ADA)
    )
