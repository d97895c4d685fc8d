"""A court or a person has a text removed: it goes everywhere, the history stays."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from newsflow import Article, Byline, Media, Newsroom
from newsflow.documents.canonical import canonical_content
from newsflow.documents.config import config_from
from newsflow.documents.reading import Reading
from newsflow.errors import (
    ConflictError,
    ErasedTextError,
    HistoryError,
    NotFoundError,
    StepRefusedError,
)
from newsflow.events import Erased
from newsflow.model.views import Tombstone
from newsflow.newsroom import ErasedText
from newsflow.ports import Operation, Status
from newsflow.store.media_folder import MediaMemory
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY, LU = (PEOPLE[name] for name in ("ada", "bo", "cy", "lu"))
WHY = "By order of the court."
DOCUMENT = b"Harbour bridge reopens\n\nMax, fourteen, was the first to cross it.\n"
SITE = {
    "newsroom": {"name": "Harbour Gazette"},
    "sites": [{"name": "main", "address": "https://gazette.example"}],
    "channels": [{"name": "site", "kind": "folder", "path": "site", "site": "main"}],
}


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
    """As of then, something was out whose words nobody has; the rest can be read."""
    gone, kept = story(room), story(room, headline="Ferry sails on")
    digest = gone.head.content
    then = desk.clock()
    desk.clock.advance(hours=1)
    gone = room.kill(gone, by=CY, reason="A judge called.")
    room.erase(gone, by=LU, reason=WHY, texts=[digest])
    found = {one.article: one for one in room.as_of(then)}

    assert {gone.id, kept.id} == set(found)
    assert ErasedText(digest, WHY) == found[gone.id].content
    assert 1 == found[gone.id].version
    assert canonical_content(text("Ferry sails on")) == found[kept.id].content


def test_who_asks_for_an_erased_text_is_told_why_it_is_gone(room: Newsroom) -> None:
    """In the words of who erased it first; by the content, and by its digest."""
    article = story(room, "draft")
    first = article.head.content
    article = room.erase(article, by=LU, reason=WHY, texts=[first])
    article = room.erase(article, by=CY, reason="Once more.", texts=[first])

    for ask in (room.content, room.fingerprint, lambda one: room.words(one, first)):
        with pytest.raises(ErasedTextError, match=WHY) as gone:
            ask(article)
        assert (first, WHY) == (gone.value.digest, gone.value.reason)


def test_a_reason_that_was_erased_is_told_no_more(room: Newsroom) -> None:
    """The reason may say what the text said; it goes by the same way."""
    article = story(room, "draft")
    first = article.head.content
    article = room.erase(article, by=LU, reason="It names Max.", texts=[first])
    event = room.history(article)[-1]
    assert isinstance(event, Erased)
    room.erase(article, by=LU, reason=WHY, texts=[event.reason])

    with pytest.raises(ErasedTextError, match="the reason was erased as well"):
        room.content(article.id)
    with pytest.raises(ErasedTextError, match=WHY):
        room.words(article.id, event.reason)


def test_a_text_that_went_without_an_event_is_told_as_such(room: Newsroom) -> None:
    """Somebody wrote into the database: no reason is made up; the audit finds it."""
    article = story(room, "draft")
    office = room._office  # noqa: SLF001 - to write past the history
    with office.database.writing() as tx:
        tx.run("erase_text", article=article.id, digest=article.head.content)
    office.texts.forget(frozenset({article.head.content}))

    with pytest.raises(ErasedTextError, match="no event that erased it"):
        room.content(article.id)
    with pytest.raises(HistoryError, match="was not erased"):
        room.audit()


def test_a_tombstone_that_was_delivered_loses_its_erased_words(
    desk: Desk, room: Newsroom
) -> None:
    """Every channel gets the retraction anew, without them, in the same transaction."""
    article = room.retract(story(room), by=CY, reason="Max made it up.")
    assert "Max made it up." == shown(desk.site)
    assert article.withdrawal
    assert article.withdrawal.reason
    article = room.erase(article, by=LU, reason=WHY, texts=[article.withdrawal.reason])

    assert [None, None] == [shown(desk.site), shown(desk.wire)]
    sent = [(one.operation, one.sequence) for one in room.deliveries(article)]
    assert [(Operation.RETRACT, 3)] * 2 == sent[-2:]
    assert 1 == room.audit().erased


def test_the_page_of_a_retraction_loses_them_too(desk: Desk, tmp_path: Path) -> None:
    """What stands on the site is the tombstone, and no word of its reason."""
    config = config_from(SITE, folder=tmp_path)
    room = desk.open(None, config=config, workflow=None, channels=[])
    article = room.retract(story(room), by=CY, reason="Max made it up.")
    (page,) = (tmp_path / "site").glob("*/*/index.html")
    assert "Max" in page.read_text("utf-8")
    assert article.withdrawal
    assert article.withdrawal.reason
    room.erase(article, by=LU, reason=WHY, texts=[article.withdrawal.reason])

    assert "retracted" in page.read_text("utf-8").lower()
    assert not any("Max made" in one for one in _all_files(tmp_path / "site"))


def _all_files(folder: Path) -> list[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.read_text("utf-8", errors="replace") for file in files]


def test_a_channel_that_was_away_gets_the_tombstone_without_them(
    desk: Desk, room: Newsroom
) -> None:
    """What it has not taken yet is superseded: it never sees the words at all."""
    article = story(room)
    desk.wire.fail()
    article = room.retract(article, by=CY, reason="Max made it up.")
    assert article.withdrawal
    assert article.withdrawal.reason
    room.erase(article, by=LU, reason=WHY, texts=[article.withdrawal.reason])

    wire = [one for one in room.deliveries(article.id) if one.channel == "wire"]
    assert [Status.SUPERSEDED, Status.DELIVERED] == [one.status for one in wire[-2:]]
    assert None is shown(desk.wire)
    assert "Max" not in repr(desk.wire.parcels)


def test_what_is_with_no_reader_is_erased_without_a_word_to_channels(
    desk: Desk, room: Newsroom
) -> None:
    """Texts of a story that is down, internal reasons, remarks: no channel has them."""
    article = room.comment(story(room), "Max is fourteen.", by=BO)
    article = room.unpublish(article, by=BO, reason="Max is fourteen.")
    assert article.withdrawal
    assert article.withdrawal.reason
    sent = len(desk.site.parcels)
    texts = [
        article.head.content,
        article.notes[0].text,
        article.withdrawal.reason,
    ]
    room.erase(article, by=LU, reason=WHY, texts=texts)

    assert sent == len(desk.site.parcels)


def test_what_is_live_comes_down_before_it_is_erased(room: Newsroom) -> None:
    """The refusal names the steps that lead to it."""
    article = story(room)
    with pytest.raises(StepRefusedError) as no:
        room.erase(article, by=LU, reason=WHY, texts=[article.head.content])
    (against,) = no.value.objections
    article = room.unpublish(article, by=BO)

    assert ("live", "unpublish or kill") == (against.code, against.offers)
    gone = room.erase(article, by=LU, reason=WHY, texts=[article.head.content])
    assert {article.head.content} == gone.erased


def imported(room: Newsroom, **fields: Any) -> Article:
    """Import a document: its bytes are kept, and it becomes a draft."""
    original = room.media.put(DOCUMENT)
    reading = Reading(content=text(**fields), reader="text", original=original)
    return room.draft(reading.content, by=ADA, reading=reading)


def test_the_document_goes_with_the_text_that_it_became(room: Newsroom) -> None:
    """An import is kept by its hash; the erased words would be in there."""
    article = imported(room)
    first = article.head.content
    article = room.save(article, text("Names nobody"), by=ADA)
    article = room.erase(article, by=LU, reason=WHY, texts=[article.head.content])
    assert article.original
    assert DOCUMENT == room.media.get(article.original), "that was another text"
    room.erase(article, by=LU, reason=WHY, texts=[first])

    with pytest.raises(NotFoundError):
        room.media.get(article.original)
    assert () == room.audit().left_over


def test_a_document_stays_while_another_story_needs_it(room: Newsroom) -> None:
    """Until the text that the other one began with is erased as well."""
    one, other = imported(room), imported(room)
    assert one.original
    room.erase(one, by=LU, reason=WHY, texts=[one.head.content])
    assert DOCUMENT == room.media.get(one.original)
    assert () == room.audit().left_over
    room.erase(other, by=LU, reason=WHY, texts=[other.head.content])

    with pytest.raises(NotFoundError):
        room.media.get(one.original)


def test_a_document_stays_while_a_story_shows_it_as_a_medium(room: Newsroom) -> None:
    """The same bytes may be the scan that readers see."""
    scan = Media(key="scan", href="media:scan.txt", sha256=sha256(DOCUMENT).hexdigest())
    article, shows = imported(room), story(room, media=[scan])
    assert article.original
    room.erase(article, by=LU, reason=WHY, texts=[article.head.content])

    assert DOCUMENT == room.media.get(article.original)
    assert () == room.audit().left_over
    assert shows.state == "published"


class Forgetful(MediaMemory):
    """A media store whose process dies when it is to remove something, once."""

    dies = True

    def remove(self, sha256: str) -> None:
        """Die, or remove it."""
        if self.dies:
            self.dies = False
            raise KeyboardInterrupt
        super().remove(sha256)


def test_a_document_that_outlived_a_crash_is_found_and_goes(
    desk: Desk, file: str
) -> None:
    """Whatever stopped it between commit and removal, the audit names the story."""
    media = Forgetful()
    room = desk.open(file, media=media)
    article = imported(room)
    first = article.head.content
    with pytest.raises(KeyboardInterrupt):
        room.erase(article, by=LU, reason=WHY, texts=[first])
    again = desk.open(file, media=media)

    assert article.original
    assert DOCUMENT == media.get(article.original)
    assert (article.id,) == again.audit().left_over
    again.erase(article.id, by=LU, reason=WHY, texts=[first])
    assert () == again.audit().left_over
    with pytest.raises(NotFoundError):
        media.get(article.original)


def test_a_refused_erasing_leaves_the_document(room: Newsroom) -> None:
    """No role, no reason, or somebody who was faster: nothing goes."""
    article = imported(room)
    moved = room.comment(article, "Wait.", by=BO)
    first = [article.head.content]
    assert {"role"} == refused(
        lambda: room.erase(moved, by=BO, reason=WHY, texts=first)
    )
    with pytest.raises(ConflictError):
        room.erase(article, by=LU, reason=WHY, texts=first)

    assert article.original
    assert DOCUMENT == room.media.get(article.original)


def shown(channel: RecordingChannel) -> str | None:
    """Tell which reason the tombstone gives that a channel was sent last."""
    view = channel.parcels[-1].view
    assert isinstance(view, Tombstone)
    return view.reason
