"""The wall: the whole newsroom at a glance, and the life of one story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest
from sqlalchemy import create_engine

from newsflow import Article, Newsroom
from newsflow.errors import NotFoundError, RejectedError
from newsflow.model.handling import Handling
from newsflow.ports import Copy, Operation, Parcel, Receipt, Shelf, Status
from newsflow.ports.board import Board, Card, DueKind, MarkKind, Withheld
from newsflow.render.dashboard import dashboard
from newsflow.render.desk_clock import DeskClock
from newsflow.render.timeline import timeline
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

DATABASES = ("sqlite", "postgres")
HOUR = timedelta(hours=1)
CANARY = "zq7canary4x"


def cards(board: Board, state: str) -> tuple[Card, ...]:
    """Give the stories that hang in a state."""
    (column,) = [one for one in board.columns if one.state == state]
    return column.cards


def tasks(board: Board) -> list[tuple[str, str | None]]:
    """Give what waits for a person, and for which story."""
    return [
        (one.kind.value, one.card.headline if one.card else None) for one in board.tasks
    ]


def counted(room: Newsroom, call: Callable[[], object]) -> int:
    """Count the statements of a call."""
    heard: list[str] = []
    database: Any = room._office.database  # noqa: SLF001 - what it is asked
    database.trace(heard.append)
    call()
    database.trace(None)
    return len(heard)


def test_a_card_says_who_has_the_story_since_when_and_what_it_is_to_be(
    desk: Desk, room: Newsroom
) -> None:
    """A draft is its writer's, from when it was given back."""
    article = story(room, "review", headline="Ferry fares rise", section="City")
    desk.clock.advance(minutes=5)
    room.handle(article, Handling(urgency=2, planned_length=600), by="bo")
    room.send_back(article.id, by="bo", reason="Which ferry?")
    desk.clock.advance(hours=1)
    (card,) = cards(room.board(), "draft")

    assert ("Ferry fares rise", "Ada", 2, 600) == (
        card.headline,
        card.holder,
        card.urgency,
        card.planned_length,
    )
    assert desk.clock() - HOUR == card.since
    assert (False, "City", None) == (card.locked, card.section, card.withheld)


def test_a_locked_story_is_with_whoever_has_locked_it(
    desk: Desk, room: Newsroom
) -> None:
    """Until the lock runs out."""
    article = story(room, "review")
    room.lock(article, by="cy", minutes=15)
    (held,) = cards(room.board(), "review")
    desk.clock.advance(minutes=16)
    (free,) = cards(room.board(), "review")

    assert ("Cy", True) == (held.holder, held.locked)
    assert ("", False) == (free.holder, free.locked)


def test_each_column_has_its_latest_and_the_count_of_the_rest(room: Newsroom) -> None:
    """In every state of the workflow, empty or not."""
    for number in range(5):
        story(room, "draft", headline=f"Story {number}")
    board = room.board(most=3)

    drafts, *others = board.columns
    assert (5, 3, 2) == (drafts.count, len(drafts.cards), drafts.rest)
    assert {"draft": 5} == dict(board.counts)
    assert list(room.workflow().by_state) == [one.state for one in board.columns]
    assert not any(one.cards for one in others)


def grown(desk: Desk, room: Newsroom, stories: int) -> None:
    """Let so many stories each be out, in review, due, or at odds with a channel."""
    for number in range(stories):
        story(room, "draft", headline=f"Draft {number}")
        waiting = story(room, "review", headline=f"Review {number}")
        room.tighten_embargo(waiting, until=desk.clock() + 9 * HOUR, by="ada")
        out = story(room, "published", headline=f"Out {number}")
        room.handle(out, Handling(expires=desk.clock() + 9 * HOUR), by="bo")
        desk.wire.reject()
        room.unpublish(out.id, by="bo")
        story(room, "published", headline=f"Still out {number}")
        story(room, "scheduled", headline=f"Soon {number}")


def test_so_many_statements_however_many_stories(desk: Desk) -> None:
    """With 3 of each kind, and with ten times as many."""
    room = desk.open()
    grown(desk, room, 3)
    few = counted(room, lambda: room.board(most=2))
    grown(desk, room, 27)
    many = counted(room, lambda: room.board(most=2))

    assert 0 < many == few


def test_the_board_says_what_is_due(desk: Desk, room: Newsroom) -> None:
    """Releases, expiries of what is out, and ends of embargoes, in their order."""
    now = desk.clock()
    out = story(room, "published", headline="Out")
    room.handle(out, Handling(expires=now + 3 * HOUR), by="bo")
    story(room, "scheduled", headline="Soon")
    held = room.draft(text("Held"), by="ada", embargo=now + 2 * HOUR)
    due = room.board(with_embargoed=True).due

    assert [
        (DueKind.RELEASE, "Soon", now + HOUR),
        (DueKind.EMBARGO, "Held", now + 2 * HOUR),
        (DueKind.EXPIRY, "Out", now + 3 * HOUR),
    ] == [(one.kind, one.card.headline, one.at) for one in due]
    assert held.id == due[1].card.article


