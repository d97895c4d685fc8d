"""What is asked over all articles at once: audits, imports, deliveries."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from newsflow import Content, Newsroom
from newsflow.errors import BrokenChainError
from newsflow.newsroom import Document
from newsflow.ports import Status
from newsflow.testing import PEOPLE

from ..gazette import Desk, story

ADA = PEOPLE["ada"]


def test_an_audit_reads_page_after_page(room: Newsroom) -> None:
    """More articles than one page holds, and one of them with more events."""
    many = 505
    stories = (Content(headline=f"Fog {number}") for number in range(many))
    *_, last = room.ingest(stories, by=ADA)
    for number in range(3):
        room.comment(last.article or "", f"Note {number}", by=ADA)

    audit = room.audit()

    assert (many, many + 3, many + 3) == (audit.articles, audit.events, audit.texts)


def test_a_text_that_belongs_to_no_story_is_found(room: Newsroom) -> None:
    """Whoever put it there: the store holds what the history tells, and no more."""
    story(room)
    database = room._office.database  # noqa: SLF001 - to put it there
    with database.writing() as tx:
        tx.run(
            "add_text",
            article="stray",
            digest="0" * 64,
            kind="note",
            text="Psst.",
            salt="0" * 32,
            fingerprint=None,
        )

    with pytest.raises(BrokenChainError, match="stray"):
        room.audit()


def test_documents_are_found_by_their_bytes_however_many(room: Newsroom) -> None:
    """Those that were imported, and no others."""
    documents = [b'{"headline":"Fog %d"}' % number for number in range(130)]
    list(room.ingest((Document(data=one) for one in documents), by=ADA))
    hashes = [sha256(one).hexdigest() for one in documents]

    known = room.imported([*hashes, "f" * 64, *hashes])

    assert set(hashes) == known.keys()
    assert {room.article(one).original for one in known.values()} == set(hashes)
    assert {} == room.imported([])


def test_deliveries_that_ended_well_are_nobodys_worry(
    desk: Desk, room: Newsroom
) -> None:
    """What failed is, and stays so until it has arrived; what was refused for good."""
    story(room, headline="Arrives")
    assert () == room.unsettled()

    desk.site.fail()
    desk.wire.reject()
    article = story(room, headline="Fails")

    failed = {one.channel: one for one in room.unsettled(failing=True)}
    assert {"site", "wire"} == failed.keys()
    assert {article.id} == {one.article for one in failed.values()}
    assert Status.DUE is failed["site"].status
    assert tuple(failed.values()) == room.unsettled()

    now = desk.clock()
    assert ["wire"] == [one.channel for one in room.unsettled(before=now)]
    later = now + timedelta(days=1)
    assert 2 == len(room.unsettled(before=later))
