"""Many stories at once: by the batch, each with its own outcome."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from newsflow import Article, Content, Newsroom, Person, fingerprint, hookimpl
from newsflow.documents.json_format import JsonReader
from newsflow.documents.reading import Reading
from newsflow.errors import (
    ConflictError,
    InvalidDocumentError,
    InvalidValueError,
    NotFoundError,
    PluginError,
    StepRefusedError,
    UnreadableError,
)
from newsflow.events import AnyEvent
from newsflow.newsroom import Document, Fate, Incoming, Ingested
from newsflow.testing import PEOPLE, seeded_salts

from ..gazette import Desk, text

ADA = PEOPLE["ada"]


def document(headline: str) -> bytes:
    """Write a document of one headline."""
    return json.dumps({"headline": headline, "language": "en"}).encode()


def fates(outcomes: Iterator[Ingested]) -> list[str]:
    """Walk through outcomes, and tell what became of each story."""
    return [one.fate.value for one in outcomes]


def headlines(room: Newsroom) -> set[str]:
    """Name every story that is in the newsroom."""
    return {row.headline for row in room.search(limit=500)}


class Told:
    """A plug-in that looks into the newsroom whenever it hears of a draft."""

    def __init__(self) -> None:
        self.room: Newsroom | None = None
        self.seen: list[int] = []

    @hookimpl
    def newsflow_event(self, event: AnyEvent, article: Article) -> None:
        """Count the stories that are stored by now."""
        assert self.room is not None
        assert event.article == article.id
        self.seen.append(sum(self.room.counts().values()))


class Stumbling:
    """A plug-in whose reader breaks on everything."""

    name = "stumbling"
    suffixes = (".odd",)

    def read(self, original: bytes, *, language: str = "und") -> Reading:
        """Break."""
        raise KeyError(original, language)

    @hookimpl
    def newsflow_readers(self) -> list[Stumbling]:
        """Offer itself."""
        return [self]


def test_stories_come_in_as_content_as_reading_and_as_document(room: Newsroom) -> None:
    """Each becomes a draft like any other, and the audit finds nothing."""
    reading = JsonReader().read(document("Ferry cancelled"))
    stories = [
        text(),
        reading,
        Document(data=document("Fish market moves"), name="fish.json"),
        Incoming(story=text("Fog"), id="fog"),
    ]

    outcomes = list(room.ingest(stories, by="ada"))

    assert [Fate.DRAFTED] * 4 == [one.fate for one in outcomes]
    assert "fog" == outcomes[3].article
    assert [text(), reading.content] == [
        room.content(one.article or "") for one in outcomes[:2]
    ]
    assert {"ada"} == {
        event.by for one in outcomes for event in room.history(one.article or "")
    }
    assert 4 == room.audit().articles


def test_the_bytes_of_a_document_are_kept(room: Newsroom) -> None:
    """So an import can be compared with its source, and undone."""
    data = document("Fish market moves")
    (outcome,) = room.ingest([Document(data=data)], by=ADA)

    article = room.article(outcome.article or "")
    assert data == room.media.get(article.original or "")
    assert {article.original: article.id} == room.imported([article.original or ""])


def test_a_document_is_in_the_language_of_the_newsroom_unless_told(
    room: Newsroom,
) -> None:
    """The document's own word counts most, then what came with it."""
    silent = b'{"headline":"Nebel"}'
    german = Document(data=silent, language="de")
    other = Document(data=b'{"headline":"Fog"}')
    first, second = room.ingest([german, other], by=ADA)

    assert "de" == room.content(first.article or "").language
    assert room.config.language == room.content(second.article or "").language


