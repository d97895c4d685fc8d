"""The small parts of the kit: clocks, ids, people, the fake channel, staging."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest

import newsflow.testing
from newsflow import Newsroom, Person
from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.errors import (
    CredentialsError,
    DeliveryError,
    InvalidValueError,
    NeedsPersonError,
    NewsflowError,
    NotFoundError,
    RateLimitedError,
    RejectedError,
    RetryError,
    UnknownOutcomeError,
)
from newsflow.model.views import Tombstone
from newsflow.ports import (
    Capabilities,
    Concurrency,
    Idempotency,
    Operation,
    Parcel,
)
from newsflow.testing import (
    PEOPLE,
    RecordingChannel,
    Staff,
    bring,
    fixed_clock,
    seeded_ids,
    seeded_salts,
)
from newsflow.testing._views import story as telling
from newsflow.testing._ways import states_in_reach, way_to
from newsflow.testing.channel_contract import Counter
from newsflow.testing.staging import bridge
from newsflow.workflow.definition import State, StateKind

from ..gazette import Desk, text


def test_a_fixed_clock_stands_until_it_is_advanced() -> None:
    """Time in a test passes when the test says so, and never back."""
    clock = fixed_clock(datetime(2026, 11, 24, 9, tzinfo=UTC))

    assert clock() == clock()
    assert datetime(2026, 11, 25, 10, 1, 2, tzinfo=UTC) == clock.advance(
        days=1, hours=1, minutes=1, seconds=2
    )
    with pytest.raises(ValueError, match="cannot go back"):
        clock.to(clock() - timedelta(seconds=1))
    with pytest.raises(InvalidValueError):
        fixed_clock(datetime(2026, 11, 24, 9))  # noqa: DTZ001 - naive, and refused


def test_ids_and_salts_are_the_same_in_every_run() -> None:
    """What is chance in a newsroom is none in a test."""
    ids, salts = seeded_ids("bridge"), seeded_salts()

    assert ["bridge-0001", "bridge-0002"] == [ids(), ids()]
    again = seeded_salts()
    first = [salts(), salts()]
    assert first == [again(), again()]
    assert 2 == len(set(first))
    assert seeded_salts("other")() not in first
    assert {32} == {len(one) for one in first}


def test_staff_come_and_go() -> None:
    """People change their roles, lose their rights, and leave."""
    staff = Staff(PEOPLE)
    staff.change("bo", roles={"reporter"}, revoked=True)
    staff.leave("ada")

    assert staff.person("ada") is None
    assert (frozenset({"reporter"}), True) == (
        staff.people["bo"].roles,
        staff.people["bo"].revoked,
    )
    assert frozenset({"editor"}) == PEOPLE["bo"].roles, "the others keep theirs"
    assert PEOPLE["cy"] == Staff().person("cy")


def parcel() -> Parcel:
    """Make the parcel of a published bridge."""
    view = telling(bridge()).reach("published").release()
    return Parcel(key="bridge/recorder/1", operation=Operation.CREATE, view=view)


def test_the_fake_channel_remembers_each_parcel_once() -> None:
    """A repeat is an attempt, and no second parcel."""
    heard: list[Parcel] = []
    channel = RecordingChannel(heard=heard.append)
    counter, one = Counter(channel), parcel()

    assert channel.deliver(one, shelf=counter) == channel.deliver(one, shelf=counter)
    assert ((one,), (one, one), [one]) == (channel.parcels, channel.attempts, heard)
    assert {"bridge": one.view} == channel.shown


def test_the_fake_channel_fails_as_it_was_told() -> None:
    """So many failures, each of its kind, and then it works again."""
    channel = RecordingChannel()
    counter, one = Counter(channel), parcel()
    channel.fail(2, after=60)
    channel.reject()
    channel.crash()

    for _ in range(2):
        with pytest.raises(RetryError) as later:
            channel.deliver(one, shelf=counter)
        assert 60 == later.value.after
    with pytest.raises(RejectedError):
        channel.deliver(one, shelf=counter)
    with pytest.raises(RuntimeError):
        channel.deliver(one, shelf=counter)
    assert () == channel.parcels
    channel.deliver(one, shelf=counter)
    assert (1, 5) == (len(channel.parcels), len(channel.attempts))


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("lose_request", UnknownOutcomeError),
        ("lose_answer", UnknownOutcomeError),
        ("rate_limit", RateLimitedError),
        ("lock_out", CredentialsError),
        ("need_person", NeedsPersonError),
    ],
)
def test_the_fake_channel_ends_in_each_way(
    how: str, error: type[DeliveryError]
) -> None:
    """Only an answer that was lost tells of something that arrived."""
    channel = RecordingChannel(
        capabilities=Capabilities(idempotency=Idempotency.LOOKUP)
    )
    counter, one = Counter(channel), parcel()
    assert channel.health().ok
    getattr(channel, how)()
    assert 1 == len(channel.health().problems)

    assert channel.reconcile(one) is None
    with pytest.raises(error):
        channel.deliver(one, shelf=counter)
    arrived = how == "lose_answer"
    assert arrived == (channel.reconcile(one) is not None)
    assert (one,) * arrived == channel.parcels
    channel.deliver(one, shelf=counter)
    assert 1 + arrived == len(channel.copies()), "without keys a repeat is a copy"


def test_a_fake_channel_that_nobody_can_ask_says_so() -> None:
    """What became of a parcel cannot be told, even by one that is mended."""
    channel = RecordingChannel(capabilities=Capabilities())
    channel.fail()
    channel.mend()
    assert channel.health().ok

    with pytest.raises(UnknownOutcomeError):
        channel.reconcile(parcel())


def test_the_fake_channel_ignores_what_is_older() -> None:
    """Where it knows revisions; the parcel is kept for the test to see."""
    can = Capabilities(idempotency=Idempotency.KEY, concurrency=Concurrency.REVISION)
    channel, late = RecordingChannel(capabilities=can), parcel()
    counter = Counter(channel, sequence=1)
    gone = telling(bridge()).reach("killed").tombstone()
    counter.hand(Operation.KILL, gone)
    channel.deliver(late, shelf=counter)

    assert ((late,), {}) == (channel.ignored, channel.shown)


def test_the_fake_channel_shows_nothing_that_was_taken_down() -> None:
    """A tombstone takes the story from what it shows."""
    channel = RecordingChannel()
    counter = Counter(channel)
    counter.hand(Operation.CREATE, telling(bridge()).reach("published").release())
    gone = telling(bridge()).reach("retracted").tombstone()
    receipt = counter.hand(Operation.RETRACT, gone)

    assert isinstance(channel.parcels[-1].view, Tombstone)
    assert ({}, None) == (channel.shown, receipt.url)


@pytest.mark.parametrize("name", shipped_workflows())
def test_a_story_is_brought_to_any_state(desk: Desk, name: str) -> None:
    """Every state of every workflow is in reach of a test."""
    room = desk.open(workflow=name)
    for state in shipped_workflow(name).by_state:
        assert state == bring(room, state, people=PEOPLE).state
    assert len(shipped_workflow(name).states) == room.audit().articles


def test_a_schedule_is_set_for_an_hour_after_now(desk: Desk, room: Newsroom) -> None:
    """By the clock of the test, or by that of the story."""
    later = desk.clock() + timedelta(days=3)
    article = bring(room, "scheduled", people=PEOPLE, now=later, content=text())

    assert article.schedule
    assert later + timedelta(hours=1) == article.schedule.due


def test_people_who_cannot_bring_it_there_are_told(room: Newsroom) -> None:
    """The message names the step, and who it is for."""
    lawyer = {"lu": PEOPLE["lu"]}
    with pytest.raises(
        NewsflowError, match=r"may draft .* for chief, editor, reporter"
    ):
        bring(room, "draft", people=lawyer)
    with pytest.raises(NewsflowError, match="may publish the story now"):
        bring(room, "published", people={"ada": PEOPLE["ada"]})
    with pytest.raises(NotFoundError, match="no state 'limbo'"):
        bring(room, "limbo", people=PEOPLE)


def test_the_kit_names_what_it_has() -> None:
    """Names are fetched when they are used, and a wrong one is told."""
    assert "NewsroomMachine" in dir(newsflow.testing)
    with pytest.raises(AttributeError, match="no attribute 'Newsroom'"):
        newsflow.testing.Newsroom  # noqa: B018 - it must fail


def test_the_pytest_plugin_costs_next_to_nothing() -> None:
    """Every project that has newsflow pays for it: so nothing heavy is imported."""
    script = (
        "import sys, pytest\n"
        "before = set(sys.modules)\n"
        "import newsflow.testing.pytest_plugin\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert [
        "newsflow",
        "newsflow._lazy",
        "newsflow.testing",
        "newsflow.testing.pytest_plugin",
    ] == told.stdout.split()


def test_the_fixtures_do_what_a_test_wants(tmp_path: Path) -> None:
    """A newsroom, its people, its clock, its channel, and a story in any state."""
    (tmp_path / "test_house.py").write_text(HOUSE, "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PLUGIN],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "13 passed" in told.stdout, told.stdout + told.stderr


def _installed() -> bool:
    """Tell whether pytest loads the plug-in by itself."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - here alone

    points = entry_points(group="pytest11")
    return any(one.value == "newsflow.testing.pytest_plugin" for one in points)


