"""Ahead of its embargo a story goes to trusted partners, and to nobody else."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from newsflow import Article, Newsroom
from newsflow.documents.canonical import canonical_content
from newsflow.errors import NotFoundError, NotReleasedError
from newsflow.events import Advanced
from newsflow.model.views import Advance, Released, Tombstone
from newsflow.ports import Capabilities, Copy, Idempotency, Operation, Parcel, Status
from newsflow.render.json import Json
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
HOUR = timedelta(hours=1)


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    """A newsroom whose wire and agency are trusted, and whose site is not."""
    return opened(desk)


def opened(desk: Desk, *, deliver: bool = True) -> Newsroom:
    """Open a newsroom with two partners."""
    desk.wire.trusted = True
    channels = [desk.site, desk.wire, RecordingChannel("agency", trusted=True)]
    return desk.open(channels=channels, trusted=["wire", "agency"], deliver=deliver)


def approved(desk: Desk, room: Newsroom, *, headline: str = "Bridge") -> Article:
    """A story under embargo for two hours, with its approvals."""
    until = desk.clock() + 2 * HOUR
    article = room.submit(room.draft(text(headline), by=ADA, embargo=until), by=ADA)
    return clear(room, article, people=PEOPLE)


def again(room: Newsroom, article: Article, headline: str) -> Article:
    """Write another text of it, and have that approved."""
    article = room.save(article.id, text(headline), by=ADA)
    return clear(room, room.submit(article, by=ADA), people=PEOPLE)


def sent(channel: RecordingChannel) -> list[tuple[int, Operation, type]]:
    """What a channel was given, in order."""
    return [(one.sequence, one.operation, type(one.view)) for one in channel.parcels]


def until(parcel: Parcel) -> datetime:
    """The embargo that a partner is told."""
    assert isinstance(parcel.view, Advance)
    return parcel.view.embargo


def test_partners_get_it_with_its_embargo_and_readers_nothing(
    desk: Desk, room: Newsroom
) -> None:
    """The state stays; the article knows who has which text, and until when."""
    article = approved(desk, room)
    ends = article.handling.embargo
    after = room.advance(article, by=BO, channels=["wire"])

    assert ("review", None) == (after.state, after.live)
    event = room.history(after)[-1]
    assert isinstance(event, Advanced)
    assert (article.head.content, ends, ("wire",)) == (
        event.content,
        event.embargo,
        event.channels,
    )
    assert after.advance is not None
    assert (("wire",), ends, "bo") == (
        after.advance.channels,
        after.advance.embargo,
        after.advance.by,
    )
    assert [(1, Operation.CREATE, Advance)] == sent(desk.wire)
    assert ends == until(desk.wire.parcels[0])
    assert () == desk.site.attempts
    (row,) = room.deliveries(after)
    assert (None, article.head.content, True) == (row.version, row.content, row.ahead)
    told = json.loads(Json().render(desk.wire.parcels[0].view).data)
    assert ("advance", None, "2026-11-24T10:00:00Z") == (
        told["status"],
        told["version"],
        told["embargo"],
    )
    with pytest.raises(NotReleasedError, match="nothing of it is live"):
        room.released(after)
    assert 1 == room.audit().articles


def test_it_goes_to_every_partner_unless_some_are_named(
    desk: Desk, room: Newsroom
) -> None:
    """Each gets a text once; who comes later gets it without the others' hearing."""
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    desk.clock.advance(minutes=1)
    same = room.advance(article, by=BO, channels=["wire"])
    assert same == article, "nothing new is no event"

    both = room.advance(article, by=CY)
    assert both.advance is not None
    assert ("wire", "agency") == both.advance.channels
    assert both == room.advance(both, by=CY)
    channels = [one.channel for one in room.deliveries(both)]
    assert ["wire", "agency"] == channels
    assert {Copy.ADVANCE} == {one.copy for one in room.coverage(both)}


