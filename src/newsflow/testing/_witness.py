"""A witness: a small model of what must never happen, that asks no core of ours.

It reads the events of the newsroom as they come, and knows of the workflow only what
is written in it. What it finds wrong is an AssertionError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

import attrs

from ..events import (
    AnyEvent,
    ApprovalWithdrawn,
    Approved,
    Corrected,
    Discarded,
    Drafted,
    GlassBroken,
    Killed,
    Published,
    Released,
    Retracted,
    Revised,
    Revived,
    SentBack,
    SignedOff,
    Spiked,
    Submitted,
    Unpublished,
    Updated,
)
from ..workflow.definition import EVERYWHERE, Act, ApprovalRule, Step, Workflow

_ACTS: Mapping[type[Released], Act] = {
    Published: Act.PUBLISH,
    Updated: Act.UPDATE,
    Corrected: Act.CORRECT,
}
_VOIDING = (
    Submitted,
    Revised,
    SentBack,
    Discarded,
    Spiked,
    Revived,
    Unpublished,
    Retracted,
    Killed,
    Released,
)


@attrs.define
class Testimony:
    """What the witness remembers of one story."""

    state: str
    head: str
    writers: set[str]
    bylined: set[str]
    position: int = 1
    versions: int = 0
    submitted: str | None = None
    note: str | None = None
    approvals: dict[str, Approved] = attrs.field(factory=dict)
    signed: dict[str, str] = attrs.field(factory=dict)
    live: str | None = None
    live_bylined: set[str] = attrs.field(factory=set)
    glass_broken: bool = False
    killed: bool = False


class Witness:
    """Follows every story of a newsroom; *services* are accounts that are nobody."""

    def __init__(self, workflow: Workflow, *, services: frozenset[str]) -> None:
        self.workflow = workflow
        self.services = services
        self.stories: dict[str, Testimony] = {}

    def see(self, event: AnyEvent) -> None:
        """Look at the next event of the newsroom.

        Raises:
            AssertionError: it must not have happened.
        """
        if isinstance(event, Drafted):
            assert event.article not in self.stories, f"{event.article} began twice"
            self.stories[event.article] = Testimony(
                event.state, event.content, {event.by}, set(event.bylined)
            )
            return
        story = self.stories[event.article]
        assert event.position == story.position + 1, f"a gap before {event}"
        story.position = event.position
        if isinstance(event, Released):
            self._holds(story, event)
        self._remember(story, event)

    def _holds(self, story: Testimony, event: Released) -> None:
        """Hold a release to what the workflow demands for it."""
        assert not story.killed, f"a killed story came back: {event}"
        assert event.version == story.versions + 1, f"a version is missing: {event}"
        assert event.content == story.head, f"another text went out: {event}"
        if story.glass_broken:
            return
        assert event.content == story.submitted, f"nobody handed it in: {event}"
        assert event.note == story.note, f"another note went out: {event}"
        wanted = tuple(self._steps(story, event))
        assert any(self._cleared(story, step) for step in wanted), (
            f"{event} went out without what {[step.name for step in wanted]} demands"
        )

    def _steps(self, story: Testimony, event: Released) -> Iterator[Step]:
        state = self.workflow.by_state[story.state]
        for step in self.workflow.steps:
            everywhere = EVERYWHERE in step.sources and not state.terminal
            if step.act is _ACTS[type(event)] and (
                everywhere or story.state in step.sources
            ):
                yield step

    def _cleared(self, story: Testimony, step: Step) -> bool:
        approved = _approved(tuple(step.approvals), tuple(self._counting(story)))
        return approved and all(
            story.signed.get(kind) == story.head for kind in step.sign_offs
        )

    def _counting(self, story: Testimony) -> Iterator[Approved]:
        for person, approval in story.approvals.items():
            same = approval.content == story.head and approval.note == story.note
            outside = person not in story.writers | story.bylined | self.services
            if same and outside:
                yield approval

    def _remember(self, story: Testimony, event: AnyEvent) -> None:
        story.state = getattr(event, "state", story.state)
        if isinstance(event, _VOIDING):
            story.approvals, story.submitted, story.note = {}, None, None
        match event:
            case Revised():
                self._revised(story, event)
            case Submitted() | Approved() | ApprovalWithdrawn() | SignedOff():
                _reviewed(story, event)
            case Discarded() | Unpublished() | Retracted() | Killed() | Released():
                _turned(story, event)
            case _:
                pass  # it changes the state at most: no release hangs on the rest
        story.glass_broken = isinstance(event, GlassBroken)

    def _revised(self, story: Testimony, event: Revised) -> None:
        rules = self.workflow.by_sign_off
        for kind in event.carried:
            assert rules[kind].carried, f"the {kind} sign-off outlived an edit: {event}"
            assert story.signed.get(kind) == story.head, f"{kind} was never given"
        story.signed = dict.fromkeys(event.carried, event.content)
        story.head = event.content
        story.writers.add(event.by)
        story.bylined = set(event.bylined)


def _reviewed(
    story: Testimony, event: Submitted | Approved | ApprovalWithdrawn | SignedOff
) -> None:
    """Remember what was said of the text that was handed in."""
    match event:
        case Submitted():
            story.submitted, story.note = event.content, event.note
        case Approved():
            story.approvals[event.by] = event
        case ApprovalWithdrawn():
            story.approvals.pop(event.by, None)
        case SignedOff():
            story.signed[event.kind] = event.content


def _turned(
    story: Testimony, event: Discarded | Unpublished | Retracted | Killed | Released
) -> None:
    """Remember what readers have now, and what the writer begins from."""
    match event:
        case Discarded():
            story.head = story.live or ""
            story.writers, story.signed = set(), {}
            story.bylined = set(story.live_bylined)
        case Released():
            story.live, story.versions = event.content, event.version
            story.live_bylined, story.writers = set(story.bylined), set()
        case _:
            story.live, story.killed = None, isinstance(event, Killed)


def _approved(rules: tuple[ApprovalRule, ...], given: tuple[Approved, ...]) -> bool:
    """Tell whether distinct people fill every place, by trying all ways to sit."""
    places = [rule.role for rule in rules for _ in range(rule.count)]
    return any(
        all(
            role in (*one.roles, "anyone") or role == "anyone"
            for role, one in zip(places, seated, strict=True)
        )
        for seated in permutations(given, len(places))
    )
