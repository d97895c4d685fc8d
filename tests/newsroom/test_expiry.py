"""A story whose time is over, and who takes it down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsflow import Article, Handling, Newsroom
from newsflow.errors import ConflictError
from newsflow.events import Unpublished
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
HOUR = timedelta(hours=1)


def expiring(desk: Desk, room: Newsroom, *, by: str = "bo") -> Article:
    """Publish a story that is off in an hour."""
    return room.handle(story(room), Handling(expires=desk.clock() + HOUR), by=by)


def overstayed(room: Newsroom) -> dict[str, tuple[str, ...]]:
    """Run what is due, and give what stood against taking stories down."""
    ran = room.run_due()
    assert () == ran.expired
    return {
        one.article: tuple(against.code for against in one.objections)
        for one in ran.overstayed
    }


def test_a_story_is_taken_down_when_it_has_expired(desk: Desk, room: Newsroom) -> None:
    """Not a second before; in the name of whoever set the expiry, and once."""
    article = expiring(desk, room)
    desk.clock.advance(minutes=59, seconds=59)
    assert () == room.run_due().expired
    desk.clock.advance(seconds=1)
    (down,) = room.run_due().expired
    last = room.history(article)[-1]

    assert (article.id, "withdrawn", None) == (down.id, down.state, down.live)
    assert isinstance(last, Unpublished)
    assert "bo" == last.by
    assert last.reason
    assert "It expired at 2026-11-24T09:00:00Z." == room.words(down, last.reason)
    assert ["create", "unpublish"] == [one.operation for one in desk.site.parcels]
    assert ((), ()) == ((ran := room.run_due()).expired, ran.overstayed)


def test_an_engine_takes_it_down_as_well(desk: Desk, room: Newsroom) -> None:
    """Whatever sweeps for what is due looks at expiries."""
    article = expiring(desk, room)
    desk.clock.advance(hours=1)
    room.sweep()

    assert "withdrawn" == room.article(article.id).state


def test_who_may_not_take_a_story_down_does_not_by_an_expiry(
    desk: Desk, room: Newsroom
) -> None:
    """It stays, and every run says so, until an editor sees to it."""
    article = expiring(desk, room, by="ada")
    desk.clock.advance(hours=1)

    assert {article.id: ("role",)} == overstayed(room)
    assert {article.id: ("role",)} == overstayed(room)
    assert article == room.article(article.id)
    room.unpublish(article.id, by=BO)
    assert {} == overstayed(room)


@pytest.mark.parametrize("how", ["left", "demoted", "revoked"])
def test_the_roles_of_that_day_count(desk: Desk, room: Newsroom, how: str) -> None:
    """Who set the expiry a month ago may have left, or worse."""
    article = expiring(desk, room)
    if how == "left":
        desk.staff.leave("bo")
    elif how == "demoted":
        desk.staff.change("bo", roles={"reporter"})
    else:
        desk.staff.change("bo", revoked=True)
    desk.clock.advance(hours=1)

    assert {article.id: ("revoked" if how == "revoked" else "role",)} == (
        overstayed(room)
    )


def test_who_changed_something_else_did_not_set_the_expiry(
    desk: Desk, room: Newsroom
) -> None:
    """Ada's priority does not make it her order."""
    article = expiring(desk, room)
    expires = article.handling.expires
    room.handle(article, Handling(expires=expires, priority=1), by=ADA)
    desk.clock.advance(hours=1)

    assert [article.id] == [one.id for one in room.run_due().expired]
    assert "bo" == room.history(article.id)[-1].by


def test_an_expiry_that_was_put_off_or_called_off_does_nothing(
    desk: Desk, room: Newsroom
) -> None:
    """Only the expiry of today counts."""
    later, never = expiring(desk, room), expiring(desk, room)
    room.handle(later, Handling(expires=desk.clock() + 2 * HOUR), by=BO)
    room.handle(never, Handling(), by=BO)
    desk.clock.advance(hours=1)

    assert () == room.run_due().expired
    desk.clock.advance(hours=1)
    assert [later.id] == [one.id for one in room.run_due().expired]


def test_a_draft_does_not_expire(desk: Desk, room: Newsroom) -> None:
    """What is not out cannot be taken down; what readers have goes, draft or not."""
    draft = room.handle(
        story(room, "draft"), Handling(expires=desk.clock() + HOUR), by=BO
    )
    revised = room.save(expiring(desk, room), text("Second"), by=ADA)
    desk.clock.advance(hours=1)

    assert [revised.id] == [one.id for one in room.run_due().expired]
    assert draft == room.article(draft.id)


def test_one_that_stays_holds_up_no_other(desk: Desk, room: Newsroom) -> None:
    """Each is looked at for itself."""
    stays, goes = expiring(desk, room, by="ada"), expiring(desk, room)
    desk.clock.advance(hours=1)
    ran = room.run_due()

    assert [goes.id] == [one.id for one in ran.expired]
    assert [stays.id] == [one.article for one in ran.overstayed]


def test_whoever_is_faster_than_an_expiry_has_the_last_word(
    desk: Desk, file: str
) -> None:
    """A story whose expiry was put off just then stays out."""
    other = desk.open(file)
    moved: list[Article] = []

    class Meanwhile:
        """A directory that is asked while somebody else takes a step."""

        def person(self, identifier: str) -> object:
            """Put the expiry off, once, and find a person."""
            if not moved and desk.clock() >= due:
                later = Handling(expires=due + HOUR)
                moved.append(other.handle(article.id, later, by=CY))
            return desk.staff.person(identifier)

    room = desk.open(file, directory=Meanwhile())
    due = desk.clock() + HOUR
    article = expiring(desk, room)
    desk.clock.advance(hours=1)
    ran = room.run_due()

    assert ((), ()) == (ran.expired, ran.overstayed)
    assert moved == [room.article(article.id)]
    with pytest.raises(ConflictError):
        room.unpublish(article, by=BO)