def test_what_stands_against_it(desk: Desk, room: Newsroom) -> None:
    """It demands what publishing demands, a running embargo, and partners."""
    article = approved(desk, room)
    assert {"role"} == refused(lambda: room.advance(article, by=ADA))
    assert {"untrusted"} == refused(
        lambda: room.advance(article, by=BO, channels=["site"])
    )
    with pytest.raises(NotFoundError, match="channel"):
        room.advance(article, by=BO, channels=["nowhere"])
    draft = room.draft(text(), by=ADA, embargo=desk.clock() + HOUR)
    draft = room.submit(draft, by=ADA)
    assert {"approvals"} == refused(lambda: room.advance(draft, by=BO))
    desk.clock.advance(hours=2)
    (over,) = room.why_not(article, "advance", by=BO)
    assert ("no_embargo", "publish") == (over.code, over.offers)
    out = room.publish(article, by=BO)
    assert {"state", "live", "no_embargo"} <= refused(lambda: room.advance(out, by=BO))


def test_without_partners_there_is_nobody_to_send_it_to(desk: Desk) -> None:
    """And so the step does not lie open; nobody is trusted whom the house lacks."""
    room = desk.open()
    article = approved(desk, room)

    assert "advance" not in {one.name for one in room.allowed(article, by=BO)}
    (against,) = room.why_not(article, "advance", by=BO)
    assert "no channel is configured" in against.message
    with pytest.raises(NotFoundError, match="channel"):
        desk.open(trusted=["nobody"])


def test_when_its_time_has_come_partners_get_it_as_released(
    desk: Desk, room: Newsroom
) -> None:
    """As an update of what they have, though the schedule names the site alone."""
    article = approved(desk, room)
    ends = article.handling.embargo
    assert ends is not None
    article = room.schedule(article, when=ends, by=BO, channels=["site"])
    article = room.advance(article, by=BO, channels=["wire"])
    assert "scheduled" == article.state
    desk.clock.advance(hours=2)
    (fired,) = room.run_due().fired

    assert ("published", None) == (fired.state, fired.advance)
    assert [
        (1, Operation.CREATE, Advance),
        (2, Operation.UPDATE, Released),
    ] == sent(desk.wire)
    assert [(1, Operation.CREATE, Released)] == sent(desk.site)
    rows = [(one.channel, one.operation.value) for one in room.deliveries(fired)]
    assert [("wire", "create"), ("site", "create"), ("wire", "update")] == sorted(
        rows, key=rows.index
    )
    assert {Copy.CURRENT} == {one.copy for one in room.coverage(fired)}


def test_a_new_text_goes_to_whoever_has_the_one_before(
    desk: Desk, room: Newsroom
) -> None:
    """As an update, with its approvals of its own; until then they keep the old one."""
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    desk.clock.advance(minutes=1)
    article = again(room, article, "Bridge at noon")
    assert [Copy.ADVANCE] == [one.copy for one in room.coverage(article)]
    article = room.advance(article, by=BO, channels=["agency"])

    assert [Operation.CREATE, Operation.UPDATE] == [one[1] for one in sent(desk.wire)]
    last = desk.wire.parcels[-1].view
    assert isinstance(last, Advance)
    assert "Bridge at noon" == last.content.headline
    assert ["wire", "agency"] == [one.channel for one in room.coverage(article)]


def test_partners_hear_of_another_embargo(desk: Desk, room: Newsroom) -> None:
    """Later, sooner, or over as of now; but not of one that was over already."""
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    ends = article.handling.embargo
    assert ends is not None
    desk.clock.advance(minutes=1)
    article = room.tighten_embargo(article, until=ends + HOUR, by=ADA)
    article = room.lift_embargo(article, by=CY, reason="Agreed.", until=ends - HOUR)
    now = desk.clock.advance(minutes=1)
    article = room.lift_embargo(article, by=CY, reason="It is out elsewhere.")

    told = [until(one) for one in desk.wire.parcels]
    assert [ends, ends + HOUR, ends - HOUR, now] == told
    assert [Copy.ADVANCE] == [one.copy for one in room.coverage(article)]
    article = room.tighten_embargo(article, until=now + HOUR, by=ADA)
    desk.clock.advance(hours=3)
    room.lift_embargo(article, by=CY, reason="It is over anyway.")
    assert 5 == len(desk.wire.parcels), "nothing has changed for them"
    assert () == desk.site.attempts


