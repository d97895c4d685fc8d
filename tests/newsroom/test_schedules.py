"""A release that waits for its time, and what may happen to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo, available_timezones

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow import Article, Newsroom, Person
from newsflow.errors import InvalidValueError, NewsflowError
from newsflow.events import Published, Revised, Scheduled, ScheduleFailed, Unscheduled
from newsflow.model.clocks import shift_at
from newsflow.testing import PEOPLE, Staff
from newsflow.testing.staging import clear
from newsflow.workflow.definition import ApprovalRule

from ..gazette import Desk, refused, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
HOUR = timedelta(hours=1)


def waiting(desk: Desk, room: Newsroom, **fields: object) -> Article:
    """Have a story approved, and let it wait for an hour."""
    article = clear(room, story(room, "review", **fields), people=PEOPLE)
    return room.schedule(article, when=desk.clock() + HOUR, by="bo")


def test_a_schedule_pins_text_instant_zone_and_channels(
    desk: Desk, room: Newsroom
) -> None:
    """What was approved goes out, then and there and nowhere else."""
    article = clear(room, story(room, "review"), people=PEOPLE)
    due = desk.clock() + HOUR
    article = room.schedule(
        article, when=due, by=BO, zone="Europe/Lisbon", channels=["wire"]
    )
    pinned = room.history(article)[-1]

    assert isinstance(pinned, Scheduled)
    assert (article.head.content, due) == (pinned.content, pinned.due)
    assert ("Europe/Lisbon", ("wire",)) == (pinned.zone, pinned.channels)
    assert [article.id] == [row.id for row in room.search(state_kind="scheduled")]
    desk.clock.advance(hours=1)
    assert [article.id] == [one.id for one in room.run_due().fired]
    assert ((), 1) == (desk.site.parcels, len(desk.wire.parcels))


def test_a_schedule_fires_once_and_not_before_its_time(
    desk: Desk, room: Newsroom
) -> None:
    """Firing a second time finds nothing that waits."""
    article = waiting(desk, room)
    desk.clock.advance(minutes=59)
    assert () == room.run_due().fired
    desk.clock.advance(minutes=1)
    (fired,) = room.run_due().fired

    assert ("published", 1) == (fired.state, fired.live and fired.live.number)
    assert () == room.run_due().fired
    assert 1 == sum(isinstance(one, Published) for one in room.history(article))
    assert 1 == len(desk.site.parcels)


def test_an_update_waits_as_well(desk: Desk, room: Newsroom) -> None:
    """Readers keep the version until the next one's time has come."""
    article = room.save(story(room), text("Second"), by=ADA)
    article = clear(room, room.submit(article, by=ADA, note="Sorry."), people=PEOPLE)
    article = room.schedule(article, when=desk.clock() + HOUR, by=BO)
    assert "Harbour bridge reopens" == room.live(article).headline
    desk.clock.advance(hours=1)
    (fired,) = room.run_due().fired

    assert ("Second", 2) == (room.live(fired).headline, fired.live and 2)
    assert ("correct",) == tuple(one.release.value for one in fired.versions[1:])


def test_only_what_could_go_out_can_wait(desk: Desk, room: Newsroom) -> None:
    """A schedule is asked the same questions as the release."""
    later = desk.clock() + HOUR
    article = story(room, "review")

    assert {"approvals"} == refused(lambda: room.schedule(article, when=later, by=BO))
    ready = clear(room, article, people=PEOPLE)
    past = desk.clock()
    assert {"past"} == refused(lambda: room.schedule(ready, when=past, by=BO))


def test_an_instant_without_its_offset_is_no_instant(room: Newsroom) -> None:
    """Whose clock is meant, nobody can say."""
    article = clear(room, story(room, "review"), people=PEOPLE)
    naive = datetime(2026, 11, 25, 9)  # noqa: DTZ001 - that is the fault

    with pytest.raises(InvalidValueError, match="UTC offset"):
        room.schedule(article, when=naive, by=BO)