def test_the_board_says_what_needs_a_person(desk: Desk, room: Newsroom) -> None:
    """First what went wrong, then what is in review, the longest wait first."""
    story(room, "review", headline="Old")
    desk.clock.advance(minutes=1)
    story(room, "review", headline="New")
    desk.wire.reject()
    story(room, "published", headline="Dead")
    room.freeze("wire", by="bo", reason="They move house.")
    overdue = story(room, "scheduled", headline="Late")
    desk.clock.advance(hours=2)
    board = room.board()

    assert overdue.schedule is not None
    assert [
        ("overdue", "Late"),
        ("frozen", None),
        ("dead letter", "Dead"),
        ("in review", "Old"),
        ("in review", "New"),
    ] == tasks(board)
    assert "They move house. (by bo)" == board.tasks[1].says
    assert "create v1: channel wire: this is not for us" == board.tasks[2].says
    assert "it has 0 of 2 approvals by editor" == board.tasks[-1].says
    assert 0 == board.untold
    assert 1 == room.board(most=1).untold


def test_a_schedule_that_failed_is_a_task_until_somebody_goes_on(
    desk: Desk, room: Newsroom
) -> None:
    """Its story is back in review, where nobody might look."""
    article = story(room, "scheduled", headline="Refused")
    desk.staff.change("bo", revoked=True)
    desk.clock.advance(hours=1)
    room.run_due()
    room.comment(article.id, "What now?", by="ada")
    before = tasks(room.board())
    room.send_back(article.id, by="cy", reason="Another approval.")
    room.submit(article.id, by="ada")

    assert ("schedule failed", "Refused") == before[0]
    assert [("in review", "Refused")] == tasks(room.board())


def test_a_story_that_is_out_past_its_expiry_is_a_task(
    desk: Desk, room: Newsroom
) -> None:
    """Whoever has set it may not take it down any more."""
    out = story(room, "published", headline="Sale ends today")
    room.handle(out, Handling(expires=desk.clock() + HOUR), by="bo")
    desk.clock.advance(hours=2)

    assert [("expired and still out", "Sale ends today")] == tasks(room.board())


def test_whoever_waits_for_nothing_may_go_out(room: Newsroom) -> None:
    """With its approvals, a story in review waits for somebody to publish it."""
    clear(room, story(room, "review"), people=PEOPLE)
    (task,) = room.board().tasks

    assert "nothing is missing: it may go out" == task.says


def test_the_board_shows_what_every_channel_shows(desk: Desk, room: Newsroom) -> None:
    """Old versions first; and what is at odds is exactly what ``outdated`` lists."""
    for verb, fails in (("site", 0), ("wire", 1)):
        article = story(room, "published", headline=f"Bridge, {verb} {fails}")
        again = room.submit(room.save(article, text("New"), by="ada"), by="ada")
        if fails:
            desk.wire.reject()
        room.update(clear(room, again, people=PEOPLE), by="bo")
    gone = story(room, "published", headline="Gone")
    desk.site.fail()
    room.unpublish(gone, by="bo")
    board = room.board()

    assert ["site", "wire"] == [lane.channel for lane in board.lanes]
    shown = {
        one.card.headline: [(cell.copy, cell.version) for cell in one.cells]
        for one in board.coverage
    }
    assert [(Copy.OUTDATED, 1), (Copy.CURRENT, None)] == shown["Gone"]
    behind = [one for one in board.coverage if one.card.headline == "New"]
    assert [(Copy.CURRENT, 2), (Copy.OUTDATED, 1)] == [
        (cell.copy, cell.version) for cell in behind[0].cells
    ]
    outdated = sum(
        cell.copy is Copy.OUTDATED for one in board.coverage for cell in one.cells
    )
    assert len(room.outdated()) == outdated == 2
    assert {Status.DEAD: 1} == dict(board.lanes[1].counts)


def test_a_channel_that_is_not_configured_any_more_is_told_of(
    desk: Desk, file: str
) -> None:
    """What is parked for it waits for a person."""
    first = desk.open(file)
    article = story(first, "published", headline="Out")
    second = desk.open(file, channels=[desk.site])
    second.unpublish(article.id, by="bo")
    board = second.board()

    assert [("site", True), ("wire", False)] == [
        (lane.channel, lane.configured) for lane in board.lanes
    ]
    assert ("parked", "Out") in tasks(board)