def test_what_is_on_its_way_is_overtaken_by_another_embargo(desk: Desk) -> None:
    """It is looked at at the wire: what was leased before goes no more."""
    room = opened(desk, deliver=False)
    first, second = approved(desk, room), approved(desk, room, headline="Ferry")
    for article in (first, second):
        room.advance(article.id, by=BO, channels=["wire"])
    ends = second.handling.embargo
    assert ends is not None

    def tighten(parcel: Parcel) -> None:
        if parcel.view.article == first.id:
            desk.clock.advance(seconds=1)
            room.tighten_embargo(second.id, until=ends + HOUR, by=ADA)

    desk.wire.heard = tighten
    room.run_due(batch=2)
    told = [(one.view.article, one.sequence, until(one)) for one in desk.wire.attempts]
    assert [(first.id, 1, ends), (second.id, 2, ends + HOUR)] == told
    statuses = [one.status for one in room.deliveries(second)]
    assert [Status.SUPERSEDED, Status.DELIVERED] == statuses


def test_late_and_unpublished_it_still_goes_with_its_embargo(desk: Desk) -> None:
    """The field says from when it may be shown; the story is no released one yet."""
    room = opened(desk, deliver=False)
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    desk.clock.advance(hours=3)
    room.run_due()

    assert [article.handling.embargo] == [until(one) for one in desk.wire.parcels]


def test_published_before_it_was_sent_it_goes_as_released(desk: Desk) -> None:
    """What was due ahead is superseded, and the first that comes is a create."""
    room = opened(desk, deliver=False)
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    desk.clock.advance(hours=2)
    article = room.publish(article, by=BO, channels=["site"])
    room.run_due()

    assert [(2, Operation.CREATE, Released)] == sent(desk.wire)
    assert {Copy.CURRENT} == {one.copy for one in room.coverage(article)}


def test_a_kill_reaches_whoever_may_have_it(desk: Desk, room: Newsroom) -> None:
    """Without a word of it, and nothing comes after; the others never hear of it."""
    desk.wire.lose_answer()
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    assert [Copy.UNSURE] == [one.copy for one in room.coverage(article)]
    killed = room.kill(article, by=CY, reason="Court.")
    desk.clock.advance(hours=3)
    room.run_due()

    assert killed.advance is None
    assert {} == desk.wire.shown
    gone = desk.wire.parcels[-1].view
    assert isinstance(gone, Tombstone)
    assert gone.reason is None
    assert () == desk.site.attempts
    assert {"wire"} == {one.channel for one in room.deliveries(killed)}
    assert () == room.outdated()


def test_who_was_never_reached_is_told_of_no_kill(desk: Desk) -> None:
    """What was due is superseded, and that is all."""
    room = opened(desk, deliver=False)
    article = room.advance(approved(desk, room), by=BO)
    article = room.kill(article, by=CY, reason="Court.")
    room.run_due()

    assert {Status.SUPERSEDED} == {one.status for one in room.deliveries(article)}
    assert () == desk.wire.attempts


def test_nothing_ends_quietly_what_partners_have(desk: Desk, room: Newsroom) -> None:
    """A spike, a retraction and an erasure say that it takes a kill."""
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    (against,) = room.why_not(article, "spike", by=BO)

    assert ("advanced", "kill", ("chief", "lawyer")) == (
        against.code,
        against.offers,
        against.lifted_by,
    )
    assert "wire" in against.message
    (never,) = room.why_not(article, "retract", by=CY, parameters=False)
    assert "kill" == never.offers
    texts = [article.head.content]
    assert {"advanced"} == refused(
        lambda: room.erase(article, by=CY, texts=texts, reason="Court.")
    )


