"""Outcomes: what happened, act by act, when nothing stood against a step."""

from __future__ import annotations

import pytest

from newsflow.events import (
    AnyEvent,
    ApprovalWithdrawn,
    Approved,
    Checked,
    Commented,
    Corrected,
    Discarded,
    EmbargoLifted,
    EmbargoTightened,
    Erased,
    GlassBroken,
    Handled,
    Killed,
    Migrated,
    Published,
    Retracted,
    Revised,
    Revived,
    Scheduled,
    SentBack,
    SignedOff,
    Spiked,
    Submitted,
    Unlocked,
    Unpublished,
    Unscheduled,
    Updated,
)
from newsflow.model.article import Release
from newsflow.model.handling import Handling
from newsflow.model.people import Person

from .stories import (
    ADA,
    BO,
    CY,
    FIRST,
    HOUR,
    MINUTE,
    MORNING,
    NOTE,
    PIA,
    SECOND,
    THREE_DESKS,
    WHY,
    Move,
    amended,
    approved,
    digest,
    drafted,
    happens,
    on,
    out,
    ready,
    revised,
    scheduled,
    story,
    submitted,
    taken,
    tightened,
    unpublished,
)

DUE = MORNING + HOUR


@pytest.mark.parametrize(
    ("moves", "step", "by", "takes", "event", "facts"),
    [
        (
            (),
            "revise",
            ADA,
            {"content": SECOND, "bylined": ("ada", "ada", "bo")},
            Revised,
            {"content": SECOND, "state": "draft", "bylined": ("ada", "bo")},
        ),
        ((), "submit", ADA, {}, Submitted, {"content": FIRST, "state": "review"}),
        (
            (submitted(),),
            "send_back",
            BO,
            {"text": WHY},
            SentBack,
            {"state": "draft", "reason": WHY},
        ),
        (
            (submitted(),),
            "approve",
            CY,
            {},
            Approved,
            {"content": FIRST, "roles": ("chief", "editor")},
        ),
        (
            (submitted(), approved(BO)),
            "withdraw_approval",
            BO,
            {"text": WHY},
            ApprovalWithdrawn,
            {"reason": WHY},
        ),
        (
            (),
            "check",
            ADA,
            {},
            Checked,
            {
                "content": FIRST,
                "profile": "basic",
                "errors": 0,
                "warnings": 0,
                "findings": digest("findings"),
            },
        ),
        (
            ready()[1:],
            "schedule",
            BO,
            {"due": DUE, "zone": "Europe/Lisbon", "channels": ("site", "site")},
            Scheduled,
            {
                "content": FIRST,
                "release": Release.PUBLISH,
                "due": DUE,
                "zone": "Europe/Lisbon",
                "state": "scheduled",
                "back": "review",
                "channels": ("site",),
            },
        ),
        (
            (*ready()[1:], scheduled()),
            "schedule",
            BO,
            {"due": DUE + HOUR},
            Scheduled,
            {
                "content": FIRST,
                "release": Release.PUBLISH,
                "due": DUE + HOUR,
                "zone": "UTC",
                "state": "scheduled",
                "back": "review",
            },
        ),
        (
            (*ready()[1:], scheduled()),
            "unschedule",
            BO,
            {},
            Unscheduled,
            {"state": "review"},
        ),
        (
            ready()[1:],
            "publish",
            BO,
            {"channels": ("site",)},
            Published,
            {
                "version": 1,
                "content": FIRST,
                "state": "published",
                "channels": ("site",),
            },
        ),
        (
            (*ready()[1:], scheduled(channels=("wire",))),
            "publish",
            BO,
            {},
            Published,
            {
                "version": 1,
                "content": FIRST,
                "state": "published",
                "channels": ("wire",),
            },
        ),
        (
            (*out()[1:], *amended()),
            "update",
            BO,
            {},
            Updated,
            {"version": 2, "content": SECOND, "state": "published"},
        ),
        (
            (*out()[1:], *amended(note=NOTE)),
            "correct",
            BO,
            {},
            Corrected,
            {"version": 2, "content": SECOND, "state": "published", "note": NOTE},
        ),
        (
            (*out()[1:], revised()),
            "discard",
            ADA,
            {},
            Discarded,
            {"state": "published"},
        ),
        (out()[1:], "unpublish", BO, {}, Unpublished, {"state": "withdrawn"}),
        (
            out()[1:],
            "retract",
            CY,
            {"text": WHY},
            Retracted,
            {"state": "retracted", "reason": WHY},
        ),
        ((), "kill", CY, {"text": WHY}, Killed, {"state": "killed", "reason": WHY}),
        ((), "spike", BO, {"text": WHY}, Spiked, {"state": "spiked", "reason": WHY}),
        (
            (*out()[1:], unpublished()),
            "revive",
            BO,
            {},
            Revived,
            {"state": "draft"},
        ),
        ((), "comment", ADA, {"text": NOTE}, Commented, {"note": NOTE}),
        (
            (),
            "tighten_embargo",
            ADA,
            {"embargo": DUE},
            EmbargoTightened,
            {"embargo": DUE},
        ),
        (
            (tightened(DUE),),
            "lift_embargo",
            CY,
            {"text": WHY, "embargo": MORNING},
            EmbargoLifted,
            {"embargo": MORNING, "reason": WHY},
        ),
        (
            (tightened(DUE),),
            "lift_embargo",
            CY,
            {"text": WHY},
            EmbargoLifted,
            {"embargo": None, "reason": WHY},
        ),
        (
            (),
            "handle",
            BO,
            {
                "handling": Handling(
                    priority=1, urgency=2, planned_length=400, expires=DUE
                )
            },
            Handled,
            {"priority": 1, "urgency": 2, "planned_length": 400, "expires": DUE},
        ),
        ((), "unlock", BO, {"holder": "ada"}, Unlocked, {"holder": "ada"}),
        (
            (),
            "erase",
            CY,
            {"texts": (FIRST, FIRST), "text": WHY},
            Erased,
            {"texts": (FIRST,), "reason": WHY},
        ),
        (
            (),
            "migrate",
            CY,
            {"workflow": "gazette", "workflow_version": 3, "state": "desk"},
            Migrated,
            {"workflow": "gazette", "workflow_version": 3, "state": "desk"},
        ),
        (
            (taken("migrate", CY, workflow_version=7),),
            "migrate",
            CY,
            {"state": "desk"},
            Migrated,
            {"workflow": "standard", "workflow_version": 7, "state": "desk"},
        ),
    ],
)
def test_an_act_is_one_fact(
    moves: tuple[Move, ...],
    step: str,
    by: Person,
    takes: dict[str, object],
    event: type[AnyEvent],
    facts: dict[str, object],
) -> None:
    """At the next position, now, by the one who asked for it."""
    article = story(drafted(), *moves)

    expected = event(
        article="bridge",
        position=article.position + 1,
        at=article.updated + MINUTE,
        by=by.id,
        **facts,
    )
    assert (expected,) == happens(article, step, by, **takes)