def test_the_life_of_a_story_has_its_versions_and_its_deliveries(
    desk: Desk, room: Newsroom
) -> None:
    """Readers had the first version until the second, and that until it was off."""
    article = story(room, "published")
    desk.clock.advance(hours=1)
    again = room.submit(room.save(article, text("New"), by="ada"), by="ada")
    room.update(clear(room, again, people=PEOPLE), by="bo")
    desk.clock.advance(hours=1)
    room.retract(article.id, by="cy", reason="It never closed.")
    life = room.life(article.id)

    start = desk.clock() - 2 * HOUR
    assert [
        (1, start, start + HOUR),
        (2, start + HOUR, start + 2 * HOUR),
    ] == [(span.version, span.start, span.end) for span in life.spans]
    assert MarkKind.REMOVAL is life.marks[-1].kind
    assert {"site", "wire"} == {one.channel for one in life.sendings}
    told = [one.operation for one in life.sendings if one.channel == "site"]
    assert [Operation.CREATE, Operation.UPDATE, Operation.RETRACT] == told


def test_a_guest_sees_what_its_host_has_not_committed_yet(
    desk: Desk, file: str
) -> None:
    """On the wall of the host, in its own transaction."""
    room = desk.open(file)
    engine = create_engine(file.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        guest = room.using(connection)
        article = guest.draft(text("Not out yet"), by="ada")
        (card,) = cards(guest.board(), "draft")
        assert "drafted" == guest.life(article).marks[0].what
    engine.dispose()

    assert "Not out yet" == card.headline


def test_a_story_that_is_not_there_has_no_life(room: Newsroom) -> None:
    """And no picture."""
    with pytest.raises(NotFoundError):
        room.life("nobody")


@attrs.define
class Blabbing(RecordingChannel):
    """A channel whose errors quote what it was sent."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Refuse it, with its own words."""
        del shelf
        view: Any = parcel.view
        raise RejectedError(self.name, f"no {view.content.headline} here")


def everything(room: Newsroom, article: Article, *, with_embargoed: bool) -> str:
    """Give whatever the wall can say of a story, in every form."""
    board = room.board(with_embargoed=with_embargoed)
    life = room.life(article.id, with_embargoed=with_embargoed)
    page = dashboard(board).data.decode()
    drawn = timeline(life, DeskClock(life.at, "UTC"))
    return f"{board!r}{life!r}{page}{drawn}"


def test_no_word_of_an_embargoed_story_hangs_on_the_wall(desk: Desk) -> None:
    """Neither its headline nor its id, nor what a channel said of it; unless asked."""
    room = desk.open(channels=[Blabbing("hook"), desk.site])
    until = desk.clock() + HOUR
    fields = {"headline": f"The {CANARY}", "section": CANARY, "slug": CANARY}
    article = room.draft(text(**fields), by="ada", id=f"{CANARY}-1")
    room.submit(article, by="ada")
    clear(room, room.article(article.id), people=PEOPLE)
    room.publish(article.id, by="bo")
    assert CANARY in (room.troubles()[0].error or "")
    room.tighten_embargo(article.id, until=until, by="ada")
    room.save(article.id, text(f"More of the {CANARY}"), by="ada")

    assert CANARY not in everything(room, article, with_embargoed=False)
    assert f"More of the {CANARY}" in everything(room, article, with_embargoed=True)
    assert (
        "and embargoed stories"
        in dashboard(room.board(with_embargoed=True)).data.decode()
    )
    desk.clock.to(until)
    assert CANARY in everything(room, article, with_embargoed=False)


@pytest.mark.parametrize("state", ["draft", "review", "scheduled"])
def test_an_embargoed_story_is_counted_and_nothing_more(
    desk: Desk, room: Newsroom, state: str
) -> None:
    """It is on its way like any other; the desk sees that, and until when."""
    until = desk.clock() + HOUR / 2
    article = room.draft(text(f"The {CANARY}"), by="ada", embargo=until)
    if state != "draft":
        room.submit(article, by="ada")
    if state == "scheduled":
        clear(room, room.article(article.id), people=PEOPLE)
        room.schedule(article.id, when=until, by="bo")
    board = room.board()
    (card,) = cards(board, state)

    assert (None, None, Withheld.EMBARGO, until) == (
        card.article,
        card.headline,
        card.withheld,
        card.embargo,
    )
    assert f"{CANARY}" not in everything(room, article, with_embargoed=False)


def test_a_killed_story_hangs_on_no_wall_though_its_record_stays(
    room: Newsroom,
) -> None:
    """Whatever is asked for."""
    article = story(room, "killed", headline=f"The {CANARY}")

    (card,) = cards(room.board(with_embargoed=True), "killed")
    assert (article.id, Withheld.KILLED) == (card.article, card.withheld)
    assert CANARY not in everything(room, article, with_embargoed=True)


def test_an_erased_story_has_a_life_without_words(room: Newsroom) -> None:
    """Its events stay, and so does its picture."""
    article = story(room, "spiked", headline=f"The {CANARY}")
    head = article.head.content
    room.erase(article, by="lu", reason="A court said so.", texts=[head])

    (card,) = cards(room.board(), "spiked")
    assert Withheld.ERASED is card.withheld
    assert CANARY not in everything(room, article, with_embargoed=True)
    assert "Erased story" in everything(room, article, with_embargoed=False)
