"""Handling: what the desk does with a story; no approval hangs on it."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..errors import InvalidValueError
from . import rules
from .clocks import optional_meant


@attrs.frozen(kw_only=True)
class Handling:
    """How a story is to be treated, outside its fingerprint.

    *embargo* is the first instant at which it may be released, *expires* the instant
    after which it should be off. *urgency* and *priority* run from 1 (most) to 9
    (least), as in ninjs and NewsML-G2; *planned_length* is in words.

    Raises:
        InvalidValueError: a time is naive, or one that its zone's clocks skip or show
            twice; a number is out of its range, or the story
            would expire before it may be released.
    """

    embargo: datetime | None = attrs.field(default=None, converter=optional_meant)
    expires: datetime | None = attrs.field(default=None, converter=optional_meant)
    priority: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1, 9))
    )
    urgency: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1, 9))
    )
    planned_length: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(0, 1_000_000))
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a story that would be over before it may begin."""
        if self.embargo and self.expires and self.expires <= self.embargo:
            field = "expires"
            raise InvalidValueError(field, self.expires, "later than the embargo")

    def under_embargo(self, now: datetime) -> bool:
        """Tell whether the embargo still runs at *now*."""
        return self.embargo is not None and now < self.embargo
