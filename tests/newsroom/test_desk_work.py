"""What lies on the desk beside the history: locks, working copies, remarks."""

from __future__ import annotations

import pytest

from newsflow import Newsroom
from newsflow.errors import ConflictError, LockedError, StepRefusedError
from newsflow.events import Unlocked
from newsflow.testing import PEOPLE

from ..gazette import Desk, refused, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def test_a_lock_is_leased_and_renewed(desk: Desk, room: Newsroom) -> None:
    """Ada keeps the story to herself for as long as she renews."""
    article = story(room, "draft")
    first = room.lock(article, by=ADA, minutes=10)
    desk.clock.advance(minutes=9)
    second = room.lock(article, by=ADA, minutes=10)
    desk.clock.advance(minutes=9)

    assert first.until < second.until
    with pytest.raises(LockedError, match="locked by ada until 2026-11-24T08:19"):
        room.lock(article, by=BO)
    assert 1 == len(room.history(article)), "leasing is no event"


def test_a_lock_runs_out(desk: Desk, room: Newsroom) -> None:
    """Whoever goes home without a word blocks nobody."""
    article = story(room, "draft")
    room.lock(article, by=ADA, minutes=10)
    desk.clock.advance(minutes=10)

    assert "bo" == room.lock(article, by=BO).holder


def test_ones_own_lock_goes_quietly(room: Newsroom) -> None:
    """Letting one's own lock go, or one that nobody has, is no event."""
    article = story(room, "draft")
    room.lock(article, by=ADA)

    assert article == room.unlock(article, by=ADA)
    assert article == room.unlock(article, by=ADA)
    assert "bo" == room.lock(article, by=BO).holder


def test_taking_a_lock_by_force_is_an_event(room: Newsroom) -> None:
    """An editor may take it away, and the history tells from whom."""
    article = story(room, "draft")
    room.lock(article, by=BO)
    assert {"role"} == refused(lambda: room.unlock(article, by=ADA))
    with pytest.raises(LockedError):
        room.lock(article, by=ADA)
    article = room.unlock(article, by=CY)
    event = room.history(article)[-1]

    assert isinstance(event, Unlocked)
    assert ("bo", "cy") == (event.holder, event.by)
    assert "ada" == room.lock(article, by=ADA).holder


def test_a_working_copy_is_kept_beside_the_history(room: Newsroom) -> None:
    """One copy for each person and story; the last one typed is the one kept."""
    article = story(room, "draft")
    room.autosave(article, text("Half a"), by=ADA)
    room.autosave(article, text("Half a sentence"), by=ADA)
    room.autosave(article, text("Something else"), by=BO)
    copy = room.working_copy(article, by=ADA)

    assert copy
    assert "Half a sentence" == copy.headline
    assert room.working_copy(article, by=CY) is None
    assert text() == room.content(article.id)
    assert 1 == len(room.history(article))


def test_saving_ends_the_working_copy(room: Newsroom) -> None:
    """What was saved is typed and unsaved no more; others keep theirs."""
    article = story(room, "draft")
    room.autosave(article, text("Half a sentence"), by=ADA)
    room.autosave(article, text("Something else"), by=BO)
    room.save(article, text("A whole sentence"), by=ADA)

    assert room.working_copy(article.id, by=ADA) is None
    assert room.working_copy(article.id, by=BO)


def test_a_refused_save_keeps_the_working_copy(room: Newsroom) -> None:
    """Nobody loses what they typed because they were too late."""
    article = story(room, "draft")
    room.autosave(article, text("Half a sentence"), by=ADA)
    moved = room.comment(article, "Wait.", by=BO)
    with pytest.raises(ConflictError):
        room.save(article, text("A whole sentence"), by=ADA)
    room.kill(moved, by=CY, reason="By order of the court.")
    with pytest.raises(StepRefusedError):
        room.save(article.id, text("A whole sentence"), by=ADA)

    assert room.working_copy(article.id, by=ADA)


def test_a_remark_is_internal(desk: Desk, room: Newsroom) -> None:
    """A comment stays with the desk: no channel and no view has it."""
    article = room.comment(story(room), "Ask the harbour master again.", by="lu")

    assert ["Ask the harbour master again."] == [
        room.words(article, note.text) for note in article.notes
    ]
    assert "harbour master" not in repr((desk.site.parcels, room.released(article)))
    assert {"text"} == refused(lambda: room.comment(article, "  ", by="lu"))


def test_a_draft_needs_a_role_and_an_id_that_is_one(room: Newsroom) -> None:
    """The lawyer drafts nothing, and no id leads out of a folder."""
    assert {"role"} == refused(lambda: room.draft(text(), by="lu"))
    assert {"id"} == refused(lambda: room.draft(text(), by=ADA, id="../bridge"))
    assert {"role", "id"} == refused(lambda: room.draft(text(), by="lu", id=""))


def test_an_id_is_taken_once(room: Newsroom) -> None:
    """A second story of the same id is a conflict and changes nothing."""
    room.draft(text(), by=ADA, id="bridge")
    with pytest.raises(ConflictError) as conflict:
        room.draft(text("Another"), by=BO, id="bridge")

    assert (0, 1) == (conflict.value.expected, conflict.value.found)
    assert text() == room.content("bridge")
    assert 1 == room.audit().texts
