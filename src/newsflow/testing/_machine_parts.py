"""What a machine is made of: the methods to override, and how it takes steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from ..documents.workflows import shipped_workflow
from ..model.article import Article
from ..model.blocks import Paragraph, plain
from ..model.content import Content
from ..model.people import Person
from ..newsroom import Newsroom
from ..ports import Channel
from ..workflow.definition import Act, Workflow
from ._memory import Memory
from ._steps import take
from ._ways import states_in_reach
from ._witness import Witness
from .clocks import fixed_clock, seeded_ids, seeded_salts
from .people import Staff, people_for
from .recording import RecordingChannel


class MachineParts(RuleBasedStateMachine):
    """The newsroom of a machine, and the people who drive it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = fixed_clock()
        self.memory = Memory()
        self.recorder = RecordingChannel(
            heard=lambda parcel: self.memory.listen(parcel, self.clock())
        )
        self.partner = RecordingChannel(
            "partner",
            heard=lambda parcel: self.memory.listen_ahead(parcel, self.clock()),
            trusted=True,
        )
        self.workflow = self.make_workflow()
        self.people = dict(self.make_people())
        _refuse_idle_steps(self.workflow, self.people)
        self.room = self.make_room()
        services = frozenset(one.id for one in self.people.values() if one.service)
        self.witness = Witness(self.workflow, services=services)
        self.cursor = 0
        self.marks = 0
        self.stale: dict[str, Article] = {}

    def make_workflow(self) -> Workflow:
        """Make the workflow to drive; override it with your own."""
        return shipped_workflow("standard")

    def make_people(self) -> Mapping[str, Person]:
        """Make the people who take steps, by id; override it with your own.

        Unless you do, they are those of the Harbour Gazette, and made-up ones with
        those roles of ``self.workflow`` that none of these has.
        """
        return people_for(self.workflow)

    def make_url(self) -> str:
        """Make the URL of a new database; override it to test another store."""
        return "sqlite://"

    def make_channels(self) -> Iterable[Channel]:
        """Make channels of your own, beside the recorder and the trusted partner."""
        return ()

    def make_plugins(self) -> Mapping[str, object]:
        """Make plug-ins of your own, by name."""
        return {}

    def make_content(self, mark: str) -> Content:
        """Make a text that holds the word *mark*, which no other text does."""
        return Content(
            headline=f"The bridge {mark} reopens",
            language="en",
            body=[Paragraph(key="b1", spans=plain(f"So says {mark}."))],
        )

    def make_room(self) -> Newsroom:
        """Open the newsroom out of the parts above."""
        return Newsroom.open(
            self.make_url(),
            workflow=self.workflow,
            directory=Staff(self.people),
            channels=(self.recorder, self.partner, *self.make_channels()),
            trusted=[self.partner.name],
            plugins=self.make_plugins(),
            clock=self.clock,
            ids=seeded_ids(),
            salts=seeded_salts(),
        )

    def teardown(self) -> None:
        """Let go of the newsroom."""
        self.room.close()

    @property
    def stories(self) -> tuple[str, ...]:
        """The ids of all stories, oldest first."""
        return tuple(self.memory.heads)

    def text(self) -> Content:
        """Make a text that nobody has saved before."""
        self.marks += 1
        return self.make_content(f"mark{self.marks:04}x")

    def words(self) -> str:
        """Make words for a note, a reason or a comment, with a mark of their own."""
        self.marks += 1
        return f"So we said, mark{self.marks:04}x."

    def tick(self) -> datetime:
        """Let a second pass, so that no two things happen at once."""
        return self.clock.advance(seconds=1)

    def take(self, act: Act, story: str, by: str, **takes: Any) -> Article | None:
        """Take a step as *by*, and remember what readers have after it."""
        now = self.tick()
        self.stale.setdefault(story, self.room.article(story))
        article = take(self.room, act, story, self.people[by], now=now, **takes)
        if article is not None:
            self.moved(article)
        self.memory.mark(now)
        return article

    def moved(self, article: Article) -> None:
        """Remember what a step, or a schedule that fired, has made of a story."""
        story, memory = article.id, self.memory
        memory.embargoes[story] = article.handling.embargo
        if article.live is None:
            memory.out.pop(story, None)
        elif (story, article.live.number) not in memory.versions:
            memory.released(story, article.live.number)


def _refuse_idle_steps(workflow: Workflow, people: Mapping[str, Person]) -> None:
    """Refuse to try a workflow in which nobody can do this or that: it would pass."""
    for step in workflow.steps:
        able = (one for one in people.values() if one.may(step.roles))
        if step.act is Act.APPROVE:
            able = (one for one in able if not one.service)
        roles = ", ".join(sorted(step.roles))
        message = f"nobody may take {step.name} ({roles}); override make_people"
        assert any(able), message


def a_story() -> st.SearchStrategy[str]:
    """One of the stories that the running machine has."""
    machine: st.SearchStrategy[MachineParts] = st.runner()
    return machine.flatmap(lambda one: st.sampled_from(one.stories))


def a_state() -> st.SearchStrategy[str]:
    """One of the states to which the running machine can bring a story."""
    machine: st.SearchStrategy[MachineParts] = st.runner()
    return machine.flatmap(lambda one: st.sampled_from(states_in_reach(one.workflow)))


def somebody(*acts: Act) -> st.SearchStrategy[str]:
    """One of the people of the running machine, mostly one whose role is in *acts*."""
    machine: st.SearchStrategy[MachineParts] = st.runner()
    return machine.flatmap(lambda one: _people(one, acts))


def _people(machine: MachineParts, acts: tuple[Act, ...]) -> st.SearchStrategy[str]:
    roles = {
        role
        for step in machine.workflow.steps
        if step.act in acts
        for role in step.roles
    }
    everyone = st.sampled_from(sorted(machine.people))
    able = [one.id for one in machine.people.values() if one.may(frozenset(roles))]
    if not able:
        return everyone
    return st.one_of(st.sampled_from(able), st.sampled_from(able), everyone)
