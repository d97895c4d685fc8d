"""Claiming: whose turn it is, and how many may go to a channel how fast."""

from __future__ import annotations

from typing import Any

import attrs

from ..model.times import instant_of, stamp
from ..ports import Capabilities, Delivery, RateLimit
from ._ledger_columns import delivery_of
from .database import Transaction

_LANE = (
    "ready",
    "paused_until",
    "frozen_at",
    "frozen_by",
    "frozen_why",
    "frozen_removals",
)


@attrs.frozen(kw_only=True)
class Lease:
    """Who takes a delivery: a fencing *token*, from *now* until *until*.

    *together* is how many may be under way to the channel, 0 for any number; *rate* how
    fast they may follow each other.
    """

    token: str
    now: str
    until: str
    together: int = 0
    rate: RateLimit | None = None

    @classmethod
    def of(
        cls, capabilities: Capabilities, *, token: str, now: str, until: str
    ) -> Lease:
        """Take the limits of a channel."""
        together = capabilities.together or 0
        return cls(
            token=token, now=now, until=until, together=together, rate=capabilities.rate
        )

    @property
    def limited(self) -> bool:
        """Whether the channel as a whole has to be looked at."""
        return self.together > 0 or self.rate is not None


def hold_lane(tx: Transaction, channel: str) -> None:
    """Keep others from claiming for a channel, or changing its lane, until the end."""
    tx.run("add_lane", channel=channel, **dict.fromkeys(_LANE))
    tx.hold_lane(channel)


def claim_one(tx: Transaction, delivery: int, lease: Lease) -> Delivery | None:
    """Lease one delivery, if it is its turn."""
    row = tx.one(
        "claim",
        id=delivery,
        token=lease.token,
        now=lease.now,
        lease_until=lease.until,
        together=lease.together,
    )
    if row is None:
        return None
    claimed = delivery_of(row)
    return claimed if in_time(tx, claimed, lease) else None


def room_left(tx: Transaction, channel: str, lease: Lease, most: int) -> int:
    """Tell how many more may be under way to a channel."""
    if lease.together == 0:
        return most
    row = tx.one("under_way", channel=channel, now=lease.now)
    return min(most, max(0, lease.together - int(row[0])))


def claim_several(
    tx: Transaction, channel: str, lease: Lease, most: int
) -> tuple[Delivery, ...]:
    """Lease up to *most* deliveries of a channel, the longest due first."""
    wanted: dict[str, Any] = {"channel": channel, "now": lease.now, "most": most}
    if "hold_batch" in tx.sql:
        wanted = {
            "now": lease.now,
            "ids": [row[0] for row in tx.all("hold_batch", **wanted)],
        }
    rows = tx.all("claim_batch", **wanted, token=lease.token, lease_until=lease.until)
    return tuple(sorted(map(delivery_of, rows), key=_longest_due))


def _longest_due(claimed: Delivery) -> tuple[str, int]:
    return claimed.due, claimed.id


def in_time(tx: Transaction, claimed: Delivery, lease: Lease) -> bool:
    """Keep to the rate of a channel; if it is too early yet, let the delivery go.

    This is the generic cell rate algorithm (ITU-T I.371): the lane is ready again one
    spacing after its last delivery, and a burst may run ahead of that.
    """
    rate = lease.rate
    if rate is None:
        return True
    (ready_at, _) = tx.one("lane", channel=claimed.channel)
    now = instant_of(lease.now)
    ready = max(instant_of(ready_at), now) if ready_at else now
    ahead = rate.spacing * (rate.burst - 1)
    if ready - now > ahead:
        early = stamp(ready - ahead)
        tx.run("give_back", id=claimed.id, token=claimed.token, now=early)
        return False
    tx.run("move_lane", channel=claimed.channel, ready=stamp(ready + rate.spacing))
    return True
