"""Building what a channel shows anew, while nothing is delivered to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from ..errors import RejectedError, RetryError
from ..model.times import stamp
from ..ports import Rebuilds, Rebuilt
from ._office import Office
from ._shelf import Shelf

HOLD = timedelta(minutes=1)
"""For how long deliveries wait for a building that is not heard of any more."""

PATIENCE = 10.0
"""How long to wait for a delivery that is under way, in seconds."""


@attrs.define
class Hold:
    """A channel to which nothing is delivered, for as long as it is renewed."""

    office: Office
    channel: str
    until: datetime

    def renew(self) -> None:
        """Hold it for some more time, unless there is enough of it left."""
        now = self.office.clock()
        if self.until - now < HOLD / 2:
            self.until = now + HOLD
            self.office.deliveries.pause(self.channel, until=stamp(self.until))

    def let_go(self) -> None:
        """Let deliveries go on."""
        now = stamp(self.office.clock())
        self.office.deliveries.pause(self.channel, until=now)


def rebuild(office: Office, name: str, told: Callable[[int], None]) -> Rebuilt:
    """Have a channel build its files anew.

    In the ledger, the channel is paused meanwhile: what is to be delivered to it waits,
    on all machines, and what was under way has ended. Whoever dies over it holds nobody
    up for more than a minute.
    """
    channel = office.channels[name]
    if not isinstance(channel, Rebuilds):
        reason = "it keeps no files that could be built anew"
        raise RejectedError(name, reason)
    hold = Hold(office, name, until=office.clock())

    def heard(number: int) -> None:
        hold.renew()
        told(number)

    hold.renew()
    try:
        _wait(office, name)
        shelf = Shelf(office=office, channel=name, now=office.clock())
        return channel.rebuild(shelf, told=heard)
    finally:
        hold.let_go()


def _wait(office: Office, name: str) -> None:
    """Wait for the delivery that is under way."""
    enough = time.monotonic() + PATIENCE
    while office.ledger.under_way(name, now=stamp(office.clock())):
        if time.monotonic() > enough:
            reason = "something is being delivered to it; try again when that is over"
            raise RetryError(name, reason)
        time.sleep(0.05)
