"""Content profiles: what a house demands of a story before a step, as JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..documents.problems import problems_by
from ..documents.schemas import validator_of
from ..documents.structure import content_to
from ..model.checks import Finding, Severity
from ..model.content import Content

CODE = "NF-MET01"


def _names(value: Iterable[str]) -> frozenset[str]:
    return frozenset(value)


@attrs.frozen(kw_only=True)
class ContentProfile:
    """A JSON Schema that stories of some *kinds* must fit before some *acts*.

    Without *kinds* it is for every kind of story. What it finds is an error.
    """

    name: str
    schema: Mapping[str, Any] = attrs.field(repr=False)
    kinds: frozenset[str] = attrs.field(default=frozenset(), converter=_names)
    acts: frozenset[str] = attrs.field(converter=_names)
    _validator: Any = attrs.field(
        init=False,
        repr=False,
        eq=False,
        default=attrs.Factory(lambda self: validator_of(self.schema), takes_self=True),
    )

    def concerns(self, content: Content, act: str) -> bool:
        """Tell whether a story is held to this profile before an act."""
        return act in self.acts and (not self.kinds or content.kind.value in self.kinds)

    def run(self, content: Content) -> Iterator[Finding]:
        """Find what the story lacks, each with its path and a suggestion."""
        for problem in problems_by(self._validator, content_to(content)):
            yield Finding(
                code=CODE,
                severity=Severity.ERROR,
                path=problem.path,
                message=f"{problem.message} (profile {self.name})",
                suggestion=problem.suggestion,
            )
