"""Out to readers, put right, and back: the second axis of a story."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from newsflow import Article, Newsroom
from newsflow.documents.canonical import canonical_content
from newsflow.errors import NotFoundError, NotReleasedError, StepRefusedError
from newsflow.events import Corrected, GlassBroken, Published
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear
from newsflow.workflow.definition import Act

from ..gazette import Desk, refused, story, text

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def test_readers_keep_the_version_while_the_next_is_written(room: Newsroom) -> None:
    """Revising a published story moves its head and leaves what readers have."""
    article = room.save(story(room), text("Secret second thoughts"), by=ADA)

    assert "draft" == article.state
    assert 1 == (article.live and article.live.number)
    assert "Harbour bridge reopens" == room.live(article).headline
    assert "Secret" not in repr(room.released(article))
    assert "Secret second thoughts" == room.content(article).headline


def test_an_update_goes_the_whole_way(room: Newsroom) -> None:
    """More news is a version of its own, approved for itself."""
    article = room.save(story(room), text("Bridge busy"), by=ADA)
    article = room.submit(article, by=ADA)
    assert {"approvals"} == refused(lambda: room.update(article, by=BO))
    article = room.update(clear(room, article, people=PEOPLE), by=BO)

    assert (2, "published") == (article.live and article.live.number, article.state)
    assert () == article.corrections
    assert text() == room.content(article, version=1)


def test_a_correction_has_its_note_approved_with_it(room: Newsroom) -> None:
    """The public note is handed in with the text, and readers see it."""
    article = room.save(story(room), text("Bridge reopens Tuesday"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    article = clear(room, article, people=PEOPLE)
    assert {"correction"} == refused(lambda: room.update(article, by=BO))
    article = room.correct(article, by=BO)

    (shown,) = room.released(article).corrections
    assert ("We had the day wrong.", 2) == (shown.text, shown.version)
    assert isinstance(room.history(article)[-1], Corrected)


def test_another_note_needs_another_approval(room: Newsroom) -> None:
    """An approval is for this text with this note: a changed note voids it."""
    article = room.save(story(room), text("Bridge reopens Tuesday"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    article = clear(room, article, people=PEOPLE)
    article = room.send_back(article, by=CY, reason="Say which day.")
    article = room.submit(article, by=ADA, note="We wrote Monday; it is Tuesday.")

    assert {"approvals"} == refused(lambda: room.correct(article, by=BO))


def test_a_correction_without_a_note_is_none(room: Newsroom) -> None:
    """Whoever puts something right says so."""
    article = room.save(story(room), text("Bridge reopens Tuesday"), by=ADA)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)

    assert {"no_note"} == refused(lambda: room.correct(article, by=BO))


def test_there_is_nothing_to_correct_before_the_first_version(room: Newsroom) -> None:
    """A public note needs something that was out."""
    article = story(room, "draft")

    assert {"not_live"} == refused(lambda: room.submit(article, by=ADA, note="Sorry."))


def test_what_readers_have_already_is_no_news(room: Newsroom) -> None:
    """The very text that is out cannot be handed in again, nor one that is equal."""
    article = room.save(story(room), text("Second"), by=ADA)
    back = room.save(article, text(), by=ADA)

    assert back.live
    assert back.head.content == back.live.content
    assert {"unchanged"} == refused(lambda: room.submit(back, by=ADA))
    (against,) = room.why_not(back, "submit", by=ADA)
    assert "save or discard" == against.offers.replace("revise", "save")
    assert {"state", "unchanged"} == refused(
        lambda: room.submit(room.discard(back, by=ADA), by=ADA)
    )
    assert 2 == room.audit().texts


def test_a_save_of_what_the_head_says_is_nothing(room: Newsroom) -> None:
    """Approvals stand, the position stands, and no text is stored."""
    article = room.approve(story(room, "review"), by=BO)

    assert article == room.save(article, text(), by=ADA)
    assert ["bo"] == [one.by for one in article.approvals]
    assert 1 == room.audit().texts


def test_going_back_to_an_earlier_text_revives_nothing(room: Newsroom) -> None:
    """Neither its approvals and sign-offs, nor that it was handed in."""
    first = room.approve(story(room, "review"), by=BO)
    second = room.save(first, text("Second"), by=ADA)
    third = room.save(second, text(), by=ADA)

    assert first.head.content != third.head.content
    assert ((), None) == (third.approvals, third.submission)
    assert "approvals" in refused(
        lambda: room.publish(room.submit(third, by=ADA), by=BO)
    )


def test_going_back_to_what_readers_have_revives_nothing(room: Newsroom) -> None:
    """The approvals of version 1 were for its release, and that is over."""
    article = story(room)
    article = room.submit(room.save(article, text("Second"), by=ADA), by=ADA)
    article = room.approve(article, by=BO)
    article = room.save(article, text(), by=ADA)

    assert ("draft", (), None) == (article.state, article.approvals, article.submission)
    article = room.submit(room.revive(room.unpublish(article, by=BO), by=BO), by=ADA)
    assert {"approvals"} == refused(lambda: room.publish(article, by=BO))


def test_a_text_that_is_back_can_be_erased_whole(room: Newsroom) -> None:
    """What readers had and what was typed again are one text, so nothing is left."""
    article = room.save(story(room), text("Second"), by=ADA)
    article = room.unpublish(room.save(article, text(), by=ADA), by=BO)
    article = room.erase(article, by=CY, reason="privacy", texts=[article.head.content])

    assert article.versions[0].content in article.erased
    (row,) = room.search()
    assert not row.headline


def test_discarding_returns_to_what_readers_have(room: Newsroom) -> None:
    """The head is live again, in the article and in every list of the desk."""
    article = room.save(story(room), text("Secret second thoughts"), by=ADA)
    article = room.discard(article, by=BO)
    (row,) = room.search()

    assert "published" == article.state
    assert text() == room.content(article) == room.live(article)
    assert ("Harbour bridge reopens", "published") == (row.headline, row.state)
    assert 1 == room.audit().articles


def test_discarding_needs_a_version_to_return_to(room: Newsroom) -> None:
    """A first draft is spiked, not discarded."""
    article = story(room, "draft")

    assert {"not_live"} == refused(lambda: room.discard(article, by=ADA))


def test_an_unpublished_story_may_come_back(room: Newsroom) -> None:
    """Off the channels, revived, approved anew, and out as the next version."""
    article = room.unpublish(story(room), by=BO)
    with pytest.raises(NotReleasedError):
        room.released(article)
    with pytest.raises(NotFoundError, match="live version of"):
        room.live(article)
    article = room.submit(room.revive(article, by=BO), by=ADA)
    article = room.publish(clear(room, article, people=PEOPLE), by=BO)

    assert 2 == (article.live and article.live.number)
    assert isinstance(room.history(article)[-1], Published)


@pytest.mark.parametrize(
    ("way", "state"), [("retract", "retracted"), ("kill", "killed")]
)
def test_the_end_of_a_story_ends_its_draft_and_schedule(
    desk: Desk, room: Newsroom, way: str, state: str
) -> None:
    """Retract and kill leave no revision under review and nothing to fire."""
    article = room.save(story(room), text("Second"), by=ADA)
    article = clear(room, room.submit(article, by=ADA), people=PEOPLE)
    article = room.schedule(article, when=desk.clock() + timedelta(hours=1), by=BO)
    article = getattr(room, way)(article, by=CY, reason="The bridge never closed.")
    desk.clock.advance(hours=2)

    assert article.schedule is None
    assert article.live is None
    assert () == article.approvals
    assert () == room.run_due().fired
    assert state == article.state


def test_a_killed_story_never_comes_back(room: Newsroom) -> None:
    """After a kill nothing but remarks and erasing is left to do."""
    article = room.kill(story(room), by=CY, reason="By order of the court.")
    open_ = {step.act for person in PEOPLE for step in room.allowed(article, by=person)}

    assert article.killed
    assert {Act.COMMENT, Act.ERASE} == open_
    assert "state" in refused(lambda: room.revive(article, by=CY))
    assert text() == room.content(article), "it is the evidence"


def test_a_retraction_has_a_public_reason(desk: Desk, room: Newsroom) -> None:
    """A tombstone with the reason stays where the story was."""
    article = story(room)
    assert {"reason"} == refused(lambda: room.retract(article, by=CY, reason=" "))
    room.retract(article, by=CY, reason="The bridge never closed.")

    assert "The bridge never closed." == desk.site.parcels[-1].view.reason  # type: ignore[union-attr] # a tombstone


def test_a_killed_story_tells_nobody_why(desk: Desk, room: Newsroom) -> None:
    """The reason of a kill is internal: no channel hears it."""
    room.kill(story(room), by=CY, reason="Names a minor.")

    assert "minor" not in repr(desk.site.parcels)


def test_only_what_was_out_can_be_retracted(room: Newsroom) -> None:
    """A draft is spiked; spiking is refused while readers have a version."""
    draft, out = story(room, "draft"), story(room)
    revised = room.save(out, text("Second"), by=ADA)

    assert {"never_published"} == refused(
        lambda: room.retract(draft, by=CY, reason="It was wrong.")
    )
    assert {"live"} == refused(lambda: room.spike(revised, by=BO))
    assert "spiked" == room.spike(draft, by=BO, reason="Old news.").state


def test_breaking_the_glass_needs_a_role_and_a_reason(room: Newsroom) -> None:
    """Without approvals only the chief lets a story out, and says why."""
    article = story(room, "draft")

    assert {"role"} == refused(lambda: room.break_glass(article, by=BO, reason="Now"))
    assert {"reason"} == refused(lambda: room.break_glass(article, by=CY, reason=""))


def test_breaking_the_glass_shouts(room: Newsroom) -> None:
    """It is an event of its own, marked on the version and told by the audit."""
    quiet, article = story(room), story(room, "draft")
    article = room.break_glass(article, by=CY, reason="The mayor is speaking now.")
    glass, published = room.history(article)[-2:]

    assert isinstance(glass, GlassBroken)
    assert ("chief", "editor") == glass.roles
    assert "The mayor is speaking now." == room.words(article, glass.reason)
    assert isinstance(published, Published)
    assert article.live
    assert article.live.broke_glass
    assert (article.id,) == room.audit().glass_broken
    assert quiet.live
    assert not quiet.live.broke_glass


def test_the_replay_tells_how_a_story_was(desk: Desk, room: Newsroom) -> None:
    """Until an instant, a story is what it was then; before its first, nothing."""
    before = desk.clock()
    desk.clock.advance(hours=1)
    article = story(room)
    out = desk.clock()
    desk.clock.advance(hours=1)
    room.kill(article, by=CY, reason="By order of the court.")

    assert article == room.article(article, until=out)
    with pytest.raises(NotFoundError, match="article at"):
        room.article(article, until=before)


def test_as_of_gives_what_was_out_byte_for_byte(desk: Desk, room: Newsroom) -> None:
    """Every instant has its own front page, whatever happened since."""
    before = desk.clock()
    desk.clock.advance(hours=1)
    article = story(room)
    first = desk.clock()
    desk.clock.advance(hours=1)
    article = room.submit(room.save(article, text("Second"), by=ADA), by=ADA)
    article = room.update(clear(room, article, people=PEOPLE), by=BO)
    second = desk.clock()
    desk.clock.advance(hours=1)
    room.unpublish(article, by=BO)

    assert [] == list(room.as_of(before))
    assert [canonical_content(text())] == [one.content for one in room.as_of(first)]
    (snapshot,) = room.as_of(second)
    assert (article.id, 2) == (snapshot.article, snapshot.version)
    assert canonical_content(text("Second")) == snapshot.content
    assert [] == list(room.as_of(desk.clock()))


def test_a_version_that_never_was_is_not_found(room: Newsroom) -> None:
    """Asking for version 3 of one tells which there are."""
    article = story(room)

    with pytest.raises(NotFoundError, match=r"known: 1"):
        room.content(article, version=3)


def test_a_plan_changes_nothing(desk: Desk, room: Newsroom) -> None:
    """A plan tells the state, the events, the deliveries, and shows the proof."""
    article = clear(room, story(room, "review"), people=PEOPLE)
    plan = room.plan(article, "publish", by=BO, renderers=("text",))

    assert ("review", "published") == (plan.before, plan.after)
    assert ("Published",) == plan.events
    assert [("site", "create"), ("wire", "create")] == list(plan.deliveries)
    assert b"Proof. Not for publication." in plan.proofs[0].data
    assert article == room.article(article)
    assert () == desk.site.parcels


def test_a_plan_of_a_refused_step_tells_why(room: Newsroom) -> None:
    """What stands against a step is all that its plan holds."""
    plan = room.plan(story(room, "review"), "publish", by=BO)

    assert ("approvals",) == tuple(one.code for one in plan.objections)
    assert ((), (), "review") == (plan.events, plan.deliveries, plan.after)


def test_the_plan_of_an_end_names_everyone_who_has_it(room: Newsroom) -> None:
    """A kill goes to every channel that was ever to get the story."""
    article = bring_to(room, "site")
    plan = room.plan(article, "unpublish", by=BO, renderers=())

    assert [("site", "unpublish")] == list(plan.deliveries)
    draft = story(room, "draft")
    quiet = room.plan(draft, "submit", by=ADA, renderers=())
    assert (("Submitted",), ()) == (quiet.events, quiet.deliveries)


def bring_to(room: Newsroom, *channels: str) -> Article:
    """Publish a story on some channels only."""
    article = clear(room, story(room, "review"), people=PEOPLE)
    return room.publish(article, by=BO, channels=channels)


def test_a_channel_that_is_not_there_is_named(room: Newsroom) -> None:
    """Publishing to a channel that nobody configured fails before anything is done."""
    article = clear(room, story(room, "review"), people=PEOPLE)

    with pytest.raises(NotFoundError, match="no channel 'pigeon'; known: site, wire"):
        room.publish(article, by=BO, channels=["pigeon"])


def test_people_are_found_by_id(room: Newsroom) -> None:
    """A host may name people instead of handing them over; an unknown one is told."""
    assert "draft" == room.draft(text(), by="ada").state
    with pytest.raises(NotFoundError, match="no person 'eve'"):
        room.draft(text(), by="eve")


def test_migration_lets_a_story_follow_the_workflow_of_today(
    desk: Desk, file: str
) -> None:
    """A story keeps the workflow it began with until the chief migrates it."""
    old = desk.open(file)
    article = story(old, "review")
    new = desk.open(file, workflow=attrs.evolve(old.workflow(), version=3))

    assert 2 == new.workflow(article).version
    assert 3 == new.workflow().version
    article = new.migrate(article.id, by=CY)
    assert (3, "review") == (article.workflow_version, article.state)
    assert 3 == new.workflow(article).version
    with pytest.raises(NotFoundError, match="no state 'limbo'"):
        new.migrate(article, by=CY, state="limbo")


def test_a_migration_moves_no_story(desk: Desk, file: str) -> None:
    """Following another workflow is no way to publish, and no way back to life."""
    old = desk.open(file)
    article = story(old, "review")
    new = desk.open(file, workflow=attrs.evolve(old.workflow(), version=3))
    with pytest.raises(StepRefusedError) as told:
        new.migrate(article.id, by=CY, state="published")

    (against,) = told.value.objections
    assert "kind" == against.code
    assert "a migration moves no story" in against.message
    assert ("migrate to review",) == told.value.possible


def test_a_proof_is_of_the_head_and_the_note_that_was_handed_in(
    room: Newsroom,
) -> None:
    """The desk sees what would go out, with the correction as it would read."""
    article = room.save(story(room), text("Second"), by=ADA)
    article = room.submit(article, by=ADA, note="We had the day wrong.")
    proof = room.proof(article)

    assert text("Second") == proof.content
    assert [("We had the day wrong.", 2)] == [
        (one.text, one.version) for one in proof.corrections
    ]
    assert text("Second") == room.proof(article.id).content
