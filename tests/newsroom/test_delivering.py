"""What was committed goes out: in order, again when it failed, and never twice."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from newsflow import Article, Media, Newsroom
from newsflow.dispatch.retries import LONGEST, RETRIES
from newsflow.documents.config import config_from
from newsflow.model.times import stamp
from newsflow.ports import (
    Capabilities,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Shelf,
    Status,
)
from newsflow.store.sqlite import SqliteDatabase
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, story, text

DATABASES = ("sqlite", "postgres")
BARE = Capabilities()
COLLECTIVE = Capabilities(collective=True, idempotency=Idempotency.NATURAL_KEY)
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def updated(room: Newsroom, article: Article, headline: str = "Second") -> Article:
    """Carry a story on by a version."""
    article = room.submit(room.save(article, text(headline), by=ADA), by=ADA)
    return room.update(clear(room, article, people=PEOPLE), by=BO)


def stands(room: Newsroom, article: Article, channel: str = "site") -> list[str]:
    """Tell how the deliveries to a channel stand, as ``create: delivered``."""
    return [
        f"{one.operation.value}: {one.status.value}"
        for one in room.deliveries(article)
        if one.channel == channel
    ]


def test_a_published_story_is_delivered_at_once(desk: Desk, room: Newsroom) -> None:
    """Each channel gets one parcel, under a key that never changes, with a receipt."""
    article = story(room)
    (parcel,) = desk.site.parcels
    first, second = room.deliveries(article)

    assert (f"{article.id}/site/1", Operation.CREATE) == (parcel.key, parcel.operation)
    assert ("site", "wire") == (first.channel, second.channel)
    assert (Status.DELIVERED, 1, 1) == (first.status, first.attempts, first.version)
    assert first.receipt
    assert f"https://site.example/{article.id}" == first.receipt.url


def test_the_life_of_a_story_is_a_sequence_of_operations(
    desk: Desk, room: Newsroom
) -> None:
    """Create, update, correct, unpublish, create, retract, kill: each with the last."""
    article = updated(room, story(room))
    article = room.save(article, text("Third"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    article = room.correct(clear(room, article, people=PEOPLE), by=BO)
    article = room.unpublish(article, by=BO)
    article = room.submit(room.revive(article, by=BO), by=ADA)
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)
    article = room.retract(article, by=CY, reason="It never closed.")
    room.kill(article, by=CY, reason="By order of the court.")

    asked = [parcel.operation.value for parcel in desk.site.parcels]
    keys = [parcel.key.rpartition("/")[2] for parcel in desk.site.parcels]
    assert [
        "create",
        "update",
        "correct",
        "unpublish",
        "create",
        "retract",
        "kill",
    ] == (asked)
    assert [str(number) for number in range(1, 8)] == keys
    receipts = [
        one.receipt for one in room.deliveries(article) if one.channel == "site"
    ]
    assert [None, *receipts[:-1]] == [one.previous for one in desk.site.parcels]
    assert None not in receipts


def test_a_failed_delivery_is_tried_again_when_its_time_comes(
    desk: Desk, room: Newsroom
) -> None:
    """Retries follow the schedule, under the same key, until they succeed."""
    desk.site.fail(3)
    article = story(room)
    assert ["create: due"] == stands(room, article)
    for seconds in RETRIES[:3]:
        due = datetime.fromisoformat(room.deliveries(article)[0].due)
        assert seconds <= (due - desk.clock()).total_seconds() <= 1.1 * seconds
        desk.clock.to(due - timedelta(seconds=1))
        assert () == desk.site.parcels
        assert () == room.run_due().deliveries
        desk.clock.to(due)
        assert 1 == len(room.run_due().deliveries)

    assert ["create: delivered"] == stands(room, article)
    assert {f"{article.id}/site/1"} == {one.key for one in desk.site.attempts}
    assert 4 == room.deliveries(article)[0].attempts


def test_one_channel_that_fails_stops_no_other(desk: Desk, room: Newsroom) -> None:
    """A bug in one channel is its own affair, and is told with its words."""
    desk.site.crash()
    article = story(room)

    assert 1 == len(desk.wire.parcels)
    assert "RuntimeError: a bug in this channel" == room.deliveries(article)[0].error


def test_a_wait_that_a_channel_asks_for_is_obeyed(desk: Desk, room: Newsroom) -> None:
    """Retry-After is kept, up to a day; a shorter one does not shorten ours."""
    for asked, waited in ((1, 5), (600, 600), (10 * LONGEST, LONGEST), (-5, 5)):
        desk.site.fail(1, after=asked)
        article = story(room)
        due = stamp(desk.clock() + timedelta(seconds=waited))

        assert due == room.deliveries(article)[0].due
        desk.clock.advance(days=2)
        room.run_due()


def test_after_the_last_retry_a_delivery_is_dead(desk: Desk, room: Newsroom) -> None:
    """It is not tried for ever, and what failed last can be read."""
    desk.site.fail(100)
    article = story(room)
    for _ in range(15):
        desk.clock.advance(days=1)
        room.run_due()

    assert ["create: dead"] == stands(room, article)
    assert len(RETRIES) + 1 == room.deliveries(article)[0].attempts
    assert "the line is down" in (room.deliveries(article)[0].error or "")


def test_a_rejected_delivery_is_dead_at_once(desk: Desk, room: Newsroom) -> None:
    """What a channel refuses for good is not sent again; the next version is new."""
    desk.site.reject()
    article = story(room)
    assert ["create: dead"] == stands(room, article)
    updated(room, article)

    assert Operation.CREATE is desk.site.parcels[0].operation
    assert 2 == desk.site.parcels[0].view.version  # type: ignore[union-attr] # it is Released


def test_a_newer_version_takes_the_place_of_one_that_is_unsent(
    desk: Desk, room: Newsroom
) -> None:
    """What waits for its retry is pointless by now: readers get the newest at once."""
    desk.site.fail(1)
    article = updated(room, story(room))

    assert ["create: superseded", "update: delivered"] == stands(room, article)
    assert [(Operation.CREATE, 2)] == [
        (one.operation, one.view.version)  # type: ignore[union-attr] # it is Released
        for one in desk.site.parcels
    ]


def test_a_correction_that_was_overtaken_is_still_one(
    desk: Desk, room: Newsroom
) -> None:
    """The update that takes its place goes out as a correction: readers are told."""
    article = story(room)
    desk.site.fail(1)
    article = room.save(article, text("Second"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    article = room.correct(clear(room, article, people=PEOPLE), by=BO)
    article = updated(room, article, "Third")

    assert [
        "create: delivered",
        "correct: superseded",
        "correct: delivered",
    ] == stands(room, article)
    assert ["create: delivered", "correct: delivered", "update: delivered"] == stands(
        room, article, "wire"
    )


def test_what_never_went_out_is_superseded_by_its_end(
    desk: Desk, room: Newsroom
) -> None:
    """A killed story is not delivered first; the kill goes out all the same."""
    desk.site.fail(1)
    article = room.kill(story(room), by=CY, reason="By order of the court.")

    assert ["create: superseded", "kill: delivered"] == stands(room, article)
    assert [Operation.KILL] == [one.operation for one in desk.site.parcels]
    desk.clock.advance(days=1)
    assert () == room.run_due().deliveries


@attrs.define
class Slow(RecordingChannel):
    """A channel during whose delivery something else happens, and which then fails."""

    name: str = "site"
    meanwhile: object = None

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Let the other thing happen, then fail; deliver the next time."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if callable(meanwhile):
            meanwhile()
            self.fail()
        return super().deliver(parcel, shelf=shelf)


def test_what_fails_after_the_end_is_not_tried_again(desk: Desk, file: str) -> None:
    """A kill waits for the delivery that is under way, and for no retry of it."""
    slow = Slow()
    room, other = desk.open(file, channels=[slow]), desk.open(file, channels=[slow])
    article = clear(room, story(room, "review"), people=PEOPLE)
    slow.meanwhile = lambda: other.kill(article.id, by=CY, reason="Court.")
    room.publish(article, by=BO)
    assert ["create: superseded", "kill: due"] == stands(room, article)
    room.run_due()

    assert ["create: superseded", "kill: delivered"] == stands(room, article)
    assert [Operation.KILL] == [one.operation for one in slow.parcels]


def test_an_end_for_a_channel_that_is_gone_is_parked(desk: Desk, file: str) -> None:
    """The site that is gone still owes the removal: that can be seen, and made good."""
    article = story(desk.open(file))
    smaller = desk.open(file, channels=[desk.wire])
    article = smaller.unpublish(article, by=BO)

    done = ["create: delivered", "unpublish: delivered"]
    assert ["create: delivered", "unpublish: parked"] == stands(smaller, article)
    assert done == stands(smaller, article, "wire")
    assert ["site"] == [one.channel for one in smaller.troubles()]
    again = desk.open(file)
    again.redrive(channel="site")
    again.run_due()
    assert done == stands(again, article)


def test_what_another_process_recorded_for_its_channel_waits_for_it(
    desk: Desk, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker of yesterday leaves alone what is for a channel of today."""
    article = story(desk.open(file, deliver=False))
    smaller = desk.open(file, channels=[desk.wire])
    with caplog.at_level(logging.WARNING, "newsflow.delivery"):
        smaller.run_due()

    assert ["create: due"] == stands(smaller, article)
    assert "there is no channel site here" in caplog.text


