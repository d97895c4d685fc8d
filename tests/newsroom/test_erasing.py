"""A court or a person has a text removed: it goes everywhere, the history stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsflow import Byline, Newsroom
from newsflow.errors import ErasedTextError, NotFoundError
from newsflow.events import Erased
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text

ADA, BO, CY, LU = (PEOPLE[name] for name in ("ada", "bo", "cy", "lu"))
WHY = "By order of the court."


def test_an_erased_text_is_gone_and_the_history_verifies(room: Newsroom) -> None:
    """Only the digest is left, with who erased it and why."""
    article = story(room, "draft", headline="Names a minor")
    digest = article.head.content
    article = room.erase(article, by=LU, reason=WHY, texts=[digest])

    with pytest.raises(ErasedTextError) as gone:
        room.content(article)
    assert digest == gone.value.digest
    event = room.history(article)[-1]
    assert isinstance(event, Erased)
    assert ((digest,), "lu") == (event.texts, event.by)
    assert WHY == room.words(article, event.reason)
    audit = room.audit()
    assert (1, 2, 1, 1) == (audit.articles, audit.events, audit.texts, audit.erased)


def test_the_lists_forget_it_too(room: Newsroom) -> None:
    """No headline, slug or section of an erased head is found any more."""
    article = story(room, "draft", headline="Names a minor", slug="names-a-minor")
    room.erase(article, by=LU, reason=WHY, texts=[article.head.content])
    (row,) = room.search()

    assert ("", None, None) == (row.headline, row.slug, row.section)
    assert () == room.search(text="minor")
    with pytest.raises(NotFoundError):
        room.find("names-a-minor")
    article = room.save(article.id, text("A mayor"), by=ADA)
    assert ["A mayor"] == [one.headline for one in room.search()]
    assert 1 == room.audit().erased


def test_erasing_an_old_text_leaves_the_head_in_the_lists(room: Newsroom) -> None:
    """Only what was erased is forgotten."""
    article = story(room, "draft", headline="Names a minor")
    first = article.head.content
    article = room.save(article, text("Names nobody"), by=ADA)
    room.erase(article, by=LU, reason=WHY, texts=[first])

    assert ["Names nobody"] == [one.headline for one in room.search()]
    assert "Names nobody" == room.content(article.id).headline


def test_working_copies_go_as_well(room: Newsroom) -> None:
    """What somebody has typed and not saved may hold the erased words."""
    article = story(room, "draft", headline="Names a minor")
    room.autosave(article, text("Names a minor twice"), by=BO)
    room.erase(article, by=LU, reason=WHY, texts=[article.head.content])

    assert room.working_copy(article.id, by=BO) is None


def test_no_byte_of_it_is_left_in_the_files(desk: Desk, tmp_path: Path) -> None:
    """Not in the database, and not in its log, even while it is open."""
    room = desk.open(f"sqlite:///{tmp_path / 'newsroom.db'}")
    article = story(room, "draft", headline="Zanzibarmarker one")
    room.autosave(article, text("Zanzibarmarker two"), by=BO)
    article = room.save(article, text("Something else"), by=ADA)
    old = room.history(article)[0].content  # type: ignore[union-attr] # it was Drafted
    assert any("anzibarmarker" in one for one in _files(tmp_path))
    room.erase(article, by=LU, reason=WHY, texts=[old])

    assert not any("anzibarmarker" in one for one in _files(tmp_path))


def _files(folder: Path) -> list[str]:
    return [file.read_bytes().decode("latin-1") for file in folder.iterdir()]


def test_what_readers_have_is_not_erased(room: Newsroom) -> None:
    """The story comes down first: its text, and the notes of its corrections."""
    article = room.save(story(room), text("Second"), by=ADA)
    article = room.submit(article, by=ADA, note="Sorry, Bo.")
    article = room.correct(clear(room, article, people=PEOPLE), by=BO)
    article = room.save(article, text("Third"), by=ADA)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)
    article = room.update(article, by=BO)
    live, note = article.head.content, article.corrections[0].note

    for digest in (live, note):
        assert {"live"} == refused(
            lambda digest=digest: room.erase(article, by=LU, reason=WHY, texts=[digest])
        )
    first = article.versions[0].content
    assert room.erase(article, by=LU, reason=WHY, texts=[first]).erased == {first}


def test_a_story_goes_on_without_an_erased_note(room: Newsroom) -> None:
    """A correction whose note was erased is shown no more, and bars nothing."""
    article = room.save(story(room), text("Second"), by=ADA)
    article = room.submit(article, by=ADA, note="Sorry, Bo.")
    article = room.correct(clear(room, article, people=PEOPLE), by=BO)
    article = room.unpublish(article, by=BO)
    note = article.corrections[0].note
    article = room.erase(article, by=LU, reason=WHY, texts=[note])
    article = room.submit(room.revive(article, by=BO), by=ADA)
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)

    assert () == room.released(article).corrections


def test_a_retraction_is_delivered_without_its_erased_reason(desk: Desk) -> None:
    """What is still to be delivered is delivered, less the words that are gone."""
    room = desk.open(deliver=False)
    article = story(room)
    room.run_due()
    article = room.retract(article, by=CY, reason="Bo made it up.")
    down = article.withdrawal
    assert down
    assert down.reason
    room.erase(article, by=LU, reason=WHY, texts=[down.reason])
    room.run_due()

    assert None is desk.site.parcels[-1].view.reason  # type: ignore[union-attr] # a tombstone


def test_a_text_that_is_gone_cannot_go_out(room: Newsroom) -> None:
    """An erased head is neither handed in nor released, not even by the glass."""
    article = story(room, "draft")
    article = room.erase(article, by=LU, reason=WHY, texts=[article.head.content])

    assert "erased" in refused(lambda: room.submit(article, by=ADA))
    assert "erased" in refused(lambda: room.break_glass(article, by=CY, reason="Now"))
    assert room.plan(article, "comment", by=ADA).proofs == ()


def test_saving_over_an_erased_text_is_a_new_text(room: Newsroom) -> None:
    """Nobody can tell whether the words are the same: they are new."""
    article = story(room, "draft")
    gone = article.head.content
    article = room.erase(article, by=LU, reason=WHY, texts=[gone])
    article = room.save(article, text(bylines=[Byline(name="Ada")]), by=ADA)

    assert gone != article.head.content
    assert "review" == room.submit(article, by=ADA).state


def test_erasing_needs_role_reason_and_texts_that_there_are(room: Newsroom) -> None:
    """A digest with a slip in it erases nothing and says so."""
    article = story(room, "draft")
    head = [article.head.content]

    assert {"role"} == refused(
        lambda: room.erase(article, by=BO, reason=WHY, texts=head)
    )
    assert {"reason"} == refused(
        lambda: room.erase(article, by=LU, reason="", texts=head)
    )
    assert {"texts"} == refused(
        lambda: room.erase(article, by=LU, reason=WHY, texts=[])
    )
    with pytest.raises(NotFoundError, match="no text"):
        room.erase(article, by=LU, reason=WHY, texts=["0" * 64])
    assert 1 == len(room.history(article))


def test_another_newsroom_on_the_file_forgets_it_when_it_looks(
    desk: Desk, file: str
) -> None:
    """What one process has at hand goes as soon as it reads the erasing."""
    here, there = desk.open(file), desk.open(file)
    article = story(here, "draft")
    assert text() == there.content(article.id)
    here.erase(article, by=LU, reason=WHY, texts=[article.head.content])

    with pytest.raises(ErasedTextError):
        there.content(article.id)


def test_what_was_out_and_is_erased_is_told_as_erased(
    desk: Desk, room: Newsroom
) -> None:
    """As of then, something was out whose words nobody has any more."""
    article = story(room)
    then = desk.clock()
    desk.clock.advance(hours=1)
    article = room.kill(article, by=CY, reason=WHY)
    room.erase(article, by=LU, reason=WHY, texts=[article.head.content])

    with pytest.raises(ErasedTextError):
        list(room.as_of(then))