def test_one_bad_story_spoils_no_other(desk: Desk) -> None:
    """Whatever is wrong with it: it is refused with its error, and leaves nothing."""
    room = desk.open(plugins={"stumbling": Stumbling()})
    room.draft(text("Fog"), by=ADA, id="taken")
    stories = [
        text("First"),
        Document(data=b'{"headline":1,"slug":"A B"}', name="bad.json"),
        Document(data=b"{", name="half.json"),
        Document(data=b"{}", reader="nobody's"),
        Document(data=b"odd", reader="stumbling", name="odd.odd"),
        Incoming(story=text("No key"), id="no key"),
        Incoming(story=text("Somebody else's"), id="taken"),
        text("Last"),
    ]

    outcomes = list(room.ingest(stories, by=ADA, size=3))

    errors = [type(one.error) for one in outcomes]
    assert [
        type(None),
        InvalidDocumentError,
        UnreadableError,
        NotFoundError,
        PluginError,
        StepRefusedError,
        ConflictError,
        type(None),
    ] == errors
    assert {"$.headline", "$.slug"} == {one.path for one in outcomes[1].problems}
    assert "bad.json" in str(outcomes[1].error)
    assert "odd.odd" in str(outcomes[4].error)
    assert () == outcomes[2].problems
    assert {"First", "Fog", "Last"} == headlines(room)
    assert {None} == {one.article for one in outcomes[1:-1]}
    assert 3 == room.audit().articles


def test_who_may_not_draft_brings_nothing_in(room: Newsroom) -> None:
    """Every story is refused, as a single one would be."""
    reader = Person(id="rea", roles={"reader"})
    (outcome,) = room.ingest([text()], by=reader)

    assert isinstance(outcome.error, StepRefusedError)
    assert not headlines(room)
    with pytest.raises(NotFoundError):
        room.ingest([text()], by="nobody")


def test_the_same_document_comes_in_once(room: Newsroom) -> None:
    """In one batch, in the next, on another day; unless it is to come in again."""
    fog = Document(data=document("Fog"))
    first, second, third = room.ingest([fog, text(), fog], by=ADA)

    assert (Fate.UNCHANGED, first.article) == (third.fate, third.article)
    assert Fate.DRAFTED is second.fate
    assert ["unchanged"] == fates(room.ingest([fog], by=ADA))
    assert ["drafted", "drafted"] == fates(room.ingest([fog, fog], by=ADA, again=True))
    latest = room.imported([JsonReader().read(fog.data).original]).values()
    assert {max(row.id for row in room.search() if row.headline == "Fog")} == set(
        latest
    )


def test_a_document_that_was_refused_does_not_pass_for_its_double(
    room: Newsroom,
) -> None:
    """The first one's id is taken; the second is the first that can come in."""
    room.draft(text("Taken"), by=ADA, id="taken")
    fog = Document(data=document("Fog"))
    outcomes = room.ingest([Incoming(story=fog, id="taken"), fog], by=ADA)

    assert ["refused", "drafted"] == fates(outcomes)


def test_stories_under_ids_of_the_host_come_in_once(room: Newsroom) -> None:
    """The same text again is no news; another text is a conflict, and not stored."""
    ours = Incoming(story=text(), id="cms-1")
    assert ["drafted", "unchanged"] == fates(room.ingest([ours, ours], by=ADA))

    other = Incoming(story=text("Another text"), id="cms-1")
    (outcome,) = room.ingest([other], by=ADA)

    assert isinstance(outcome.error, ConflictError)
    assert {"Harbour bridge reopens"} == headlines(room)
    assert 1 == len(room.history("cms-1"))


def test_an_embargo_comes_in_with_its_story(desk: Desk, room: Newsroom) -> None:
    """From the very first event on."""
    end = desk.clock() + timedelta(days=1)
    (outcome,) = room.ingest([Incoming(story=text(), embargo=end)], by=ADA)

    assert end == room.article(outcome.article or "").handling.embargo


def test_everyone_hears_of_a_batch_after_its_commit(desk: Desk, file: str) -> None:
    """Whoever looks then finds the whole batch, and nothing of the next."""
    told = Told()
    told.room = room = desk.open(file, plugins={"told": told})
    assert ["drafted"] * 5 == fates(
        room.ingest((text(f"Fog {n}") for n in range(5)), by=ADA, size=2)
    )

    assert [2, 2, 4, 4, 5] == told.seen