def test_a_later_version_goes_to_everyone_who_had_an_earlier_one(
    desk: Desk, room: Newsroom
) -> None:
    """A correction reaches whoever had the error, whatever is asked for today."""
    article = clear(room, story(room, "review"), people=PEOPLE)
    article = room.publish(article, by=BO, channels=["wire"])
    article = room.submit(room.save(article, text("Second"), by=ADA), by=ADA)
    room.update(clear(room, article, people=PEOPLE), by=BO, channels=["site"])

    assert [1, 2] == [len(one.parcels) for one in (desk.site, desk.wire)]
    assert Operation.CREATE is desk.site.parcels[0].operation
    assert Operation.UPDATE is desk.wire.parcels[1].operation


def test_after_a_removal_an_update_is_a_creation(desk: Desk, room: Newsroom) -> None:
    """What a channel does not show any more is to be created, not updated."""
    article = room.unpublish(story(room), by=BO)
    desk.site.reject()
    article = room.submit(room.revive(article, by=BO), by=ADA)
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)
    updated(room, article)

    assert ["create", "unpublish", "create"] == [
        one.operation.value for one in desk.site.parcels
    ]
    before = desk.site.parcels[-1].previous
    assert before
    assert f"site:{article.id}" == before.reference


def test_many_waiting_deliveries_bar_nothing_behind_them(desk: Desk, file: str) -> None:
    """Whatever owes to a channel that is gone, the others get theirs."""
    old = desk.open(file, channels=[RecordingChannel("gone")], deliver=False)
    for number in range(120):
        article = old.draft(text(f"{number}"), by=ADA)
        old.break_glass(article, by=CY, reason="A test of strength.")
    room = desk.open(file, deliver=False)
    article = story(room)
    room.run_due()

    assert ["create: delivered"] == stands(room, article)