def test_a_time_that_the_clocks_skip_or_show_twice_is_no_instant(
    room: Newsroom,
) -> None:
    """An hour too early is a broken embargo: it is asked back, and not guessed."""
    article = clear(room, story(room, "review"), people=PEOPLE)
    skipped = datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Oslo"))
    twice = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Oslo"))

    with pytest.raises(InvalidValueError, match=r"01:30\+01:00 or .*03:30\+02:00"):
        room.schedule(article, when=skipped, by=BO)
    with pytest.raises(InvalidValueError, match="twice that day"):
        room.tighten_embargo(article, until=twice, by=ADA)
    with pytest.raises(InvalidValueError, match="they skip 02:30"):
        room.draft(text(), by=ADA, embargo=skipped)
    article = room.schedule(article, when=twice.replace(fold=1), by=BO)
    assert article.schedule
    assert datetime(2027, 10, 31, 1, 30, tzinfo=UTC) == article.schedule.due


@given(
    st.sampled_from(sorted(available_timezones())),
    st.datetimes(datetime(2026, 11, 26), datetime(2036, 1, 1)),  # noqa: DTZ001 - local
)
def test_a_schedule_fires_when_the_clocks_of_its_zone_show_its_time(
    zone: str, local: datetime
) -> None:
    """Anywhere on earth: not a second before, and then."""
    when = local.replace(tzinfo=ZoneInfo(zone))
    with closing(Desk()) as desk:
        room = desk.open(channels=[])
        article = clear(room, story(room, "review"), people=PEOPLE)
        if shift_at(when):
            with pytest.raises(InvalidValueError):
                room.schedule(article, when=when, by=BO, zone=zone)
            return
        room.schedule(article, when=when, by=BO, zone=zone)
        desk.clock.to(when - timedelta(seconds=1))
        assert () == room.run_due().fired
        desk.clock.advance(seconds=1)
        (fired,) = room.run_due().fired

        assert fired.live
        assert when.astimezone(UTC) == fired.live.at
        assert local == fired.live.at.astimezone(when.tzinfo).replace(tzinfo=None)


def test_a_zone_that_does_not_exist_is_refused(desk: Desk, room: Newsroom) -> None:
    """A schedule names a time zone that there is."""
    article = clear(room, story(room, "review"), people=PEOPLE)

    with pytest.raises(InvalidValueError, match="IANA time zone"):
        room.schedule(article, when=desk.clock() + HOUR, by=BO, zone="Mars/Base")


def test_a_waiting_story_can_be_called_off(desk: Desk, room: Newsroom) -> None:
    """Unscheduled, it is back in review with its approvals."""
    article = room.unschedule(waiting(desk, room), by=CY)
    desk.clock.advance(hours=2)

    assert ("review", 2) == (article.state, len(article.approvals))
    assert () == room.run_due().fired


def test_revising_a_waiting_story_is_one_act_with_two_events(
    desk: Desk, room: Newsroom
) -> None:
    """The schedule falls with the text that it pinned."""
    article = room.save(waiting(desk, room), text("Not yet"), by=ADA)
    off, revised = room.history(article)[-2:]

    assert isinstance(off, Unscheduled)
    assert isinstance(revised, Revised)
    assert ("draft", None) == (article.state, article.schedule)
    desk.clock.advance(hours=2)
    assert () == room.run_due().fired


def _failed(room: Newsroom, article: Article) -> tuple[str, tuple[str, ...]]:
    """Fire a schedule that must fail, and tell where the story is, and why."""
    (fired,) = room.run_due().fired
    event = room.history(article)[-1]
    assert isinstance(event, ScheduleFailed)
    assert fired == room.article(article.id)
    return fired.state, event.objections


def test_a_scheduler_who_lost_the_role_releases_nothing(
    desk: Desk, room: Newsroom
) -> None:
    """The directory is asked again when the time has come."""
    article = waiting(desk, room)
    desk.staff.change("bo", roles={"reporter"})
    desk.clock.advance(hours=1)

    assert ("review", ("role",)) == _failed(room, article)
    assert () == desk.site.parcels
    assert () == room.run_due().fired, "it is tried once"


