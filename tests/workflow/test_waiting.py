"""What a story waits for before it can go out."""

from __future__ import annotations

from hypothesis import given

from newsflow.model.article import Article
from newsflow.testing.strategies import articles
from newsflow.workflow.definition import RELEASES, Workflow
from newsflow.workflow.waiting import missing, releasing

from .stories import (
    BO,
    CY,
    KIT,
    MINUTE,
    MORNING,
    NOTE,
    STANDARD,
    THREE_DESKS,
    approved,
    drafted,
    revised,
    signed_off,
    story,
    submitted,
    taken,
)

APPROVED = (drafted(), submitted(), approved(BO), approved(CY))
OUT = (*APPROVED, taken("publish", BO))


def lacks(article: Article, desk: Workflow = STANDARD) -> list[str]:
    """Say what a story lacks, ten minutes later."""
    now = MORNING + 10 * MINUTE
    return [one.message for one in missing(desk, article, now=now)]


def test_the_step_that_lets_a_head_out_depends_on_what_is_out() -> None:
    """A correction is one from its submission; what is out waits for none."""
    named = {
        "publish": story(drafted(), submitted()),
        "update": story(*OUT, revised(), submitted()),
        "correct": story(*OUT, revised(), submitted(note=NOTE)),
    }

    for name, article in named.items():
        step = releasing(STANDARD, article)
        assert step is not None
        assert name == step.name
    assert releasing(STANDARD, story(*OUT)) is None
    assert [] == lacks(story(*OUT))


def test_each_approval_is_counted_until_none_is_missing() -> None:
    """And an edit undoes them."""
    way = (drafted(), submitted())

    assert ["it has 0 of 2 approvals by editor"] == lacks(story(*way))
    assert ["it has 1 of 2 approvals by editor"] == lacks(story(*way, approved(BO)))
    assert [] == lacks(story(*APPROVED))
    assert ["it has 0 of 2 approvals by editor"] == lacks(story(*APPROVED, revised()))


def test_sign_offs_are_missing_by_name() -> None:
    """Three desks look at it at the same time."""
    way = (drafted(), submitted(), signed_off("copy", KIT))
    article = story(*way, desk=THREE_DESKS)

    assert [
        "it has 0 of 1 approvals by editor",
        "the legal sign-off is missing",
        "the photo sign-off is missing",
    ] == lacks(article, THREE_DESKS)


@given(articles(workflow=STANDARD))
def test_only_a_story_on_its_way_waits_for_anything(article: Article) -> None:
    """What would let it out is a release, and never the breaking of the glass."""
    step = releasing(STANDARD, article)

    assert step is None or step.act in RELEASES
    assert step is not None or [] == lacks(article)
