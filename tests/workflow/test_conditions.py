"""Conditions: what must be so before each act, in the newsroom's own words."""

from __future__ import annotations

import pytest

from newsflow.errors import Objection
from newsflow.model.handling import Handling
from newsflow.model.people import Person
from newsflow.workflow.asking import NOTHING_KNOWN
from newsflow.workflow.conditions import PARAMETERS
from newsflow.workflow.decide import allowed

from .stories import (
    ADA,
    BO,
    CY,
    FIRST,
    HOUR,
    KIT,
    MINUTE,
    MORNING,
    NOTE,
    SECOND,
    STANDARD,
    THIRD,
    THREE_DESKS,
    WHY,
    WIRE,
    Move,
    against,
    amended,
    approved,
    checked_facts,
    drafted,
    erased,
    handled,
    out,
    ready,
    report,
    retracted,
    revised,
    scheduled,
    story,
    submitted,
    taken,
    tightened,
    unpublished,
)

NOT_LIVE = Objection(
    code="not_live", message="readers have no version of it", offers="publish"
)
UNCHANGED = Objection(
    code="unchanged",
    message="this text is what readers have already",
    offers="revise or discard",
)
ERASED = Objection(code="erased", message="its text was erased", offers="revise")


@pytest.mark.parametrize(
    ("step", "person", "moves", "code", "message"),
    [
        ("revise", ADA, (), "content", "there is no text to save"),
        (
            "send_back",
            BO,
            (submitted(),),
            "reason",
            "to send back, say why: a reason is missing",
        ),
        ("kill", CY, (), "reason", "to kill, say why: a reason is missing"),
        ("comment", ADA, (), "text", "to comment, write something"),
        ("check", ADA, (), "report", "there is no report of checks on this text"),
        (
            "tighten_embargo",
            ADA,
            (),
            "embargo_until",
            "say until when: an instant with its zone",
        ),
        ("handle", BO, (), "content", "say how it is to be handled"),
    ],
)
def test_a_step_says_what_it_takes(
    step: str, person: Person, moves: tuple[Move, ...], code: str, message: str
) -> None:
    """What is missing from the asking is asked for, and bars nobody."""
    article = story(drafted(), *moves)
    facts = checked_facts(article, report=None)

    assert code in PARAMETERS
    assert (Objection(code=code, message=message),) == against(
        article, step, person, facts=facts
    )


def test_a_lock_that_nobody_has_is_not_taken() -> None:
    """Only the newsroom knows of locks; what it does not name cannot be unlocked."""
    article = story(drafted())
    told = Objection(code="holder", message="nobody else has its lock")

    assert (told,) == against(article, "unlock", BO, facts=NOTHING_KNOWN)
    may = allowed(STANDARD, article, BO, at=MORNING)
    assert "unlock" not in {step.name for step in may}


def test_a_public_note_is_for_what_is_out() -> None:
    """A first version has nothing to correct."""
    assert (
        Objection(
            code="not_live",
            message="there is nothing out that a public note could correct",
            offers="submit without a note",
        ),
    ) == against(story(drafted()), "submit", ADA, text=NOTE)


def test_what_readers_have_already_is_not_handed_in_again() -> None:
    """A head that was taken back to the live text is discarded, not reviewed."""
    article = story(*out(), revised(SECOND), revised(FIRST))

    assert (UNCHANGED,) == against(article, "submit", ADA)


def test_an_erased_text_is_not_handed_in() -> None:
    """There is nothing to review."""
    assert (ERASED,) == against(story(drafted(), erased(FIRST)), "submit", ADA)


def test_a_service_account_never_approves() -> None:
    """The wire delivers; people answer for it."""
    assert (
        Objection(
            code="service",
            message="wire is a service account, and those never approve",
            lifted_by=("somebody else",),
        ),
    ) == against(story(drafted(), submitted()), "approve", WIRE)


