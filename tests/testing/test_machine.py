"""The machine drives our own newsrooms, and finds the faults that are planted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from newsflow import Newsroom, Person, hookimpl
from newsflow.documents.workflows import shipped_workflow
from newsflow.errors import Objection, StepRefusedError
from newsflow.events import AnyEvent, Revised, SentBack, Submitted
from newsflow.model.article import Article
from newsflow.model.handling import Handling
from newsflow.model.views import Released
from newsflow.newsroom import _parcels, _queries
from newsflow.ports import (
    Asking,
    Capabilities,
    Channel,
    Idempotency,
    Parcel,
    Receipt,
    Shelf,
)
from newsflow.store.articles import ArticleStore
from newsflow.testing import PEOPLE, NewsroomMachine, RecordingChannel
from newsflow.testing._steps import take
from newsflow.workflow import _demands, decide, evolve
from newsflow.workflow.definition import Act, Workflow

from ..postgres import Server

BOARD = Capabilities(collective=True, idempotency=Idempotency.KEY)

FAR = datetime(9999, 1, 1, tzinfo=UTC)


class StandardMachine(NewsroomMachine):
    """The standard workflow, in memory."""


class ThreeDesksMachine(NewsroomMachine):
    """The desk with sign-offs in parallel."""

    def make_workflow(self) -> Workflow:
        """Make the workflow of this desk."""
        return shipped_workflow("three-desks")


class TwoPersonMachine(NewsroomMachine):
    """The desk of two."""

    def make_workflow(self) -> Workflow:
        """Make the workflow of this desk."""
        return shipped_workflow("two-person")


class FileMachine(NewsroomMachine):
    """The standard workflow over a file."""

    def make_url(self) -> str:
        """Name a database in a folder of its own."""
        self.folder = TemporaryDirectory()
        return f"sqlite:///{self.folder.name}/newsroom.db"

    def teardown(self) -> None:
        """Let go of the folder too."""
        super().teardown()
        self.folder.cleanup()


class PostgresMachine(NewsroomMachine):
    """The standard workflow on PostgreSQL."""

    postgres: ClassVar[Server]

    def make_url(self) -> str:
        """Take a database on the server."""
        self.url = self.postgres.database()
        return self.url

    def teardown(self) -> None:
        """Empty it for the next example."""
        super().teardown()
        self.postgres.give_back(self.url)


def test_the_machine_goes_on_postgresql_too(postgres: Server) -> None:
    """Its laws hold with many writers as well; ten histories are drawn."""
    PostgresMachine.postgres = postgres
    few = settings(settings.default, max_examples=10)
    run_state_machine_as_test(PostgresMachine, settings=few)


class Cautious:
    """A plug-in that objects to odd stories, and listens."""

    @hookimpl
    def newsflow_objections(self, asking: Asking) -> list[Objection]:
        """Object to approvals of every second story."""
        if asking.step == "approve" and asking.article.id.endswith("2"):
            return [Objection(code="odd", message="not this one")]
        return []

    @hookimpl
    def newsflow_event(self, event: AnyEvent) -> None:
        """Fail to hear anything."""
        message = f"cannot hear {event.position}"
        raise OSError(message)


class HouseMachine(NewsroomMachine):
    """A house with steps of its own, a plug-in, a channel, and few people."""

    def make_workflow(self) -> Workflow:
        """Make the workflow of this desk."""
        standard = shipped_workflow("standard")
        left_out = {Act.KILL, Act.ERASE, Act.SCHEDULE, Act.UNSCHEDULE}
        steps = [
            attrs.evolve(
                step,
                name=f"desk-{step.name}",
                sources=[one for one in step.sources if one != "scheduled"],
            )
            for step in standard.steps
            if step.act not in left_out
        ]
        states = [
            state
            for state in standard.states
            if state.name not in {"scheduled", "killed"}
        ]
        steps = [
            attrs.evolve(
                one, sources=[name for name in one.sources if name != "killed"]
            )
            for one in steps
        ]
        return attrs.evolve(standard, name="house", states=states, steps=steps)

    def make_people(self) -> Mapping[str, Person]:
        """Name only three people."""
        people = super().make_people()
        return {name: people[name] for name in ("ada", "bo", "cy")}

    def make_plugins(self) -> Mapping[str, object]:
        """Bring the cautious plug-in."""
        return {"cautious": Cautious()}

    def make_channels(self) -> Iterable[Channel]:
        """Bring a second channel."""
        return [RecordingChannel("second", capabilities=BOARD)]


TestStandard = StandardMachine.TestCase
TestThreeDesks = ThreeDesksMachine.TestCase
TestTwoPerson = TwoPersonMachine.TestCase
TestFile = FileMachine.TestCase
TestHouse = HouseMachine.TestCase

QUIET = settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


def finds(machine: type[NewsroomMachine], told: str) -> None:
    """Expect that a machine finds a fault, and tells of it so."""
    with pytest.raises(AssertionError, match=told):
        run_state_machine_as_test(machine, settings=QUIET)


def forgetful(when: Callable[[Any], bool]) -> type[NewsroomMachine]:
    """Plant a store that forgets to store the events of some appends."""

    class Store(ArticleStore):
        def append(self, records: Any, **parts: Any) -> Any:
            if when(records):
                return ()
            return super().append(records, **parts)

    class Machine(NewsroomMachine):
        def make_room(self) -> Newsroom:
            room = super().make_room()
            store = Store(room._office.database)  # noqa: SLF001 - the planted fault
            room._office.store = store  # noqa: SLF001 - the same
            return room

    return Machine


def test_a_store_that_forgets_an_event_is_found() -> None:
    """A comment that was never stored is missed at once."""
    machine = forgetful(lambda records: records[0].type == "Commented")

    finds(machine, "is not its history|stands at|gap before|left a trace")


def test_a_store_that_overwrites_is_found() -> None:
    """A store that does not compare positions lets one person write over another."""

    class Machine(NewsroomMachine):
        def make_room(self) -> Newsroom:
            room = super().make_room()
            save = room.save
            room.save = lambda story, content, by: save(  # type: ignore[method-assign, misc, assignment] # the planted fault
                getattr(story, "id", story), content, by=by
            )
            return room

    finds(Machine, "wrote over")


def lax(**changes: Any) -> type[NewsroomMachine]:
    """Plant a workflow in the room that differs from the one the house means."""

    class Machine(NewsroomMachine):
        def make_room(self) -> Newsroom:
            meant = self.workflow
            steps = [
                attrs.evolve(step, **changes) if step.approvals else step
                for step in meant.steps
            ]
            self.workflow = attrs.evolve(meant, steps=steps, unreviewed=True)
            try:
                return super().make_room()
            finally:
                self.workflow = meant

    return Machine


def test_a_release_without_its_approvals_is_found() -> None:
    """A core that asks for none, where the house demands two, is caught."""
    finds(lax(approvals=()), "went out without what")


def test_a_release_from_the_wrong_state_is_found() -> None:
    """A core that publishes drafts is caught, whatever was approved."""
    from_drafts = lax(approvals=(), sources=["draft", "review", "scheduled"])

    finds(from_drafts, "nobody handed it in|went out without what")


def planted(
    patch: Callable[[NewsroomMachine, Newsroom], None],
) -> type[NewsroomMachine]:
    """Plant a fault in the newsroom as soon as it is open."""

    class Machine(NewsroomMachine):
        def make_room(self) -> Newsroom:
            room = super().make_room()
            patch(self, room)
            return room

    return Machine


def test_an_approval_by_a_writer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A core that forgets who wrote is caught by the witness, who does not."""
    nobody = property(lambda _: frozenset())
    monkeypatch.setattr(Article, "contributors", nobody)

    finds(TwoPersonMachine, "went out without what")


