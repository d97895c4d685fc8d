"""Laws: what holds on every way that a story can go, in any sound workflow."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsflow.events import (
    Advanced,
    AnyEvent,
    ApprovalWithdrawn,
    Approved,
    Discarded,
    Drafted,
    GlassBroken,
    Killed,
    Released,
    Retracted,
    Revised,
    Revived,
    SentBack,
    Spiked,
    Submitted,
    Unpublished,
)
from newsflow.model.article import Article
from newsflow.model.people import ANYONE
from newsflow.testing._workflows import workflows
from newsflow.workflow.asking import Ask
from newsflow.workflow.conditions import PARAMETERS
from newsflow.workflow.decide import allowed, why_not
from newsflow.workflow.definition import (
    RELEASES,
    Act,
    ApprovalRule,
    StateKind,
    Workflow,
)
from newsflow.workflow.evolve import evolve, replay

from .walks import FIRE, PARTNERS, Taking, Walk, walks

anywhere = given(walks() | walks(workflows()))
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@patient
@anywhere
def test_what_was_decided_evolves(walk: Walk) -> None:
    """Decide returns no event that evolve refuses; replay is the stored article."""
    article = evolve(None, walk.drafted)
    for taking in walk.takings:
        assert article == taking.before
        for event in taking.events:
            article = evolve(article, event)

    assert article == replay(walk.history)


@patient
@given(walks() | walks(workflows()), st.integers(-5, 600))
def test_a_replay_until_an_instant_is_a_replay_of_what_had_happened(
    walk: Walk, minutes: int
) -> None:
    """A prefix of the history, and so the article as it was then."""
    until = walk.drafted.at + timedelta(minutes=minutes)
    before = [event for event in walk.history if event.at <= until]

    assert replay(before) == replay(walk.history, until=until)
    assert walk.history[: len(before)] == tuple(before)


@patient
@anywhere
def test_an_answer_is_events_or_objections(walk: Walk) -> None:
    """Never both; and positions, instants and persons are those of the asking."""
    for taking in walk.takings:
        assert not (taking.events and taking.objections)
        for number, event in enumerate(taking.events, start=1):
            assert (
                taking.before.position + number,
                taking.ask.at,
                taking.ask.by.id,
            ) == (
                event.position,
                event.at,
                event.by,
            )


@patient
@anywhere
def test_what_is_allowed_is_what_meets_no_objection(walk: Walk) -> None:
    """Save for what a step was asked for without."""
    for taking in walk.takings[-2:]:
        article, person, at = taking.before, taking.ask.by, taking.ask.at
        free = [
            step
            for step in walk.workflow.steps
            if all(
                one.code in PARAMETERS
                for one in why_not(
                    walk.workflow,
                    article,
                    Ask(step=step.name, by=person, at=at),
                    taking.facts,
                )
            )
        ]
        assert free == list(
            allowed(walk.workflow, article, person, at=at, facts=taking.facts)
        )


@patient
@anywhere
def test_the_state_is_one_of_the_workflow(walk: Walk) -> None:
    """And of the kind that the last step leads to: readers have it iff it is out."""
    for article in articles(walk):
        state = walk.workflow.state(article.state)
        if state.kind is StateKind.PUBLISHED:
            assert article.live is not None
        if state.kind is StateKind.SCHEDULED:
            assert article.schedule is not None
        if state.kind is StateKind.WITHDRAWN:
            assert article.live is None


def articles(walk: Walk) -> list[Article]:
    """Where the story stood after each of its events."""
    found = [evolve(None, walk.drafted)]
    for event in walk.history[1:]:
        found.append(evolve(found[-1], event))
    return found


UNTOUCHED = {"position", "updated"}
NAMED: dict[str, set[str]] = {
    "Drafted": set(),
    "Revised": {"head", "state", "sign_offs", "savers", "bylined"},
    "Discarded": {"head", "state", "sign_offs", "savers", "bylined"},
    "Submitted": {"state"},
    "SentBack": {"state"},
    "Spiked": {"state"},
    "Revived": {"state"},
    "Approved": {"approvals"},
    "ApprovalWithdrawn": {"approvals"},
    "SignedOff": {"sign_offs"},
    "Checked": {"report"},
    "Commented": {"notes"},
    "EmbargoTightened": {"handling", "advance"},
    "EmbargoLifted": {"handling", "advance"},
    "Handled": {"handling"},
    "Unlocked": set(),
    "Migrated": {"workflow", "workflow_version", "state"},
    "Erased": {"erased"},
    "Scheduled": {"state", "schedule"},
    "Unscheduled": {"state", "schedule"},
    "ScheduleFailed": {"state", "schedule"},
    "GlassBroken": {"glass_broken"},
    "Advanced": {"advance"},
    "Published": {"state", "live", "versions", "withdrawal", "savers"},
    "Updated": {"state", "live", "versions", "withdrawal", "savers"},
    "Corrected": {"state", "live", "versions", "withdrawal", "savers", "corrections"},
    "Unpublished": {"state", "live", "withdrawal"},
    "Retracted": {"state", "live", "withdrawal"},
    "Killed": {"state", "live", "withdrawal"},
}
VOID = {"submission", "approvals", "schedule", "glass_broken"}
OVER = {"Published", "Killed"}
"""What ends an advance copy; it is of a story that readers do not have."""

STAYING = {
    "Approved",
    "ApprovalWithdrawn",
    "SignedOff",
    "Checked",
    "Commented",
    "EmbargoTightened",
    "EmbargoLifted",
    "Handled",
    "Unlocked",
    "Migrated",
    "Erased",
    "Scheduled",
    "Unscheduled",
    "ScheduleFailed",
    "GlassBroken",
    "Advanced",
}


@patient
@anywhere
def test_an_event_changes_nothing_that_it_does_not_name(walk: Walk) -> None:
    """Whatever moves a story on makes its review void; nothing else is touched."""
    stood = articles(walk)
    for before, after, event in zip(stood, stood[1:], walk.history[1:], strict=False):
        name = type(event).__name__
        may = NAMED[name] | UNTOUCHED | (set() if name in STAYING else VOID)
        may |= {"advance"} if name in OVER else set()
        assert set() == changed(before, after) - may


def changed(before: Article, after: Article) -> set[str]:
    """Name the fields that are otherwise."""
    return {
        field.name
        for field in attrs.fields(Article)
        if getattr(before, field.name) != getattr(after, field.name)
    }


@attrs.define
class Desk:
    """A plain model of what counts: who wrote since, what was handed in, who approved.

    It knows nothing of articles; it reads the events alone.
    """

    head: str = ""
    savers: set[str] = attrs.Factory(set)
    bylined: set[str] = attrs.Factory(set)
    live: tuple[str, set[str]] | None = None
    note: str | None = None
    approvals: dict[str, frozenset[str]] = attrs.Factory(dict)

    def hear(self, event: AnyEvent) -> None:  # noqa: C901, PLR0915 - a case per event
        """Take note of an event."""
        match event:
            case Drafted() | Revised():
                self.head, self.note, self.approvals = event.content, None, {}
                self.savers.add(event.by)
                self.bylined = set(event.bylined)
            case Discarded():
                assert self.live is not None
                self.head, self.bylined = self.live[0], set(self.live[1])
                self.savers, self.note, self.approvals = set(), None, {}
            case Submitted():
                assert self.head == event.content
                self.note, self.approvals = event.note, {}
            case Approved():
                assert (self.head, self.note) == (event.content, event.note)
                self.approvals[event.by] = frozenset(event.roles)
            case ApprovalWithdrawn():
                del self.approvals[event.by]
            case SentBack() | Spiked() | Revived():
                self.note, self.approvals = None, {}
            case Unpublished() | Retracted() | Killed():
                self.note, self.approvals, self.live = None, {}, None
            case Released():
                assert (self.head, self.note) == (event.content, event.note)
                self.live = self.head, self.bylined
                self.savers, self.note, self.approvals = set(), None, {}
            case _:
                pass

    def suffices(
        self, rules: tuple[ApprovalRule, ...], revoked: frozenset[str]
    ) -> bool:
        """Tell whether distinct people, none of whom wrote in it, fill every place."""
        people = [
            roles
            for person, roles in self.approvals.items()
            if person not in self.savers | self.bylined | revoked
        ]
        return seats([rule.role for rule in rules for _ in range(rule.count)], people)


def seats(places: list[str], people: list[frozenset[str]]) -> bool:
    """Try every person on the first place."""
    if not places:
        return True
    return any(
        seats(places[1:], people[:index] + people[index + 1 :])
        for index, roles in enumerate(people)
        if places[0] == ANYONE or places[0] in roles
    )


@patient
@anywhere
def test_nothing_goes_out_without_the_approvals_that_are_demanded(walk: Walk) -> None:
    """Save through broken glass, which is told in the same breath."""
    desk, glass = Desk(), False
    desk.hear(walk.drafted)
    for taking in walk.takings:
        for event in taking.events:
            if isinstance(event, Released) and not glass:
                assert desk.suffices(rules(walk.workflow, event), taking.facts.revoked)
            glass = isinstance(event, GlassBroken)
            desk.hear(event)


def rules(workflow: Workflow, event: Released) -> tuple[ApprovalRule, ...]:
    """What is demanded by the step that did it; walks have one for each release."""
    wanted = {"Published": Act.PUBLISH, "Updated": Act.UPDATE, "Corrected": Act.CORRECT}
    act = wanted[type(event).__name__]
    return next(step.approvals for step in workflow.steps if step.act is act)


@patient
@anywhere
def test_nothing_goes_out_under_embargo_or_erased_or_wrong(walk: Walk) -> None:
    """Not by hand, not by schedule, not through broken glass."""
    for taking in walk.takings:
        for event in taking.events:
            if isinstance(event, Released):
                assert not taking.before.handling.under_embargo(event.at)
                assert event.content not in taking.before.erased
                assert event.content == taking.before.head.content


@patient
@anywhere
def test_partners_get_ahead_what_could_go_out_but_for_its_embargo(walk: Walk) -> None:
    """Approved like a release, under an embargo that runs, and to the trusted alone."""
    desk = Desk()
    desk.hear(walk.drafted)
    wanted = next(one for one in walk.workflow.steps if one.act is Act.ADVANCE)
    for taking in walk.takings:
        for event in taking.events:
            if isinstance(event, Advanced):
                assert desk.suffices(wanted.approvals, taking.facts.revoked)
                assert desk.head == event.content
                assert taking.before.live is None
                assert taking.before.handling.under_embargo(event.at)
                assert taking.before.handling.embargo == event.embargo
                assert set(event.channels) <= set(PARTNERS)
            desk.hear(event)


@patient
@anywhere
def test_what_partners_have_ahead_is_known_until_readers_have_it_or_it_is_killed(
    walk: Walk,
) -> None:
    """With the embargo of the story; nothing else makes it forgotten."""
    advanced = False
    for article, event in zip(articles(walk), walk.history, strict=True):
        name = type(event).__name__
        advanced = (advanced or name == "Advanced") and name not in OVER
        assert advanced == (article.advance is not None)
        if article.advance is not None:
            assert article.live is None
            embargo = article.handling.embargo
            assert embargo is None or embargo == article.advance.embargo
            assert article.advance.at <= article.updated


@patient
@anywhere
def test_a_killed_story_never_comes_back(walk: Walk) -> None:
    """After the kill there are notes, erasures and migrations, and nothing else."""
    names = [type(event).__name__ for event in walk.history]
    if "Killed" in names:
        after = names[names.index("Killed") + 1 :]
        assert set(after) <= {"Commented", "Erased", "Migrated"}
        assert articles(walk)[-1].killed


@patient
@anywhere
def test_versions_are_consecutive_and_for_ever(walk: Walk) -> None:
    """v1, v2 …; what was released stays on record, whatever comes down."""
    stood = articles(walk)
    for before, after in pairwise(stood):
        assert before.versions == after.versions[: len(before.versions)]
        assert before.corrections == after.corrections[: len(before.corrections)]
    last = stood[-1]
    assert list(range(1, len(last.versions) + 1)) == [v.number for v in last.versions]
    assert [last.version(v.number) for v in last.versions] == list(last.versions)
    assert last.live is None or last.live == last.versions[-1]


@patient
@anywhere
def test_a_firing_is_for_what_is_due(walk: Walk) -> None:
    """And answers with one release, or one failure, or nothing."""
    for taking in walk.takings:
        waiting = taking.before.schedule
        if taking.ask.step == FIRE:
            assert () == taking.objections
            due = waiting is not None and waiting.due <= taking.ask.at
            assert int(due) == len(taking.events)


@patient
@anywhere
def test_a_save_that_changes_nothing_undoes_nothing(walk: Walk) -> None:
    """Whoever saves the head again is answered with no event."""
    for taking in walk.takings:
        if saves_the_head_again(walk.workflow, taking):
            assert () == taking.events


def saves_the_head_again(workflow: Workflow, taking: Taking) -> bool:
    """Tell whether this was a revision to the same text."""
    step = workflow.by_step.get(taking.ask.step)
    return (
        step is not None
        and step.act is Act.REVISE
        and taking.ask.content == taking.before.head.content
    )


@patient
@anywhere
def test_an_embargo_gets_shorter_only_by_a_role_with_a_reason(walk: Walk) -> None:
    """Anyone who may tighten can only keep it in longer."""
    start = datetime.min.replace(tzinfo=walk.drafted.at.tzinfo)
    stood = articles(walk)
    for before, after, event in zip(stood, stood[1:], walk.history[1:], strict=False):
        was = before.handling.embargo or start
        now = after.handling.embargo or start
        if now < was:
            assert "EmbargoLifted" == type(event).__name__
            assert event.reason  # type: ignore[union-attr] # it was lifted
        if "EmbargoTightened" == type(event).__name__:
            assert now > was


@patient
@anywhere
def test_a_house_may_release_in_the_ways_that_it_names(walk: Walk) -> None:
    """A release event comes of a release step, a firing, or broken glass."""
    for taking in walk.takings:
        if any(isinstance(event, Released) for event in taking.events):
            step = walk.workflow.by_step.get(taking.ask.step)
            assert step is None or step.act in {*RELEASES, Act.BREAK_GLASS}