def test_a_scheduler_who_left_releases_nothing(desk: Desk, room: Newsroom) -> None:
    """Whoever is no longer with the house lets nothing out."""
    article = waiting(desk, room)
    desk.staff.leave("bo")
    desk.clock.advance(hours=1)

    assert ("review", ("role",)) == _failed(room, article)


def test_an_approver_who_was_revoked_does_not_count(desk: Desk, room: Newsroom) -> None:
    """An approval of somebody whose rights were taken for cause is void."""
    article = waiting(desk, room)
    desk.staff.change("cy", revoked=True)
    desk.clock.advance(hours=1)

    assert ("review", ("approvals",)) == _failed(room, article)


def test_an_approver_who_merely_left_still_counts(desk: Desk, room: Newsroom) -> None:
    """Leaving the house undoes nothing that was rightly approved."""
    article = waiting(desk, room)
    desk.staff.leave("cy")
    desk.clock.advance(hours=1)
    (fired,) = room.run_due().fired

    assert (article.id, "published") == (fired.id, fired.state)


def test_an_embargo_tightened_meanwhile_stops_the_release(
    desk: Desk, room: Newsroom
) -> None:
    """A schedule that would break an embargo fails, and is set anew by people."""
    article = waiting(desk, room)
    article = room.tighten_embargo(article, until=desk.clock() + 3 * HOUR, by=ADA)
    desk.clock.advance(hours=1)

    assert ("review", ("embargo",)) == _failed(room, article)


def test_a_withdrawn_approval_stops_the_release(desk: Desk, room: Newsroom) -> None:
    """Bo may take the approval back while the story waits."""
    article = room.withdraw_approval(waiting(desk, room), by=BO)
    desk.clock.advance(hours=1)

    assert ("review", ("approvals",)) == _failed(room, article)


def test_one_refused_release_does_not_hold_up_the_others(
    desk: Desk, room: Newsroom
) -> None:
    """Of several that are due, each is fired for itself."""
    first, second = waiting(desk, room), waiting(desk, room)
    room.withdraw_approval(first, by=BO)
    desk.clock.advance(hours=1)
    states = {one.id: one.state for one in room.run_due().fired}

    assert {first.id: "review", second.id: "published"} == states


def test_a_waiting_story_follows_the_workflow_it_began_with(
    desk: Desk, file: str
) -> None:
    """A house that changes its workflow does not strand what waits."""
    old = desk.open(file)
    article = waiting(desk, old)
    stricter = [
        attrs.evolve(step, approvals=[ApprovalRule(role="editor", count=9)])
        if step.approvals
        else step
        for step in old.workflow().steps
    ]
    workflow = attrs.evolve(old.workflow(), version=3, steps=stricter)
    new = desk.open(file, workflow=workflow)
    desk.clock.advance(hours=1)
    (fired,) = new.run_due().fired

    assert (article.id, "published") == (fired.id, fired.state)


def test_a_later_schedule_takes_the_place_of_the_first(
    desk: Desk, room: Newsroom
) -> None:
    """Scheduling again moves the instant; only the new one counts."""
    article = waiting(desk, room)
    article = room.schedule(article, when=desk.clock() + 2 * HOUR, by=CY)
    desk.clock.advance(hours=1)
    assert () == room.run_due().fired
    desk.clock.advance(hours=1)

    assert ["published"] == [one.state for one in room.run_due().fired]
    assert article.schedule
    assert "cy" == article.schedule.by


def test_a_clock_that_goes_back_does_not_turn_history_round(
    desk: Desk, room: Newsroom
) -> None:
    """No event lies before the one it follows, whatever a clock says."""
    article = story(room, "draft")
    desk.clock.advance(hours=1)
    article = room.submit(article, by=ADA)
    room._office.clock = lambda: desk.clock() - 5 * HOUR  # noqa: SLF001 - a broken clock
    article = room.approve(article, by=BO)

    assert article.updated == room.history(article)[-2].at
    assert 1 == room.audit().articles


