"""A workflow as data: its states, its steps, and what each step requires."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

import attrs

from ..errors import NotFoundError
from ..model import rules
from ..model.article import Release, Removal
from ..model.text import line

EVERYWHERE = "*"
"""As a step's source: every state that is not terminal."""


class StateKind(StrEnum):
    """What a state means, whatever a house calls it."""

    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What a step does, whatever a house calls it."""

    DRAFT = "draft"
    REVISE = "revise"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    WITHDRAW_APPROVAL = "withdraw_approval"
    SIGN_OFF = "sign_off"
    CHECK = "check"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PUBLISH = "publish"
    UPDATE = "update"
    CORRECT = "correct"
    ADVANCE = "advance"
    BREAK_GLASS = "break_glass"
    DISCARD = "discard"
    UNPUBLISH = "unpublish"
    RETRACT = "retract"
    KILL = "kill"
    SPIKE = "spike"
    REVIVE = "revive"
    COMMENT = "comment"
    TIGHTEN_EMBARGO = "tighten_embargo"
    LIFT_EMBARGO = "lift_embargo"
    HANDLE = "handle"
    UNLOCK = "unlock"
    ERASE = "erase"
    MIGRATE = "migrate"


RELEASES: Mapping[Act, Release] = MappingProxyType(
    {
        Act.PUBLISH: Release.PUBLISH,
        Act.UPDATE: Release.UPDATE,
        Act.CORRECT: Release.CORRECT,
    }
)
LETTING_OUT = frozenset({*RELEASES, Act.ADVANCE})
"""What lets words out of the house: it may demand approvals, sign-offs and checks."""

REMOVALS: Mapping[Act, Removal] = MappingProxyType(
    {
        Act.UNPUBLISH: Removal.UNPUBLISH,
        Act.RETRACT: Removal.RETRACT,
        Act.KILL: Removal.KILL,
    }
)
TARGETS: Mapping[Act, StateKind] = MappingProxyType(
    {
        Act.DRAFT: StateKind.DRAFT,
        Act.REVISE: StateKind.DRAFT,
        Act.SUBMIT: StateKind.REVIEW,
        Act.SEND_BACK: StateKind.DRAFT,
        Act.SCHEDULE: StateKind.SCHEDULED,
        Act.UNSCHEDULE: StateKind.REVIEW,
        Act.PUBLISH: StateKind.PUBLISHED,
        Act.UPDATE: StateKind.PUBLISHED,
        Act.CORRECT: StateKind.PUBLISHED,
        Act.BREAK_GLASS: StateKind.PUBLISHED,
        Act.DISCARD: StateKind.PUBLISHED,
        Act.UNPUBLISH: StateKind.WITHDRAWN,
        Act.RETRACT: StateKind.WITHDRAWN,
        Act.KILL: StateKind.WITHDRAWN,
        Act.SPIKE: StateKind.WITHDRAWN,
        Act.REVIVE: StateKind.DRAFT,
    }
)
"""The kind of state to which an act leads; an act that is missing moves nothing."""

GOING_ON = frozenset({Act.ERASE, Act.COMMENT, Act.MIGRATE})
"""What may still be done with a story that is over for good."""


class Scope(StrEnum):
    """What part of a story a sign-off is about."""

    TEXT = "text"
    MEDIA = "media"
    ALL = "all"


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(line, rules.several("names", value)))


def _set(value: Iterable[str]) -> frozenset[str]:
    return frozenset(map(line, rules.several("roles", value)))


@attrs.frozen(kw_only=True)
class State:
    """Where a head can stand. Nothing leads out of a *terminal* state."""

    name: str = attrs.field(validator=rules.key)
    kind: StateKind = attrs.field(converter=StateKind)
    terminal: bool = False


@attrs.frozen(kw_only=True)
class ApprovalRule:
    """How many people of a role must approve: distinct, and no contributors."""

    role: str = attrs.field(converter=line, validator=rules.filled)
    count: int = attrs.field(default=1, validator=rules.between(1, 99))


@attrs.frozen(kw_only=True)
class SignOffRule:
    """Who gives a kind of sign-off, and whether it outlives an edit.

    A *carried* sign-off stays through an edit that does not touch its *scope*.
    """

    kind: str = attrs.field(validator=rules.key)
    roles: frozenset[str] = attrs.field(converter=_set)
    scope: Scope = attrs.field(default=Scope.ALL, converter=Scope)
    carried: bool = False


@attrs.frozen(kw_only=True)
class Step:
    """What may be asked for in which states, by whom, and what it requires.

    *name* is the house's word, *act* what it does. *target* None stays in the state.
    *checks* names the check profile that must pass, None demands none.
    """

    name: str = attrs.field(validator=rules.key)
    act: Act = attrs.field(converter=Act)
    sources: tuple[str, ...] = attrs.field(default=(), converter=_names)
    target: str | None = attrs.field(default=None, validator=rules.optional(rules.key))
    roles: frozenset[str] = attrs.field(default=frozenset(), converter=_set)
    approvals: tuple[ApprovalRule, ...] = attrs.field(
        default=(), converter=rules.members
    )
    sign_offs: tuple[str, ...] = attrs.field(default=(), converter=_names)
    checks: str | None = attrs.field(default=None, validator=rules.optional(rules.key))


@attrs.frozen(kw_only=True)
class Workflow:
    """The ways that a newsroom's stories can go; prove it before you use it.

    *unreviewed* admits that stories may go out without anyone's approval.
    """

    name: str = attrs.field(validator=rules.key)
    version: int = attrs.field(default=1, validator=rules.between(1, 2**31))
    states: tuple[State, ...] = attrs.field(converter=rules.members)
    steps: tuple[Step, ...] = attrs.field(converter=rules.members)
    sign_offs: tuple[SignOffRule, ...] = attrs.field(
        default=(), converter=rules.members
    )
    unreviewed: bool = False

    @cached_property
    def by_state(self) -> Mapping[str, State]:
        """States by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def by_step(self) -> Mapping[str, Step]:
        """Steps by name."""
        return {step.name: step for step in self.steps}

    @cached_property
    def by_sign_off(self) -> Mapping[str, SignOffRule]:
        """Sign-off rules by kind."""
        return {rule.kind: rule for rule in self.sign_offs}

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """The states out of which something leads."""
        return tuple(state.name for state in self.states if not state.terminal)

    @cached_property
    def _sources(self) -> Mapping[str, frozenset[str]]:
        return {step.name: frozenset(self.sources(step)) for step in self.steps}

    @cached_property
    def _leaving(self) -> Mapping[str, tuple[Step, ...]]:
        return {
            state: tuple(step for step in self.steps if self.leaves(step, state))
            for state in self.by_state
        }

    @cached_property
    def _acting(self) -> Mapping[tuple[Act, str], Step]:
        first: dict[tuple[Act, str], Step] = {}
        for state, steps in self._leaving.items():
            for step in steps:
                first.setdefault((step.act, state), step)
        return first

    def state(self, name: str) -> State:
        """Find a state.

        Raises:
            NotFoundError: there is none of that name.
        """
        try:
            return self.by_state[name]
        except KeyError:
            raise NotFoundError("state", name, known=self.by_state) from None

    def step(self, name: str) -> Step:
        """Find a step.

        Raises:
            NotFoundError: there is none of that name.
        """
        try:
            return self.by_step[name]
        except KeyError:
            raise NotFoundError("step", name, known=self.by_step) from None

    def sources(self, step: Step) -> tuple[str, ...]:
        """Name the states in which a step may be taken."""
        if EVERYWHERE not in step.sources:
            return step.sources
        named = (name for name in step.sources if name != EVERYWHERE)
        return (*self.open_states, *named)

    def leaves(self, step: Step, state: str) -> bool:
        """Tell whether a step may be taken in a state."""
        return state in self._sources[step.name]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """List the steps that may be taken in a state."""
        return self._leaving.get(state, ())

    def that(self, act: Act, *, state: str) -> Step | None:
        """Find the first step that does *act* in *state*."""
        return self._acting.get((act, state))
