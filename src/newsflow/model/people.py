"""People, as the host knows them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from . import rules
from .text import line

ANYONE = "anyone"
"""The role that everybody has."""


def _roles(value: Iterable[str]) -> frozenset[str]:
    return frozenset(map(line, rules.several("roles", value)))


@attrs.frozen(kw_only=True)
class Person:
    """Somebody who takes steps. The host tells who that is and what roles they have.

    A *service* account may draft and deliver, but never approves. *revoked* marks a
    person whose rights were taken for cause: what they approved no longer counts.
    """

    id: str = attrs.field(validator=rules.key)
    name: str = attrs.field(default="", converter=line)
    roles: frozenset[str] = attrs.field(default=frozenset(), converter=_roles)
    service: bool = False
    revoked: bool = False

    def may(self, roles: frozenset[str]) -> bool:
        """Tell whether one of *roles* is theirs."""
        return ANYONE in roles or not roles.isdisjoint(self.roles)