def test_looking_back_readers_had_nothing_and_the_partner_its_copy(
    desk: Desk, room: Newsroom
) -> None:
    """As of then; with a channel, what it had said that it has."""
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    moment = desk.clock()

    assert [] == list(room.as_of(moment))
    assert [] == list(room.as_of(moment, channel="site"))
    (had,) = room.as_of(moment, channel="wire")
    content = canonical_content(room.content(article))
    assert (None, content) == (had.version, had.content)
    assert had.receipt is not None


def test_an_older_advance_copy_is_outdated(desk: Desk) -> None:
    """In the coverage of its story, and in the list over all."""
    room = opened(desk, deliver=False)
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    room.run_due()
    assert () == room.outdated()
    desk.clock.advance(minutes=1)
    article = room.advance(again(room, article, "Bridge at noon"), by=BO)
    room.delivery(2)

    copies = {one.channel: one.copy for one in room.coverage(article)}
    assert {"wire": Copy.OUTDATED, "agency": Copy.NONE} == copies
    assert ["wire"] == [one.channel for one in room.outdated()]


def test_who_is_trusted_no_more_gets_nothing_more(desk: Desk, file: str) -> None:
    """What was due ahead is dead, and bars no release."""
    desk.wire.trusted = True
    trusting = desk.open(file, channels=[desk.wire], trusted=["wire"], deliver=False)
    article = trusting.advance(approved(desk, trusting), by=BO)
    room = desk.open(file, channels=[desk.wire], deliver=False)
    (tried,) = room.run_due().deliveries

    assert (Status.DEAD, ()) == (tried.status, desk.wire.attempts)
    assert "not trusted" in (tried.error or "")
    desk.clock.advance(hours=2)
    room.publish(article.id, by=BO)
    room.run_due()
    assert [(2, Operation.CREATE, Released)] == sent(desk.wire)


def test_a_waiting_removal_of_the_site_is_not_touched(desk: Desk) -> None:
    """An advance goes to partners alone, and ends nothing that is for others."""
    room = opened(desk, deliver=False)
    article = clear(room, story(room, "review"), people=PEOPLE)
    article = room.publish(article, by=BO, channels=["site"])
    room.run_due()
    article = room.unpublish(article.id, by=BO)
    article = room.tighten_embargo(article, until=desk.clock() + HOUR, by=ADA)
    article = room.advance(again(room, article, "Once more"), by=BO)
    room.run_due()

    assert [Operation.CREATE, Operation.UNPUBLISH] == [
        one[1] for one in sent(desk.site)
    ]
    assert [(1, Operation.CREATE, Advance)] == sent(desk.wire)


def test_a_plan_tells_of_partners_alone(desk: Desk, room: Newsroom) -> None:
    """An update for who has a copy, a create for who has none."""
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    article = again(room, article, "Bridge at noon")
    planned = room.plan(article, "advance", by=BO)

    assert ("review", ("Advanced",)) == (planned.after, planned.events)
    assert (("wire", Operation.UPDATE), ("agency", Operation.CREATE)) == (
        planned.deliveries
    )


def test_what_nobody_knows_the_end_of_is_asked_for_before_it_is_overtaken(
    desk: Desk,
) -> None:
    """The channel is asked by key, with what is by now; nothing is sent again."""
    desk.wire.capabilities = Capabilities(idempotency=Idempotency.LOOKUP)
    room = opened(desk)
    desk.wire.lose_answer()
    article = room.advance(approved(desk, room), by=BO, channels=["wire"])
    desk.clock.advance(minutes=5)
    ends = article.handling.embargo
    assert ends is not None
    article = room.tighten_embargo(article, until=ends + HOUR, by=ADA)
    room.run_due()

    assert [1, 2] == [one.sequence for one in desk.wire.parcels]
    assert {Status.DELIVERED} == {one.status for one in room.deliveries(article)}
    assert [Operation.CREATE, Operation.UPDATE] == [one[1] for one in sent(desk.wire)]
