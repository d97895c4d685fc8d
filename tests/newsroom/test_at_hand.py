"""What a newsroom keeps at hand: never more than it may, never anything stale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsflow import Newsroom, fingerprint
from newsflow.documents.canonical import canonical_content
from newsflow.documents.reading import Reading, SetAside
from newsflow.errors import NotFoundError
from newsflow.events import Drafted
from newsflow.newsroom import _articles, _texts
from newsflow.testing import PEOPLE

from ..gazette import Desk, refused, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def test_a_newsroom_keeps_the_last_stories_at_hand_and_no_more(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many stories there are, each can be read, and few are kept."""
    monkeypatch.setattr(_articles, "_KEPT", 3)
    length = len(canonical_content(text("Story 1")))
    monkeypatch.setattr(_texts, "AT_HAND", 2 * length)
    written = [room.draft(text(f"Story {number}"), by=ADA) for number in range(9)]
    for article in (*written, *reversed(written)):
        assert article == room.article(article.id)
        assert room.content(article).headline.startswith("Story")
        assert fingerprint(room.content(article)) == room.fingerprint(article)

    office = room._office  # noqa: SLF001 - what it keeps
    assert 3 == len(office.articles._loaded)  # noqa: SLF001 - the same
    assert 2 == len(office.texts._held)  # noqa: SLF001 - the same
    assert 2 * length == office.texts._size  # noqa: SLF001 - the same


def test_a_story_longer_than_all_that_is_kept_is_at_hand_until_the_next(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One content is always kept, since whoever asks for it asks again."""
    monkeypatch.setattr(_texts, "AT_HAND", 1)
    held = room._office.texts._held  # noqa: SLF001 - what it keeps
    for number in range(3):
        article = room.draft(text(f"Story {number}"), by=ADA)
        assert [article.head.content] == list(held)


def test_what_another_newsroom_did_is_seen_at_once(desk: Desk, file: str) -> None:
    """A story at hand is brought up to date by the events after it."""
    here, there = desk.open(file), desk.open(file)
    article = story(here, "review")
    assert article == there.article(article.id)
    approved = there.approve(article, by=BO)

    assert approved == here.article(article.id)
    assert approved.position + 1 == here.comment(approved, "Seen.", by=CY).position


def test_the_texts_of_a_story_are_a_mapping(room: Newsroom) -> None:
    """By digest: the content, and the words of its notes."""
    article = room.comment(story(room, "draft"), "Ask again.", by=BO)
    texts = room._office.texts.of(article.id)  # noqa: SLF001 - what is tested
    note = article.notes[0].text

    assert {article.head.content, note} == set(texts)
    assert (2, text(), "Ask again.") == (
        len(texts),
        texts[article.head.content],
        texts[note],
    )
    with pytest.raises(NotFoundError):
        texts["0" * 64]


def test_an_import_tells_what_it_set_aside(room: Newsroom, tmp_path: Path) -> None:
    """The original by its hash, the reader, and each line that was left out."""
    original = room.media.put((tmp_path / "x").name.encode())
    aside = SetAside(line=3, text="Follow us!", reason="furniture")
    reading = Reading(content=text(), reader="text", original=original, aside=[aside])
    article = room.draft(reading.content, by=ADA, reading=reading)
    drafted = room.history(article)[0]

    assert isinstance(drafted, Drafted)
    assert original == drafted.original == article.original
    assert article.reading
    account = json.loads(room.words(article, article.reading))
    assert ("text", original) == (account["reader"], account["original"])
    assert "Follow us!" in json.dumps(account["aside"])
    assert 2 == room.audit().texts


def test_a_workflow_in_which_nobody_drafts_is_told(desk: Desk) -> None:
    """Without a step that drafts, no story can begin: the message says so."""
    room = desk.open()
    office = room._office  # noqa: SLF001 - no proved workflow is like that
    steps = [one for one in office.workflow.steps if one.name != "draft"]
    office.workflow = type(office.workflow)(
        name="mute", states=office.workflow.states, steps=steps
    )

    with pytest.raises(NotFoundError, match="no step 'draft'"):
        room.draft(text(), by=ADA)


def test_the_first_step_that_drafts_is_the_one(room: Newsroom) -> None:
    """Whoever may not take it drafts nothing."""
    assert {"role"} == refused(lambda: room.draft(text(), by="kit"))
