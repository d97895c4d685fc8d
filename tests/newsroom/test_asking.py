"""What can be asked of a newsroom: lists, the feed, stories by the start of an id."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsflow import Byline, Newsroom, hookimpl
from newsflow.documents.workflows import shipped_workflow
from newsflow.errors import ConflictError, InvalidValueError, NotFoundError
from newsflow.events import Checked, Commented, Drafted
from newsflow.model.checks import Finding, Severity
from newsflow.model.times import stamp
from newsflow.store.search import Row
from newsflow.testing import PEOPLE, fixed_clock, seeded_ids, seeded_salts
from newsflow.workflow.definition import Act, StateKind, Workflow

from ..gazette import Desk, refused, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


def test_the_feed_goes_on_after_a_cursor(room: Newsroom) -> None:
    """Whoever kept a cursor gets what came since, in order, and nothing twice."""
    article = story(room, "draft")
    (first,) = room.events()
    assert isinstance(first.event, Drafted)
    assert () == tuple(room.events(after=first.cursor))
    room.comment(article, "One.", by=BO)
    room.comment(article.id, "Two.", by=BO)
    later = tuple(room.events(after=first.cursor))

    assert [Commented, Commented] == [type(fact.event) for fact in later]
    assert later[1:] == tuple(room.events(after=later[0].cursor))
    assert [one.hash for one in room.records(article)] == [
        first.hash,
        *(fact.hash for fact in later),
    ]


def test_the_feed_is_read_in_pages_and_misses_nothing(room: Newsroom) -> None:
    """More events than fit into a page are still all there."""
    article = room.draft(text(), by=ADA)
    for number in range(1001):
        room.comment(article.id, f"{number}", by=BO)
    cursors = [fact.cursor for fact in room.events()]

    assert 1002 == len(cursors)
    assert sorted(set(cursors)) == cursors


def ids(rows: tuple[Row, ...]) -> set[str]:
    """Give the ids of some rows."""
    return {row.id for row in rows}


def test_a_desk_finds_its_stories(desk: Desk, room: Newsroom) -> None:
    """By state, section, person, date, words, and by what readers have."""
    draft = story(room, "draft", headline="ÜBERSEE 100% _new_", section="World")
    review = story(room, "review", section="City")
    out = story(room, "published", section="City")
    waiting = story(room, "scheduled")
    gone = story(room, "killed")
    soon, later = (stamp(desk.clock() + timedelta(hours=hours)) for hours in (0, 1))

    for wanted, found in (
        ({"state": "review"}, {review}),
        ({"state_kind": "withdrawn"}, {gone}),
        ({"section": "City"}, {review, out}),
        ({"section": "City", "state": "published"}, {out}),
        ({"person": "ada"}, {draft, review, out, waiting, gone}),
        ({"person": "bo"}, {out, waiting, gone}),
        ({"person": "eve"}, set()),
        ({"text": "übersee"}, {draft}),
        ({"text": "100% _"}, {draft}),
        ({"text": "0_n"}, set()),
        ({"text": ""}, {draft, review, out, waiting, gone}),
        ({"due_before": later}, {waiting}),
        ({"due_before": soon}, set()),
        ({"live": True}, {out}),
        ({"live": False}, {draft, review, waiting, gone}),
    ):
        assert {one.id for one in found} == ids(room.search(**wanted)), wanted
    assert {"draft": 1, "review": 1, "published": 1, "scheduled": 1, "killed": 1} == (
        room.counts()
    )


def test_a_list_by_what_does_not_exist_is_told(room: Newsroom) -> None:
    """A misspelt keyword is met with those there are."""
    with pytest.raises(
        InvalidValueError,
        match=r"search keyword must be one of state, state_kind, .*, not 'stat'",
    ):
        room.search(stat="draft")


def test_a_list_of_a_state_that_does_not_exist_is_told(room: Newsroom) -> None:
    """An empty list would say that no story stands there, which nobody asked."""
    story(room, "review")
    with pytest.raises(NotFoundError, match=r"there is no state 'reviw'; .*review"):
        room.search(state="reviw")
    with pytest.raises(NotFoundError, match=r"no kind of state 'live'; .*published"):
        room.search(state_kind="live")
    assert () == room.search(state="retracted", state_kind=StateKind.WITHDRAWN)


def _subbing(workflow: Workflow) -> Workflow:
    """Call the review of a workflow what an earlier version called it."""
    named = {"review": "subbing"}
    return attrs.evolve(
        workflow,
        version=1,
        states=[
            attrs.evolve(one, name=named.get(one.name, one.name))
            for one in workflow.states
        ],
        steps=[
            attrs.evolve(
                step,
                sources=[named.get(one, one) for one in step.sources],
                target=named.get(step.target, step.target) if step.target else None,
            )
            for step in workflow.steps
        ],
    )


def test_a_state_of_an_earlier_workflow_is_known_while_a_story_stands_in_it(
    desk: Desk, tmp_path: Path
) -> None:
    """Whoever opens the newsroom with a later version still lists it."""
    url = f"sqlite:///{tmp_path / 'newsroom.db'}"
    later = attrs.evolve(shipped_workflow("standard"), name="house", version=2)
    with desk.open(url, workflow=_subbing(later)) as room:
        bridge = room.submit(room.draft(text(), by=ADA), by=ADA)
    room = desk.open(url, workflow=later)

    assert {bridge.id} == ids(room.search(state="subbing"))
    assert () == room.search(state="review")
    with pytest.raises(NotFoundError, match=r"'subing'; known: .*review.*subbing"):
        room.search(state="subing")


@pytest.mark.parametrize("told", ["The bridge is open.", None, b"text"])
def test_a_text_is_no_content_yet(room: Newsroom, told: Any) -> None:
    """What no reader has made a content of is drafted, saved and kept by nobody."""
    article = story(room, "draft")
    for call in (
        lambda: room.draft(told, by=ADA),
        lambda: room.save(article, told, by=ADA),
        lambda: room.autosave(article, told, by=ADA),
    ):
        with pytest.raises(
            InvalidValueError, match="content must be a Content; a read"
        ):
            call()
    assert article == room.article(article.id)


def test_a_list_is_no_longer_than_wanted(room: Newsroom) -> None:
    """A limit is held, and one that makes no sense is brought to one that does."""
    for _ in range(3):
        story(room, "draft")

    assert [2, 1, 3] == [len(room.search(limit=most)) for most in (2, 0, 10_000)]


@settings(max_examples=15)
@given(
    steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=30),
    limit=st.integers(1, 7),
    state=st.sampled_from((None, "draft", "review")),
)
def test_pages_are_the_whole_list_each_story_once(
    steps: list[tuple[int, int]], limit: int, state: str | None
) -> None:
    """Page by page nothing is left out and nothing comes twice, whatever the times."""
    clock = fixed_clock()
    with Newsroom.open(clock=clock, ids=seeded_ids(), salts=seeded_salts()) as room:
        for submitted, minutes in steps:
            clock.advance(minutes=minutes)
            article = room.draft(text(), by=ADA)
            if submitted > 2:
                room.submit(article, by=ADA)
        whole = room.search(state=state, limit=500)
        pages: list[Row] = []
        while page := room.search(
            state=state, limit=limit, after=pages[-1].place if pages else None
        ):
            pages.extend(page)

    assert list(whole) == pages
    assert sorted(whole, key=lambda row: row.updated, reverse=True) == [
        *sorted(pages, key=lambda row: row.updated, reverse=True)
    ]


def test_a_story_is_found_by_the_start_of_its_id_or_by_its_slug(
    room: Newsroom,
) -> None:
    """People type as little as tells the story from the others."""
    room.draft(text(slug="bridge-reopens"), by=ADA, id="aa11")
    room.draft(text(slug="ferry-stops"), by=ADA, id="aa22")
    room.draft(text(), by=ADA, id="aa")

    assert ["aa11", "aa22", "aa"] == [
        room.find(start) for start in ("bridge-reopens", "aa2", "aa")
    ]
    with pytest.raises(NotFoundError, match="no article 'zz'"):
        room.find("zz")
    with pytest.raises(NotFoundError, match="known: aa, aa11, aa22") as several:
        room.find("a")
    assert "single article that begins with" in str(several.value)


def test_a_story_that_is_not_there_is_told(room: Newsroom) -> None:
    """Every question about an unknown story has the same answer."""
    questions: tuple[Callable[[], object], ...] = (
        lambda: room.article("x"),
        lambda: room.content("x"),
        lambda: room.live("x"),
        lambda: room.fingerprint("x"),
        lambda: room.allowed("x", by=ADA),
        lambda: room.why_not("x", "publish", by=ADA),
        lambda: room.plan("x", "publish", by=ADA),
        lambda: room.comment("x", "Where is it?", by=ADA),
        lambda: room.lock("x", by=ADA),
    )

    for question in questions:
        with pytest.raises(NotFoundError, match="no article 'x'"):
            question()
    assert () == room.history("x")


def test_a_step_that_is_not_there_is_told(room: Newsroom) -> None:
    """A typo in a step names those there are."""
    article = story(room, "draft")

    with pytest.raises(NotFoundError, match=r"no step 'publsh'.*publish"):
        room.why_not(article, "publsh", by=ADA)
    with pytest.raises(NotFoundError, match="no step 'sign_off'"):
        room.sign_off(article, "copy", by=BO)


def test_parameters_can_be_left_out_of_the_question(room: Newsroom) -> None:
    """Whether Bo may send it back is one question; that a reason is missing another."""
    article = story(room, "review")

    assert ("reason",) == tuple(
        one.code for one in room.why_not(article, "send_back", by=BO)
    )
    assert () == room.why_not(article, "send_back", by=BO, parameters=False)


def test_a_house_calls_its_steps_what_it_likes(desk: Desk) -> None:
    """Two approving steps of different names are told apart by name."""
    standard = desk.open().workflow()
    second = next(step for step in standard.steps if step.act is Act.APPROVE)
    room = desk.open(
        workflow=attrs.evolve(
            standard,
            name="house",
            steps=[*standard.steps, attrs.evolve(second, name="sub", roles=["lawyer"])],
        )
    )
    article = story(room, "review")

    assert {"role"} == refused(lambda: room.approve(article, by="lu"))
    assert 1 == len(room.approve(article, by="lu", step="sub").approvals)


class Signed:
    """A check: somebody must have signed, and a short headline is worth a remark."""

    code = "GZ-01"

    def run(self, content: object) -> list[object]:
        """Find the short headline, and that nobody signed."""
        found: list[object] = [
            Finding(code="GZ-01", message="short", severity=Severity.WARNING)
        ]
        if not getattr(content, "bylines", ()):
            found.append(Finding(code="GZ-01", message="nobody signed"))
        return found


class Odd:
    """A check that answers with nonsense."""

    code = "GZ-02"

    def run(self, content: object) -> list[object]:
        """Answer with a string instead of a finding."""
        del content
        return ["it is bad"]


class Broken:
    """A check that fails."""

    code = "GZ-03"

    def run(self, content: object) -> list[object]:
        """Fail, whatever the content."""
        del content
        message = "no dictionary"
        raise OSError(message)


class Checks:
    """A plug-in that offers some checks."""

    def __init__(self, *checks: object) -> None:
        self.checks = checks

    @hookimpl
    def newsflow_checks(self) -> tuple[object, ...]:
        """Offer the checks it was given."""
        return self.checks


def test_errors_block_where_the_workflow_demands_the_checks(desk: Desk) -> None:
    """What a check finds is told, and a story with errors is not handed in."""
    room = desk.open(plugins={"checks": Checks(Signed())})
    article = room.draft(text(), by=ADA)
    run = room.check(article)

    assert (1, 1, "basic") == (run.errors, run.warnings, run.profile)
    assert {"findings"} == refused(lambda: room.submit(article, by=ADA))
    signed = text(bylines=[Byline(name="Ada")])
    assert 0 == room.check(signed).errors
    article = room.submit(room.save(article, signed, by=ADA), by=ADA)
    assert "review" == article.state


def test_a_check_that_fails_counts_as_an_error(desk: Desk) -> None:
    """A check that breaks, or answers with nonsense, lets nothing through."""
    room = desk.open(plugins={"checks": Checks(Odd(), Broken())})
    odd, failed = room.check(text()).findings

    assert ("GZ-02", "the check answered with nonsense: str") == (odd.code, odd.message)
    assert "the check failed: OSError: no dictionary" == failed.message
    assert {"findings"} == refused(lambda: room.submit(story_id(room), by=ADA))


def story_id(room: Newsroom) -> str:
    """Draft a story, and give its id."""
    return room.draft(text(), by=ADA).id


def test_what_checks_said_can_be_kept(desk: Desk) -> None:
    """The findings become part of the history, bound to the text they are about."""
    room = desk.open(plugins={"checks": Checks(Signed())})
    article = room.record_checks(room.draft(text(), by=ADA), by=ADA)
    event = room.history(article)[-1]

    assert isinstance(event, Checked)
    assert (1, 1, article.head.content) == (event.errors, event.warnings, event.content)
    said = json.loads(room.words(article, event.findings))
    assert ["short", "nobody signed"] == [one["message"] for one in said]
    assert article.report
    assert "basic" == article.report.profile
    assert 1 == room.audit().articles


def test_recording_checks_is_a_step_like_any(room: Newsroom) -> None:
    """It has its roles, and a story that has moved on is a conflict."""
    article = story(room, "draft")
    assert "check" in {step.name for step in room.allowed(article, by=ADA)}
    assert {"role"} == refused(lambda: room.record_checks(article, by="lu"))
    room.comment(article, "Wait.", by=BO)

    with pytest.raises(ConflictError):
        room.record_checks(article, by=ADA)
    assert ("report",) == tuple(
        one.code for one in room.plan(article.id, "check", by=ADA).objections
    )