@pytest.mark.parametrize(
    "article",
    [
        story(drafted(by=BO), submitted(by=BO)),
        story(drafted(), revised(by=BO), submitted()),
        story(drafted(bylined=["bo"]), submitted()),
        story(*out(), revised(by=BO), submitted()),
    ],
    ids=["wrote it", "edited it", "is in its byline", "edited what is out"],
)
def test_a_contributor_never_approves(article: object) -> None:
    """Not the author, not the last editor, nobody whom the byline names."""
    assert (
        Objection(
            code="contributor",
            message="bo has written in it",
            lifted_by=("somebody else",),
        ),
    ) == against(article, "approve", BO)  # type: ignore[arg-type] # parametrised


def test_whose_words_are_out_may_approve_the_next_version() -> None:
    """Contributors are those whose saves since the last version survive."""
    article = story(
        drafted(by=BO),
        submitted(by=BO),
        approved(CY),
        taken("break_glass", CY, text=WHY),
        revised(by=ADA),
        submitted(),
    )

    assert () == against(article, "approve", BO)


def test_nobody_approves_twice() -> None:
    """Two approvals are two people."""
    assert (
        Objection(
            code="approved",
            message="bo has approved it already",
            lifted_by=("somebody else",),
        ),
    ) == against(story(drafted(), submitted(), approved(BO)), "approve", BO)


def test_only_what_was_handed_in_is_approved() -> None:
    """A head in the review state by migration still has to be submitted."""
    article = story(drafted(), taken("migrate", CY, state="review"))

    assert (
        Objection(
            code="not_submitted",
            message="it has not been handed in for review",
            offers="submit",
        ),
    ) == against(article, "approve", BO)


def test_only_ones_own_approval_is_withdrawn() -> None:
    """Cy cannot take back what Bo gave."""
    assert (
        Objection(
            code="not_approved", message="cy has not approved it", offers="approve"
        ),
    ) == against(story(drafted(), submitted(), approved(BO)), "withdraw_approval", CY)


def test_a_sign_off_has_a_kind_and_its_desk() -> None:
    """The copy desk signs for copy, and for nothing else."""
    article = story(drafted(), desk=THREE_DESKS)

    assert () == against(article, "sign_off", KIT, desk=THREE_DESKS, sign_off="copy")
    assert (
        Objection(
            code="sign_off_kind", message="say which sign-off: copy, legal, photo"
        ),
    ) == against(article, "sign_off", KIT, desk=THREE_DESKS)
    assert (
        Objection(
            code="role",
            message="kit cannot give the legal sign-off",
            lifted_by=("lawyer",),
        ),
    ) == against(article, "sign_off", KIT, desk=THREE_DESKS, sign_off="legal")


def test_nobody_signs_off_their_own_words() -> None:
    """A copy editor who wrote in it asks the other one."""
    article = story(drafted(bylined=["kit"]), desk=THREE_DESKS)

    assert (
        Objection(
            code="contributor",
            message="kit has written in it",
            lifted_by=("somebody else",),
        ),
    ) == against(article, "sign_off", KIT, desk=THREE_DESKS, sign_off="copy")


def test_checks_are_recorded_for_the_text_they_looked_at() -> None:
    """A report on yesterday's text says nothing about today's."""
    article = story(drafted(), revised())
    stale = checked_facts(article, report=report(FIRST))

    assert () == against(article, "check", ADA)
    assert ("report",) == tuple(
        one.code for one in against(article, "check", ADA, facts=stale)
    )


def test_a_schedule_lies_in_the_future() -> None:
    """What is due now is published now."""
    article = story(*ready())

    assert (
        Objection(code="due", message="say when: an instant with its zone"),
    ) == against(article, "schedule", BO)
    assert (
        Objection(
            code="past",
            message="2026-11-24T08:04:00Z is not in the future",
            offers="publish",
        ),
    ) == against(article, "schedule", BO, due=article.updated + MINUTE)


def test_a_schedule_needs_what_the_release_needs() -> None:
    """An update waits for its approvals before it waits for its time."""
    article = story(*out(), revised(), submitted(), approved(BO))

    assert (
        Objection(
            code="approvals",
            message="it has 1 of 2 approvals by editor",
            lifted_by=("editor",),
            offers="approve",
        ),
    ) == against(article, "schedule", BO, due=article.updated + HOUR)
    assert "past" == against(article, "schedule", BO, due=MORNING)[0].code
    assert "update" == against(article, "schedule", BO, due=MORNING)[0].offers


