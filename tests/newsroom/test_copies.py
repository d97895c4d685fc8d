"""Copies: who shows what, who still shows the error, and what a person can do."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from newsflow import Article, Newsroom
from newsflow.errors import (
    CredentialsError,
    LedgerError,
    NeedsPersonError,
    NotFoundError,
    RateLimitedError,
    UnknownOutcomeError,
)
from newsflow.plugins import Plugins
from newsflow.ports import (
    Capabilities,
    Copy,
    Deleting,
    Delivery,
    Health,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Shelf,
    Status,
    Updating,
)
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text
from .test_delivering import stands, updated

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
DATABASES = ("sqlite", "postgres")
KEY = Idempotency.KEY
LOOKUP = Capabilities(idempotency=Idempotency.LOOKUP)


@attrs.define
class Moody(RecordingChannel):
    """A channel whose next deliveries end as a test says: an error, or on its way."""

    name: str = "site"
    moods: list[Exception] = attrs.field(factory=list)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Raise the next mood, or deliver."""
        if self.moods:
            raise self.moods.pop(0)
        return super().deliver(parcel, shelf=shelf)


@attrs.define
class Asked(Moody):
    """One that can be asked: it knows what has arrived, and what it shows."""

    capabilities: Capabilities = LOOKUP
    arrived: dict[str, Receipt] = attrs.field(factory=dict)
    asked: list[str] = attrs.field(factory=list)

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Give the receipt of what has arrived."""
        self.asked.append(parcel.key)
        return self.arrived.get(parcel.key)

    def health(self) -> Health:
        """Tell that its certificate is old."""
        return Health(channel=self.name, problems=("the certificate is old",))


def copies(room: Newsroom, article: Article) -> dict[str, tuple[Copy, int | None]]:
    """Tell what each channel shows."""
    return {one.channel: (one.copy, one.version) for one in room.coverage(article)}


def test_every_channel_that_ever_had_a_story_is_covered(
    desk: Desk, room: Newsroom
) -> None:
    """Each once, whatever it shows: together they are all there are."""
    article = story(room)
    assert {"site": (Copy.CURRENT, 1), "wire": (Copy.CURRENT, 1)} == copies(
        room, article
    )
    desk.site.fail()
    article = updated(room, article)
    assert {"site": (Copy.OUTDATED, 1), "wire": (Copy.CURRENT, 2)} == copies(
        room, article
    )
    site, _ = room.coverage(article)
    assert site.open is not None
    assert (Status.DUE, 2) == (site.open.status, site.open.version)
    assert f"https://site.example/{article.id}" == site.url
    article = room.unpublish(article, by=BO)

    assert {"site": (Copy.CURRENT, None), "wire": (Copy.CURRENT, None)} == copies(
        room, article
    )


def test_a_channel_that_never_took_a_story_shows_nothing(
    desk: Desk, room: Newsroom
) -> None:
    """Nor one from which it was taken down, when it is live again elsewhere."""
    desk.site.reject()
    article = story(room)
    assert (Copy.NONE, None) == copies(room, article)["site"]
    article = room.unpublish(article, by=BO)
    desk.wire.reject()
    article = room.submit(room.revive(article, by=BO), by=ADA)
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)

    assert {"site": (Copy.CURRENT, 2), "wire": (Copy.NONE, None)} == copies(
        room, article
    )


def test_what_may_have_arrived_is_unsure(desk: Desk) -> None:
    """Until somebody has looked, nobody says that they know."""
    channel = Moody(moods=[UnknownOutcomeError("site", "no answer")])
    room = desk.open(channels=[channel])
    article = story(room)

    assert {"site": (Copy.UNSURE, None)} == copies(room, article)
    assert ["unknown"] == [one.status for one in room.troubles()]


def test_who_still_shows_an_old_version_is_one_question(
    desk: Desk, room: Newsroom
) -> None:
    """Over all stories: each copy that is not of what is live."""
    first, second = story(room), story(room)
    assert () == room.outdated()
    desk.site.fail(2)
    updated(room, first)
    room.kill(second, by=CY, reason="By order of the court.")

    assert [(first.id, "site", 1), (second.id, "site", 1)] == [
        (one.article, one.channel, one.version) for one in room.outdated()
    ]
    desk.clock.advance(minutes=1)
    room.run_due()
    assert () == room.outdated()


def test_a_correction_goes_after_the_copies_and_nowhere_else(
    desk: Desk, file: str
) -> None:
    """A channel of today gets no correction of a story that it never had."""
    article = story(desk.open(file, channels=[desk.site]))
    room = desk.open(file)
    article = room.save(article, text("Second"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    article = room.correct(clear(room, article, people=PEOPLE), by=BO)

    assert ["create: delivered", "correct: delivered"] == stands(room, article)
    assert [] == stands(room, article, "wire")
    updated(room, article, "Third")
    assert ["create: delivered"] == stands(room, article, "wire")


def test_a_correction_can_be_sent_to_a_channel_by_name(desk: Desk, file: str) -> None:
    """Whoever asks for it, gets it there as well."""
    article = story(desk.open(file, channels=[desk.site]))
    room = desk.open(file)
    article = room.save(article, text("Second"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    article = clear(room, article, people=PEOPLE)
    article = room.correct(article, by=BO, channels=["wire"])

    assert ["create: delivered"] == stands(room, article, "wire")
    assert ["create: delivered", "correct: delivered"] == stands(room, article)


def test_what_never_left_is_not_called_back(desk: Desk, room: Newsroom) -> None:
    """A partner who never heard of a story does not hear of it by its kill."""
    room = desk.open(deliver=False)
    article = room.kill(story(room), by=CY, reason="By order of the court.")
    room.run_due()

    assert ["create: superseded"] == stands(room, article)
    assert () == desk.site.attempts


@pytest.mark.parametrize(
    ("update", "told"),
    [(Updating.NONE, Status.NEEDS_HUMAN), (Updating.FOLLOW_UP, Status.DELIVERED)],
)
def test_a_copy_that_cannot_be_changed_is_followed_up_or_is_a_task(
    desk: Desk, update: Updating, told: Status
) -> None:
    """Never forgotten: a second message, or a person."""
    can = Capabilities(idempotency=KEY, update=update)
    channel = RecordingChannel("site", capabilities=can)
    room = desk.open(channels=[channel])
    article = updated(room, story(room))
    last = room.deliveries(article)[-1]

    assert told is last.status
    if told is Status.NEEDS_HUMAN:
        assert f"https://site.example/{article.id}" in (last.error or "")
        assert [last] == list(room.troubles())
    else:
        assert channel.parcels[-1].follow_up


@pytest.mark.parametrize("removal", [Operation.UNPUBLISH, Operation.KILL])
def test_a_copy_that_cannot_be_taken_down_is_a_task(
    desk: Desk, removal: Operation
) -> None:
    """A mail that was sent stays sent: somebody has to write to the readers."""
    can = Capabilities(idempotency=KEY, delete=Deleting.NONE)
    room = desk.open(channels=[RecordingChannel("site", capabilities=can)])
    article = story(room)
    if removal is Operation.KILL:
        article = room.kill(article, by=CY, reason="Court.")
    else:
        article = room.unpublish(article, by=BO)
    (task,) = room.troubles()
    assert f"{removal.value} the copy at site" in (task.error or "")
    assert {"site": (Copy.OUTDATED, 1)} == copies(room, article)
    room.resolve(task, by=BO, arrived=True, note="wrote to all")

    assert {"site": (Copy.CURRENT, None)} == copies(room, article)
    assert "bo: wrote to all" == room.attempts(task)[-1].error


def test_when_the_window_is_over_the_late_way_is_taken(desk: Desk) -> None:
    """After two days a message is answered, and not edited any more."""
    can = Capabilities(
        idempotency=KEY,
        edit_window=timedelta(hours=48),
        late_update=Updating.FOLLOW_UP,
        delete_window=timedelta(hours=48),
    )
    channel = RecordingChannel("site", capabilities=can)
    room = desk.open(channels=[channel])
    article = updated(room, story(room))
    assert not channel.parcels[-1].follow_up
    desk.clock.advance(hours=49)
    article = updated(room, article, "Third")
    assert channel.parcels[-1].follow_up
    desk.clock.advance(hours=49)
    article = room.unpublish(article, by=BO)

    assert Status.NEEDS_HUMAN is room.deliveries(article)[-1].status


def test_an_unknown_end_holds_an_update_up_until_the_channel_was_asked(
    desk: Desk,
) -> None:
    """It is never blindly repeated: the channel has it, so it is not sent again."""
    channel = Asked(moods=[UnknownOutcomeError("site", "no answer")])
    room = desk.open(channels=[channel])
    article = updated(room, story(room))
    assert ["create: unknown", "update: due"] == stands(room, article)
    assert () == channel.parcels
    channel.arrived[f"{article.id}/site/1"] = Receipt(reference="7")
    desk.clock.advance(seconds=5)
    room.run_due()

    assert ["create: delivered", "update: delivered"] == stands(room, article)
    assert [f"{article.id}/site/2"] == [one.key for one in channel.parcels]
    assert Receipt(reference="7") == channel.parcels[0].previous


def test_what_did_not_arrive_is_sent_under_the_same_key(desk: Desk) -> None:
    """The channel says that it has it not."""
    channel = Asked(moods=[UnknownOutcomeError("site", "no answer")])
    room = desk.open(channels=[channel])
    article = story(room)
    desk.clock.advance(seconds=5)
    room.run_due()

    assert ["create: delivered"] == stands(room, article)
    assert [f"{article.id}/site/1"] == channel.asked
    assert [f"{article.id}/site/1"] == [one.key for one in channel.parcels]


def test_a_kill_that_went_past_an_unknown_end_is_looked_at_again(desk: Desk) -> None:
    """The lost request may land after the kill: once it could have, we look."""
    channel = Asked(moods=[UnknownOutcomeError("site", "no answer")])
    room = desk.open(channels=[channel])
    article = room.kill(story(room), by=CY, reason="Court.")
    assert ["create: unknown", "kill: unknown"] == stands(room, article)
    assert [Operation.KILL] == [one.operation for one in channel.parcels]
    desk.clock.advance(minutes=5)
    room.run_due()

    assert ["create: superseded", "kill: delivered"] == stands(room, article)
    assert f"{article.id}/site/2" in channel.asked
    assert 2 == len(channel.attempts), "it had landed, so it was killed again"


def test_a_task_of_a_channel_waits_for_a_person(desk: Desk) -> None:
    """It goes on when they have said how it went, or send it again."""
    tasks = [NeedsPersonError("site", "phone Apple")] * 2
    room = desk.open(channels=[Moody(moods=[*tasks])])
    article = story(room)
    (task,) = room.troubles()
    assert (Status.NEEDS_HUMAN, "phone Apple") == (task.status, task.error)
    room.redrive(delivery=task)
    room.run_due()
    assert ["create: needs_human"] == stands(room, article)
    room.resolve(task.id, by="bo", arrived=False)

    assert ["create: dead"] == stands(room, article)
    assert "bo" == room.attempts(task)[-1].error


def test_dead_letters_go_again_by_channel_and_by_time(
    desk: Desk, room: Newsroom
) -> None:
    """One after another under the keys that they had; what was overtaken stays."""
    began = desk.clock()
    desk.site.reject(3)
    first = story(room)
    desk.clock.advance(hours=1)
    second = story(room)
    third = room.kill(story(room), by=CY, reason="Court.")
    late = desk.clock()
    assert 3 == len(room.troubles())
    assert () == room.redrive(channel="wire")
    assert [first.id] == [
        one.article for one in room.redrive(since=began, until=late - timedelta(1 / 48))
    ]
    assert [second.id] == [one.article for one in room.redrive(channel="site")]
    room.run_due()

    for article in (first, second):
        assert ["create: delivered"] == stands(room, article)
    assert ["create: dead", "kill: delivered"] == stands(room, third)
    with pytest.raises(LedgerError, match=r"overtaken|older version is never sent"):
        room.redrive(delivery=room.deliveries(third)[0])


def test_a_parked_delivery_needs_its_channel(desk: Desk, file: str) -> None:
    """Sent again without the channel it would go nowhere: that is said."""
    article = story(desk.open(file))
    room = desk.open(file, channels=[desk.wire])
    room.unpublish(article, by=BO)
    (parked,) = room.troubles()

    with pytest.raises(NotFoundError, match=r"no channel 'site'; known: wire$"):
        room.redrive(delivery=parked)
    assert () == room.redrive()


def test_a_frozen_channel_gets_nothing_but_removals(room: Newsroom) -> None:
    """Until it is thawed; what waited goes out then."""
    article = story(room)
    freeze = room.freeze("site", by=BO, reason="the site is being moved")
    assert (freeze,) == room.frozen()
    article = updated(room, article)
    assert ["create: delivered", "update: due"] == stands(room, article)
    assert ["create: delivered", "update: delivered"] == stands(room, article, "wire")
    room.thaw("site", by=BO)
    room.run_due()
    assert ["create: delivered", "update: delivered"] == stands(room, article)
    room.freeze("site", by=BO, reason="again")
    article = room.retract(article, by=CY, reason="It never closed.")

    assert "retract: delivered" == stands(room, article)[-1]


def test_everything_can_be_frozen_with_removals_as_well(room: Newsroom) -> None:
    """Nothing leaves the house at all, and then all of it does."""
    article = story(room)
    room.freeze(by=CY, reason="the house is under attack", removals=True)
    article = room.retract(article, by=CY, reason="It never closed.")
    room.run_due()
    assert "retract: due" == stands(room, article)[-1]
    assert [("", "cy", True)] == [
        (one.channel, one.by, one.removals) for one in room.frozen()
    ]
    room.thaw(by=CY)
    room.run_due()

    assert "retract: delivered" == stands(room, article)[-1]
    assert () == room.frozen()


def test_only_what_is_there_is_frozen_and_thawed(room: Newsroom) -> None:
    """A typing error is told, with the names that there are."""
    with pytest.raises(NotFoundError, match="no channel 'sight'; known: site, wire"):
        room.freeze("sight", by=BO, reason="a typing error")
    with pytest.raises(NotFoundError, match="no frozen channel 'site'"):
        room.thaw("site", by=BO)
    with pytest.raises(NotFoundError, match=r"no frozen channel '\(all\)'"):
        room.thaw(by=BO)


def test_who_is_not_let_in_stops_one_channel_once(desk: Desk) -> None:
    """A token that expired in the middle of many stories: one freeze, not fifty."""
    channel = Moody(moods=[CredentialsError("site", "the token has expired")] * 2)
    room = desk.open(channels=[channel, desk.wire])
    first, second = story(room), story(room)
    (frozen,) = room.frozen()
    assert ("site", "newsflow", "the token has expired") == (
        frozen.channel,
        frozen.by,
        frozen.reason,
    )
    assert ["create: due"] == stands(room, first) == stands(room, second)
    assert [1, 0] == [room.deliveries(one)[0].attempts for one in (first, second)]
    assert 2 == len(desk.wire.parcels)
    channel.moods.clear()
    room.thaw("site", by=BO)
    desk.clock.advance(seconds=5)
    room.run_due()

    assert ["create: delivered"] == stands(room, first) == stands(room, second)


def test_a_receiver_who_has_had_enough_gets_nothing_for_a_while(desk: Desk) -> None:
    """The whole channel waits as long as it asked for, and no other one."""
    channel = Moody(moods=[RateLimitedError("site", "429", after=60)])
    room = desk.open(channels=[channel, desk.wire])
    first, second = story(room), story(room)
    assert () == channel.parcels
    assert 2 == len(desk.wire.parcels)
    desk.clock.advance(seconds=59)
    assert () == room.run_due().deliveries
    desk.clock.advance(seconds=1)
    room.run_due()

    assert ["create: delivered"] == stands(room, first) == stands(room, second)


def test_a_channel_tells_whether_it_is_well(desk: Desk) -> None:
    """One that has no way to tell is taken to be."""
    room = desk.open(channels=[Asked(), desk.wire])

    assert Health(channel="site", problems=("the certificate is old",)) == room.health(
        "site"
    )
    assert not room.health("site").ok
    assert room.health("wire").ok
    with pytest.raises(NotFoundError, match="no channel 'radio'"):
        room.health("radio")


def test_what_a_channel_showed_at_an_instant_is_told_by_its_receipts(
    desk: Desk, room: Newsroom
) -> None:
    """Not what was released then, but what this channel had said it has."""
    article = story(room)
    first = desk.clock()
    desk.clock.advance(hours=1)
    desk.site.fail()
    updated(room, article)
    second = desk.clock()
    desk.clock.advance(hours=1)
    room.run_due()
    third = desk.clock()

    def shown(channel: str) -> list[list[int]]:
        return [
            [one.version for one in room.as_of(moment, channel=channel)]
            for moment in (first, second, third)
        ]

    assert [[1], [1], [2]] == shown("site")
    assert [[1], [2], [2]] == shown("wire")
    (site,) = room.as_of(third, channel="site")
    assert room.deliveries(article)[-2].receipt == site.receipt
    room.unpublish(article.id, by=BO)
    assert [] == list(room.as_of(desk.clock(), channel="site"))


def test_plug_ins_hear_of_every_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dead ones above all; a delivery that is tried again has not ended."""
    heard: list[str] = []

    def hear(_: Plugins, delivery: Delivery) -> None:
        heard.append(f"{delivery.key}: {delivery.status.value}")

    monkeypatch.setattr(Plugins, "tell_delivery", hear)
    room = desk.open()
    desk.site.fail()
    desk.wire.reject()
    article = story(room)
    desk.clock.advance(seconds=5)
    room.run_due()

    assert [
        f"{article.id}/wire/1: dead",
        f"{article.id}/site/1: delivered",
    ] == heard