def test_a_sign_off_is_about_the_head() -> None:
    """Pia signs the pictures of this very revision."""
    article = story(drafted(), desk=THREE_DESKS)

    assert (
        SignedOff(
            article="bridge",
            position=2,
            at=MORNING + MINUTE,
            by="pia",
            kind="photo",
            content=FIRST,
        ),
    ) == happens(article, "sign_off", PIA, desk=THREE_DESKS, sign_off="photo")


@pytest.mark.parametrize(
    ("moves", "step", "by", "takes"),
    [
        ((submitted(), approved(BO)), "revise", ADA, {"content": FIRST}),
        ((tightened(DUE),), "tighten_embargo", ADA, {"embargo": DUE}),
        (
            (tightened(DUE), taken("handle", BO, handling=Handling(priority=2))),
            "handle",
            BO,
            {"handling": Handling(priority=2)},
        ),
        ((), "migrate", CY, {"workflow": "standard", "state": "draft"}),
    ],
    ids=["a save", "a tightening", "a handling", "a migration"],
)
def test_what_changes_nothing_is_no_event(
    moves: tuple[Move, ...], step: str, by: Person, takes: dict[str, object]
) -> None:
    """A save that changes nothing undoes nothing, and so with the rest."""
    assert () == happens(story(drafted(), *moves), step, by, **takes)


def test_revising_what_waits_calls_the_release_off_first() -> None:
    """One act, two events."""
    article = story(*ready(), scheduled())

    assert (
        Unscheduled(
            article="bridge",
            position=6,
            at=MORNING + 5 * MINUTE,
            by="ada",
            state="review",
        ),
        Revised(
            article="bridge",
            position=7,
            at=MORNING + 5 * MINUTE,
            by="ada",
            content=SECOND,
            state="draft",
        ),
    ) == happens(article, "revise", ADA, content=SECOND)


def test_breaking_the_glass_shouts_and_releases() -> None:
    """As whatever release the head is due."""
    first = story(drafted())
    second = story(*out(), revised())

    assert (
        GlassBroken(
            article="bridge",
            position=2,
            at=MORNING + MINUTE,
            by="cy",
            reason=WHY,
            roles=("chief", "editor"),
        ),
        Published(
            article="bridge",
            position=3,
            at=MORNING + MINUTE,
            by="cy",
            version=1,
            content=FIRST,
            state="published",
        ),
    ) == happens(first, "break_glass", CY, text=WHY)
    assert [GlassBroken, Updated] == [
        type(one) for one in happens(second, "break_glass", CY, text=WHY)
    ]


def test_broken_glass_is_told_on_the_version_for_ever() -> None:
    """And only on that one."""
    article = story(
        drafted(), submitted(), approved(BO), taken("break_glass", CY, text=WHY)
    )
    later = on(article, *amended(), taken("update", BO))

    assert [(1, True, ("bo",)), (2, False, ("bo", "cy"))] == [
        (one.number, one.broke_glass, one.approved_by) for one in later.versions
    ]