@attrs.define
class Careless(RecordingChannel):
    """A channel that answers with anything but a receipt."""

    name: str = "careless"
    capabilities: Capabilities = BARE

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Answer with a word instead of a receipt."""
        del parcel, shelf
        return "ok"  # type: ignore[return-value] # that is its fault


def test_anything_but_a_receipt_is_a_failure(desk: Desk) -> None:
    """Without a receipt nobody knows what was done."""
    room = desk.open(channels=[Careless()])
    article = story(room)

    assert ["create: unknown"] == stands(room, article, "careless")
    assert "it gave 'ok' for a receipt" == room.deliveries(article)[0].error


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("NULL", "was erased"),
        ("replace(text, 'Damaged', 'Changed')", "is not the one recorded"),
    ],
)
def test_a_text_that_was_damaged_fails_alone(
    desk: Desk, room: Newsroom, file: str, damage: str, told: str
) -> None:
    """It is not sent, nor is what somebody made of it, and the others go out."""
    room = desk.open(file, deliver=False)
    bad, good = story(room, headline="Damaged"), story(room)
    room.close()
    room = desk.open(file)
    with room._office.database.writing() as tx:  # noqa: SLF001 - somebody at the file
        tx.cursor.execute(
            f"UPDATE newsflow_contents SET text = {damage} WHERE article = '{bad.id}'"  # noqa: S608 - our own id
        )
    room.run_due()

    assert ["create: delivered"] == stands(room, good)
    assert ["create: due"] == stands(room, bad)
    assert told in (room.deliveries(bad)[0].error or "")


def test_a_list_leaves_out_what_cannot_be_read(
    desk: Desk, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A damaged story is missing from the index, and the log tells which."""
    shelves: list[int] = []

    @attrs.define
    class Board(RecordingChannel):
        name: str = "site"
        capabilities: Capabilities = COLLECTIVE

        def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
            shelves.append(len(list(shelf.released())))
            return super().deliver(parcel, shelf=shelf)

    room = desk.open(file, channels=[Board()])
    bad = story(room, headline="Damaged")
    room.close()
    room = desk.open(file, channels=[Board()])
    with room._office.database.writing() as tx:  # noqa: SLF001 - somebody at the file
        tx.cursor.execute(
            f"UPDATE newsflow_contents SET text = NULL WHERE article = '{bad.id}'"  # noqa: S608 - our own id
        )
    story(room)

    assert [1, 1] == shelves
    assert f"{bad.id} cannot be shown in a list" in caplog.text


