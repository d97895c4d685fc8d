"""Evolve and replay: what an article is after what happened to it."""

from __future__ import annotations

import attrs
import pytest

from newsflow.errors import HistoryError
from newsflow.events import Discarded, Drafted, Published, Revised
from newsflow.model.article import (
    Approval,
    Article,
    Correction,
    Note,
    Release,
    Removal,
    Report,
    Revision,
    Schedule,
    SignOff,
    Submission,
    Version,
    Withdrawal,
)
from newsflow.model.handling import Handling
from newsflow.workflow.evolve import evolve, replay

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
    THIRD,
    THREE_DESKS,
    WHY,
    Move,
    amended,
    approved,
    corrected,
    digest,
    drafted,
    erased,
    fired,
    handled,
    history,
    killed,
    lifted,
    on,
    out,
    ready,
    retracted,
    revised,
    scheduled,
    sent_back,
    signed_off,
    story,
    submitted,
    taken,
    tightened,
    unpublished,
    updated,
)


def at(minutes: int) -> object:
    """So many minutes after the story began."""
    return MORNING + minutes * MINUTE


def test_a_history_begins_with_its_draft() -> None:
    """Everything that Drafted says is in the article."""
    (event,) = history(drafted(bylined=["bo"], embargo=MORNING + HOUR))
    event = attrs.evolve(event, original=WHY, reading=NOTE)

    assert Article(
        id="bridge",
        workflow="standard",
        workflow_version=2,
        state="draft",
        position=1,
        head=Revision(number=1, content=FIRST, by="ada", at=MORNING),
        created=MORNING,
        updated=MORNING,
        handling=Handling(embargo=MORNING + HOUR),
        savers=frozenset({"ada"}),
        bylined=frozenset({"bo"}),
        original=WHY,
        reading=NOTE,
    ) == evolve(None, event)


def test_nothing_else_begins_a_history() -> None:
    """Nor does a draft at a later position."""
    message = "the history of bridge does not begin with Drafted"
    first, second = history(drafted(), revised())

    for event in (second, attrs.evolve(first, position=2)):
        with pytest.raises(HistoryError) as refusal:
            evolve(None, event)
        assert message == str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"position": 4}, "event 4 of bridge does not follow event 2 of bridge"),
        ({"position": 2}, "event 2 of bridge does not follow event 2 of bridge"),
        ({"article": "tram"}, "event 3 of tram does not follow event 2 of bridge"),
    ],
)
def test_an_event_follows_the_one_before_it(
    changes: dict[str, object], message: str
) -> None:
    """No gap, no repeat, no other story's event."""
    *before, last = history(drafted(), revised(), revised(THIRD))

    with pytest.raises(HistoryError) as refusal:
        evolve(replay(before), attrs.evolve(last, **changes))

    assert message == str(refusal.value)


def test_a_story_is_drafted_once() -> None:
    """A second beginning is no event of this story."""
    (event,) = history(drafted())

    with pytest.raises(HistoryError) as refusal:
        evolve(evolve(None, event), attrs.evolve(event, position=2))

    assert "event 2 of bridge drafts it a second time" == str(refusal.value)


def test_versions_follow_one_another() -> None:
    """v1, v2 … without a gap."""
    release = history(*out())[-1]
    assert isinstance(release, Published)

    with pytest.raises(HistoryError) as refusal:
        evolve(story(*ready()), attrs.evolve(release, version=2))

    assert "version 2 of bridge does not follow version 0" == str(refusal.value)


def test_nothing_is_discarded_where_nothing_is_live() -> None:
    """There is nothing to go back to."""
    event = Discarded(article="bridge", position=2, at=MORNING, by="ada", state="draft")

    with pytest.raises(HistoryError) as refusal:
        evolve(story(drafted()), event)

    assert "bridge was discarded with nothing live" == str(refusal.value)


def changed(before: Article, after: Article) -> dict[str, object]:
    """What is otherwise, besides where and when."""
    return {
        field.name: getattr(after, field.name)
        for field in attrs.fields(Article)
        if getattr(before, field.name) != getattr(after, field.name)
        and field.name not in {"position", "updated"}
    }


