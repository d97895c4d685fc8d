"""What lies on the desk beside the history: locks, working copies, remarks."""

from __future__ import annotations

import pytest

from newsflow import Article, Newsroom
from newsflow.errors import ConflictError, LockedError, StepRefusedError
from newsflow.events import Unlocked
from newsflow.testing import PEOPLE

from ..gazette import Desk, refused, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def locked(room: Newsroom, article: Article) -> str:
    """Tell who has an article, as somebody learns who has it not."""
    with pytest.raises(LockedError) as kept_out:
        room.lock(article, by=PEOPLE["lu"])
    return kept_out.value.holder


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


def test_nobodys_lock_is_taken_away_by_mistake(desk: Desk, room: Newsroom) -> None:
    """An editor who comes late to let her own lock go leaves the next one's alone."""
    article = story(room, "draft")
    room.lock(article, by=CY, minutes=10)
    desk.clock.advance(minutes=11)
    room.lock(article, by=ADA)
    with pytest.raises(LockedError, match="ask ada to let it go"):
        room.unlock(article, by=CY)

    assert "ada" == locked(room, article)
    assert 1 == len(room.history(article))


def test_only_what_is_locked_can_be_unlocked_by_force(room: Newsroom) -> None:
    """While nobody else has it, unlocking is nothing that could be done."""
    article = story(room, "draft")

    def may(person: str) -> bool:
        steps = room.allowed(article, by=PEOPLE[person])
        return "unlock" in {step.name for step in steps}

    def possible() -> tuple[str, ...]:
        with pytest.raises(StepRefusedError) as told:
            room.publish(article, by=CY)
        return told.value.possible

    assert not may("cy")
    assert "unlock" not in possible()
    room.lock(article, by=BO)
    assert may("cy")
    assert "unlock" in possible()
    assert not may("bo"), "one's own is let go without a step"
    assert not may("ada")


def test_taking_a_lock_by_force_is_an_event(room: Newsroom) -> None:
    """An editor may take it away, and the history tells from whom."""
    article = story(room, "draft")
    room.lock(article, by=BO)
    assert {"role"} == refused(lambda: room.unlock(article, by=ADA, force=True))
    assert "bo" == locked(room, article)
    article = room.unlock(article, by=CY, force=True)
    event = room.history(article)[-1]

    assert isinstance(event, Unlocked)
    assert ("bo", "cy") == (event.holder, event.by)
    assert "ada" == room.lock(article, by=ADA).holder


def test_who_has_the_lock_saves_and_nobody_else_does(room: Newsroom) -> None:
    """The one who is kept out is told by whom, until when, and who may lift it."""
    article = story(room, "draft")
    held = room.lock(article, by=ADA)
    with pytest.raises(LockedError, match="locked by ada until") as kept_out:
        room.save(article, text("Bo's text"), by=BO)

    locked = kept_out.value
    assert ("ada", held.until) == (locked.holder, locked.until)
    assert ("chief", "editor") == locked.lifted_by
    assert text() == room.content(article.id)
    assert article == room.article(article.id)
    article = room.save(article, text("Ada's text"), by=ADA)
    room.unlock(article, by=ADA)
    assert "bo" == room.save(article, text("Bo's text"), by=BO).head.by


def test_nobody_types_in_a_story_that_another_has(room: Newsroom) -> None:
    """Bo learns it from the first autosave; what he typed before stays as it was."""
    article = story(room, "draft")
    room.autosave(article, text("Half a"), by=BO)
    room.lock(article, by=ADA)
    room.autosave(article, text("Half of Ada's"), by=ADA)
    with pytest.raises(LockedError) as kept_out:
        room.autosave(article, text("Half a sentence"), by=BO)

    assert ("chief", "editor") == kept_out.value.lifted_by
    copies = [room.working_copy(article, by=one) for one in (ADA, BO)]
    assert [text("Half of Ada's"), text("Half a")] == copies


def test_a_lock_that_has_run_out_stops_nobody(desk: Desk, room: Newsroom) -> None:
    """At the very instant at which it ends."""
    article = story(room, "draft")
    room.lock(article, by=ADA, minutes=10)
    desk.clock.advance(minutes=10)
    room.autosave(article, text("Half a sentence"), by=BO)

    assert "bo" == room.save(article, text("A whole sentence"), by=BO).head.by


def test_a_lock_bars_writing_and_no_other_step(room: Newsroom) -> None:
    """While Ada has the story, the desk may read, send back, approve and kill it."""
    article = story(room, "review")
    room.lock(article, by=ADA)
    article = room.approve(article, by=BO)
    article = room.send_back(article, by=CY, reason="A second source, please.")
    article = room.comment(article, "Which one?", by=BO)
    assert article == room.save(article, room.content(article), by=BO), "nothing new"

    assert "killed" == room.kill(article, by=CY, reason="A court said so.").state


def test_a_lock_that_came_between_is_seen(desk: Desk, file: str) -> None:
    """It is looked at when the text is written, in whichever process it was taken."""
    here, there = desk.open(file), desk.open(file)
    article = story(here, "draft")
    there.lock(article.id, by=BO)

    with pytest.raises(LockedError):
        here.save(article, text("Ada's text"), by=ADA)
    moved = there.save(article.id, text("Bo's text"), by=BO)
    with pytest.raises(ConflictError):
        here.save(article, text("Ada's text"), by=ADA)
    assert moved == here.article(article.id)


def test_where_nobody_locks_saving_costs_no_statement(desk: Desk, file: str) -> None:
    """Whether a lock bars it is asked within the statement that writes anyway."""
    room = desk.open(file)
    article = story(room, "draft")
    heard: list[str] = []
    room._office.database.trace(heard.append)  # type: ignore[attr-defined] # noqa: SLF001 - to listen to it
    article = room.save(article, text("A whole sentence"), by=ADA)
    room.autosave(article, text("Half a sentence"), by=ADA)

    asking = [one.split()[0] for one in heard if "newsflow_locks" in one]
    assert ["UPDATE", "INSERT"] == asking


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