@attrs.define
class Interrupted:
    """A directory that is asked just when somebody takes another step."""

    people: Staff
    meanwhile: Callable[[], object] | None = None

    def person(self, identifier: str) -> Person | None:
        """Find a person, after the other step was taken."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return self.people.person(identifier)


def test_whoever_is_faster_than_a_schedule_has_the_last_word(
    desk: Desk, file: str
) -> None:
    """A story that was called off while it was being fired does not go out."""
    directory, other = Interrupted(desk.staff), desk.open(file)
    room = desk.open(file, directory=directory)
    article = waiting(desk, room)
    directory.meanwhile = lambda: other.unschedule(article.id, by=CY)
    desk.clock.advance(hours=1)

    assert () == room.run_due().fired
    assert "review" == room.article(article.id).state
    assert () == desk.site.parcels


def test_a_list_that_is_wrong_fires_nothing(room: Newsroom) -> None:
    """Only the history says what is due; a row of a list is no schedule."""
    article = story(room, "draft")
    with room._office.database.writing() as tx:  # noqa: SLF001 - somebody at the file
        tx.cursor.execute("UPDATE newsflow_articles SET due = '2000-01-01'")

    assert () == room.run_due().fired
    assert article == room.article(article.id)


@pytest.mark.parametrize(("minutes", "late"), [(0, 0), (5, 0), (6, 1)])
def test_a_schedule_that_fires_late_is_told(
    desk: Desk,
    room: Newsroom,
    caplog: pytest.LogCaptureFixture,
    minutes: int,
    late: int,
) -> None:
    """A timer comes once a minute; whoever stopped it for an hour is to know."""
    article = waiting(desk, room)
    due = desk.clock() + HOUR
    desk.clock.advance(hours=1, minutes=minutes)
    ran = room.run_due()

    assert [article.id] == [one.id for one in ran.fired]
    expected = [(article.id, due, timedelta(minutes=minutes))] * late
    assert expected == [(one.article, one.due, one.by) for one in ran.late]
    assert late == caplog.text.count(f"{article.id} was due at")


def test_a_late_release_that_is_refused_is_told_as_well(
    desk: Desk, room: Newsroom
) -> None:
    """Late it was, whatever came of it."""
    article = room.withdraw_approval(waiting(desk, room), by=BO)
    desk.clock.advance(hours=3)

    assert [article.id] == [one.article for one in room.run_due().late]


def test_two_workers_fire_a_schedule_once(desk: Desk, file: str) -> None:
    """Both look at the same minute, and one of them releases."""
    rooms = desk.open(file), desk.open(file)
    articles = [waiting(desk, rooms[0]).id for _ in range(5)]
    desk.clock.advance(hours=1)
    together = Barrier(2)

    def work(room: Newsroom) -> tuple[Article, ...]:
        together.wait(timeout=30)
        try:
            return room.run_due().fired
        finally:
            room._office.database.let_go()  # noqa: SLF001 - a thread that ends

    with ThreadPoolExecutor(2) as pool:
        fired = [one.id for found in pool.map(work, rooms) for one in found]

    assert sorted(articles) == sorted(fired)
    for article in articles:
        history = rooms[0].history(article)
        assert 1 == sum(isinstance(one, Published) for one in history)


@attrs.define
class Unsure:
    """A directory that cannot be asked about one person."""

    people: Staff
    about: str = "nobody"

    def person(self, identifier: str) -> Person | None:
        """Find a person, or break."""
        if identifier == self.about:
            message = "the directory is closed"
            raise NewsflowError(message)
        return self.people.person(identifier)


def test_a_schedule_that_breaks_holds_up_no_other(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """It waits on, and is fired as soon as it can be."""
    eve = Person(id="eve", roles={"editor"})
    directory = Unsure(Staff({**PEOPLE, "eve": eve}))
    room = desk.open(directory=directory)
    broken, other = waiting(desk, room), waiting(desk, room)
    broken = room.schedule(broken, when=desk.clock() + HOUR, by="eve")
    directory.about = "eve"
    desk.clock.advance(hours=1)

    assert [other.id] == [one.id for one in room.run_due().fired]
    assert f"{broken.id} is due, and could not be fired" in caplog.text
    directory.about = "nobody"
    assert [broken.id] == [one.id for one in room.run_due().fired]