BO_APPROVES = Approval(
    content=FIRST,
    note=None,
    by="bo",
    roles=frozenset({"editor"}),
    at=MORNING + 2 * MINUTE,
)
WAITING = Schedule(
    content=FIRST,
    note=None,
    release=Release.PUBLISH,
    due=MORNING + HOUR,
    zone="UTC",
    channels=(),
    back="review",
    by="bo",
)
V1 = Version(
    number=1,
    release=Release.PUBLISH,
    content=FIRST,
    note=None,
    at=MORNING + 4 * MINUTE,
    by="bo",
    approved_by=("bo", "cy"),
    bylined=frozenset(),
)


@pytest.mark.parametrize(
    ("before", "move", "expected"),
    [
        (
            (drafted(),),
            revised(by=BO, bylined=("ada",)),
            {
                "head": Revision(number=2, content=SECOND, by="bo", at=at(1)),
                "savers": frozenset({"ada", "bo"}),
                "bylined": frozenset({"ada"}),
            },
        ),
        (
            (drafted(), submitted(), approved(BO)),
            revised(),
            {
                "head": Revision(number=2, content=SECOND, by="ada", at=at(3)),
                "state": "draft",
                "submission": None,
                "approvals": (),
            },
        ),
        (
            (drafted(),),
            submitted(),
            {
                "state": "review",
                "submission": Submission(content=FIRST, note=None, by="ada", at=at(1)),
            },
        ),
        ((drafted(), submitted()), approved(BO), {"approvals": (BO_APPROVES,)}),
        (
            (drafted(), submitted(), approved(BO)),
            sent_back(),
            {"state": "draft", "submission": None, "approvals": ()},
        ),
        (
            (drafted(), submitted(), approved(BO), approved(CY)),
            taken("withdraw_approval", CY),
            {"approvals": (BO_APPROVES,)},
        ),
        (
            (drafted(),),
            taken("check", ADA),
            {
                "report": Report(
                    content=FIRST,
                    profile="basic",
                    errors=0,
                    warnings=0,
                    findings=digest("findings"),
                    at=at(1),
                )
            },
        ),
        (ready(), scheduled(), {"state": "scheduled", "schedule": WAITING}),
        (
            (*ready(), scheduled()),
            taken("unschedule", BO),
            {"state": "review", "schedule": None},
        ),
        (
            ready(),
            taken("publish", BO),
            {
                "state": "published",
                "submission": None,
                "approvals": (),
                "live": V1,
                "versions": (V1,),
                "savers": frozenset(),
            },
        ),
        (
            (*out(), revised(by=BO, bylined=("cy",))),
            taken("discard", ADA),
            {
                "state": "published",
                "head": Revision(number=3, content=FIRST, by="ada", at=at(6)),
                "savers": frozenset(),
                "bylined": frozenset(),
            },
        ),
        (
            out(),
            unpublished(),
            {
                "state": "withdrawn",
                "live": None,
                "withdrawal": Withdrawal(
                    removal=Removal.UNPUBLISH, reason=None, at=at(5), by="bo"
                ),
            },
        ),
        (
            (drafted(),),
            taken("spike", BO),
            {"state": "spiked"},
        ),
        (
            (drafted(), taken("spike", BO)),
            taken("revive", BO),
            {"state": "draft"},
        ),
        (
            (drafted(),),
            taken("comment", BO, text=NOTE),
            {"notes": (Note(text=NOTE, by="bo", at=at(1)),)},
        ),
        (
            (drafted(),),
            tightened(MORNING + HOUR),
            {"handling": Handling(embargo=MORNING + HOUR)},
        ),
        (
            (drafted(embargo=MORNING + HOUR), handled(priority=1)),
            lifted(),
            {"handling": Handling(priority=1)},
        ),
        (
            (drafted(embargo=MORNING + HOUR),),
            handled(priority=1),
            {"handling": Handling(priority=1, embargo=MORNING + HOUR)},
        ),
        ((drafted(),), taken("unlock", BO, holder="ada"), {}),
        (
            (drafted(), erased(SECOND)),
            erased(FIRST),
            {"erased": frozenset({FIRST, SECOND})},
        ),
        (
            (drafted(),),
            taken("migrate", CY, workflow="gazette", workflow_version=3, state="desk"),
            {"workflow": "gazette", "workflow_version": 3, "state": "desk"},
        ),
    ],
)
def test_an_event_changes_what_it_says_and_no_more(
    before: tuple[Move, ...], move: Move, expected: dict[str, object]
) -> None:
    """Everything else about the article stays as it was."""
    article = story(*before)

    after = on(article, move)

    assert expected == changed(article, after)
    assert (article.position + 1, article.updated + MINUTE) == (
        after.position,
        after.updated,
    )