PLUGIN = () if _installed() else ("-p", "newsflow.testing.pytest_plugin")
HOUSE = """
import pytest

@pytest.mark.parametrize("state", [
    "draft", "review", "scheduled", "published", "withdrawn", "retracted", "spiked",
    "killed",
])
def test_any_state(article_in, newsroom, state):
    article = article_in(state)
    assert (article.id, article.state) == ("story-0001", state)
    assert newsroom.audit().articles == 1

def test_people(people, newsroom):
    assert {"ada", "bo", "cy", "lu", "kit", "pia", "wire"} == set(people)
    with pytest.raises(LookupError):
        newsroom.draft(None, by="eve")

def test_the_clock_stands(newsroom, article_in, newsroom_clock):
    article = article_in("scheduled")
    assert newsroom.run_due().fired == ()
    newsroom_clock.advance(hours=1)
    assert [one.id for one in newsroom.run_due().fired] == [article.id]

def test_the_channel_remembers(article_in, newsroom_channel):
    article = article_in("published")
    assert list(newsroom_channel.shown) == [article.id]

def test_a_story_of_ones_own(article_in, newsroom):
    from newsflow import Content
    article = article_in("review", Content(headline="Ferry stops"))
    assert newsroom.content(article).headline == "Ferry stops"

def test_two_stories(article_in, people):
    first, second = article_in("draft"), article_in("published")
    assert (first.id, second.id) == ("story-0001", "story-0002")
"""


def test_a_person_of_the_kit_is_a_person() -> None:
    """Each goes by the id under which they are kept."""
    for identifier, person in PEOPLE.items():
        assert isinstance(person, Person)
        assert identifier == person.id
    assert [PEOPLE["wire"]] == [one for one in PEOPLE.values() if one.service]


def test_a_state_that_nothing_leads_to_is_told() -> None:
    """A way that does not exist is named, with those that do."""
    standard = shipped_workflow("standard")
    attic = State(name="attic", kind=StateKind.WITHDRAWN)
    workflow = attrs.evolve(standard, states=[*standard.states, attic])

    with pytest.raises(NotFoundError, match="no way of a new story to state 'attic'"):
        way_to(workflow, "attic")
    assert set(standard.by_state) == set(states_in_reach(workflow))
