"""The people of the Harbour Gazette, who take the steps in tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ..documents.slugs import slugified
from ..model.people import ANYONE, Person
from ..workflow.definition import Workflow

PEOPLE: Mapping[str, Person] = MappingProxyType(
    {
        person.id: person
        for person in (
            Person(id="ada", name="Ada", roles={"reporter"}),
            Person(id="bo", name="Bo", roles={"editor"}),
            Person(id="cy", name="Cy", roles={"editor", "chief"}),
            Person(id="lu", name="Lu", roles={"lawyer"}),
            Person(id="kit", name="Kit", roles={"copy-editor"}),
            Person(id="pia", name="Pia", roles={"photo-editor"}),
            Person(
                id="wire", name="The wire", roles={"reporter", "editor"}, service=True
            ),
        )
    }
)
"""Ada writes, Bo edits, Cy is the chief editor, Lu the lawyer; Kit reads copy, Pia
chooses pictures, and ``wire`` is a service account."""


def people_for(workflow: Workflow) -> Mapping[str, Person]:
    """Give the people of the Harbour Gazette, and make up whom else a workflow needs.

    Of each role that none of them has there is one more than it has to approve, since
    whoever has written in a story does not approve it; their ids begin with the role.
    """
    known = frozenset(role for one in PEOPLE.values() for role in one.roles)
    made = {
        name: Person(id=name, name=name, roles={role})
        for role in sorted(_roles(workflow) - known - {ANYONE})
        for name in _names(role, 1 + _most(workflow, role))
    }
    return {**PEOPLE, **made}


def _roles(workflow: Workflow) -> frozenset[str]:
    return frozenset().union(
        *(step.roles for step in workflow.steps),
        *(rule.roles for rule in workflow.sign_offs),
        *({rule.role for rule in step.approvals} for step in workflow.steps),
    )


def _most(workflow: Workflow, role: str) -> int:
    rules = (rule for step in workflow.steps for rule in step.approvals)
    return max((rule.count for rule in rules if rule.role == role), default=0)


def _names(role: str, count: int) -> list[str]:
    stem = slugified(role) or "somebody"
    return [f"{stem}-{number}" for number in range(1, count + 1)]


def _own(people: Mapping[str, Person]) -> dict[str, Person]:
    return dict(people)


@attrs.define
class Staff:
    """A directory that a test can change: people leave, and lose their rights."""

    people: dict[str, Person] = attrs.field(converter=_own, factory=lambda: PEOPLE)

    def person(self, identifier: str) -> Person | None:
        """Find a person as they are now."""
        return self.people.get(identifier)

    def change(self, identifier: str, **changes: Any) -> Person:
        """Change what a person is, such as their ``roles`` or ``revoked``."""
        changed = attrs.evolve(self.people[identifier], **changes)
        self.people[identifier] = changed
        return changed

    def leave(self, identifier: str) -> None:
        """Let a person go: nobody of that id is with the house any more."""
        del self.people[identifier]
