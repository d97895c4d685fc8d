"""A check-up: address, TLS and clock, looked at without anything being published."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from .answers import FAILURES, breakdown, moment
from .intake import Answer
from .opening import Opener
from .patience import Patience

TOLERANCE = 300
"""Receivers refuse what was signed more than so many seconds off their own clock."""

MOST_SKEW = 60
BROKEN, NOT_IMPLEMENTED = 500, 501


@attrs.frozen(kw_only=True)
class CheckUp:
    """Looks whether a delivery would have a chance now.

    It opens a line and asks for the head alone (``HEAD``, which changes nothing by RFC
    9110). Whether the receiver has our secret can only be seen when something is sent.
    """

    channel: str
    opener: Opener
    head: bytes = attrs.field(repr=False)
    patience: Patience
    now: Callable[[], float]

    def troubles(self) -> Iterator[str]:
        """Tell what is in the way."""
        try:
            answer = self._asked()
        except FAILURES as failure:
            wrong = breakdown(failure, channel=self.channel, target=self.opener.target)
            yield wrong.reason
            return
        if answer.status >= BROKEN and answer.status != NOT_IMPLEMENTED:
            yield f"the receiver answers {answer.status}"
        skew = self._skew(answer)
        if skew is not None and abs(skew) > MOST_SKEW:
            side = "ahead of" if skew > 0 else "behind"
            yield (
                f"our clock is {abs(skew):.0f} s {side} the receiver's, and signatures "
                f"may be off by {TOLERANCE} s at most"
            )

    def _asked(self) -> Answer:
        deadline = self.patience.until()
        line = self.opener(deadline)
        try:
            return line.ask(self.head, deadline, method="HEAD")
        finally:
            line.close()

    def _skew(self, answer: Answer) -> float | None:
        """Tell how far our clock is ahead; None if the receiver tells no time."""
        theirs = None if answer.date is None else moment(answer.date)
        return None if theirs is None else self.now() - theirs