def test_an_outcome_is_given_when_its_batch_is_stored(desk: Desk, file: str) -> None:
    """Another newsroom on the same file has it by then; who stops keeps what is in."""
    room, other = desk.open(file), desk.open(file)
    outcomes = room.ingest((text(f"Fog {n}") for n in range(5)), by=ADA, size=2)
    assert not headlines(other)

    next(outcomes)
    assert {"Fog 0", "Fog 1"} == headlines(other)
    outcomes.close()  # type: ignore[attr-defined] # it is a generator
    assert {"Fog 0", "Fog 1"} == headlines(other)


def test_a_source_that_fails_leaves_whole_batches(room: Newsroom) -> None:
    """What it gave since the last commit was not stored yet."""

    def failing() -> Iterator[Content]:
        yield from (text(f"Fog {number}") for number in range(5))
        message = "the tape is torn"
        raise OSError(message)

    outcomes = room.ingest(failing(), by=ADA, size=2)
    with pytest.raises(OSError, match="torn"):
        list(outcomes)

    assert {f"Fog {number}" for number in range(4)} == headlines(room)


CRASH = """
import os, sys
from newsflow import Content, Newsroom
from newsflow.testing import PEOPLE

room = Newsroom.open(sys.argv[1])
commits = 0

def heard(sql):
    global commits
    commits += sql == "COMMIT"
    if commits == 3:  # told just before the statement is run
        os._exit(9)

room._office.database.trace(heard)
stories = (Content(headline=f"Fog {number}") for number in range(10))
print(len(list(room.ingest(stories, by=PEOPLE["ada"], size=3))))
"""


def test_a_crash_in_the_middle_leaves_whole_batches(desk: Desk, file: str) -> None:
    """Two of them were committed; of the third there is not one row."""
    room = desk.open(file)
    ended = subprocess.run(
        [sys.executable, "-c", CRASH, file],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (9, "") == (ended.returncode, ended.stdout), ended.stderr
    assert {f"Fog {number}" for number in range(6)} == headlines(room)
    assert 6 == room.audit().texts


def test_a_batch_is_one_transaction(room: Newsroom) -> None:
    """So many statements, and two of them begin and end it."""
    seen: list[str] = []
    room._office.database.trace(seen.append)  # type: ignore[attr-defined] # noqa: SLF001 - to count
    list(room.ingest((text(f"Fog {n}") for n in range(7)), by=ADA, size=7))

    assert 1 == seen.count("COMMIT")
    assert 2 + 3 * 7 == len(seen)


def test_a_batch_is_of_some_size(room: Newsroom) -> None:
    """Neither of none, nor of all the archive: others have to write, too."""
    for size in (0, 10_001):
        with pytest.raises(InvalidValueError, match="size"):
            room.ingest([text()], by=ADA, size=size)


def test_a_host_may_undo_a_whole_ingest(desk: Desk, file: str) -> None:
    """Inside its transaction nothing is committed, and nobody hears of anything."""
    told = Told()
    told.room = home = desk.open(file, plugins={"told": told})
    engine = sa.create_engine(file)
    with engine.connect() as connection:
        guest = home.using(connection)
        assert ["drafted"] * 3 == fates(
            guest.ingest([text(f"Fog {n}") for n in range(3)], by=ADA, size=2)
        )
        connection.rollback()
    engine.dispose()

    assert not headlines(home)
    assert not told.seen


@given(
    st.lists(st.sampled_from(["a", "b", "c", "bad", "no key"]), max_size=12),
    st.integers(1, 5),
)
def test_however_stories_are_batched_the_same_comes_of_them(
    given_: list[str], size: int
) -> None:
    """One by one or together: the same fates, the same stories, a whole history."""
    told = []
    for how in (1, size):
        desk = Desk()
        room = desk.open(salts=seeded_salts("the same"))
        stories = [
            Document(data=b"{}")
            if name == "bad"
            else Incoming(story=text(f"Story {index % 2}"), id=name)
            for index, name in enumerate(given_)
        ]
        outcomes = fates(room.ingest(stories, by=ADA, size=how))
        texts = {row.id: fingerprint(room.content(row.id)) for row in room.search()}
        assert len(texts) == room.audit().articles == outcomes.count("drafted")
        told.append((outcomes, texts))
        desk.close()

    assert told[0] == told[1]