def test_a_sign_off_replaces_the_one_of_its_kind() -> None:
    """The photo desk looks again; the other desks' words stay."""
    article = story(
        drafted(),
        signed_off("photo", PIA),
        revised(touched=frozenset()),
        signed_off("photo", PIA),
        desk=THREE_DESKS,
    )

    assert (
        SignOff(kind="photo", content=SECOND, given=SECOND, by="pia", at=at(3)),
    ) == article.sign_offs


def test_a_new_draft_leaves_readers_what_they_have() -> None:
    """Two axes, one article: the head is a draft, and v1 is live."""
    article = story(*out(), revised())

    assert ("draft", 1, FIRST) == (
        article.state,
        article.live and article.live.number,
        article.live and article.live.content,
    )
    assert article.live == on(article, submitted(), approved(BO)).live


def test_a_correction_keeps_its_public_note() -> None:
    """On the version, and in the list that readers see."""
    article = story(*out(), *amended(note=NOTE), corrected())

    assert (Correction(version=2, note=NOTE, at=at(9)),) == article.corrections
    assert (NOTE, Release.CORRECT, ("bo", "cy")) == (
        article.versions[1].note,
        article.versions[1].release,
        article.versions[1].approved_by,
    )
    assert article.corrections == on(article, *amended(THIRD), updated()).corrections


def test_a_correction_without_a_note_adds_none() -> None:
    """Old histories may hold one; readers are told nothing they were not told."""
    event = attrs.evolve(
        history(*out(), *amended(note=NOTE), corrected())[-1], note=None
    )

    assert () == evolve(story(*out(), *amended(note=NOTE)), event).corrections


@pytest.mark.parametrize(
    ("removal", "move", "state"),
    [
        (Removal.RETRACT, retracted(), "retracted"),
        (Removal.KILL, killed(), "killed"),
    ],
)
def test_retract_and_kill_end_any_draft_and_schedule(
    removal: Removal, move: Move, state: str
) -> None:
    """Whatever was under way is over, and nothing is live."""
    article = story(*out(), *amended(), scheduled(MORNING + 2 * HOUR), move)

    assert article.withdrawal is not None
    assert (removal, WHY, state) == (
        article.withdrawal.removal,
        article.withdrawal.reason,
        article.state,
    )
    assert (None, None, None, ()) == (
        article.live,
        article.schedule,
        article.submission,
        article.approvals,
    )
    assert (removal is Removal.KILL) == article.killed


def test_what_came_down_comes_back_as_a_new_version() -> None:
    """Numbers go on, and the withdrawal is over when readers have it again."""
    down = story(*out(), unpublished(), taken("revive", BO))
    back = on(down, submitted(), approved(BO), approved(CY), taken("publish", BO))

    assert down.withdrawal is not None
    assert (None, 2) == (back.withdrawal, back.live and back.live.number)


def test_a_fired_release_is_a_release() -> None:
    """By the one who scheduled it, at its time."""
    article = story(*ready(), scheduled(), fired())

    assert ("published", MORNING + HOUR, "bo") == (
        article.state,
        article.live and article.live.at,
        article.live and article.live.by,
    )
    assert article.schedule is None


def test_an_empty_history_is_no_article() -> None:
    """There is nothing to show."""
    assert replay(()) is None


def test_a_replay_stops_at_its_instant() -> None:
    """The article as it was then; before it began, there was none."""
    whole = history(*out(), *amended(note=NOTE), corrected())

    for minutes in range(10):
        expected = story(*(*out(), *amended(note=NOTE), corrected())[: minutes + 1])
        assert expected == replay(whole, until=MORNING + minutes * MINUTE)
    assert replay(whole, until=MORNING - MINUTE) is None
    assert story(*out(), *amended(note=NOTE), corrected()) == replay(whole)


def test_an_article_is_changed_by_events_alone() -> None:
    """There is no setter."""
    article = story(drafted())

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        article.state = "published"  # type: ignore[misc] # the very point


def test_the_events_are_those_that_were_decided() -> None:
    """A history reads as what the newsroom did."""
    assert [Drafted, Revised] == [type(one) for one in history(drafted(), revised())]