def test_a_delivery_whose_lease_was_lost_is_not_settled_twice(
    desk: Desk, file: str
) -> None:
    """Whoever took five minutes has lost the delivery to somebody else."""
    slow = Slow()
    room, other = desk.open(file, channels=[slow]), desk.open(file, channels=[slow])
    article = clear(room, story(room, "review"), people=PEOPLE)

    def take_over() -> None:
        desk.clock.advance(minutes=6)
        other.run_due()

    slow.meanwhile = take_over
    room.publish(article, by=BO)

    assert ["create: delivered"] == stands(room, article)
    assert 2 == room.deliveries(article)[0].attempts


@attrs.define
class Alone(RecordingChannel):
    """A collective channel during whose delivery another one is tried."""

    name: str = "site"
    capabilities: Capabilities = COLLECTIVE
    meanwhile: object = None

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Let the other one be tried once, then deliver."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if callable(meanwhile):
            meanwhile()
        return super().deliver(parcel, shelf=shelf)


def test_a_collective_channel_gets_one_delivery_at_a_time(
    desk: Desk, file: str
) -> None:
    """Two stories that change one index wait for one another."""
    alone = Alone()
    room, other = desk.open(file, channels=[alone]), desk.open(file, channels=[alone])
    first = clear(room, story(room, "review"), people=PEOPLE)
    alone.meanwhile = lambda: story(other)
    room.publish(first, by=BO)

    assert [first.id] == [one.view.article for one in alone.parcels]
    room.run_due()
    assert 2 == len(alone.parcels)


def test_media_come_from_the_newsroom_by_their_hash(desk: Desk) -> None:
    """A channel gets the bytes of a picture that the newsroom keeps, and no others."""
    got: list[bytes | None] = []

    @attrs.define
    class Pictures(RecordingChannel):
        def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
            got.extend(map(shelf.media, parcel.view.content.media))  # type: ignore[union-attr] # it is Released
            return super().deliver(parcel, shelf=shelf)

    room = desk.open(channels=[Pictures()])
    kept = room.media.put(b"a bridge")
    media = [
        Media(key="a", href="media:a.jpg", sha256=kept),
        Media(key="b", href="media:b.jpg", sha256="0" * 64),
        Media(key="c", href="https://elsewhere.example/c.jpg"),
    ]
    story(room, media=media)

    assert [b"a bridge", None, None] == got