def test_an_approval_that_outlives_an_edit_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A core that lets approvals of another text count is caught."""
    monkeypatch.setattr(
        _demands, "valid_approvals", lambda case: case.article.approvals
    )
    keep = _keeping_approvals()
    monkeypatch.setattr("newsflow.workflow.evolve._FOLDS", keep)

    finds(StandardMachine, "went out without what|is not its history|nobody handed")


def _keeping_approvals() -> Mapping[type, Callable[..., Any]]:
    folds = dict(evolve._FOLDS)  # noqa: SLF001 - to plant the fault

    def kept(kind: type) -> Callable[..., Any]:
        fold = folds[kind]
        return lambda article, event: attrs.evolve(
            fold(article, event), approvals=article.approvals
        )

    return {**folds, **{kind: kept(kind) for kind in (Submitted, Revised, SentBack)}}


def test_a_word_of_the_draft_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that takes the head instead of the live version is caught."""
    good = _queries.release

    def leaking(article: Any, texts: Any, *, now: Any) -> Released:
        version = article.live and attrs.evolve(
            article.live, content=article.head.content
        )
        return good(attrs.evolve(article, live=version), texts, now=now)

    monkeypatch.setattr(_queries, "release", leaking)

    finds(StandardMachine, "not what was released|words that nobody released")


def test_an_embargo_that_is_not_kept_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery under embargo is caught at the channel."""
    good = _parcels.release

    def early(article: Any, texts: Any, *, now: Any) -> Released:
        del now
        return good(attrs.evolve(article, handling=Handling()), texts, now=FAR)

    monkeypatch.setattr(_parcels, "release", early)

    finds(StandardMachine, "sent under embargo")


def test_an_act_after_the_kill_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newsroom in which the dead are revived is caught."""
    monkeypatch.setattr(decide, "_killed", lambda _: ())

    class Machine(NewsroomMachine):
        def make_room(self) -> Newsroom:
            room = super().make_room()
            steps = [
                attrs.evolve(step, sources=[*step.sources, "killed"])
                if step.act is Act.REVIVE
                else step
                for step in self.workflow.steps
            ]
            office = room._office  # noqa: SLF001 - to plant the fault
            undead = attrs.evolve(office.workflow, steps=steps)
            office.workflow = undead
            office.workflows[undead.name, undead.version] = undead
            return room

    finds(Machine, "came back")


