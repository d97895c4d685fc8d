"""Ahead of an embargo: what stands against it, what happens, and what is known then."""

from __future__ import annotations

import attrs
import pytest

from newsflow.errors import InvalidWorkflowError
from newsflow.events import Advanced
from newsflow.model.article import Article
from newsflow.model.views import advance
from newsflow.workflow.definition import Act, Workflow
from newsflow.workflow.proof import prove

from .stories import (
    ADA,
    BO,
    CY,
    FIRST,
    HOUR,
    MINUTE,
    MORNING,
    SECOND,
    STANDARD,
    WHY,
    Move,
    against,
    amended,
    checked_facts,
    happens,
    lifted,
    on,
    out,
    ready,
    story,
    taken,
    tightened,
)

LATER = MORNING + 6 * HOUR
PARTNERS = ("wire", "agency")


def held() -> tuple[Move, ...]:
    """A story that two editors have approved, and that is under embargo."""
    return *ready(), tightened(LATER)


def told(
    article: Article, *channels: str, partners: tuple[str, ...] = PARTNERS
) -> set[str]:
    """The codes of what stands against sending it ahead."""
    facts = checked_facts(article, trusted=partners)
    found = against(article, "advance", BO, facts=facts, channels=channels)
    return {one.code for one in found}


def advanced(*channels: str) -> Move:
    """Send it ahead."""

    def move(desk: Workflow, article: Article | None) -> tuple[Advanced, ...]:
        assert article is not None
        facts = checked_facts(article, trusted=PARTNERS)
        events = happens(
            article, "advance", BO, desk=desk, facts=facts, channels=channels
        )
        return tuple(one for one in events if isinstance(one, Advanced))

    return move


def test_it_takes_an_approved_text_an_embargo_and_a_partner() -> None:
    """Whatever is missing is told at once."""
    assert set() == told(story(*held()))
    assert {"approvals"} == told(story(*ready()[:-1], tightened(LATER)))
    assert {"no_embargo"} == told(story(*ready()))
    assert {"no_embargo"} == told(story(*held(), lifted()))
    assert {"untrusted"} == told(story(*held()), "site", "wire")
    assert {"untrusted"} == told(story(*held()), partners=())
    again = story(*out(), *amended(), tightened(LATER))
    assert {"live"} == told(again)


def test_an_objection_names_the_partners_and_the_way_out() -> None:
    """Nobody has to look into the configuration."""
    article = story(*ready())
    facts = checked_facts(article, trusted=PARTNERS)
    over, site = against(article, "advance", BO, facts=facts, channels=("site",))

    assert ("no embargo runs that it could go ahead of", "publish") == (
        over.message,
        over.offers,
    )
    assert "site is not trusted with an embargo; trusted: wire, agency" == site.message


def test_it_goes_to_those_who_lack_it() -> None:
    """All partners, or those that are named; of a new text, whoever has the old one."""
    article = story(*held())
    facts = checked_facts(article, trusted=PARTNERS)
    (event,) = happens(article, "advance", BO, facts=facts)
    assert isinstance(event, Advanced)
    assert (FIRST, LATER, PARTNERS) == (event.content, event.embargo, event.channels)

    article = on(article, advanced("wire"))
    assert () == happens(article, "advance", BO, facts=facts, channels=("wire",))
    (event,) = happens(article, "advance", BO, facts=facts, channels=PARTNERS)
    assert isinstance(event, Advanced)
    assert ("agency",) == event.channels
    article = on(article, *amended(SECOND))
    facts = checked_facts(article, trusted=PARTNERS)
    (event,) = happens(article, "advance", CY, facts=facts, channels=("agency",))
    assert isinstance(event, Advanced)
    assert (SECOND, PARTNERS) == (event.content, event.channels)


def test_the_article_knows_who_has_what_until_when() -> None:
    """The time is that at which something last changed for those who have it."""
    article = story(*held(), advanced("wire"))
    first = article.updated
    article = on(article, advanced("agency"))
    copy = article.advance

    assert copy is not None
    assert (FIRST, LATER, PARTNERS, "bo", first) == attrs.astuple(copy)
    assert "review" == article.state
    assert 2 == len(article.approvals)
    article = on(article, *amended(SECOND), advanced())
    copy = article.advance
    assert copy is not None
    assert (SECOND, PARTNERS, article.updated) == (copy.content, copy.channels, copy.at)


def test_the_copy_follows_the_embargo() -> None:
    """One that is lifted for good has ended then, or before."""
    article = story(*held(), advanced("wire"))
    for move, until in (
        (tightened(LATER + HOUR), LATER + HOUR),
        (lifted(LATER), LATER),
        (lifted(), article.updated + 3 * MINUTE),
    ):
        article = on(article, move)
        assert article.advance is not None
        assert (until, article.updated) == (article.advance.embargo, article.advance.at)
    soon = article.updated + 2 * MINUTE
    article = on(article, tightened(soon), taken("comment", ADA, text=WHY))
    changed = article.advance
    article = on(article, taken("comment", ADA, text=WHY), lifted())
    assert changed == article.advance, "it was over before"


def test_it_is_over_when_readers_have_it_or_it_is_killed() -> None:
    """Then the ledger alone knows of partners."""
    article = story(*held(), advanced("wire"), lifted())

    assert on(article, taken("publish", BO)).advance is None
    assert on(article, taken("kill", CY, text=WHY)).advance is None
    assert on(article, *amended(SECOND)).advance is not None


def test_only_a_kill_ends_it_before_it_was_out() -> None:
    """What is quiet would leave a copy with somebody who is never told."""
    article = story(*held(), advanced("wire"))
    (spike,) = against(article, "spike", BO)
    (erase,) = against(article, "erase", CY, texts=(FIRST,), text=WHY)
    (retract,) = against(article, "retract", CY, text=WHY)

    assert spike == erase
    assert ("advanced", "kill", ("chief", "lawyer")) == (
        spike.code,
        spike.offers,
        spike.lifted_by,
    )
    assert "partners have it ahead of its embargo: wire" == spike.message
    assert ("never_published", "kill") == (retract.code, retract.offers)
    assert () == against(article, "erase", CY, texts=(SECOND,), text=WHY)


def test_a_partner_is_shown_the_text_that_was_sent() -> None:
    """Not the head that is written on meanwhile; of no version, as it has none."""
    article = story(*held(), advanced("wire"), *amended(SECOND))
    view = advance(article, {FIRST: "first", SECOND: "second"})

    assert view.version is None
    assert "first" == str(view.content)
    assert (LATER, ()) == (view.embargo, view.corrections)


def test_a_workflow_cannot_send_ahead_what_nobody_approved() -> None:
    """It lets words out of the house, like a release."""
    steps = [
        attrs.evolve(one, approvals=()) if one.act is Act.ADVANCE else one
        for one in STANDARD.steps
    ]
    with pytest.raises(InvalidWorkflowError, match="advance sends stories ahead"):
        prove(attrs.evolve(STANDARD, steps=steps))
