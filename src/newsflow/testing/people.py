"""The people of the Harbour Gazette, who take the steps in tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ..model.people import Person

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