def test_a_site_tells_the_time_of_its_zone(desk: Desk, tmp_path: Path) -> None:
    """On its pages, its list, and what is left of a retracted story."""
    config = config_from(
        {
            "newsroom": {"name": "Harbour Gazette"},
            "sites": [
                {
                    "name": "main",
                    "address": "https://gazette.example",
                    "zone": "Asia/Kathmandu",
                }
            ],
            "channels": [
                {"name": "site", "kind": "folder", "path": "site", "site": "main"}
            ],
        },
        folder=tmp_path,
    )
    room = desk.open(None, config=config, workflow=None, channels=[])
    article = story(room)
    there = room.released(article).published.astimezone(ZoneInfo("Asia/Kathmandu"))
    shown = f"{there:%H:%M} UTC+05:45"
    site = tmp_path / "site"
    pages = [one.read_text("utf-8") for one in site.rglob("index.html")]
    timed = [one for one in pages if "<time" in one]
    assert 3 == len(timed)  # the story, the front page, the day
    assert all(shown in one for one in timed)

    room.retract(article, by=CY, reason="It was another bridge.")
    (tombstone,) = site.glob("articles/*/index.html")
    assert "UTC+05:45" in tombstone.read_text("utf-8")


def test_a_lifecycle_with_a_page_takes_few_statements(
    desk: Desk, tmp_path: Path
) -> None:
    """Draft, submit, two approvals, publish with page and lists: 25 of them."""
    config = config_from(
        {
            "newsroom": {"name": "Harbour Gazette"},
            "sites": [{"name": "main", "address": "https://gazette.example"}],
            "channels": [
                {"name": "site", "kind": "folder", "path": "site", "site": "main"}
            ],
        },
        folder=tmp_path,
    )
    room = desk.open(None, config=config, workflow=None, channels=[])
    story(room)  # the first one opens the connection
    database = room._office.database  # noqa: SLF001 - to listen to it
    assert isinstance(database, SqliteDatabase)
    heard: list[str] = []
    database.trace(heard.append)
    article = room.submit(room.draft(text("Second bridge"), by=ADA), by=ADA)
    article = room.approve(room.approve(article, by=BO), by=CY)
    room.publish(article, by=BO)
    database.trace(None)

    assert len(heard) == 25, "\n".join(heard)
    index = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "Second bridge" in index
    assert "Harbour bridge reopens" in index
    assert 2 == len(list((tmp_path / "site").glob("articles/*/index.html")))


def test_an_end_that_was_overtaken_is_not_delivered(desk: Desk, file: str) -> None:
    """An unpublishing whose lease ran out makes way for the kill that came after it."""
    slow = Slow()
    room, other = desk.open(file, channels=[slow]), desk.open(file, channels=[slow])
    article = story(room)

    def kill_and_hang() -> None:
        other.kill(article.id, by=CY, reason="Court.")
        raise KeyboardInterrupt

    slow.meanwhile = kill_and_hang
    with pytest.raises(KeyboardInterrupt):
        room.unpublish(article, by=BO)
    desk.clock.advance(minutes=5)
    other.run_due()

    assert [
        "create: delivered",
        "unpublish: superseded",
        "kill: delivered",
    ] == stands(room, article)


def test_a_list_after_an_end_has_all_the_others(desk: Desk) -> None:
    """With a retraction, the list is that of the stories that are left."""
    lists: list[list[str]] = []

    @attrs.define
    class Board(RecordingChannel):
        name: str = "site"
        capabilities: Capabilities = COLLECTIVE

        def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
            lists.append([one.content.headline for one in shelf.released()])
            return super().deliver(parcel, shelf=shelf)

    room = desk.open(channels=[Board()])
    first = story(room, headline="First")
    story(room, headline="Second")
    room.retract(first, by=CY, reason="It never closed.")

    assert [["First"], ["Second", "First"], ["Second"]] == lists