def test_nothing_is_scheduled_that_readers_have_already() -> None:
    """Firing would find nothing new."""
    article = story(*out(), taken("migrate", CY, state="review"))

    assert UNCHANGED in against(article, "schedule", BO, due=article.updated + HOUR)


def test_publishing_is_for_what_is_not_out() -> None:
    """A second version is an update or a correction."""
    article = story(*out(), *amended())

    assert (
        Objection(
            code="live",
            message="readers have version 1 already",
            offers="update or correct",
        ),
    ) == against(article, "publish", BO)


def test_an_update_is_for_what_is_out() -> None:
    """A first version is published."""
    assert (NOT_LIVE,) == against(story(*ready()), "update", BO)


def test_what_was_handed_in_with_a_note_is_corrected() -> None:
    """Nobody turns a correction into mere news."""
    article = story(*out(), *amended(note=NOTE))

    assert (
        Objection(
            code="correction",
            message="it was handed in as a correction, with a public note",
            offers="correct",
        ),
    ) == against(article, "update", BO)
    assert () == against(article, "correct", BO)


def test_a_correction_says_in_public_what_was_wrong() -> None:
    """The note is handed in with the text, so that it is approved with it."""
    article = story(*out(), *amended())

    assert (
        Objection(
            code="no_note",
            message="a correction needs a public note, handed in with the text",
            offers="submit with a note",
        ),
    ) == against(article, "correct", BO)
    assert () == against(article, "update", BO)
    assert NOT_LIVE in against(story(*ready()), "correct", BO)


def test_the_same_text_is_no_update_and_no_correction() -> None:
    """Even when every approval is there."""
    same = story(*out(), taken("migrate", CY, state="review"))

    assert UNCHANGED in against(same, "update", BO)
    assert UNCHANGED in against(same, "correct", BO)
    assert (UNCHANGED,) == against(same, "break_glass", CY, text=WHY)


def test_an_erased_text_goes_out_in_no_way() -> None:
    """Not by publishing, not by scheduling, not through broken glass."""
    article = story(*ready(), erased(FIRST))
    note = story(*out(), *amended(note=NOTE), unpublished(), erased(NOTE))

    assert (ERASED,) == against(article, "publish", BO)
    assert (ERASED,) == against(article, "schedule", BO, due=article.updated + HOUR)
    assert (ERASED,) == against(article, "break_glass", CY, text=WHY)
    assert note.submission is None


def test_a_correction_whose_note_was_erased_stays_in() -> None:
    """Its readers would never learn what was wrong."""
    article = story(*out(), *amended(note=NOTE), erased(NOTE))

    assert (ERASED,) == against(article, "correct", BO)


def test_broken_glass_wants_a_reason_and_no_approval() -> None:
    """The audit will ask."""
    article = story(drafted())

    assert (
        Objection(
            code="reason", message="to break glass, say why: a reason is missing"
        ),
    ) == against(article, "break_glass", CY)
    assert () == against(article, "break_glass", CY, text=WHY)


def test_a_revision_is_discarded_back_to_what_readers_have() -> None:
    """Where they have nothing, there is nothing to go back to."""
    assert (NOT_LIVE,) == against(story(drafted()), "discard", ADA)
    assert () == against(story(*out(), revised()), "discard", ADA)


def test_what_is_not_out_cannot_be_taken_down() -> None:
    """Spiking is for that."""
    assert (NOT_LIVE,) == against(story(drafted()), "unpublish", BO)
    assert (
        Objection(
            code="never_published",
            message="nothing of it was ever published",
            offers="spike",
        ),
    ) == against(story(drafted()), "retract", CY, text=WHY)


def test_what_was_out_can_be_retracted_after_it_came_down() -> None:
    """Readers remember it."""
    assert () == against(story(*out(), unpublished()), "retract", CY, text=WHY)
    assert ("reason",) == tuple(
        one.code for one in against(story(*out(), unpublished()), "retract", CY)
    )