def test_a_refusal_that_nobody_told_of_is_found() -> None:
    """A verb that refuses what why_not allows breaks its word."""

    def patch(machine: NewsroomMachine, room: Newsroom) -> None:
        del machine

        def comment(story: str, text: str, *, by: Person) -> None:
            del text, by
            objection = Objection(code="mood", message="not today")
            raise StepRefusedError("comment", story, state="x", objections=[objection])

        room.comment = comment  # type: ignore[method-assign, assignment] # the planted fault

    finds(planted(patch), "told set.. against comment, refused for {'mood'}")


def test_a_step_taken_against_an_objection_is_found() -> None:
    """A verb that does what why_not forbids breaks its word as well."""

    def patch(machine: NewsroomMachine, room: Newsroom) -> None:
        del machine
        told = room.why_not

        def why_not(*args: Any, **kwargs: Any) -> Sequence[Objection]:
            return (*told(*args, **kwargs), Objection(code="x", message="x"))

        room.why_not = why_not  # type: ignore[method-assign, assignment] # the planted fault

    finds(planted(patch), "was taken, although .*x.* stood against it")


def test_a_schedule_that_never_fires_is_found() -> None:
    """A newsroom that forgets its schedules is caught when one is due."""

    def patch(machine: NewsroomMachine, room: Newsroom) -> None:
        del machine
        ran = room.run_due
        room.run_due = lambda: attrs.evolve(ran(), fired=())  # type: ignore[method-assign] # the planted fault

    finds(planted(patch), "were due, and .* were fired")


def test_a_delivery_out_of_order_is_found() -> None:
    """A ledger that sends an older version after a newer one is caught."""

    class Turned(RecordingChannel):
        def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
            turned = attrs.evolve(parcel, key=f"{parcel.view.article}/recorder/1")
            receipt = super().deliver(turned, shelf=shelf)
            if self.heard is not None and parcel.key != turned.key:
                self.heard(turned)
            return receipt

    class Machine(NewsroomMachine):
        def make_room(self) -> Newsroom:
            self.recorder = Turned(heard=self.recorder.heard)
            return super().make_room()

    finds(Machine, "out of order")


def test_a_desk_where_nobody_may_write_is_told() -> None:
    """A workflow in which nobody can do this or that would pass, so it says so."""

    class Machine(NewsroomMachine):
        def make_people(self) -> Mapping[str, Person]:
            return {"lu": Person(id="lu", roles={"lawyer"})}

    finds(
        Machine,
        r"nobody may take draft \(chief, editor, reporter\); override make_people",
    )


class ChainMachine(NewsroomMachine):
    """A house with roles that nobody at the Gazette has."""

    def make_workflow(self) -> Workflow:
        """Rename every role, and have the facts checked."""
        desks = shipped_workflow("three-desks")
        ours = {"reporter": "Autor", "editor": "Schluß/Redaktion", "lawyer": "facts 1"}

        def named(roles: Iterable[str]) -> list[str]:
            return [ours.get(role, role) for role in roles]

        steps = [
            attrs.evolve(
                step,
                roles=named(step.roles),
                approvals=[
                    attrs.evolve(rule, role=ours.get(rule.role, rule.role))
                    for rule in step.approvals
                ],
            )
            for step in desks.steps
        ]
        rules = [attrs.evolve(one, roles=named(one.roles)) for one in desks.sign_offs]
        return attrs.evolve(desks, name="chain", steps=steps, sign_offs=rules)


TestChain = ChainMachine.TestCase
TestChain.settings = settings(max_examples=5, stateful_step_count=15, deadline=None)


def test_a_house_role_gets_people_who_have_it() -> None:
    """One more than has to approve, since a writer does not approve their own."""
    machine = ChainMachine()
    people = machine.people
    machine.teardown()
    made = {name: set(one.roles) for name, one in people.items() if name not in PEOPLE}
    wanted = max(
        rule.count for step in machine.workflow.steps for rule in step.approvals
    )

    assert {"autor-1": {"Autor"}, "facts-1-1": {"facts 1"}}.items() <= made.items()
    editors = [name for name, roles in made.items() if {"Schluß/Redaktion"} == roles]
    assert wanted + 1 == len(editors)
    assert dict(PEOPLE).items() <= people.items()


def test_a_step_that_no_workflow_has_is_no_step() -> None:
    """The rules pass by what a house does not do."""
    machine = HouseMachine()
    try:
        machine.begin("ada")
        (story,) = machine.stories
        cy = machine.people["cy"]
        none = take(
            machine.room, Act.KILL, story, cy, now=machine.clock(), reason="Court."
        )
    finally:
        machine.teardown()

    assert none is None