def test_a_copy_that_is_whole_in_part_is_made_whole_later(desk: Desk) -> None:
    """One mirror was down: readers have it, and the mirror gets it, unannounced."""

    @attrs.define
    class Mirrored(RecordingChannel):
        name: str = "site"
        down: int = 1

        def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
            receipt = super().deliver(parcel, shelf=shelf)
            if self.down == 0:
                return receipt
            self.down -= 1
            return attrs.evolve(receipt, degraded="mirror b is down")

    channel = Mirrored()
    room = desk.open(channels=[channel])
    article = story(room)
    assert ["create: delivered", "update: due"] == stands(room, article)
    assert {"site": (Copy.CURRENT, 1)} == copies(room, article)
    desk.clock.advance(seconds=5)
    room.run_due()

    assert ["create: delivered", "update: delivered"] == stands(room, article)
    assert [Operation.CREATE, Operation.UPDATE] == [
        one.operation for one in channel.parcels
    ]
    channel.down = 2
    article = updated(room, article)
    desk.clock.advance(seconds=5)
    room.run_due()
    assert ["update: delivered", "update: due"] == stands(room, article)[-2:]
    assert "mirror b is down" in (room.deliveries(article)[-1].error or "")
    room.kill(article, by=CY, reason="Court.")
    assert ["update: superseded", "kill: delivered"] == stands(room, article)[-2:]


def test_what_a_dead_letter_held_goes_with_an_erased_text(
    desk: Desk, room: Newsroom
) -> None:
    """A payload is a copy of the text, and our own one."""
    desk.site.reject()
    article = story(room)
    (dead,) = room.troubles()
    assert room.payload(dead) is not None
    article = room.unpublish(article, by=BO)
    texts = [article.head.content]
    room.erase(article, by=PEOPLE["lu"], reason="By order of a court.", texts=texts)

    assert room.payload(dead) is None


def test_a_retraction_that_was_made_anew_is_not_sent_behind_the_new_one(
    desk: Desk,
) -> None:
    """Nobody knows the end of either; the second stands for both."""
    room = desk.open(channels=[desk.wire])
    article = story(room)
    desk.wire.lose_request()
    article = room.retract(article, by=CY, reason="It never closed.")
    desk.clock.advance(seconds=1)
    desk.wire.lose_request()
    room.retract(article, by=CY, reason="It never opened.")
    for _ in range(3):
        desk.clock.advance(hours=1)
        room.run_due()

    assert [1, 3] == [one.sequence for one in desk.wire.parcels]