def test_what_is_out_is_not_spiked() -> None:
    """Only an unpublished story can fail to run."""
    article = story(*out(), revised())

    assert (
        Objection(
            code="live",
            message="readers still have version 1",
            offers="unpublish or retract",
        ),
    ) == against(article, "spike", BO)
    assert () == against(story(drafted()), "spike", BO)


def test_a_tightening_lets_nothing_out_sooner() -> None:
    """Shortening needs a role and a reason."""
    article = story(drafted(embargo=MORNING + HOUR))

    assert () == against(article, "tighten_embargo", ADA, embargo=MORNING + 2 * HOUR)
    assert (
        Objection(
            code="earlier",
            message="that would let it out earlier than now",
            offers="lift_embargo",
        ),
    ) == against(article, "tighten_embargo", ADA, embargo=MORNING + MINUTE)


def test_a_lifting_needs_a_role_a_reason_and_an_embargo() -> None:
    """The chief says why."""
    article = story(drafted(embargo=MORNING + HOUR))

    assert () == against(article, "lift_embargo", CY, text=WHY)
    assert () == against(
        article, "lift_embargo", CY, text=WHY, embargo=MORNING + MINUTE
    )
    assert ("role", "reason") == tuple(
        one.code for one in against(article, "lift_embargo", BO)
    )
    assert (
        Objection(
            code="no_embargo", message="it has no embargo", offers="tighten_embargo"
        ),
    ) == against(story(drafted()), "lift_embargo", CY, text=WHY)
    assert (
        Objection(
            code="later",
            message="that would keep it in longer than now",
            offers="tighten_embargo",
        ),
    ) == against(article, "lift_embargo", CY, text=WHY, embargo=MORNING + HOUR)


def test_no_story_expires_before_it_may_run() -> None:
    """From whichever side one comes."""
    over = Objection(
        code="expires",
        message="bridge would expire before its embargo is over",
        offers="handle",
    )
    expiring = story(drafted(), handled(expires=MORNING + HOUR))
    embargoed = story(drafted(), tightened(MORNING + HOUR))

    assert (over,) == against(expiring, "tighten_embargo", ADA, embargo=MORNING + HOUR)
    assert () == against(expiring, "tighten_embargo", ADA, embargo=MORNING + MINUTE)
    assert (over,) == against(
        embargoed, "handle", BO, handling=Handling(expires=MORNING + HOUR)
    )
    assert () == against(
        embargoed, "handle", BO, handling=Handling(expires=MORNING + 2 * HOUR)
    )


def test_an_erasure_says_what_and_why() -> None:
    """A court names the texts."""
    assert (
        Objection(code="reason", message="to erase, say why: a reason is missing"),
        Objection(code="texts", message="say which texts, by digest"),
    ) == against(story(drafted()), "erase", CY)


def test_what_readers_have_is_taken_down_before_it_is_erased() -> None:
    """The text and its public note; an older version may go."""
    article = story(*out(), *amended(note=NOTE), taken("correct", BO))
    live = Objection(
        code="live",
        message="readers still have this text: take the story down first",
        offers="unpublish or kill",
    )

    assert (live,) == against(article, "erase", CY, text=WHY, texts=(SECOND,))
    assert (live,) == against(article, "erase", CY, text=WHY, texts=(THIRD, NOTE))
    assert () == against(article, "erase", CY, text=WHY, texts=(FIRST,))
    assert () == against(
        story(*out(), retracted()), "erase", CY, text=WHY, texts=(FIRST,)
    )


def test_a_waiting_story_is_not_migrated() -> None:
    """Its schedule names states of the workflow that it was made in."""
    article = story(*ready(), scheduled())

    assert (
        Objection(
            code="scheduled", message="it waits for its release", offers="unschedule"
        ),
    ) == against(article, "migrate", CY)
    assert () == against(story(drafted()), "migrate", CY)


def test_what_came_down_may_be_handed_in_again() -> None:
    """Unpublished is not over."""
    article = story(*out(), unpublished(), taken("revive", BO))

    assert () == against(article, "submit", ADA)
    assert ("approvals",) == tuple(
        one.code
        for one in against(
            story(*out(), unpublished(), taken("revive", BO), submitted()),
            "publish",
            BO,
        )
    )
