"""A canary: one word of an embargoed story, looked for in everything that goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import attrs
import pytest

from newsflow import Article, Content, Newsroom, Paragraph, Person
from newsflow.documents.config import Config, config_from
from newsflow.errors import NewsflowError, NotReleasedError, StepRefusedError
from newsflow.model.blocks import plain
from newsflow.model.credits import Byline
from newsflow.model.media import Media
from newsflow.ports import Parcel, Receipt, Shelf
from newsflow.testing import PEOPLE, FixedClock, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, story
from ..pictures import picture

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
HOUR = timedelta(hours=1)
CANARY = "zq7canary4x"
PUBLIC = "it was not so"
LEDGER = ("deliveries", "attempts", "payloads", "lanes")


@attrs.define
class Hook(RecordingChannel):
    """A channel that keeps the very bytes of the webhook's events."""

    name: str = "hook"
    bodies: list[bytes] = attrs.field(factory=list)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Write the event, as the webhook would send it."""
        event = pytest.importorskip("newsflow_webhook.event").event
        body = event(parcel, source="https://gazette.example", channel=self.name)
        self.bodies.append(body)
        return RecordingChannel.deliver(self, parcel, shelf=shelf)


@attrs.frozen(kw_only=True)
class Gazette:
    """A newsroom with every way out that there is, and all that came out of them."""

    room: Newsroom
    clock: FixedClock
    folder: Path
    hook: Hook
    wire: RecordingChannel
    log: pytest.LogCaptureFixture
    said: list[str] = attrs.field(factory=list)

    def tried(self, call: Callable[[], object]) -> None:
        """Do what may be refused, and keep what is said then."""
        try:
            call()
        except NewsflowError as refused:
            self.said.extend((str(refused), repr(refused)))
            if isinstance(refused, StepRefusedError):
                self.said.extend(map(repr, refused.objections))

    def outputs(self, article: Article) -> Iterator[tuple[str, bytes]]:
        """Give all that anyone but the desk can come by, by where it was found."""
        yield from self._files()
        for channel in (self.hook, self.wire):
            for parcel in channel.attempts:
                yield channel.name, repr(parcel).encode()
                yield channel.name, channel.render(parcel).data
        yield from (("webhook", body) for body in self.hook.bodies)
        yield "log", self.log.text.encode()
        yield "said", "\n".join(self.said).encode()
        yield "receipts", repr(self.room.deliveries(article)).encode()
        yield from self._rows()
        yield "as of", repr(self._as_of()).encode()
        yield "released", self._released(article)

    def found(self, article: Article) -> set[str]:
        """Tell where the canary sings."""
        word = CANARY.encode()
        return {where for where, data in self.outputs(article) if word in data.lower()}

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for site in ("site", "mirror"):
            for file in (self.folder / site).rglob("*"):
                yield f"{site} names", str(file.relative_to(self.folder)).encode()
                if file.is_file():
                    yield f"{site} files", file.read_bytes()

    def _rows(self) -> Iterator[tuple[str, bytes]]:
        with self.room._office.database.reading() as tx:  # noqa: SLF001 - to see all
            for table in LEDGER:
                tx.cursor.execute(f"SELECT * FROM newsflow_{table}")  # noqa: S608 - ours
                yield table, repr(tx.cursor.fetchall()).encode()

    def _as_of(self) -> list[object]:
        now = self.clock()
        channels = (None, *(one for one in self.room.channels if one != "partner"))
        return [
            (one, one.content)
            for channel in channels
            for one in self.room.as_of(now, channel=channel)
        ]

    def _released(self, article: Article) -> bytes:
        try:
            return repr(self.room.released(article)).encode()
        except NotReleasedError as refused:
            return str(refused).encode()


def configuration(folder: Path) -> Config:
    """Configure a site in every format, with a mirror."""
    site = {"name": "main", "address": "https://gazette.example", "title": "Gazette"}
    channel = {
        "name": "site",
        "kind": "folder",
        "path": "site",
        "site": "main",
        "formats": ["json", "markdown", "text"],
        "mirrors": [{"path": "mirror", "address": "https://mirror.example"}],
    }
    newsroom = {"name": "Harbour Gazette", "media": "kept"}
    plain = {"newsroom": newsroom, "sites": [site], "channels": [channel]}
    return config_from(plain, folder=folder)


@pytest.fixture
def gazette(desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Gazette:
    """A Gazette that delivers when it is told to, and whose logs tell all they can."""
    caplog.set_level(logging.DEBUG, logger="newsflow")
    hook = Hook()
    room = desk.open(
        config=configuration(tmp_path),
        channels=[hook, desk.wire, RecordingChannel("partner", trusted=True)],
        trusted=["partner"],
        deliver=False,
    )
    return Gazette(
        room=room,
        clock=desk.clock,
        folder=tmp_path,
        hook=hook,
        wire=desk.wire,
        log=caplog,
    )


def secret(room: Newsroom) -> Content:
    """Write a story with the canary in each of its corners."""
    sha256 = room.media.put(picture(form="JPEG", comment=f"It is the {CANARY}"))
    medium = Media(
        key="m1",
        href=f"media:{CANARY}.jpg",
        sha256=sha256,
        media_type="image/jpeg",
        headline=f"The {CANARY}",
        caption=f"The {CANARY} at dawn",
        credit=f"Photo: {CANARY}",
        alt=f"A {CANARY}",
    )
    return Content(
        headline=f"The {CANARY} reopens",
        short_headline=f"{CANARY} reopens",
        working_title=f"{CANARY} draft",
        summary=f"The {CANARY} is open.",
        slug=f"the-{CANARY}",
        slugline=f"{CANARY}-OPENS",
        section=f"{CANARY} desk",
        keywords=[CANARY],
        byline=f"By {CANARY}",
        bylines=[Byline(name=f"Ada {CANARY}")],
        language="en",
        body=[Paragraph(key="b1", spans=plain(f"The {CANARY} is open, at last."))],
        media=[medium],
    )


def everything_is_tried(
    gazette: Gazette, article: Article, *, breaker: Person = CY
) -> None:
    """Do whatever might let a word slip: refused steps, deliveries, lists, notes."""
    room = gazette.room
    room.comment(article.id, f"Is the {CANARY} true?", by=BO)
    for verb in (room.publish, room.update, room.correct):
        gazette.tried(partial(verb, article.id, by=BO))
        gazette.tried(partial(verb, article.id, by=ADA))
    gazette.tried(lambda: room.break_glass(article.id, by=breaker, reason="Now."))
    gazette.tried(lambda: room.released(article.id))
    gazette.tried(lambda: room.live(article.id))
    story(room, headline="Another story")  # the lists and the front page are rewritten
    room.run_due()


def test_no_word_of_an_embargoed_story_goes_anywhere_before_its_time(
    gazette: Gazette,
) -> None:
    """It is in no page, list, file name, body, log, receipt, payload or refusal."""
    room, until = gazette.room, gazette.clock() + 2 * HOUR
    article = room.draft(secret(room), by=ADA, embargo=until)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)
    article = room.schedule(article, when=until, by=BO)
    gazette.clock.advance(minutes=119, seconds=59)
    everything_is_tried(gazette, article)
    assert set() == gazette.found(article)

    gazette.clock.advance(seconds=1)
    room.run_due()
    everywhere = {"site names", "site files", "mirror names", "mirror files"}
    assert everywhere | {"hook", "wire", "webhook"} <= gazette.found(article)
    assert {"released", "as of"} <= gazette.found(article)


def test_no_word_of_a_draft_goes_anywhere_though_its_story_is_out(
    gazette: Gazette,
) -> None:
    """Readers keep what they have, whatever is written and noted meanwhile."""
    room = gazette.room
    article = story(room)
    room.run_due()
    article = room.save(article, secret(room), by=ADA)
    everything_is_tried(gazette, article, breaker=BO)
    article = room.submit(article.id, by=ADA, note=f"It is the {CANARY}.")
    everything_is_tried(gazette, article, breaker=BO)
    assert set() == gazette.found(article)

    article = clear(room, room.article(article.id), people=PEOPLE)
    room.correct(article, by=BO)
    room.run_due()
    assert {"site files", "mirror files", "wire", "released"} <= gazette.found(article)


def held_back(gazette: Gazette) -> Article:
    """Publish the story, and tighten its embargo before anything has gone."""
    room = gazette.room
    article = room.submit(room.draft(secret(room), by=ADA), by=ADA)
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)
    return room.tighten_embargo(article, until=gazette.clock() + HOUR, by=ADA)


def test_what_is_held_at_the_wire_goes_nowhere_until_it_may(gazette: Gazette) -> None:
    """Released, and yet under embargo: not a word, until the very instant."""
    article = held_back(gazette)
    everything_is_tried(gazette, article)
    gazette.clock.advance(minutes=59, seconds=59)
    gazette.room.run_due()
    assert set() == gazette.found(article)

    gazette.clock.advance(seconds=1)
    gazette.room.run_due()
    assert {"site names", "mirror files", "webhook"} <= gazette.found(article)


def test_what_a_partner_has_ahead_is_nowhere_else(gazette: Gazette) -> None:
    """Sent, sent again under another embargo, and killed: the partner alone had it."""
    room, until = gazette.room, gazette.clock() + 2 * HOUR
    article = room.draft(secret(room), by=ADA, embargo=until)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)
    gazette.tried(lambda: room.advance(article.id, by=BO, channels=["wire"]))
    gazette.tried(lambda: room.advance(article.id, by=ADA))
    room.advance(article, by=BO)
    everything_is_tried(gazette, article)
    gazette.clock.advance(minutes=1)
    room.tighten_embargo(article.id, until=until + HOUR, by=ADA)
    gazette.tried(lambda: room.spike(article.id, by=BO))
    everything_is_tried(gazette, article)
    partner = room._office.channels["partner"]  # noqa: SLF001 - to see what it has
    assert isinstance(partner, RecordingChannel)
    told = [one for one in partner.attempts if one.view.article == article.id]
    assert [CANARY in repr(one) for one in told] == [True, True]
    assert set() == gazette.found(article)

    room.kill(article.id, by=CY, reason=PUBLIC)
    everything_is_tried(gazette, article)
    last = [one for one in partner.attempts if one.view.article == article.id][-1]
    assert ("kill", False) == (last.operation.value, CANARY in repr(last))
    assert set() == gazette.found(article)


@pytest.mark.parametrize("verb", ["unpublish", "retract", "kill"])
def test_what_is_taken_back_before_its_embargo_ends_was_never_there(
    gazette: Gazette, verb: str
) -> None:
    """Nothing was sent, and no notice tells what it would have been."""
    article = held_back(gazette)
    everything_is_tried(gazette, article)
    getattr(gazette.room, verb)(article.id, by=CY, reason=PUBLIC)
    everything_is_tried(gazette, article)
    gazette.clock.advance(hours=2)
    everything_is_tried(gazette, article)

    assert set() == gazette.found(article)
    told = {parcel.operation.value for parcel in gazette.wire.attempts}
    assert {"create"} == told - {verb}
    assert not [one for one in gazette.wire.copies() if one.article == article.id]


def test_an_embargo_tightened_while_a_delivery_is_leased_stops_it(desk: Desk) -> None:
    """Two are claimed at once; while the first is at the wire, the second is held."""
    room = desk.open(deliver=False, channels=[desk.wire])
    first, second = story(room, headline="First"), story(room, headline="Second")

    def tighten(parcel: Parcel) -> None:
        if parcel.view.article == first.id:
            (leased,) = room.deliveries(second)
            assert "leased" == leased.status.value
            until = desk.clock() + HOUR
            room.tighten_embargo(second.id, until=until, by=ADA)

    desk.wire.heard = tighten
    tried = room.run_due(batch=2).deliveries
    assert [first.id] == [one.view.article for one in desk.wire.attempts]
    assert ["delivered", "due"] == [one.status.value for one in tried]
    assert "under embargo until" in (tried[1].error or "")

    desk.clock.advance(hours=1)
    room.run_due()
    assert [first.id, second.id] == [one.view.article for one in desk.wire.parcels]
